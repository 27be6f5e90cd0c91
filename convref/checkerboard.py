"""How strong a checkerboard is: in what a layer makes of a constant input, and in a picture.

Source of the first: an up-sampler is free of checkerboards when its answer to a constant has equal phases; Sugawara,
Shiota and Kiya, "Super-Resolution Using Convolutional Neural Networks Without Any Checkerboard Artifacts", ICIP 2018.
The second looks at the multiples of one over the stride, where an up-sampler leaves copies of its input's spectrum.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from convref._arguments.checks import integer, plain_array
from convref._arguments.types import Array

__all__ = ["AROUND", "SMALLEST", "imbalance", "spectral_peak"]

AROUND = 12  # frequencies on either side that a peak is compared with
SMALLEST = 8  # pixels along either side
_ROUNDING = 1e-12  # of the power: below it there is nothing but the rounding of float32


def imbalance(output: Array, stride: int) -> float:
    """Measure how far the phases of an output are apart, as a share of the output.

    On a constant input, the phases of a transposed convolution are its phase sums: 0 means that an even area stays
    even, 1 that nothing is left but the pattern.

    Parameters
    ----------
    output : ndarray
        Shape ``(..., H, W)``: what a layer makes of a constant input, without its rim.
    stride : int
        How many phases there are along each axis; for several layers, the product of their strides.

    Returns
    -------
    float
        The root mean square of the phases' distances from their common mean, divided by that of the output.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, or the output has less than one cell for each phase.

    Examples
    --------
    >>> imbalance(np.array([[1.0, 3.0, 1.0, 3.0], [1.0, 3.0, 1.0, 3.0]]), stride=2).__round__(3)
    0.447
    >>> imbalance(np.ones((2, 2)), stride=2)
    0.0
    """
    values, step = _numbers("output", output), integer("stride", stride, 1)
    if values.ndim < 2 or min(values.shape[-2:]) < step or not values.size:
        raise ValueError(f"output must have {step}×{step} cells or more, one for each phase, got shape {values.shape}")
    strength = float(np.sqrt(np.square(values).mean()))
    means = np.stack([values[..., r::step, c::step].mean(axis=(-2, -1)) for r, c in np.ndindex(step, step)])
    apart = float(np.sqrt(np.square(means - means.mean(axis=0)).mean()))
    return apart / strength if strength else 0.0


def spectral_peak(picture: Array, stride: int) -> float:
    """Measure how far the spectrum of a picture stands out at the frequencies of a stride's checkerboard.

    A natural picture has some power there, too; its own peak is what an enlarged one is to be compared with.

    Parameters
    ----------
    picture : ndarray
        Shape ``(H, W)``, at least 8×8.
    stride : int
        The period of the pattern in pixels.

    Returns
    -------
    float
        The power at a multiple of one over the stride, divided by the median of the frequencies around it; the
        largest of these ratios. 1 where there is no power at all.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, or the picture has not two axes of at least 8 pixels.

    Examples
    --------
    >>> noise = np.random.default_rng(0).random((64, 64))
    >>> board = np.indices((64, 64)).sum(axis=0) % 2
    >>> round(spectral_peak(noise, stride=2)), round(spectral_peak(noise + board, stride=2))
    (1, 1781)
    """
    values, step = _numbers("picture", picture), integer("stride", stride, 2)
    if values.ndim != 2 or min(values.shape) < SMALLEST:
        raise ValueError(
            f"picture must have two axes of at least {SMALLEST} pixels, got picture of shape {values.shape}"
        )
    height, width = values.shape
    power = np.square(np.abs(np.fft.fft2((values - values.mean()) * np.outer(_window(height), _window(width)))))
    nothing = _ROUNDING * np.square(values).sum()
    places = [(round(r * height / step), round(c * width / step)) for r, c in product(range(step), repeat=2) if r or c]
    return max(_height(power, place, nothing) for place in places)


def _numbers(name: str, array: Array) -> NDArray[np.float64]:
    array = plain_array(name, array)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    return array.astype(np.float64)


def _window(length: int) -> NDArray[np.float64]:
    """Return Hann's window: without it the picture's edges would stand in the spectrum as lines through the peaks."""
    return np.asarray(np.hanning(length + 1)[:-1])


def _height(power: NDArray[np.float64], place: tuple[int, int], nothing: float) -> float:
    """Return how far the power at one frequency stands out from that around it."""
    reaches = [min(AROUND, (length - 1) // 2) for length in power.shape]
    shift = [reach - at for reach, at in zip(reaches, place, strict=True)]
    around = np.roll(power, shift, axis=(0, 1))[: 2 * reaches[0] + 1, : 2 * reaches[1] + 1]
    rows, columns = (slice(reach - 1, reach + 2) for reach in reaches)  # the window spreads a peak over 3×3
    usual = float(np.median(around)) + nothing
    return float(around[rows, columns].mean() + nothing) / usual if usual else 1.0
