"""Solve the size formulas for the settings: those within bounds that fit, how near the others come, what to widen."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from convref import formulas
from convref.inverse.bounds import MOST_TRIED, Bounds

_FARTHEST = 1000  # kernel sizes, strides and dilations to look at beyond the bounds

Setting = tuple[int, int, int, int, int]  # kernel_size, stride, padding, dilation, output_padding


@dataclass(frozen=True)
class Miss:
    """The sizes that bounds allow where the wanted one is not among them: the ends, and the nearest with a setting."""

    lowest: int
    highest: int
    nearest: int
    setting: Setting


def fitting(i: int, o: int, bounds: Bounds) -> list[Setting]:
    """Return the settings within `bounds` that turn `i` into `o`; of those that are one layer, the smallest."""
    found: dict[Setting, Setting] = {}
    small = i if bounds.transposed else o
    for k, s, p, d, op in _fitting(i, o, bounds):
        # One window takes no step, one weight has no gap: such strides and dilations are the same layer.
        found.setdefault((k, 1 if small == 1 else s, p, 1 if k == 1 else d, op), (k, s, p, d, op))
        if len(found) > MOST_TRIED:
            raise ValueError(f"bounds must hold at most {MOST_TRIED:,} settings that fit, got more: give padding, too")
    return list(found.values())


def _fitting(i: int, o: int, bounds: Bounds) -> Iterator[Setting]:
    paddings = _crops if bounds.transposed else _pads
    for k, s, d in product(bounds.kernel_size, bounds.stride, bounds.dilation):
        for p, op in paddings(i, o, k, s, d, bounds):
            yield k, s, p, d, op


def _pads(i: int, o: int, k: int, s: int, d: int, bounds: Bounds) -> Iterator[tuple[int, int]]:
    """Solve the size formula of the convolution for the padding: only a short span fits."""
    extent = formulas.dilated_kernel(k, d)
    least, most = s * (o - 1) + extent - i, s * o - 1 + extent - i
    for p in _between(bounds.padding, extent - 1, -(-least // 2), most // 2):
        yield p, 0


def _crops(i: int, o: int, k: int, s: int, d: int, bounds: Bounds) -> Iterator[tuple[int, int]]:
    """Solve the size formula of the transposed convolution for 2p − op."""
    extent, allowed = formulas.dilated_kernel(k, d), formulas.output_padding_range(s, d)
    crop = s * (i - 1) + extent - o
    if bounds.output_padding is None:
        for p in _between(bounds.padding, extent - 1, -(-crop // 2), (crop + allowed - 1) // 2):
            yield p, 2 * p - crop
    else:
        for op in bounds.output_padding:
            p, rest = divmod(crop + op, 2)
            if op < allowed and not rest and _between(bounds.padding, extent - 1, p, p):
                yield p, op


def _between(values: Sequence[int] | None, top: int, low: int, high: int) -> Sequence[int]:
    """Return those of `values`, or of 0 to `top`, that lie from `low` to `high`."""
    if values is None:
        return range(max(low, 0), min(high, top) + 1)
    return values[bisect_left(values, low) : bisect_right(values, high)]


def miss(i: int, o: int, bounds: Bounds) -> Miss | None:
    """Return what the bounds allow in place of `o`, or None when PyTorch refuses every setting within them."""
    sizes = dict(_around(i, o, bounds))
    if not sizes:
        return None
    nearest = min(sizes, key=lambda size: (abs(size - o), size))
    return Miss(min(sizes), max(sizes), nearest, sizes[nearest])


def _around(i: int, o: int, bounds: Bounds) -> Iterator[tuple[int, Setting]]:
    """Yield sizes with a setting for each: for every kernel, stride and dilation the ends and those beside `o`.

    Backwards, so that of two settings for one size the smaller one is kept.
    """
    order = (reversed(bounds.kernel_size), reversed(bounds.stride), reversed(bounds.dilation))
    for k, s, d in product(*order):
        extent, allowed = formulas.dilated_kernel(k, d), formulas.output_padding_range(s, d)
        extras: Iterable[int] = (allowed - 1, 0)
        if bounds.output_padding is not None:
            extras = [op for op in reversed(bounds.output_padding) if op < allowed]
        for op in extras:
            if bounds.transposed:
                full = s * (i - 1) + extent + op
                low, high, middle = 0, (full - 1) // 2, -(-(full - o) // 2)  # what leaves at least one cell
            else:
                low, high, middle = max(0, -(-(extent - i) // 2)), None, -(-(s * (o - 1) + extent - i) // 2)
            for p in _beside(bounds.padding, extent - 1, low, high, middle):
                size = full - 2 * p if bounds.transposed else formulas.conv_size(i, k, s, p, d)
                yield size, (k, s, p, d, op)


def _beside(values: Sequence[int] | None, top: int, low: int, high: int | None, middle: int) -> Sequence[int]:
    """Return the ends of the values from `low` to `high`, and the two on either side of `middle`."""
    if values is None:
        last = top if high is None else min(top, high)
        return [max(low, min(p, last)) for p in (last, middle, middle - 1, low)] if low <= last else []
    start, end = bisect_left(values, low), len(values) if high is None else bisect_right(values, high)
    at = bisect_left(values, middle)
    return [values[max(start, min(n, end - 1))] for n in (end, at, at - 1, start)] if start < end else []


def widened(i: int, o: int, bounds: Bounds) -> dict[str, int]:
    """Return, by argument, the smallest value beyond its bounds with which one of the other settings fits."""
    if max(i, o) > MOST_TRIED:
        return {}
    found = {}
    for name in ("kernel_size", "stride", "dilation"):
        tried = set(getattr(bounds, name))
        for value in range(1, min(max(i, o), _FARTHEST) + 1):
            wider = replace(bounds, **{name: (value,)})  # type: ignore[arg-type]
            if value not in tried and any(_fitting(i, o, wider)):
                found[name] = value
                break
    padding = _least_padding(i, o, bounds)
    if padding is not None:
        found["padding"] = padding
    if bounds.transposed and bounds.output_padding is not None:
        extra = min((setting[4] for setting in _fitting(i, o, replace(bounds, output_padding=None))), default=None)
        if extra is not None:
            found["output_padding"] = extra
    return found


def _least_padding(i: int, o: int, bounds: Bounds) -> int | None:
    """Return the smallest padding of all, allowed or not, that makes some setting fit."""
    paddings, every = _crops if bounds.transposed else _pads, replace(bounds, padding=range(sys.maxsize))
    steps = product(bounds.kernel_size, bounds.stride, bounds.dilation)
    firsts = (next(paddings(i, o, *step, every), None) for step in steps)
    return min((first[0] for first in firsts if first), default=None)
