import numpy as np
import pytest
from torch import nn

import convref as F


@pytest.mark.claim("the-bank-of-kernels-is-4-d")
def test_axes():
    weight = nn.Conv2d(3, 1, 3).weight
    assert weight.ndim == 4
    assert weight[0].shape == (3, 3, 3) and weight[0].numel() == 27


@pytest.mark.claim("ten-kernels-of-three-slices")
def test_slices():
    weight = nn.Conv2d(3, 10, 5).weight
    assert len(weight) == 10
    assert all(len(kernel) == 3 for kernel in weight)


@pytest.mark.claim("a-cast-to-uint8-wraps")
def test_cast():
    scaled = np.array([1.3, -0.2]) * 255
    assert scaled.astype(np.int64).astype(np.uint8).tolist() == [75, 205]


@pytest.mark.claim("slices-are-added-then-the-bias")
def test_sum():
    rng = np.random.default_rng(0)
    x, w, bias = rng.integers(-9, 10, (3, 6, 6)), rng.integers(-9, 10, (1, 3, 3, 3)), np.array([5])
    slices = [F.conv2d(x[c : c + 1], w[:, c : c + 1]) for c in range(3)]
    assert np.array_equal(slices[0] + slices[1] + slices[2] + 5, F.conv2d(x, w, bias))


@pytest.mark.claim("channels-can-cancel-out")
def test_cancel():
    x = np.array([[[2, 7, 1]], [[2, 7, 1]]])  # two channels of one row each
    assert F.conv2d(x, np.array([[[[1]], [[-1]]]])).tolist() == [[[0, 0, 0]]]


@pytest.mark.claim("one-kernel-more-changes-no-other-map")
def test_kernels():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (3, 6, 6)), rng.integers(-9, 10, (4, 3, 3, 3))
    assert np.array_equal(F.conv2d(x, w)[:3], F.conv2d(x, w[:3]))


@pytest.mark.claim("a-bias-for-each-output-channel")
def test_bias():
    assert nn.Conv2d(3, 10, 3).bias.shape == (10,)
    layer = nn.Conv2d(3, 2, 3, bias=False)
    with_bias = F.conv2d(np.zeros((3, 5, 5)), layer.weight.detach().double().numpy(), np.array([1.0, -2.0]))
    assert [set(channel.flat) for channel in with_bias] == [{1.0}, {-2.0}]
