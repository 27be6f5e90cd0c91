import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("a-1-by-1-layer-is-a-dense-layer-per-pixel")
def test_dense():
    conv, dense = nn.Conv2d(3, 8, 1, dtype=torch.float64), nn.Linear(3, 8, dtype=torch.float64)
    with torch.no_grad():
        dense.weight.copy_(conv.weight[:, :, 0, 0])
        dense.bias.copy_(conv.bias)
        x = torch.rand(2, 3, 6, 5, dtype=torch.float64)
        y = F.conv2d(x.numpy(), conv.weight.numpy(), conv.bias.numpy())
        for row, column in np.ndindex(6, 5):
            assert np.allclose(y[:, :, row, column], dense(x[:, :, row, column]))
        assert np.allclose(y, conv(x))


@pytest.mark.claim("two-1-by-1-layers-are-one")
def test_product():
    rng = np.random.default_rng(0)
    x, first, second = (rng.integers(-9, 10, shape) for shape in ((1, 3, 5, 5), (7, 3), (4, 7)))
    two = F.conv2d(F.conv2d(x, first[..., None, None]), second[..., None, None])
    assert (two == F.conv2d(x, (second @ first)[..., None, None])).all()


@pytest.mark.claim("sobel-splits-into-a-row-and-a-column")
def test_sobel():
    x = np.random.default_rng(0).integers(0, 256, (1, 1, 9, 12))
    column, row = np.array([[1], [2], [1]]), np.array([[-1, 0, 1]])
    steps = F.conv2d(F.conv2d(x, row[None, None]), column[None, None])
    assert (steps == F.conv2d(x, (column @ row)[None, None])).all()


@pytest.mark.claim("three-small-kernels-cost-more-in-the-first-layer")
def test_first_layer():
    one = nn.Conv2d(3, 64, 7, bias=False).weight.numel()
    three = sum(nn.Conv2d(c, 64, 3, bias=False).weight.numel() for c in (3, 64, 64))
    assert F.receptive_field([F.Layer(3)] * 3).size == 7
    assert (one, three, three // one) == (9_408, 75_456, 8)


@pytest.mark.claim("a-kernel-of-1-by-9-keeps-the-size-by-padding-0-4")
def test_wide():
    assert F.conv_output_size((22, 100), kernel_size=(1, 9), padding=(0, 4)) == (22, 100)
    assert F.receptive_field([F.Layer((1, 9), padding=(0, 4))]).size == (1, 9)
    assert nn.Conv2d(1, 1, (1, 9), padding=(0, 4))(torch.zeros(1, 1, 22, 100)).shape[2:] == (22, 100)


@pytest.mark.claim("rows-of-padding-become-rows-of-bias")
def test_added_rows():
    x, w = np.random.default_rng(0).standard_normal((1, 1, 5, 20)), np.ones((1, 1, 1, 9))
    y = F.conv2d(x, w, np.array([7.0]), padding=4)[0, 0]
    assert y.shape == (5 + 8, 20)
    assert (y[:4] == 7).all() and (y[-4:] == 7).all() and (y[4:-4] != 7).all()


@pytest.mark.claim("separable-saves-at-most-k-squared")
def test_at_most():
    for k in (1, 3, 5, 7):
        for c in (1, 16, 256, 4096, 10**6):
            full = F.conv_parameters(c, c, (k, k), bias=False)
            pair = F.conv_parameters(c, c, (k, k), c, bias=False) + F.conv_parameters(c, c, (1, 1), bias=False)
            assert full / pair < k**2
            assert full / pair == pytest.approx(1 / (1 / c + 1 / k**2))


@pytest.mark.claim("a-larger-depthwise-kernel-is-almost-free")
def test_larger():
    point = F.conv_parameters(256, 256, (1, 1), bias=False)
    small, large = (F.conv_parameters(256, 256, (k, k), 256, bias=False) + point for k in (3, 7))
    assert round(100 * (large / small - 1)) == 15


@pytest.mark.claim("separable-costs-more-with-one-output")
def test_one_output():
    full = F.conv_parameters(64, 1, (3, 3), bias=False)
    pair = F.conv_parameters(64, 64, (3, 3), 64, bias=False) + F.conv_parameters(64, 1, (1, 1), bias=False)
    assert pair > full


@pytest.mark.claim("depthwise-alone-reads-one-channel")
def test_alone():
    x = torch.rand(1, 8, 6, 6, requires_grad=True)
    for channel, values in enumerate(nn.Conv2d(8, 8, 3, groups=8)(x)[0]):
        grad = torch.autograd.grad(values.sum(), x, retain_graph=True)[0]
        assert grad[0].abs().sum(dim=(1, 2)).nonzero().flatten().tolist() == [channel]
