"""A layer as a report says it, such as ``3x3 conv, 64, stride 2`` or ``maxpool 2x2``: every word is read, or none."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from convref.layers import Layer
from convref.reading._tree import Node

# reports.json is for the site's figure, too. N stands for sizes such as 3 or 3x3, M for more than one, # for the axes.
_DATA: dict[str, Any] = json.loads(files("convref.reading").joinpath("reports.json").read_text(encoding="utf-8"))
_KINDS = [
    (kind, re.compile(rf"(?<![a-z0-9])(?:{words})(?: ?[123]d)?(-?[0-9]+(?:x[0-9]+)*)?(?![a-z0-9])"))
    for words, kind in _DATA["kinds"]
]
_SIZES = {"N": "[0-9]+(?:x[0-9]+)*", "M": "[0-9]+(?:x[0-9]+)+"}
_FIELDS = [
    (name, re.compile(rf"(?<![a-z0-9.])(?:{re.sub('[NM]', lambda one: _SIZES[one[0]], words)})(?![a-z0-9.])"))
    for name, words in _DATA["fields"]
]
_FILLERS = re.compile(rf"(?<![a-z0-9])(?:{_DATA['fillers']})(?![a-z0-9])")
_LONGEST = 200  # signs of a line in words
_LARGEST_FACTOR = 8  # a larger one, as in "upsample 448x448", is a size
_SIGNS = re.compile(r"[\s,=()\[\]_:]+")
_CROSS = re.compile(r"(?<=[0-9]) ?[×x*] ?(?=[0-9])")
_BEHIND = re.compile(r"^(.*[^\s+&]) ?[+& ] ?([a-z][a-z ]*[a-z6])$")  # what follows in the same line, such as relu
_SLIDING = ("kernel_size", "stride", "padding", "dilation")
_TAKEN = {
    "Layer": (*_SLIDING, "groups", "count"),
    "T": (*_SLIDING, "groups", "output_padding", "count"),
    "MaxPool#d": (*_SLIDING, "count"),
    "AvgPool#d": (*_SLIDING[:3], "count"),
    "LazyLinear": ("count",),
    "Upsample": ("count", "kernel_size"),
}


def rank_of(text: str) -> int:
    """Return along how many axes the layers of a report slide, by the sizes and names that stand in it; else two."""
    if re.search(r"[0-9] ?[x×*] ?[0-9]+ ?[x×*] ?[0-9]|3d\b", text, re.IGNORECASE):
        return 3
    return 1 if re.search(r"1d\b", text, re.IGNORECASE) else 2


def said(text: str, line: int, rank: int) -> Node | None:
    """Return the layer that a line in words stands for, with what follows it; None where a word is not understood."""
    if len(text) > _LONGEST or text.count("(") > 1:
        return None
    plain = _CROSS.sub("x", _SIGNS.sub(" ", _FILLERS.sub(" ", text.lower()))).strip()
    one = _one(plain, line, rank)
    behind = None if one else _BEHIND.match(plain)
    if behind is None:
        return one
    pair = [said(behind[1], line, rank), _one(behind[2], line, rank)]
    return Node(line, "", children=[part for part in pair if part]) if all(pair) else None


def _one(plain: str, line: int, rank: int) -> Node | None:
    kind, found = next(((kind, found) for kind, words in _KINDS if (found := words.search(plain))), ("", None))
    if found is None:
        return None
    rest, given = f"{plain[: found.start()]} {plain[found.end() :]}".strip(), {}
    for name, words in _FIELDS:
        field = words.search(rest)
        if field:
            rest = f"{rest[: field.start()]} {rest[field.end() :]}".strip()
            given[name] = _sizes(next(filter(None, field.groups())))
    if not _number_behind(kind, found[1], given) or rest or not given.keys() <= set(_TAKEN.get(kind, ())):
        return None
    return _node(kind, given, line, rank)


def _number_behind(kind: str, number: str | None, given: dict[str, Any]) -> bool:
    """Take a number that follows the kind at once, as in conv3-64; return whether it is understood.

    It is the kernel where no other is given. Behind a word, as in conv1 and fc6, it is a name where all is given.
    """
    wanted = "count" if kind == "LazyLinear" else "kernel_size"
    if number is None or (number.isdecimal() and wanted in given):
        return True
    if wanted in given or kind not in ("Layer", "T", "LazyLinear") or (number.isdecimal() and kind == "LazyLinear"):
        return False
    given[wanted] = _sizes(number.removeprefix("-"))
    return True


def _sizes(text: str) -> Any:
    numbers = tuple(int(one) if one.isdecimal() else one for one in text.split("x"))
    return numbers if len(numbers) > 1 else numbers[0]


def _node(kind: str, given: dict[str, Any], line: int, rank: int) -> Node | None:
    """Return the row of what was given, if that is enough for its kind."""
    count = given.pop("count", None)
    if kind in ("Layer", "T"):
        if count is None or "kernel_size" not in given:
            return None
        layer = Layer(out_channels=count, transposed=kind == "T", **given)
        return Node(line, "Layer", unnamed=(layer,), said=True)
    if kind == "LazyLinear":
        return Node(line, kind, unnamed=(count,), said=True) if count else None
    if kind == "Upsample":
        return _upsampled(given.get("kernel_size"), count, line)
    if "Pool" in kind and not kind.startswith("Adaptive"):
        if ("kernel_size" in given) == (count is not None):
            return None
        given.setdefault("kernel_size", count)
    unnamed = (1,) if kind.startswith("Adaptive") else ()
    return Node(line, kind.replace("#", str(rank)), unnamed=unnamed, named=given, said="Pool" in kind)


def _upsampled(factors: Any, count: Any, line: int) -> Node | None:
    if (factors is None) == (count is None):
        return None
    factor = count if factors is None else factors
    small = all(0 < one <= _LARGEST_FACTOR for one in (factor if isinstance(factor, tuple) else (factor,)))
    return Node(line, "Upsample", named={"scale_factor": factor}) if small else None
