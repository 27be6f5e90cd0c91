"""Plain values of Python: what they add up to, how they compare, and the functions and methods that are read."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

LARGEST = 2**63
LONGEST = 100_000  # entries of a list, letters of a word
CHANGING = (
    "append", "extend", "insert", "add_module", "register_module", "update", "pop", "popitem", "clear", "remove",
    "setdefault", "sort", "reverse", "add", "discard", "register_forward_hook", "register_forward_pre_hook",
    "__setitem__", "__delitem__", "__setattr__", "__delattr__", "__iadd__", "__imul__", "__ior__",
)  # fmt: skip
NONE = object()  # no value, where None is one

NAMES = (
    "range", "len", "int", "float", "str", "bool", "list", "tuple", "dict", "enumerate", "zip", "reversed", "min",
    "isinstance", "max", "sum", "abs", "round", "print", "getattr", "setattr", "hasattr", "type", "sorted", "all",
    "any", "super", "set", "object",
)  # fmt: skip
_SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "Add": lambda a, b: a + b,
    "Sub": lambda a, b: a - b,
    "Mult": lambda a, b: a * b,
    "Div": lambda a, b: a / b,
    "FloorDiv": lambda a, b: a // b,
    "Mod": lambda a, b: a % b,
    "Pow": lambda a, b: a**b if abs(b) < 64 and abs(a) < 2**32 else None,
    "BitAnd": lambda a, b: _whole(a) & _whole(b),
    "BitOr": lambda a, b: _whole(a) | _whole(b),
    "BitXor": lambda a, b: _whole(a) ^ _whole(b),
    "LShift": lambda a, b: _whole(a) << _whole(b) if b < 64 else None,
    "RShift": lambda a, b: _whole(a) >> _whole(b),
}
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "Lt": lambda a, b: a < b,
    "LtE": lambda a, b: a <= b,
    "Gt": lambda a, b: a > b,
    "GtE": lambda a, b: a >= b,
}


def _whole(found: Any) -> int:
    """Return a whole number, as the operators of bits take it."""
    if not isinstance(found, int):
        raise ValueError
    return found


def is_number(found: Any) -> bool:
    """Return whether it is a number."""
    return isinstance(found, (int, float))


def folded(sign: str, left: Any, right: Any) -> Any:
    """Return a sum of numbers, or of lists or words; None where it is none."""
    if is_number(left) and is_number(right) and sign in _SUMS:
        return _number(sign, left, right)
    if sign == "Add" and type(left) is type(right) and isinstance(left, (str, list, tuple)):
        return left + right if len(left) + len(right) <= LONGEST else None
    if sign == "Mult" and isinstance(left, (str, list, tuple)) and type(right) is int:
        return left * right if len(left) * right <= LONGEST else None
    if sign == "Mult" and isinstance(right, (list, tuple)) and type(left) is int:
        return right * left if len(right) * left <= LONGEST else None
    if sign == "Mod" and isinstance(left, str):
        return _formatted(left, right if isinstance(right, tuple) else (right,))
    return None


def _number(sign: str, left: Any, right: Any) -> Any:
    try:
        found = _SUMS[sign](left, right)
    except (ArithmeticError, ValueError):
        return None
    return found if is_number(found) and abs(found) <= LARGEST else None


def _formatted(text: str, values: tuple[Any, ...]) -> str | None:
    """Return a word like 'layer%d' with its values."""
    parts = text.replace("%s", "\0").replace("%d", "\0").replace("%i", "\0").split("\0")
    if len(parts) != len(values) + 1 or "%" in "".join(parts) or not all(isinstance(v, (int, str)) for v in values):
        return None
    return parts[0] + "".join(f"{value}{part}" for value, part in zip(values, parts[1:], strict=True))


def compared(sign: str, left: Any, right: Any) -> bool | None:
    """Return whether a comparison of plain values holds; None where they are none."""
    if not is_plain(left) or not is_plain(right):
        return None
    if sign in ("Eq", "NotEq"):
        return bool(left == right) == (sign == "Eq")
    if sign in ("In", "NotIn") and isinstance(right, (list, tuple, dict, str)):
        return None if isinstance(right, str) and not isinstance(left, str) else (left in right) == (sign == "In")
    both = is_number(left) and is_number(right)
    return _ORDERS[sign](left, right) if sign in _ORDERS and both else None


def is_plain(found: Any) -> bool:
    """Return whether it is made of numbers, words, None and lists of them."""
    if isinstance(found, (list, tuple)):
        return all(map(is_plain, found))
    if isinstance(found, dict):
        return all(map(is_plain, found.values()))
    return found is None or isinstance(found, (int, float, str))


def placed(places: Sequence[str], unnamed: list[Any], named: dict[str, Any]) -> dict[str, Any]:
    """Return arguments by the names of their places; those that were named come on top."""
    return dict(zip(places, unnamed, strict=False)) | named


def called(name: str, values: list[Any]) -> Any:
    """Return what a function of Python gives for plain values and lists of anything; `NONE` where it is not read."""
    rule = _FUNCTIONS.get(name)
    if not rule:
        return NONE
    try:
        found = rule(*values)
    except (TypeError, ValueError, ArithmeticError):
        return NONE
    return NONE if isinstance(found, list) and len(found) > LONGEST else found


def _range(*ends: int) -> list[int] | object:
    found = range(*ends)
    return list(found) if len(found) <= LONGEST else NONE


def _numbers(*values: Any) -> list[Any]:
    inside = list(values[0]) if len(values) == 1 else list(values)
    if not inside or not all(map(is_number, inside)):
        raise TypeError
    return inside


def _plain_number(value: Any) -> Any:
    if not is_number(value):
        raise TypeError
    return value


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "range": _range,
    "int": lambda one=0: int(one) if isinstance(one, (int, float, str)) else NONE,
    "float": lambda one=0: float(one) if isinstance(one, (int, float)) else NONE,
    "str": lambda one="": str(one) if isinstance(one, (int, str)) else NONE,
    "list": lambda one=(): list(one),
    "tuple": lambda one=(): tuple(one),
    "enumerate": lambda one, start=0: [(at + start, entry) for at, entry in enumerate(one)],
    "zip": lambda *lists: list(zip(*lists, strict=False)),
    "reversed": lambda one: list(one)[::-1],
    "min": lambda *values: min(_numbers(*values)),
    "max": lambda *values: max(_numbers(*values)),
    "abs": lambda one: abs(_plain_number(one)),
    "round": lambda one: round(_plain_number(one)),
    "sorted": lambda one: sorted(_numbers(one)),
    "ceil": lambda one: math.ceil(_plain_number(one)),
    "floor": lambda one: math.floor(_plain_number(one)),
    "sqrt": lambda one: math.sqrt(_plain_number(one)),
    "log2": lambda one: math.log2(_plain_number(one)),
    "log": lambda one, base=math.e: math.log(_plain_number(one), _plain_number(base)),
    "prod": lambda one: math.prod(_numbers(one)),
}


def method(of: Any, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
    """Return what a method of a list, a dict or a word gives; `NONE` where it is not read."""
    for kinds, methods in ((list, _OF_LISTS), (dict, _OF_DICTS), (str, _OF_WORDS), (tuple, _OF_SIZES)):
        if isinstance(of, kinds) and name in methods and not named:
            try:
                return methods[name](of, *unnamed)
            except (TypeError, ValueError, IndexError, KeyError):
                return NONE
    if isinstance(of, str) and name == "format" and not named:
        return _filled(of, unnamed)
    return NONE


def _filled(text: str, values: list[Any]) -> Any:
    """Return a word like 'conv{}' or 'conv{0}' with its values."""
    places = re.findall(r"\{(\d*)\}", text)
    numbers = [int(place or at) for at, place in enumerate(places)]
    odd = re.search(r"[{}]", re.sub(r"\{\d*\}", "", text)) or ("" in places and set(places) != {""})
    if odd or max(numbers, default=-1) >= len(values) or not all(isinstance(one, (int, str)) for one in values):
        return NONE
    given = iter(numbers)
    return re.sub(r"\{\d*\}", lambda _: str(values[next(given)]), text)


_OF_LISTS: dict[str, Callable[..., Any]] = {
    "append": lambda of, one: of.append(one),
    "extend": lambda of, more: of.extend(list(more)),
    "insert": lambda of, at, one: of.insert(at, one),
    "pop": lambda of, at=-1: of.pop(at),
    "reverse": lambda of: of.reverse(),
    "copy": lambda of: of[:],
}
_OF_SIZES: dict[str, Callable[..., Any]] = {"numel": lambda of: math.prod(_numbers(of))}
_OF_DICTS: dict[str, Callable[..., Any]] = {
    "items": lambda of: list(of.items()),
    "keys": lambda of: list(of),
    "values": lambda of: list(of.values()),
    "get": lambda of, key, usual=None: of.get(key, usual),
    "setdefault": lambda of, key, usual=None: of.setdefault(key, usual),
    "update": lambda of, more: of.update(more) if isinstance(more, dict) else NONE,
}
_OF_WORDS: dict[str, Callable[..., Any]] = {
    "lower": lambda of: of.lower(),
    "upper": lambda of: of.upper(),
    "startswith": lambda of, one: of.startswith(one),
    "endswith": lambda of, one: of.endswith(one),
    "join": lambda of, words: of.join(words),
    "split": lambda of, by: of.split(by),
    "replace": lambda of, one, other: of.replace(one, other),
}
