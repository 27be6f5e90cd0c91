import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("groups-divide-weights-and-products")
def test_fewer():
    for g in (1, 2, 4, 8, 16, 32):
        assert F.conv_parameters(32, 32, (3, 3), g, bias=False) * g == 32 * 32 * 9
        assert F.conv_macs(32, 32, (28, 28), 3, groups=g) * g == F.conv_macs(32, 32, (28, 28), 3)


@pytest.mark.claim("shape-of-a-grouped-weight")
def test_shape():
    for g in (1, 2, 3, 6):
        assert nn.Conv2d(6, 12, 5, groups=g).weight.shape == (12, 6 // g, 5, 5)


@pytest.mark.claim("groups-keep-the-output-shape")
def test_output():
    x = torch.zeros(2, 6, 9, 9)
    assert {nn.Conv2d(6, 12, 3, groups=g)(x).shape for g in (1, 2, 3, 6)} == {(2, 12, 7, 7)}


@pytest.mark.claim("256-channels-make-65536-slices")
def test_slices():
    weight = nn.Conv2d(256, 256, 3).weight
    assert weight.shape[0] * weight.shape[1] == 65536


@pytest.mark.claim("two-groups-are-two-layers")
def test_two():
    x, w = torch.rand(4, 8, 8, dtype=torch.float64), torch.rand(6, 2, 3, 3, dtype=torch.float64)
    apart = torch.cat([torch.conv2d(x[None, :2], w[:3]), torch.conv2d(x[None, 2:], w[3:])], dim=1)
    assert torch.allclose(torch.conv2d(x[None], w, groups=2), apart)


@pytest.mark.claim("depthwise-never-reads-another-channel")
def test_depthwise():
    layer, x = nn.Conv2d(5, 5, 3, groups=5), torch.rand(5, 8, 8)
    assert layer.weight.shape == (5, 1, 3, 3)
    changed = x.clone()
    changed[2] = 0
    same = [torch.equal(before, after) for before, after in zip(layer(x), layer(changed), strict=True)]
    assert same == [True, True, False, True, True]


@pytest.mark.claim("stacked-groups-never-meet")
def test_stack():
    stack = nn.Sequential(*[nn.Conv2d(4, 4, 3, padding=1, groups=2) for _layer in range(6)])
    x = torch.rand(4, 8, 8)
    changed = x.clone()
    changed[2:] = 0
    assert torch.equal(stack(x)[:2], stack(changed)[:2])


@pytest.mark.claim("blocks-on-the-diagonal")
def test_blocks():
    for g, share in ((1, 1), (2, 1 / 2), (4, 1 / 4)):
        weight = nn.Conv2d(256, 256, 1, groups=g, bias=False).weight[..., 0, 0]
        assert weight.numel() == share * 256 * 256
        assert weight.shape == (256, 256 // g)  # each kernel has as many slices as its block has columns


@pytest.mark.claim("groups-never-meet-by-themselves")
def test_apart():
    torch.manual_seed(0)
    layers = [nn.Conv2d(12, 12, 1, groups=3) for _ in range(5)]
    for number in range(1, 6):
        x = torch.rand(1, 12, 1, 1, requires_grad=True)
        nn.Sequential(*layers[:number])(x)[0, 0].sum().backward()
        assert x.grad.flatten().nonzero().flatten().tolist() == [0, 1, 2, 3]


@pytest.mark.claim("more-channels-for-fewer-weights")
def test_bargain():
    wide, narrow = nn.Conv2d(128, 128, 3, groups=32, bias=False), nn.Conv2d(64, 64, 3, bias=False)
    assert wide.weight.numel() == 4608 < narrow.weight.numel() == 36_864


@pytest.mark.claim("depthwise-and-pointwise-one-in-nine")
def test_pair():
    pair = F.conv_macs(256, 256, (28, 28), 3, padding=1, groups=256) + F.conv_macs(256, 256, (28, 28), 1)
    assert pair == 28 * 28 * 256 * (9 + 256)
    assert F.conv_macs(256, 256, (28, 28), 3, padding=1) / pair == pytest.approx(9, abs=0.4)
