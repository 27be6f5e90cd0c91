"""What moves the axes of a row, writes them in groups, or takes and repeats parts along one of them."""

from __future__ import annotations

import re
from typing import Any

from convref.modules import SizeOf
from convref.reading._python import builtins
from convref.reading._python.objects import Tensor
from convref.reading._python.pools import Pools
from convref.reading._python.rows import WHERE


class Axes(Pools):
    """Follows functions of axes. A method ``_row_NAME`` is for the function of that name."""

    def _row_permute(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Put the axes into another order."""
        given = unnamed or list(named.values())
        dims = self.listed(given[0]) if len(given) == 1 else given
        return self.emit("Permute", [of], tuple(dims))

    def _row_transpose(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Let two axes change places."""
        places = [*unnamed, *named.values()]
        if of.rank is None or len(places) != 2 or not all(type(one) is int for one in places):
            raise self.refuse(f"which axes change places {WHERE}")
        dims = list(range(of.rank + 2))
        if not all(-len(dims) <= one < len(dims) for one in places):
            raise self.refuse(f"transpose must get two of {len(dims)} axes, got {places[0]} and {places[1]}")
        first, second = places
        dims[first], dims[second] = dims[second], dims[first]
        return self.emit("Permute", [of], tuple(dims))

    _row_swapaxes = _row_transpose

    def _row_unflatten(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self.emit("Unflatten", [of], *unnamed, **named)

    def _row_select(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        return self.emit("Select", [of], *unnamed, **named)

    def shuffled(self, of: Tensor, rest: list[Any]) -> Tensor | None:
        """Return a row with its channels shuffled, where they were written as groups that changed places."""
        turned = self.modules[of.row - 1] if of.row else None
        parted = self.modules[of.row - 2] if of.row > 1 else None
        if not turned or not parted or (parted.kind, turned.kind, turned.inputs) != ("View", "Permute", ()):
            return None
        start = self.outputs.get(int(parted.inputs[0]) if parted.inputs else of.row - 2)
        size, dims = dict(parted.arguments)["size"], dict(turned.arguments)["dims"]
        if not start or start.rank is None or dims != (0, 2, 1, *range(3, start.rank + 3)) or len(size) < len(dims) - 1:
            return None
        sizes = [SizeOf(start.row, (axis,)) for axis in range(2, start.rank + 2)]
        groups, channels = size[0], start.channels
        plain = isinstance(groups, int) and channels is not None and size[1] in (-1, channels // groups)
        if (
            not plain
            or channels % groups
            or list(size[2:]) != sizes
            or rest[1:] != sizes
            or rest[0] not in (-1, channels)
        ):
            return None
        return self.emit("ChannelShuffle", [start], groups)

    def _row_narrow(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take so many channels from one on; of cells it would not be known here whether there are so many."""
        given = builtins.placed(("dim", "start", "length"), unnamed, named)
        dim, start, length = (given.get(name) for name in ("dim", "start", "length"))
        if not is_of_channels(of, dim) or of.channels is None:
            raise self.refuse("narrow is followed along the channels only, where it is known how many there are")
        if type(start) is not int or type(length) is not int or not 0 <= start < start + length <= of.channels:
            raise self.refuse(f"narrow must get a start and a length within the {of.channels} channels")
        return self.part(of, start, start + length)

    def _row_repeat(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Put a row so many times behind itself along its channels."""
        times = self.listed(unnamed[0]) if len(unnamed) == 1 and isinstance(unnamed[0], (list, tuple)) else unnamed
        count = times[1] if len(times) > 1 else 0
        others = [one for place, one in enumerate(times) if place != 1]
        axes = len(times) if of.rank is None else of.rank + 2
        if type(count) is not int or count < 1 or others != [1] * (axes - 1):
            raise self.refuse("repeat is followed along the channels only, as in x.repeat(1, 16, 1, 1)")
        return self.emit("Cat", [of] * count) if count > 1 else of

    def rearranged(self, of: Tensor, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Take axes apart, put them into another order and together, as the words of einops say."""
        pattern, *more = unnamed or [named.get("pattern")]
        sides = [_groups(side) for side in pattern.split("->")] if isinstance(pattern, str) else []
        if more or len(sides) != 2 or not all(sides) or [side[0] for side in sides] != [sides[0][0][:1]] * 2:
            raise self.refuse("rearrange is followed for named axes behind the batch, as in b c h w -> b (h w) c")
        before, after = ([name for group in side for name in group] for side in sides)
        if sorted(before) != sorted(after) or len({*before}) < len(before):
            raise self.refuse("rearrange must have the same axes on both sides, each once")
        for place, group in reversed(list(enumerate(sides[0]))):
            if len(group) > 1:
                of = self.emit("Unflatten", [of], place, tuple(named.get(name, -1) for name in group))
        return self._grouped(of, before, sides[1])

    def _grouped(self, of: Tensor, names: list[str], groups: list[list[str]]) -> Tensor:
        """Write groups of axes as one each: those that stand side by side first, the others once all are in order."""
        left = len(groups) - 2
        for group in groups:
            place = names.index(group[0])
            if len(group) > 1 and names[place : place + len(group)] == group:
                of = self.emit("Flatten", [of], place, place + len(group) - 1)
                names, group[:] = [*names[:place], *group[:1], *names[place + len(group) :]], group[:1]
        order = [names.index(name) for group in groups for name in group]
        if order != sorted(order):
            of = self.emit("Permute", [of], tuple(order))
        for place, group in reversed(list(enumerate(groups))):
            if len(group) > 1:
                of = self.emit("Flatten", [of], place, place + len(group) - 1)
        of.rank = left
        return of


def is_of_channels(of: Tensor, dim: Any) -> bool:
    """Return whether an axis is that of the channels."""
    return bool(dim == 1 or (of.rank is not None and dim == -1 - of.rank))


def _groups(side: str) -> list[list[str]]:
    """Return the axes of ``b c (h w)``, each group as a list; an empty list where it says something else."""
    if not re.fullmatch(r"\s*(?:[A-Za-z]\w*|\(\s*[A-Za-z]\w*(?:\s+[A-Za-z]\w*)*\s*\)|\s)+", side):
        return []
    return [one.strip("()").split() for one in re.findall(r"\([^)]*\)|\w+", side)]
