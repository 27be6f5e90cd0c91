"""What an up-sampler is judged by: its checkerboard, and how near it comes to an original.

Sources: `convref.checkerboard` for imbalance and peak; for SSIM, which scikit-image computes, Wang and others, "Image
quality assessment: from error visibility to structural similarity", IEEE Transactions on Image Processing, 2004.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from convref._arguments.checks import integer
from convref.checkerboard import imbalance, spectral_peak

__all__ = ["Measures", "grey_imbalance", "measure"]

_GREY, _RIM = 24, 8  # pixels of the even grey along each side, and those whose answers the padding reaches


class Measures(NamedTuple):
    """How strong the checkerboard of an up-sampler is, and how near an enlarged picture is to the original.

    Attributes
    ----------
    imbalance : float
        How far the phases of its answer to an even grey are apart.
    peak : float
        How far the spectrum of the enlarged picture stands out at the frequency of the checkerboard.
    psnr : float
        In decibels; infinite where nothing differs.
    ssim : float
        At most 1.
    """

    imbalance: float
    peak: float
    psnr: float
    ssim: float


@torch.no_grad()
def grey_imbalance(net: nn.Module, factor: int) -> float:
    """Return how far the phases of an up-sampler's answer to an even grey are apart, without the rim.

    Parameters
    ----------
    net : torch.nn.Module
        It takes ``(1, 1, H, W)``.
    factor : int
        How much larger it makes a picture.

    Returns
    -------
    float
        As in `convref.checkerboard.imbalance`.

    Raises
    ------
    TypeError, ValueError
        If `factor` is no integer above 0.

    Examples
    --------
    >>> grey_imbalance(nn.Upsample(scale_factor=2), factor=2)
    0.0
    """
    rim = _RIM * integer("factor", factor, 1)
    answer = net(torch.full((1, 1, _GREY, _GREY), 0.5))[0, 0, rim:-rim, rim:-rim]
    return imbalance(answer.numpy(), factor)


@torch.no_grad()
def measure(net: nn.Module, picture: NDArray[np.float32], factor: int) -> Measures:
    """Make a picture smaller, let an up-sampler enlarge it again, and measure what comes out.

    Parameters
    ----------
    net : torch.nn.Module
        It takes ``(1, 1, H, W)``.
    picture : ndarray
        Shape ``(H, W)``, numbers from 0 to 1; `factor` divides both sides.
    factor : int
        How much larger the network makes a picture.

    Returns
    -------
    Measures

    Raises
    ------
    TypeError, ValueError
        If `factor` is no integer above 0, or `picture` is none that it divides.

    Examples
    --------
    >>> from convref.datasets import images
    >>> photo = images.grey_middle(images.photo("rocket"), 64)
    >>> found = measure(nn.Upsample(scale_factor=2, mode="bilinear"), photo, factor=2)
    >>> found.imbalance, found.psnr > 20
    (0.0, True)
    """
    from skimage.metrics import peak_signal_noise_ratio, structural_similarity

    even = grey_imbalance(net, factor)
    if picture.ndim != 2 or any(side % factor for side in picture.shape):
        raise ValueError(f"picture must have two sides that {factor} divides, got shape {picture.shape}")
    small = nn.functional.avg_pool2d(torch.from_numpy(picture)[None, None], factor)
    output = net(small)[0, 0].numpy()
    pair = picture, output.clip(0, 1)
    with np.errstate(divide="ignore"):  # A picture of one colour may have no error.
        psnr = float(peak_signal_noise_ratio(*pair, data_range=1))  # type: ignore[no-untyped-call]
    ssim = float(structural_similarity(*pair, data_range=1))  # type: ignore[no-untyped-call]
    return Measures(even, spectral_peak(output, factor), psnr, ssim)
