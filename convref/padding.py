"""Padding as the layers do it: every mode on arrays of any shape."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convref._arguments.checks import check_addressable, integer, plain_array
from convref._arguments.geometry import check_limit, padded_sizes
from convref._arguments.modes import MODES, known_mode
from convref._arguments.types import Array, Pairs

__all__ = ["PADDING_MODES", "pad", "source_indices"]

#: The names of all modes.
PADDING_MODES: tuple[str, ...] = tuple(MODES)


def source_indices(size: int, before: int, after: int, mode: str) -> NDArray[np.intp]:
    """Return, for every cell of a padded axis, the index of the input cell that stands there.

    Parameters
    ----------
    size : int
        Cells of the axis before padding.
    before, after : int
        Cells added at the two ends.
    mode : str
        What stands in them: one of `PADDING_MODES`.

    Returns
    -------
    ndarray
        ``before + size + after`` indices; −1 stands for a zero.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range, there is no such mode, or it cannot fill so many cells.

    Examples
    --------
    >>> source_indices(4, 2, 1, "reflect")
    array([2, 1, 0, 1, 2, 3, 2])
    """
    known = known_mode("mode", mode)
    size = integer("size", size, 1)
    before, after = integer("before", before, 0), integer("after", after, 0)
    check_limit("before and after", "mode", mode, ((before, after),), (size,))
    check_addressable("size, before and after", (before + size + after,), np.dtype(np.intp).itemsize)
    return known.sources(size, before, after)


def pad(input: Array, pairs: Pairs, mode: str = "zeros") -> Array:
    """Return the last axes of an array with cells added at their ends.

    Parameters
    ----------
    input : ndarray
        Array of any shape.
    pairs : sequence of pairs of int
        Cells before and after, for each of the last ``len(pairs)`` axes.
    mode : str
        What stands in the added cells: one of `PADDING_MODES`, as ``padding_mode`` of ``torch.nn.Conv2d`` has it.

    Returns
    -------
    ndarray
        `input` itself when there is nothing to add.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range, there is no such mode, or it cannot fill so many cells.

    Examples
    --------
    >>> pad(np.array([1, 2, 3]), ((2, 1),), "reflect")
    array([3, 2, 1, 2, 3, 2])
    """
    known_mode("mode", mode)
    input = plain_array("input", input)
    pairs = _checked_pairs(pairs, input.ndim)
    rank = len(pairs)
    if not any(before or after for before, after in pairs):
        return input
    check_limit("pairs", "mode", mode, pairs, input.shape[-rank:])
    sizes = padded_sizes(input.shape[-rank:], pairs)
    check_addressable("pairs", (*input.shape[:-rank], *sizes), max(1, input.itemsize))
    if mode == "zeros":
        return zero_padded(input, pairs)
    for axis, pair in enumerate(pairs, start=input.ndim - rank):
        if any(pair):
            input = input.take(source_indices(input.shape[axis], *pair, mode), axis)
    return input


def zero_padded(input: Array, pairs: Pairs) -> Array:
    """Return the last axes of an array with zeros at their ends, without checks."""
    front, sizes = input.shape[: -len(pairs)], input.shape[-len(pairs) :]
    padded = np.zeros((*front, *padded_sizes(sizes, pairs)), input.dtype)
    inside: list[Any] = [slice(before, before + size) for size, (before, _) in zip(sizes, pairs, strict=True)]
    padded[(..., *inside)] = input
    return padded


def _checked_pairs(pairs: Any, axes: int) -> Pairs:
    """Return pairs of integers, no more of them than the array has axes."""
    wanted = f"pairs must be a sequence of pairs of integers, one for each of the last axes, got pairs={pairs!r}"
    if not isinstance(pairs, (tuple, list)):
        raise TypeError(f"{wanted} of type {type(pairs).__name__}")
    if not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
        raise ValueError(wanted)
    if not 1 <= len(pairs) <= axes:
        raise ValueError(f"pairs must be 1 to {axes} for an input of {axes} axes, got {len(pairs)}")
    return tuple((integer("pairs", before, 0), integer("pairs", after, 0)) for before, after in pairs)
