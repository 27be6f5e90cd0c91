"""Many small pictures in one array: kernels, maps or patches side by side."""

from __future__ import annotations

from math import ceil

import numpy as np

from convref._arguments.checks import integer
from convref._arguments.types import Array
from convref.plotting import _checks

__all__ = ["colours", "tiles"]


def colours(kernels: Array) -> Array:
    """Return kernels of three channels as pictures in colour, each stretched to its own range about grey.

    Parameters
    ----------
    kernels : ndarray
        Shape ``(..., 3, h, w)``.

    Returns
    -------
    ndarray
        Shape ``(..., h, w, 3)``, from 0 to 1; a weight of 0 is 0.5.

    Raises
    ------
    TypeError, ValueError
        If the shape is another.

    Examples
    --------
    >>> colours(np.array([2.0, 0, -2]).reshape(3, 1, 1))
    array([[[1. , 0.5, 0. ]]])
    """
    kernels = _checks.numbers("kernels", kernels)
    if kernels.ndim < 3 or kernels.shape[-3] != 3 or not kernels.size:
        raise ValueError(f"kernels must have shape (..., 3, h, w), got {kernels.shape}")
    largest = np.abs(kernels).max((-3, -2, -1), keepdims=True)
    return np.moveaxis(0.5 + kernels / (2 * np.where(largest > 0, largest, 1)), -3, -1)


def tiles(pictures: Array, columns: int) -> Array:
    """Lay pictures of one size side by side, with an empty gap between them.

    Parameters
    ----------
    pictures : ndarray
        Shape ``(n, h, w)`` for maps, ``(n, h, w, 3)`` for pictures in colour, from 0 to 1.
    columns : int
        Pictures in a row.

    Returns
    -------
    ndarray
        One map, whose gaps are not a number, or one picture with a fourth channel that is 0 in the gaps.

    Raises
    ------
    TypeError, ValueError
        If the shape is another, or `columns` is smaller than 1.

    Examples
    --------
    >>> tiles(np.ones((2, 1, 1)), columns=2)
    array([[ 1., nan,  1.]])
    """
    pictures, columns = _checks.numbers("pictures", pictures).astype(float), integer("columns", columns, 1)
    if pictures.ndim not in (3, 4) or (pictures.ndim == 4 and pictures.shape[3] != 3) or not pictures.size:
        raise ValueError(f"pictures must have shape (n, h, w) or (n, h, w, 3), got {pictures.shape}")
    if pictures.ndim == 4:
        pictures = np.concatenate([pictures, np.ones_like(pictures[..., :1])], -1)
    count, height, width, *channels = pictures.shape
    gap = max(1, height // 8)
    shape = (ceil(count / columns) * (height + gap) - gap, columns * (width + gap) - gap, *channels)
    laid = np.full(shape, 0.0 if channels else np.nan)
    for number, picture in enumerate(pictures):
        top, left = (number // columns) * (height + gap), (number % columns) * (width + gap)
        laid[top : top + height, left : left + width] = picture
    return laid
