"""Tiles of a bounded size, and the memory that they use again."""

from __future__ import annotations

import threading
from math import prod
from typing import Any

import numpy as np

from convref._arguments.types import Array
from convref._strategies import _tuning


def blocks(count: int, bytes_each: int) -> list[slice]:
    """Cut `count` items into slices of nearly the same length, of at most about `_tuning.BLOCK_BYTES`."""
    most = max(1, _tuning.BLOCK_BYTES // max(1, bytes_each))
    pieces = -(-count // most)
    if pieces < 2:
        return [slice(0, count)] * pieces
    step = -(-count // pieces)
    return [slice(start, min(start + step, count)) for start in range(0, count, step)]


class _Workspace(threading.local):
    """Memory that the tiles of all calls of a thread use again: new memory is slow when it is first touched."""

    def __init__(self) -> None:
        self.kept: dict[Any, Array] = {}

    def array(self, key: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Return an array that holds anything; the next one of the same key takes its place."""
        array = self.kept.get(key)
        if array is not None and array.shape == shape and array.dtype == dtype:
            return array
        size = prod(shape) * dtype.itemsize
        if size > _tuning.MOST_KEPT:
            return np.empty(shape, dtype)
        memory = None if array is None else array.base
        if memory is None or memory.size < size:
            memory = np.empty(size, np.uint8)
        self.kept[key] = memory[:size].view(dtype).reshape(shape)
        return self.kept[key]


workspace = _Workspace()
