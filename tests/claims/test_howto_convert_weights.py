import os

os.environ["KERAS_BACKEND"] = "torch"

import jax
import keras
import numpy as np
import pytest
import torch
from torch import nn


@pytest.mark.claim("the-two-permutations-undo-each-other")
def test_back():
    weight = torch.rand(16, 3, 5, 4)
    assert weight.permute(2, 3, 1, 0).shape == (5, 4, 3, 16)
    assert torch.equal(weight.permute(2, 3, 1, 0).permute(3, 2, 0, 1), weight)


@pytest.mark.claim("a-flatten-reorders-the-columns")
def test_flatten():
    x, linear = torch.rand(2, 16, 5, 4), nn.Linear(16 * 5 * 4, 10)
    rows = linear.weight.reshape(10, 16, 5, 4).permute(2, 3, 1, 0).reshape(5 * 4 * 16, 10)
    last = x.permute(0, 2, 3, 1).flatten(1)
    assert torch.allclose(last @ rows + linear.bias, linear(x.flatten(1)), atol=1e-5)
    assert not torch.allclose(linear(last), linear(x.flatten(1)), atol=1e-5)


@pytest.mark.claim("a-keras-depthwise-weight-is-reshaped")
def test_depthwise_multiplier():
    x, kernel = torch.rand(1, 8, 8, 3), torch.rand(3, 3, 3, 2)
    theirs = keras.ops.depthwise_conv(x, kernel).permute(0, 3, 1, 2)
    weight = kernel.permute(2, 3, 0, 1).reshape(6, 1, 3, 3)
    assert torch.allclose(torch.conv2d(x.permute(0, 3, 1, 2), weight, groups=3), theirs, atol=1e-5)
    layer = keras.layers.SeparableConv2D(5, 3, use_bias=False)
    layer.build((1, 8, 8, 3))
    assert [tuple(one.shape) for one in layer.weights] == [(3, 3, 3, 1), (1, 1, 3, 5)]


@pytest.mark.claim("a-grouped-transposed-weight-is-swapped-in-each-group")
def test_grouped_transposed():
    layer = nn.ConvTranspose2d(4, 4, 3, 2, 1, groups=2, bias=False)
    weight, x, spread = layer.weight.detach(), torch.rand(1, 4, 7, 7), torch.zeros(1, 4, 13, 13)
    spread[..., ::2, ::2] = x
    swapped = weight.unflatten(0, (2, -1)).transpose(1, 2).flatten(0, 1)
    plain = weight.transpose(0, 1).reshape(4, 2, 3, 3)
    right, wrong = (torch.conv2d(spread, w.flip(2, 3), padding=1, groups=2) for w in (swapped, plain))
    assert torch.allclose(right, layer(x), atol=1e-6)
    assert right.shape == wrong.shape
    assert not torch.allclose(wrong, layer(x), atol=1e-3)


@pytest.mark.claim("jax-takes-the-permuted-weight-with-transpose-kernel")
def test_jax():
    x, weight = torch.rand(1, 3, 5, 6), torch.rand(3, 4, 4, 4)
    wanted = torch.conv_transpose2d(x, weight, stride=2).permute(0, 2, 3, 1)
    given = x.permute(0, 2, 3, 1).numpy(), weight.permute(2, 3, 1, 0).numpy()
    order = ("NHWC", "HWIO", "NHWC")
    found = jax.lax.conv_transpose(*given, (2, 2), "VALID", dimension_numbers=order, transpose_kernel=True)
    assert np.allclose(found, wanted, atol=1e-5)
