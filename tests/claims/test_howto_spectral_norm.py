import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm, weight_norm

import convref


def weights(*shape):
    return torch.randn(*shape, dtype=torch.double, generator=torch.Generator().manual_seed(0))


def table_norm(weight):
    return torch.linalg.matrix_norm(weight.flatten(1), 2).item()


def factor(weight, size=6, **settings):
    """Return the largest singular value of the layer's own matrix."""
    return torch.linalg.matrix_norm(torch.from_numpy(convref.conv_matrix(weight.numpy(), size, **settings)), 2).item()


@pytest.mark.claim("the-factor-is-at-most-k-over-s-times-the-table")
def test_bounds():
    for k, stride, padding in ((3, 1, 1), (3, 2, 1), (4, 2, 1), (2, 2, 0), (1, 1, 0), (5, 1, 2)):
        weight = weights(3, 2, k, k)
        left = factor(weight, 8, stride=stride, padding=padding) / table_norm(weight)
        assert 1 - 1e-9 <= left <= math.ceil(k / stride) + 1e-9
    assert factor(torch.ones(1, 1, 3, 3).double(), 20, padding=1) / 3 > 2.9


@pytest.mark.claim("windows-that-do-not-overlap-make-it-exact")
def test_apart():
    for k in (1, 2, 3):
        weight = weights(4, 2, k, k)
        assert factor(weight, stride=k) == pytest.approx(table_norm(weight))


@pytest.mark.claim("fourier-gives-the-factor-of-a-ring")
def test_ring():
    weight, size = weights(3, 2, 3, 3), 6
    spectrum = torch.fft.fft2(weight, (size, size)).permute(2, 3, 0, 1)
    one = torch.eye(2 * size * size, dtype=torch.double).reshape(-1, 2, size, size)
    ring = F.conv2d(F.pad(one, (1, 1, 1, 1), mode="circular"), weight).flatten(1).T
    assert torch.linalg.svdvals(spectrum).max().item() == pytest.approx(torch.linalg.matrix_norm(ring, 2).item())


@pytest.mark.claim("a-transposed-layer-has-the-same-factor")
def test_transposed():
    weight = weights(3, 2, 3, 3)
    turned = torch.from_numpy(convref.conv_transpose_matrix(weight.numpy(), 3, stride=2, padding=1, output_padding=1))
    assert torch.linalg.matrix_norm(turned, 2).item() == pytest.approx(factor(weight, stride=2, padding=1))


@pytest.mark.claim("weight-norm-takes-the-inputs-of-a-transposed-layer")
def test_axes():
    assert [
        spectral_norm(layer(8, 4, 3)).parametrizations.weight[0].dim for layer in (nn.Conv2d, nn.ConvTranspose2d)
    ] == [0, 1]
    for dim, shape in ((0, (8, 1, 1, 1)), (1, (1, 4, 1, 1))):
        layer = weight_norm(nn.ConvTranspose2d(8, 4, 3), dim=dim)
        assert layer.parametrizations.weight.original0.shape == shape
    assert weight_norm(nn.ConvTranspose2d(8, 4, 3)).parametrizations.weight.original0.shape == (8, 1, 1, 1)


@pytest.mark.claim("spectral-norm-needs-a-few-passes")
def test_passes():
    torch.manual_seed(0)
    layer = spectral_norm(nn.Conv2d(16, 16, 3, bias=False), n_power_iterations=1)
    first = table_norm(layer.weight.detach())
    for _ in range(300):
        layer(torch.zeros(1, 16, 4, 4))
    assert first > 1 + 1e-3
    assert table_norm(layer.weight.detach()) == pytest.approx(1, abs=1e-3)


@pytest.mark.claim("zeros-never-exceed-the-whole-spectrum")
def test_zeros():
    rng = np.random.default_rng(0)
    for weights in ([1, -2, 1], [1, 0, -1], *rng.standard_normal((5, 3))):
        whole = abs(np.fft.fft(weights, 10_000)).max()
        for cells in (5, 8, 64):
            matrix = convref.conv_matrix(np.array(weights, float)[None, None], (cells,), padding=1)
            assert np.linalg.norm(matrix, 2) < 1.000001 * whole
            assert abs(np.fft.fft(weights, cells)).max() < 1.000001 * whole
    fits_badly = convref.conv_matrix(np.array([[[1.0, -2, 1]]]), (5,), padding=1)
    assert abs(np.fft.fft([1, -2, 1], 5)).max() < 3.7 < np.linalg.norm(fits_badly, 2)  # the ring is the smaller one
    difference = convref.conv_matrix(np.array([[[1.0, 0, -1]]]), (5,), padding=1)
    assert np.linalg.norm(difference, 2) < 1.8 < abs(np.fft.fft([1, 0, -1], 5)).max()  # and here the larger
