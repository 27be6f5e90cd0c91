"""Kernels learned from natural photos, in the shape of AlexNet's first layer.

Where AlexNet's weights cannot be had, these stand in, and are called learned. The method is the sparse dictionary
of Olshausen and Field, "Emergence of simple-cell receptive field properties by learning a sparse code for natural
images", Nature 381 (1996), on whitened colour patches.
"""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convref import _cache, _extras, images

__all__ = ["key", "learn"]

SIDE, COUNT = 11, 64
_SEED = 0
_PASSES = 20
_PATCHES_EACH = 3500
_SPARSENESS = 1.2
_LIBRARIES = ("numpy", "scipy", "scikit-image", "scikit-learn")  # The last two hold the photos, too.


def key() -> str:
    """Return a short hash of all that the kernels depend on: the method, its numbers, the photos, the libraries.

    Returns
    -------
    str
        Twelve hexadecimal digits.

    Examples
    --------
    >>> len(key())
    12
    """
    numbers = (SIDE, COUNT, _SEED, _PASSES, _PATCHES_EACH, _SPARSENESS, images.PHOTOS)
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    parts = (_cache.code(Path(__file__)), numbers, libraries, platform.machine(), platform.python_version())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def learn(passes: int = _PASSES) -> NDArray[np.float32]:
    """Learn 64 kernels from six photos at two scales.

    Parameters
    ----------
    passes : int
        How often the patches are gone through; 20 takes some ten seconds.

    Returns
    -------
    ndarray
        Shape ``(64, 3, 11, 11)``, each kernel with mean 0 and length 1.

    Raises
    ------
    ValueError
        If `passes` is smaller than 1.

    Examples
    --------
    >>> learn(passes=1).shape  # doctest: +SKIP
    (64, 3, 11, 11)
    """
    if passes < 1:
        raise ValueError(f"passes must be at least 1, got passes={passes}")
    _extras.check("datasets", "sklearn", "Learning kernels")
    from sklearn.decomposition import MiniBatchDictionaryLearning

    patches = _patches()
    whitened, unwhiten = _whiten(patches)
    model = MiniBatchDictionaryLearning(
        COUNT,
        alpha=_SPARSENESS,
        max_iter=passes,
        batch_size=512,
        fit_algorithm="cd",
        max_no_improvement=None,
        random_state=_SEED,
    ).fit(whitened)
    kernels = model.components_ @ unwhiten
    kernels = kernels.reshape(COUNT, SIDE, SIDE, 3).transpose(0, 3, 1, 2)
    kernels = kernels - kernels.mean((1, 2, 3), keepdims=True)
    kernels /= np.sqrt((kernels**2).sum((1, 2, 3), keepdims=True))
    return np.ascontiguousarray(kernels, np.float32)


def _photos() -> list[NDArray[np.float64]]:
    from sklearn.datasets import load_sample_images

    own = [images.photo(name) for name in images.PHOTOS]
    full = [picture / 255.0 for picture in [*own, *load_sample_images().images]]
    return [scaled for picture in full for scaled in (picture, _halved(picture))]


def _halved(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the picture at half the size, each pixel the mean of four."""
    height, width = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    return np.asarray(picture[:height, :width].reshape(height // 2, 2, width // 2, 2, 3).mean((1, 3)))


def _patches() -> NDArray[np.float64]:
    """Return patches with their mean removed and their contrast made equal."""
    from sklearn.feature_extraction.image import extract_patches_2d

    patches = np.concatenate(
        [extract_patches_2d(photo, (SIDE, SIDE), max_patches=_PATCHES_EACH, random_state=_SEED) for photo in _photos()]
    ).reshape(-1, SIDE * SIDE * 3)
    patches -= patches.mean(1, keepdims=True)
    return np.asarray(patches / np.sqrt(patches.var(1, keepdims=True) + 0.01))


def _whiten(patches: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the patches with equal variance in every direction, and the matrix that leads back to pixels."""
    variances, directions = np.linalg.eigh(np.cov(patches, rowvar=False))
    scale = np.sqrt(variances.clip(0) + 0.1)
    whiten = directions / scale @ directions.T
    unwhiten = directions * scale @ directions.T
    return (patches - patches.mean(0)) @ whiten, unwhiten
