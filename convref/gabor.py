"""How much of a kernel is a Gabor function: a wave under a bell, in one colour.

Source: Daugman, "Uncertainty relation for resolution in space, spatial frequency, and orientation optimized by
two-dimensional visual cortical filters", Journal of the Optical Society of America A 2 (1985).
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convref._arguments.types import Array

__all__ = ["Gabors", "fit"]

Floats = NDArray[np.float64]
_DIRECTIONS, _FREQUENCIES = 12, (0.0, 0.06, 0.12, 0.18, 0.25, 0.33, 0.42)
_WIDTHS = (0.12, 0.22, 0.5)  # of the bell, as shares of the kernel's side
_STARTS = 2  # waves of the bank that are improved, the better one counts
_NUDGE = 1e-6
_PATIENCE = {"maxiter": 60}


class Gabors(NamedTuple):
    """What the best Gabor function of each kernel is, one entry a kernel.

    Attributes
    ----------
    share : ndarray
        Part of the sum of squares that the function explains, from 0 to 1.
    direction : ndarray
        Along which the wave runs, in degrees from 0 to 180: 0 is along a row, which shows upright stripes.
    frequency : ndarray
        Waves per pixel, from 0 to 0.5.
    colour : ndarray
        Part of the sum of squares that is lost when the kernel is made grey, from 0 to 1.
    """

    share: Floats
    direction: Floats
    frequency: Floats
    colour: Floats


def fit(kernels: Array) -> Gabors:
    """Fit one Gabor function to each kernel: its wave, its bell, and one number for each channel.

    Parameters
    ----------
    kernels : ndarray
        Shape ``(n, channels, h, w)``.

    Returns
    -------
    Gabors

    Raises
    ------
    ValueError
        If `kernels` has not four axes, or one of its kernels is all zero.

    Examples
    --------
    >>> rows, columns = np.mgrid[-5:6, -5:6]
    >>> stripes = np.cos(2 * np.pi * (rows + columns) / 7) * np.exp(-(rows**2 + columns**2) / 18)
    >>> found = fit(stripes[None, None])
    >>> [round(float(values[0]), 2) for values in found]
    [1.0, 45.0, 0.2, 0.0]
    """
    kernels = np.asarray(kernels, float)
    if kernels.ndim != 4:
        raise ValueError(f"kernels must have shape (n, channels, h, w), got {kernels.shape}")
    energy = (kernels**2).sum((1, 2, 3))
    if not energy.all():
        raise ValueError(f"kernels must not be all zero, got a zero kernel at {int(np.flatnonzero(energy == 0)[0])}")
    found = np.array([_fit_one(_main_pattern(kernel)) for kernel in kernels]).reshape(-1, 3)
    grey = kernels.mean(1, keepdims=True)
    colour = ((kernels - grey) ** 2).sum((1, 2, 3)) / energy
    return Gabors(found[:, 0] / energy, found[:, 1], found[:, 2], colour)


def _main_pattern(kernel: Floats) -> Floats:
    """Return the one pattern that, times one number for each channel, comes closest to a kernel."""
    channels, height, width = kernel.shape
    _, lengths, patterns = np.linalg.svd(kernel.reshape(channels, -1), full_matrices=False)
    return np.asarray((lengths[0] * patterns[0]).reshape(height, width))


def _waves(parameters: Floats, height: int, width: int) -> Floats:
    """Return two waves, a quarter apart, as directions at right angles: shape ``(..., 2, pixels)``, each of length 1.

    The parameters are the middle's row and column, the direction, the frequency, and the bell's widths along the wave
    and across it.
    """
    row, column, direction, frequency, along, across = (part[..., None] for part in np.moveaxis(parameters, -1, 0))
    rows, columns = np.mgrid[:height, :width].reshape(2, -1)
    down, right = rows - (height - 1) / 2 - row, columns - (width - 1) / 2 - column
    u = right * np.cos(direction) + down * np.sin(direction)
    v = down * np.cos(direction) - right * np.sin(direction)
    bell = np.exp(-((u / along) ** 2 + (v / across) ** 2) / 2)
    turn = 2 * np.pi * frequency * u
    first, second = bell * np.cos(turn), bell * np.sin(turn)
    first = first / np.linalg.norm(first, axis=-1, keepdims=True)
    second = second - (second * first).sum(-1, keepdims=True) * first
    second = second / np.maximum(np.linalg.norm(second, axis=-1, keepdims=True), 1e-9)
    return np.stack([first, second], -2)


def _fit_one(pattern: Floats) -> tuple[float, float, float]:
    """Return the sum of squares that is explained, the direction in degrees, and the frequency."""
    from scipy.optimize import minimize

    height, width = pattern.shape
    side = max(height, width)
    flat = pattern.ravel() / np.linalg.norm(pattern)

    def missing(parameters: Floats) -> tuple[float, Floats]:
        """Return what is not explained, and how it changes with each parameter."""
        beside = parameters + _NUDGE * np.vstack([np.zeros(len(parameters)), np.eye(len(parameters))])
        found = 1 - ((_waves(beside, height, width) @ flat) ** 2).sum(-1)
        return float(found[0]), (found[1:] - found[0]) / _NUDGE

    bank, waves = _bank(height, width)
    best = np.argsort(((waves @ flat) ** 2).sum(-1))[::-1]
    bounds = [(-side / 2, side / 2)] * 2 + [(None, None), (0, 0.5)] + [(0.07 * side, 2 * side)] * 2
    ends = [
        minimize(missing, bank[start], jac=True, method="L-BFGS-B", bounds=bounds, options=_PATIENCE)
        for start in best[:_STARTS]
    ]
    end = min(ends, key=lambda found: float(found.fun))
    explained = (1 - float(end.fun)) * float((pattern**2).sum())
    return explained, float(np.degrees(end.x[2]) % 180), float(end.x[3])


@cache
def _bank(height: int, width: int) -> tuple[Floats, Floats]:
    """Return waves everywhere, where the fit may begin: their parameters, and the waves themselves."""
    side = max(height, width)
    middles = (-side / 4, 0.0, side / 4)
    directions = np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    bells = [(share * side, ratio * share * side) for share in _WIDTHS for ratio in (1, 2)]
    choices = product(middles, middles, directions, _FREQUENCIES, bells)
    bank = np.array([(row, column, direction, often, *bell) for row, column, direction, often, bell in choices])
    return bank, _waves(bank, height, width)
