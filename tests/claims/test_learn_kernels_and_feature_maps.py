import numpy as np
import pytest

import convref as F
from convref import images


@pytest.mark.claim("weights-that-sum-to-zero-ignore-the-mean")
def test_mean():
    kernel = np.array([-1, 2, -1])
    for grey in range(256):
        assert kernel @ np.full(3, grey) == 0


@pytest.mark.claim("a-strong-edge-beats-a-faint-line")
def test_length():
    kernel = np.array([-1, 2, -1])
    line, edge = np.array([0, 3, 0]), np.array([0, 10, 10])
    assert kernel @ line == 6 < kernel @ edge == 10


@pytest.mark.claim("cosine-is-1-where-the-patch-was-cut")
def test_cosine():
    grey = images.lena()[:96, :96].mean(axis=2)
    patch = grey[30:54, 40:64] - grey[30:54, 40:64].mean()
    windows = np.lib.stride_tricks.sliding_window_view(grey, (24, 24))
    contrast = windows - windows.mean(axis=(2, 3), keepdims=True)
    lengths = np.linalg.norm(contrast, axis=(2, 3)) * np.linalg.norm(patch)
    cosines = F.conv2d(grey[None], patch[None, None])[0] / np.maximum(lengths, 1e-9)
    assert np.isclose(cosines[30, 40], 1) and cosines.max() < 1 + 1e-9
