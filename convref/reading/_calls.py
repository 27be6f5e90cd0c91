"""A call of Python as a name and plain values: read as a tree, and never executed."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from convref.modules import PARAMETRIZATIONS

_FOLDED: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Div: operator.truediv,
}
PREFIXES = frozenset(("nn", "torch.nn"))
_LARGEST = 2**63
_LONGEST = 300  # characters of a reason, which may quote the text
_UNREAD = ("device", "dtype")  # arguments that change neither sizes nor costs


class NotUnderstood(ValueError):
    """What a line holds cannot be read."""

    def __init__(self, reason: str, line: int) -> None:
        words = " ".join(reason.split())
        super().__init__(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")
        self.line = line


def parsed(text: str) -> ast.Module:
    """Return the tree of a text, or say in which line it is no Python."""
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise NotUnderstood(f"this is not Python: {error.msg}", error.lineno or 1) from None
    except (ValueError, RecursionError, MemoryError):
        raise NotUnderstood("this is not Python", 1) from None


def refuse_repeated(tree: ast.Module) -> None:
    """Refuse a call that names an argument twice, which Python itself notices only when it compiles."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        seen: set[str] = set()
        for one in call.keywords:
            if one.arg and one.arg in seen:
                raise NotUnderstood(f"this is not Python: keyword argument repeated: {one.arg}", one.lineno)
            seen.add(one.arg or "")  # of ** there may be several


def class_name(node: ast.expr, prefixes: frozenset[str] = PREFIXES) -> str | None:
    """Return the name of a class written alone, or after ``nn.`` or ``torch.nn.``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) in prefixes:
        return node.attr
    return None


def unwrapped(
    call: ast.Call, known: Mapping[str, Any] | None, line: int | None = None, prefixes: frozenset[str] = PREFIXES
) -> tuple[ast.expr, str]:
    """Return what a call of weight_norm, spectral_norm or orthogonal wraps, and which it is; else the call itself."""
    inner = frozenset(f"{one}.utils{more}" for one in prefixes for more in ("", ".parametrizations"))
    name = class_name(call.func, inner)
    if name not in PARAMETRIZATIONS:
        return call, ""
    places = ("module", "name", "dim") if name == "weight_norm" else ("module", "name")
    given = dict(zip(places, call.args, strict=False)) | {str(one.arg): one.value for one in call.keywords}
    where = line or call.lineno
    if "module" not in given:
        raise NotUnderstood(f"{name} must get a module", where)
    values = {one: value(given[one], known, line) for one in ("name", "dim") if one in given}
    if values.get("name", "weight") != "weight" or (name == "weight_norm" and values.get("dim", 0) != 0):
        raise NotUnderstood(f"{name} is read for name='weight' and dim=0 only", where)
    return given["module"], name


def arguments(
    call: ast.Call, known: Mapping[str, Any] | None, line: int | None = None
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the unnamed and the named arguments of a call.

    `known` holds the values of names; without it, a name stands for itself, as in ``padding=same`` of a printed model.
    """
    unnamed = []
    for one in call.args:
        if isinstance(one, ast.Starred):
            raise NotUnderstood(f"{ast.unparse(one)} is not read", line or one.lineno)
        unnamed.append(value(one, known, line))
    named: dict[str, Any] = {}
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg in named:
            raise NotUnderstood(f"{ast.unparse(keyword.value)} is not read", line or keyword.value.lineno)
        named[keyword.arg] = None if keyword.arg in _UNREAD else value(keyword.value, known, line)
    return tuple(unnamed), named


def value(node: ast.expr, known: Mapping[str, Any] | None, line: int | None = None) -> Any:
    """Return the value of an expression of numbers, words and tuples."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, str, type(None))):
        return node.value
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple(value(one, known, line) for one in node.elts)
    if isinstance(node, ast.Name):
        if known is None:
            return node.id
        if node.id in known:
            return known[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_number(node.operand, known, line)
    if isinstance(node, ast.BinOp) and type(node.op) in _FOLDED:
        return _folded(node, known, line)
    raise NotUnderstood(f"{ast.unparse(node)} has no value here, since nothing is executed", line or node.lineno)


def _folded(node: ast.BinOp, known: Mapping[str, Any] | None, line: int | None) -> Any:
    left, right = _number(node.left, known, line), _number(node.right, known, line)
    try:
        result = _FOLDED[type(node.op)](left, right)
    except (ZeroDivisionError, OverflowError):
        result = None
    if result is None or abs(result) > _LARGEST:
        raise NotUnderstood(f"{ast.unparse(node)} has no value", line or node.lineno)
    return result


def _number(node: ast.expr, known: Mapping[str, Any] | None, line: int | None) -> Any:
    found = value(node, known, line)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise NotUnderstood(f"{ast.unparse(node)} is no number", line or node.lineno)
    return found
