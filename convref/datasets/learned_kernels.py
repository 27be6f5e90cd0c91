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

from convref import _extras
from convref.datasets import _cache, _photo_patches, images
from convref.datasets._photo_patches import SIDE, photo_patches, spread
from convref.datasets.sparse_coding import SPARSENESS

__all__ = ["key", "learn"]

COUNT = 64
_PASSES = 20
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
    numbers = (SIDE, COUNT, _photo_patches.SEED, _PASSES, _photo_patches.EACH, SPARSENESS, images.PHOTOS)
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    code = [_cache.code(Path(file)) for file in (__file__, _photo_patches.__file__)]
    parts = (code, numbers, libraries, platform.machine(), platform.python_version())
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

    patches = photo_patches()
    whitened, unwhiten = _whiten(patches)
    model = MiniBatchDictionaryLearning(
        COUNT,
        alpha=SPARSENESS,
        max_iter=passes,
        batch_size=512,
        fit_algorithm="cd",
        max_no_improvement=None,
        random_state=_photo_patches.SEED,
    ).fit(whitened)
    kernels = model.components_ @ unwhiten
    kernels = kernels.reshape(COUNT, SIDE, SIDE, 3).transpose(0, 3, 1, 2)
    kernels = kernels - kernels.mean((1, 2, 3), keepdims=True)
    kernels /= np.sqrt((kernels**2).sum((1, 2, 3), keepdims=True))
    return np.ascontiguousarray(kernels, np.float32)


def _whiten(patches: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the patches with equal variance in every direction, and the matrix that leads back to pixels."""
    directions, scale = spread(patches)
    whiten = directions / scale @ directions.T
    unwhiten = directions * scale @ directions.T
    return (patches - patches.mean(0)) @ whiten, unwhiten
