"""A layer as a report says it, such as ``3x3 conv, 64, stride 2`` or ``maxpool 2x2``: every word is read, or none."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from convref.layers import Layer
from convref.reading._tree import Node

# reports.json is for the site's figure, too. N stands for sizes such as 3 or 3x3, M for several, also with blanks, #
# for the axes. The third word of a kind is the argument that its number is.
_DATA: dict[str, Any] = json.loads(files("convref.reading").joinpath("reports.json").read_text(encoding="utf-8"))
_KINDS = [
    (kind, size, re.compile(rf"(?<![a-z0-9])(?:{words})(?: ?[123]d)?(-?[0-9]+(?:x[0-9]+)*)?(?![a-z0-9])"))
    for words, kind, size in ([*one, ""][:3] for one in _DATA["kinds"])
]
_SIZES = {"N": "[0-9]+(?:x[0-9]+)*", "M": "[0-9]+(?:x[0-9]+)+|[0-9]+(?: x [0-9]+)+"}
_FIELDS = [
    (name, re.compile(rf"(?<![a-z0-9.])(?:{re.sub('[NM]', lambda one: _SIZES[one[0]], words)})(?![a-z0-9.])"))
    for name, words in _DATA["fields"]
]
_FILLERS = re.compile(rf"(?<![a-z0-9])(?:{_DATA['fillers']})(?![a-z0-9])")
_DROPPED = re.compile(_DATA["dropped"])  # words of Chinese, which stand without blanks, and signs
_LONGEST = 200  # signs of a line in words
_LARGEST_FACTOR = 8  # a larger one, as in "upsample 448x448", is a size
_SIGNS = re.compile(r"[\s,=()\[\]_:]+")
_CROSS = re.compile("[×*]")
_JOINED = re.compile(r" ?[+&|] ?")
_MOST_WORDS = 3  # of what follows in the same line without a sign between, such as leaky relu 0.2
_CONSTANT = {"bias": False, "ceil_mode": True}
_CONVOLUTIONS = ("Layer", "Dilated", "T")
_SLIDING = ("kernel_size", "stride", "padding", "dilation", "groups", "output_padding", "bias")

_Said = tuple[str, dict[str, Any]]  # a kind, and its arguments


def rank_of(text: str) -> int:
    """Return along how many axes the layers of a report slide, by the sizes and names that stand in it; else two."""
    if re.search(r"[0-9] ?[x×*] ?[0-9]+ ?[x×*] ?[0-9]|3d\b", text, re.IGNORECASE):
        return 3
    return 1 if re.search(r"1d\b", text, re.IGNORECASE) else 2


def said(text: str, line: int, rank: int) -> Node | None:
    """Return the layers that a line in words stands for; None where a word is not understood."""
    if len(text) > _LONGEST or text.count("(") > 1:
        return None
    found: list[_Said] = []
    for part in _JOINED.split(_plain(text)):
        rows = _rows(part)
        if rows is None:
            return None
        found += rows
    nodes = [_node(*one, line, rank) for one in found]
    return nodes[0] if len(nodes) == 1 else Node(line, "", children=nodes)


def _plain(text: str) -> str:
    """Return a line in small letters, without the words and signs that say nothing."""
    words = _FILLERS.sub(" ", _DROPPED.sub(" ", _CROSS.sub("x", text.lower())))
    return _SIGNS.sub(" ", words).strip()


@lru_cache(maxsize=1000)
def _rows(plain: str) -> tuple[_Said, ...] | None:
    """Return the layer that words say, with what follows it without a sign between, as in ``conv 8 3x3 leaky relu``.

    That has no size of its own: "conv 8 3x3 and max pool 3x3" may be branches.
    """
    one = _one(plain)
    if one is not None:
        return (one,)
    words = plain.split(" ")
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        last = _one(" ".join(words[-count:]))
        before = _rows(" ".join(words[:-count])) if last and not last[1] else None
        if last and before:
            return (*before, last)
    return None


def _one(plain: str) -> _Said | None:
    """Return the layer that words say; None where a word is left, or too little is said."""
    for kind, size, words in _KINDS:
        found = words.search(plain)
        if found:
            rest, given = _fields(f"{plain[: found.start()]} {plain[found.end() :]}".strip())
            read = not rest and _number_behind(kind, found[1], given)
            return _complete(kind, size, given) if read else None
    return None


def _fields(rest: str) -> tuple[str, dict[str, Any]]:
    """Return the words that are left, and what the others give."""
    given = {}
    for name, words in _FIELDS:
        field = words.search(rest)
        if field:
            rest = f"{rest[: field.start()]} {rest[field.end() :]}".strip()
            given[name] = _value(name, next(filter(None, field.groups())))
    return rest, given


def _value(name: str, text: str) -> Any:
    """Return what a field says: sizes, a word, or a constant that the words stand for."""
    if name in _CONSTANT:
        return _CONSTANT[name]
    return 0 if name == "padding" and text not in ("same", "valid") and not text[0].isdigit() else _sizes(text)


def _number_behind(kind: str, number: str | None, given: dict[str, Any]) -> bool:
    """Take a number that follows the kind at once, as in conv3-64; return whether it is understood.

    It is the kernel where no other is given. Behind a word, as in conv1 and fc6, it is a name where all is given.
    """
    wanted = "count" if kind == "LazyLinear" else "kernel_size"
    if number is None or (number.isdecimal() and wanted in given):
        return True
    if wanted in given or kind not in (*_CONVOLUTIONS, "LazyLinear") or (number.isdecimal() and kind == "LazyLinear"):
        return False
    given[wanted] = _sizes(number.removeprefix("-"))
    return True


def _sizes(text: str) -> Any:
    numbers = tuple(int(one) if one.isdecimal() else one for one in text.replace(" ", "").split("x"))
    return numbers if len(numbers) > 1 else numbers[0]


def _complete(kind: str, size: str, given: dict[str, Any]) -> _Said | None:
    """Return a row with what was given, if that is enough for its kind; `size` is the argument that its number is."""
    if kind in _CONVOLUTIONS:
        whole = {"count", "kernel_size"} <= given.keys() <= {*_SLIDING, "count"}
        if not whole or (kind == "Dilated" and "dilation" not in given):
            return None
        return (kind, {"out_channels": given.pop("count"), **given})
    numbers = [given.pop(name) for name in ("factor", "count", "kernel_size") if name in given]
    if len(numbers) != bool(size) or (kind == "Upsample" and not _is_small(numbers[0])):
        return None
    return (kind, {size: numbers[0], **given} if size else {"output_size": 1} if kind.startswith("Global") else given)


def _is_small(factor: Any) -> bool:
    return all(0 < one <= _LARGEST_FACTOR for one in (factor if isinstance(factor, tuple) else (factor,)))


def _node(kind: str, given: dict[str, Any], line: int, rank: int) -> Node:
    """Return the row of what was said."""
    if kind in _CONVOLUTIONS:
        layer = Layer(transposed=kind == "T", **given)
        return Node(line, "Layer", unnamed=(layer,), said=True)
    name = kind.replace("#", str(rank)).replace("Global", "Adaptive")
    return Node(line, name, named=dict(given), said=kind == "LazyLinear" or "Pool" in kind)
