"""The stamps of a transposed convolution, added phase by phase and woven into the output."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np

from convref._arguments.calls import ConvTransposeCall
from convref._arguments.types import Array
from convref._strategies._unfolding import lifted


def add_stamps(stamps: Array, target: Array, call: ConvTransposeCall) -> None:
    """Add the stamps, whose last axis is the batch, phase by phase; then weave the phases into the output."""
    gaps, padding = lifted(call.dilation), lifted(call.padding, 0)
    kernel, spatial = lifted(call.weight.shape[2:]), lifted(call.input.shape[2:])
    stride = tuple(s if i > 1 else 1 for s, i in zip(lifted(call.stride), spatial, strict=True))
    taps = [_tap_places(*axis) for axis in zip(kernel, spatial, stride, gaps, padding, target.shape[3:], strict=True)]
    stamps = stamps.reshape(*target.shape[1:3], -1, *spatial, len(target))
    sums: dict[tuple[int, ...], Array] = {}
    for number, links in enumerate(product(*taps)):
        phase, place, lengths = zip(*links, strict=True)
        stamp = stamps[:, :, number]
        if phase in sums:
            sums[phase][(..., *place, slice(None))] += stamp
        elif lengths == spatial:
            sums[phase] = stamp
        else:
            sums[phase] = np.zeros((*target.shape[1:3], *lengths, len(target)), target.dtype)
            sums[phase][(..., *place, slice(None))] = stamp
    _weave(sums, target, stride, padding)


def _tap_places(k: int, i: int, s: int, d: int, p: int, o: int) -> list[tuple[int, slice, int]]:
    """Return, for each tap along one axis, its phase, its place among the phase's cells, and how many those are."""
    shifts = [divmod(d * t, s) for t in range(k)]
    needed = {phase: -(-(p + o - phase) // s) for _, phase in shifts}
    for shift, phase in shifts:
        needed[phase] = max(needed[phase], shift + i)
    return [(phase, slice(shift, shift + i), needed[phase]) for shift, phase in shifts]


def _weave(
    sums: dict[tuple[int, ...], Array], target: Array, stride: tuple[int, ...], padding: tuple[int, ...]
) -> None:
    """Copy every phase to the cells that it stands for; what no stamp reaches is 0."""
    if len(sums) < prod(stride):
        target[...] = 0
    places, sizes = target.transpose(1, 2, 3, 4, 5, 0), target.shape[3:]
    lanes = [
        {phase: _lane(phase, *axis) for phase in set(phases)}
        for phases, *axis in zip(zip(*sums, strict=True), stride, padding, sizes, strict=True)
    ]
    for phase, values in sums.items():
        reached, kept = zip(*(lane[number] for lane, number in zip(lanes, phase, strict=True)), strict=True)
        places[(..., *reached, slice(None))] = values[(..., *kept, slice(None))]


def _lane(phase: int, stride: int, padding: int, size: int) -> tuple[slice, slice]:
    """Return where the cells of a phase go in the cropped output, and which of them are left by the crop."""
    skipped = -((phase - padding) // stride)  # never negative, since a phase is smaller than the stride
    start = phase + stride * skipped - padding
    return slice(start, None, stride), slice(skipped, skipped + len(range(start, size, stride)))
