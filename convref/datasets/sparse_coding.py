"""A sparse code of photos: each patch as a sum of a few kernels, the step with which such kernels are learned.

Source: Olshausen and Field, "Emergence of simple-cell receptive field properties by learning a sparse code for natural
images", Nature 381 (1996). The code itself is found as by Beck and Teboulle, "A fast iterative shrinkage-thresholding
algorithm for linear inverse problems", 2009.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convref._arguments.checks import integer
from convref.datasets._photo_patches import SIDE, photo_patches, spread

__all__ = ["SPARSENESS", "Patches", "codes", "patches"]

SPARSENESS = 1.2
_DIRECTIONS = 80  # of 363: those in which patches differ most; the others hold little but noise
_ROUNDS = 25

Floats = NDArray[np.float32]


class Patches(NamedTuple):
    """Patches of photos with equal variance in every direction, and the way back to pixels.

    Attributes
    ----------
    values : ndarray
        Shape ``(n, 80)``.
    from_pixels, to_pixels : ndarray
        Shapes ``(363, 80)`` and ``(80, 363)``.
    """

    values: Floats
    from_pixels: Floats
    to_pixels: Floats

    def pictures(self, kernels: Floats) -> Floats:
        """Return kernels as pictures of shape ``(n, 3, 11, 11)``.

        Parameters
        ----------
        kernels : ndarray
            Shape ``(n, 80)``.

        Returns
        -------
        ndarray
        """
        pixels = (kernels @ self.to_pixels).reshape(-1, SIDE, SIDE, 3)
        return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))


def patches() -> Patches:
    """Return 42,000 patches of 11×11 pixels in colour from six photos, whitened.

    Returns
    -------
    Patches

    Examples
    --------
    >>> patches().values.shape
    (42000, 80)
    """
    pixels = photo_patches()
    mean = pixels.mean(0)
    directions, scales = spread(pixels)
    chosen, scale = directions[:, ::-1][:, :_DIRECTIONS], scales[::-1][:_DIRECTIONS]
    values = (pixels - mean) @ (chosen / scale)
    return Patches(*(part.astype(np.float32) for part in (values, chosen / scale, (chosen * scale).T)))


def codes(values: Floats, kernels: Floats, sparseness: float = SPARSENESS, rounds: int = _ROUNDS) -> Floats:
    """Return how much of each kernel is in each patch, most of it zero.

    The code makes ``‖values − code @ kernels‖² / 2 + sparseness · Σ|code|`` small.

    Parameters
    ----------
    values : ndarray
        Shape ``(n, d)``.
    kernels : ndarray
        Shape ``(m, d)``.
    sparseness : float
        What each unit of the code costs.
    rounds : int
        How often the code is improved.

    Returns
    -------
    ndarray
        Shape ``(n, m)``.

    Raises
    ------
    ValueError
        If the shapes do not fit, `sparseness` is below 0, or `rounds` is smaller than 1.

    Examples
    --------
    >>> codes(np.array([[3.0, 0.5]]), np.eye(2), sparseness=1.0)
    array([[2., 0.]])
    """
    values, kernels = np.asarray(values), np.asarray(kernels)
    if values.ndim != 2 or kernels.ndim != 2 or values.shape[1] != kernels.shape[1]:
        raise ValueError(f"values and kernels must have shapes (n, d) and (m, d), got {values.shape}, {kernels.shape}")
    if not sparseness >= 0:
        raise ValueError(f"sparseness must be at least 0, got sparseness={sparseness!r}")
    between, wanted = kernels @ kernels.T, values @ kernels.T
    steepest = np.linalg.norm(between, 2)
    code = ahead = np.zeros_like(wanted)
    pace = 1.0
    for _ in range(integer("rounds", rounds, 1)):
        moved = ahead - (ahead @ between - wanted) / steepest
        improved = np.sign(moved) * np.maximum(np.abs(moved) - sparseness / steepest, 0)
        faster = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead = improved + (pace - 1) / faster * (improved - code)
        code, pace = improved, faster
    return code
