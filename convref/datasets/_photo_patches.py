"""Patches of natural photos, and the directions in which they differ: what kernels are learned from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convref.datasets import images

SIDE = 11
SEED = 0
EACH = 3500  # patches of each photo
_NOISE = 0.1  # added to each variance, so that faint directions are not blown up


def _photos() -> list[NDArray[np.float64]]:
    from sklearn.datasets import load_sample_images

    own = [images.photo(name) for name in images.PHOTOS]
    full = [picture / 255.0 for picture in [*own, *load_sample_images().images]]
    return [scaled for picture in full for scaled in (picture, _halved(picture))]


def _halved(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the picture at half the size, each pixel the mean of four."""
    height, width = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    return np.asarray(picture[:height, :width].reshape(height // 2, 2, width // 2, 2, 3).mean((1, 3)))


def photo_patches() -> NDArray[np.float64]:
    """Return patches with their mean removed and their contrast made equal."""
    from sklearn.feature_extraction.image import extract_patches_2d

    patches = np.concatenate(
        [extract_patches_2d(photo, (SIDE, SIDE), max_patches=EACH, random_state=SEED) for photo in _photos()]
    ).reshape(-1, SIDE * SIDE * 3)
    patches -= patches.mean(1, keepdims=True)
    return np.asarray(patches / np.sqrt(patches.var(1, keepdims=True) + 0.01))


def spread(patches: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the directions in which patches differ, as columns from the least to the most, and how far in each."""
    variances, directions = np.linalg.eigh(np.cov(patches, rowvar=False))
    return directions, np.sqrt(variances.clip(0) + _NOISE)
