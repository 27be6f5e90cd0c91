import numpy as np
import pytest
from torch import nn


@pytest.mark.claim("the-bank-of-kernels-is-4-d")
def test_axes():
    weight = nn.Conv2d(3, 1, 3).weight
    assert weight.ndim == 4
    assert weight[0].shape == (3, 3, 3)


@pytest.mark.claim("ten-kernels-of-three-slices")
def test_slices():
    weight = nn.Conv2d(3, 10, 5).weight
    assert len(weight) == 10
    assert all(len(kernel) == 3 for kernel in weight)


@pytest.mark.claim("a-cast-to-uint8-wraps")
def test_cast():
    scaled = np.array([1.3, -0.2]) * 255
    assert scaled.astype(np.int64).astype(np.uint8).tolist() == [75, 205]
