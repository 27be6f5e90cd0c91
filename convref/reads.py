"""How often a convolution reads each cell of its input, and how many cells it never reads."""

from __future__ import annotations

from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from convref import formulas, sizes
from convref._arguments.checks import check_addressable, per_axis
from convref._arguments.geometry import sliding
from convref._arguments.types import PerAxis

__all__ = ["read_counts"]


def read_counts(
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
) -> NDArray[np.int64]:
    """Count the windows of a convolution that read each input cell, for one pair of channels.

    A cell with count 0 has no influence on the output, and its gradient is 0.

    Parameters
    ----------
    input_size : int or sequence of int
        In cells; a sequence has one entry per axis, and a number alone stands for one axis or for all.
    kernel_size, stride, padding, dilation
        As in `convref.conv2d`; the padding is of zeros, which are no cells of the input.

    Returns
    -------
    ndarray
        One count per input cell.

    Raises
    ------
    TypeError, ValueError
        As `convref.conv_output_size` does.

    Examples
    --------
    The last of six cells is never read; with padding 1 all of them are.

    >>> read_counts(6, kernel_size=3, stride=2)
    array([1, 1, 2, 1, 1, 0])
    >>> read_counts(6, kernel_size=3, stride=2, padding=1)
    array([1, 2, 1, 2, 1, 1])

    A kernel smaller than the stride leaves gaps.

    >>> read_counts((4, 4), kernel_size=1, stride=2)
    array([[1, 0, 1, 0],
           [0, 0, 0, 0],
           [1, 0, 1, 0],
           [0, 0, 0, 0]])
    """
    output = sizes.conv_output_size(input_size, kernel_size, stride=stride, padding=padding, dilation=dilation)
    outputs = output if isinstance(output, tuple) else (output,)
    rank = len(outputs)
    lengths = per_axis("input_size", input_size, rank, 1)
    slide = sliding(rank, kernel_size, stride, padding, dilation)
    check_addressable("input_size", lengths, 8)
    axes = zip(lengths, outputs, slide.kernel, slide.stride, slide.before, slide.dilation, strict=True)
    counts = [_counts(*axis) for axis in axes]
    return np.asarray(reduce(np.multiply.outer, counts))


def _counts(i: int, o: int, k: int, s: int, p: int, d: int) -> NDArray[np.int64]:
    """Count along one axis: mark where the windows start, then sum over the last k marks, d cells apart."""
    s, d = s if o > 1 else 1, d if k > 1 else 1  # one window takes no step, one weight has no gap
    length = s * (o - 1) + formulas.dilated_kernel(k, d)  # from the first place that is read to the last
    check_addressable("padding, kernel_size or dilation", (length + d,), 8)
    rows = -(-length // d)
    starts = np.zeros(rows * d, np.int64)
    starts[: s * (o - 1) + 1 : s] = 1
    sums = starts.reshape(rows, d).cumsum(axis=0)
    sums[k:] -= sums[:-k].copy()
    read = sums.ravel()[p : min(p + i, length)]
    return np.pad(read, (0, i - len(read)))


def untouched_cells(large: int, small: int, k: int, s: int, p: int, d: int) -> tuple[int, int]:
    """Count the cells below `large` that are not s·a + d·t − p for any a below `small` and t below `k`.

    These are the input cells that no window of a convolution reads, with `large` the input and `small` the output;
    and the output cells that no product of a transposed one reaches, with `large` the output and `small` the input.
    The two numbers are those in gaps before the end of the last window, and those after it. Nothing is enumerated.
    """
    after = min(large, max(0, large + p - s * (small - 1) - formulas.dilated_kernel(k, d)))
    return large - _touched(large, small, k, s, p, d) - after, after


def unread_at_end(large: int, small: int, k: int, s: int, p: int, d: int) -> int:
    """Count the cells behind the last one below `large` that is s·a + d·t − p for some a below `small` and t below k.

    They lie after the last window, or in its gaps where it ends in the padding.
    """
    end = large - 1 + p
    if min(small, d) < min(k, s):  # a and t may change places: take the shorter loop
        k, s, small, d = small, d, k, s
    top = min(k - 1, end // d)  # further taps lie behind the end for every a
    taps = range(top, max(-1, top - s), -1)  # the others touch places that these do
    return large - 1 - max((-1, *(d * t - p + s * min(small - 1, (end - d * t) // s) for t in taps)))


def _touched(large: int, small: int, k: int, s: int, p: int, d: int) -> int:
    shared = gcd(s, d)
    if min(small, d // shared) < min(k, s // shared):  # a and t may change places: take the shorter loop
        k, s, small, d = small, d, k, s
    period, shift = s // shared, d // shared  # period·d = shift·s: taps a period apart touch the same places
    total = 0
    for tap in range(min(k, period)):
        runs = (k - 1 - tap) // period + 1
        first, end = (-((d * tap - edge) // s) for edge in (p, p + large))  # in strides, from this tap's first place
        total += _below(end, small, shift, runs) - _below(first, small, shift, runs)
    return total


def _below(limit: int, small: int, shift: int, runs: int) -> int:
    """Count the numbers a + shift·m below `limit`, each once, for a below `small` and m below `runs`."""
    if limit <= 0:
        return 0
    if small >= shift:  # the runs touch
        return min(limit, shift * (runs - 1) + small)
    full, rest = divmod(limit, shift)
    return runs * small if full >= runs else full * small + min(rest, small)
