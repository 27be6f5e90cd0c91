"""The padding modes, each stated once: which input cell a padded cell copies, and how far that can go.

Whatever depends on the mode asks here: the checks, the padding, the pages. The explorer's own list is held to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class PaddingMode:
    """One mode.

    Attributes
    ----------
    source : callable
        From positions, of which 0 is the first input cell, and the size of the axis to the indices of the input cells
        that stand there; −1 where a zero does.
    most : callable, optional
        From the size of the axis to the largest padding; left out where there is no limit.
    limit : str
        The limit in words, to be followed by "the input".
    """

    source: Callable[[Indices, int], Indices]
    most: Callable[[int], int] | None = None
    limit: str = ""

    def sources(self, size: int, before: int, after: int) -> Indices:
        """Return the index of the input cell at each cell of a padded axis; −1 for a zero."""
        return self.source(np.arange(-before, size + after), size)


MODES = {
    "zeros": PaddingMode(lambda at, size: np.where((at >= 0) & (at < size), at, -1)),
    "reflect": PaddingMode(
        lambda at, size: size - 1 - abs(size - 1 - abs(at)), most=lambda size: size - 1, limit="smaller than"
    ),
    "replicate": PaddingMode(lambda at, size: at.clip(0, size - 1)),
    "circular": PaddingMode(lambda at, size: at % size, most=lambda size: size, limit="at most"),
}


def known_mode(name: str, value: Any) -> PaddingMode:
    """Return the mode of that name; `name` is what the argument is called."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {name}={value!r} of type {type(value).__name__}")
    if value not in MODES:
        raise ValueError(f"{name} must be one of {', '.join(MODES)}, got {name}={value!r}")
    return MODES[value]
