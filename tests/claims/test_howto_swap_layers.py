import pytest
import torch
import torch.nn.functional as F
from torch import nn

import convref

X = torch.randn(2, 8, 12, 12, dtype=torch.double, generator=torch.Generator().manual_seed(0))
POINT = nn.Conv2d(8, 4, 1).double()


def swapped(first, second):
    return torch.allclose(second(first(X)), first(second(X)))


@pytest.mark.claim("relu-and-max-pooling-change-places")
def test_relu():
    for rising in (F.relu, torch.sigmoid, F.leaky_relu):
        assert swapped(rising, nn.MaxPool2d(2))
    assert X[..., ::2, ::2].numel() * 4 == X.numel()


@pytest.mark.claim("a-negative-gamma-forbids-it")
def test_batch_norm():
    norm = nn.BatchNorm2d(8).double().eval()
    assert swapped(norm, nn.MaxPool2d(2))
    nn.init.constant_(norm.weight, -1)
    assert not swapped(norm, nn.MaxPool2d(2))


@pytest.mark.claim("relu-and-average-pooling-do-not")
def test_average():
    pair = torch.tensor([[[-1.0, 3.0]]])
    assert F.avg_pool1d(pair, 2).relu().item() == 1
    assert F.avg_pool1d(pair.relu(), 2).item() == 1.5


@pytest.mark.claim("a-1x1-and-up-sampling-change-places")
def test_point():
    with torch.no_grad():
        for mode in ("nearest", "bilinear"):
            assert swapped(POINT, lambda x, mode=mode: F.interpolate(x, scale_factor=2, mode=mode))
        assert swapped(POINT, nn.AvgPool2d(2))
        assert not swapped(POINT, nn.MaxPool2d(2))


@pytest.mark.claim("in-front-of-up-sampling-a-1x1-costs-a-quarter")
def test_cost():
    assert convref.conv_macs(256, 64, (112, 112), 1) == 4 * convref.conv_macs(256, 64, (56, 56), 1)


@pytest.mark.claim("one-channel-convolutions-change-places")
def test_two_convolutions():
    one, other = (nn.Conv2d(8, 8, 3, groups=8, bias=False).double() for _ in range(2))
    mixed = nn.Conv2d(8, 8, 3, bias=False).double()
    with torch.no_grad():
        assert swapped(one, other)
        assert not swapped(one, mixed)


@pytest.mark.claim("a-turned-picture-needs-a-turned-kernel")
def test_turned():
    w = torch.randn(4, 8, 3, 3, dtype=torch.double)
    turned = F.conv2d(X.rot90(1, (2, 3)), w.rot90(1, (2, 3)), padding=1)
    assert torch.allclose(turned, F.conv2d(X, w, padding=1).rot90(1, (2, 3)))
    assert torch.allclose(F.conv2d(X.flip(3), w.flip(3), padding=1), F.conv2d(X, w, padding=1).flip(3))
