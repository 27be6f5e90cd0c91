import pytest
import torch
from torch import nn

import convref as F
from convref import formulas


@pytest.mark.claim("pooling-keeps-64-channels")
def test_channels():
    x = torch.rand(64, 8, 8)
    pooled = nn.MaxPool2d(2)(x)
    assert pooled.shape == (64, 4, 4)
    assert all(torch.equal(pooled[c : c + 1], nn.MaxPool2d(2)(x[c : c + 1])) for c in range(64))


@pytest.mark.claim("the-stride-of-a-pooling-is-its-kernel")
def test_stride():
    assert [nn.MaxPool2d(k).stride for k in (2, 3)] == [2, 3]
    assert nn.AvgPool2d(3).stride == 3 and nn.Conv2d(1, 1, 3).stride == (1, 1)


@pytest.mark.claim("an-average-is-a-convolution")
def test_average():
    x = torch.rand(3, 12, 12, dtype=torch.float64)
    for k in (2, 3, 4):
        weight = torch.full((3, 1, k, k), 1 / k**2, dtype=torch.float64)
        assert torch.allclose(torch.conv2d(x, weight, stride=k, groups=3), nn.AvgPool2d(k)(x))


@pytest.mark.claim("a-maximum-is-not-linear")
def test_maximum():
    pool, x, y = nn.MaxPool1d(2), torch.tensor([[0.0, 1]]), torch.tensor([[1.0, 0]])
    assert pool(x) + pool(y) == 2 and pool(x + y) == 1


@pytest.mark.claim("of-equals-the-first-gets-the-gradient")
def test_equals():
    x = torch.ones(1, 1, 2, 2, requires_grad=True)
    nn.MaxPool2d(2)(x).sum().backward()
    assert x.grad.flatten().tolist() == [1, 0, 0, 0]


@pytest.mark.claim("a-bright-cell-moves-the-maximum")
def test_shift():
    x = torch.tensor([[0.0, 1, 0, 0, 0, 0, 0, 0]])
    pool = nn.MaxPool1d(2)
    assert not torch.equal(pool(x.roll(1)), pool(x))
    assert torch.equal(pool(x.roll(2)), pool(x).roll(1))


@pytest.mark.claim("a-stride-costs-a-quarter-of-pooling")
def test_cost():
    layer = {"input_size": (56, 56), "kernel_size": 3, "padding": 1}
    assert F.conv_macs(64, 64, **layer) == 4 * F.conv_macs(64, 64, **layer, stride=2)


@pytest.mark.claim("the-padding-of-a-maximum-never-wins")
def test_padding():
    assert nn.MaxPool1d(3, 1, padding=1)(-torch.ones(1, 4)).tolist() == [[-1, -1, -1, -1]]
    assert nn.AvgPool1d(2, 2, padding=1)(-torch.ones(1, 4)).tolist() == [[-0.5, -1, -0.5]]


@pytest.mark.claim("pooling-keeps-a-quarter-of-three-million")
def test_quarter():
    maps = nn.Conv2d(3, 64, 3, padding=1)(torch.zeros(3, 224, 224))
    assert maps.numel() == 3_211_264 == 4 * nn.MaxPool2d(2)(maps).numel()


@pytest.mark.claim("a-window-that-begins-behind-the-input-is-dropped")
def test_dropped():
    for size in range(2, 30):
        for k, s in ((2, 3), (3, 2), (1, 4), (2, 5)):
            if size >= k:
                made = nn.MaxPool1d(k, s, ceil_mode=True)(torch.zeros(1, size)).shape[-1]
                assert made == formulas.pool_size_ceil(size, k, s)
                assert s * (made - 1) < size  # The last window begins inside.
    assert formulas.pool_size_ceil(6, 2, 3) == 2 < -(-(6 - 2) // 3) + 1


@pytest.mark.claim("a-pooling-between-two-layers-makes-five-to-eight")
def test_field():
    conv, pool = F.Layer(3, padding=1), F.Layer(2, stride=2)
    assert [F.receptive_field(layers).size for layers in ([conv, conv], [conv, pool, conv])] == [5, 8]
