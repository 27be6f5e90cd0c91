"""The four padding modes, each as a rule that says which input cell a padded cell copies."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convref.arguments import Array, Pairs


def source_indices(size: int, before: int, after: int, mode: str) -> NDArray[np.intp]:
    """Return, for every cell of a padded axis, the index of the input cell it copies; −1 stands for a zero."""
    positions = np.arange(-before, size + after)
    if mode == "replicate":
        return positions.clip(0, size - 1)
    if mode == "circular":
        return positions % size
    if mode == "reflect":
        return size - 1 - abs(size - 1 - abs(positions))
    return np.where((positions >= 0) & (positions < size), positions, -1)


def pad(input: Array, pairs: Pairs, mode: str = "zeros") -> Array:
    """Return the last axes of `input` padded by `pairs`; `input` itself when there is nothing to add.

    Parameters
    ----------
    input : ndarray
        Array of any shape.
    pairs : tuple of pairs of int
        Cells before and after, for each of the last ``len(pairs)`` axes.
    mode : str
        'zeros', 'reflect', 'replicate' or 'circular'.

    Examples
    --------
    >>> pad(np.array([1, 2, 3]), ((2, 1),), "reflect")
    array([3, 2, 1, 2, 3, 2])
    """
    rank = len(pairs)
    if not any(before or after for before, after in pairs):
        return input
    if mode == "zeros":
        sizes = [size + sum(pair) for size, pair in zip(input.shape[-rank:], pairs, strict=True)]
        padded = np.zeros((*input.shape[:-rank], *sizes), input.dtype)
        inside: tuple[Any, ...] = tuple(
            slice(before, size - after) for size, (before, after) in zip(sizes, pairs, strict=True)
        )
        padded[(..., *inside)] = input
        return padded
    for axis, (before, after) in enumerate(pairs, start=input.ndim - rank):
        input = input.take(source_indices(input.shape[axis], before, after, mode), axis)
    return input
