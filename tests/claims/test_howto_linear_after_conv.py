import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("the-last-map-has-800-numbers")
def test_last_map():
    size = 32
    for kernel, stride in ((5, 1), (2, 2), (5, 1), (2, 2)):
        size = F.conv_output_size(size, kernel, stride=stride)
    assert size == 5
    assert 32 * size * size == 800


@pytest.mark.claim("330-instead-of-8010")
def test_weights():
    counts = [sum(p.numel() for p in nn.Linear(n, 10).parameters()) for n in (32, 800)]
    assert counts == [330, 8010]


@pytest.mark.claim("view-changes-the-number-of-rows")
def test_view():
    x = torch.zeros(8, 32, 10, 10)  # 3,200 numbers a picture, not 800
    assert x.view(-1, 800).shape == (32, 800)
    assert x.flatten(1).shape == (8, 3200)


@pytest.mark.claim("the-linear-layer-slides-over-a-larger-map")
def test_slide():
    linear, large = nn.Linear(800, 10), torch.rand(1, 32, 13, 13)
    weight = linear.weight.view(10, 32, 5, 5)
    slid = torch.conv2d(large, weight, linear.bias)
    assert slid.shape == (1, 10, 9, 9)
    for row, column in ((0, 0), (3, 8), (8, 8)):
        window = large[..., row : row + 5, column : column + 5]
        assert torch.allclose(slid[..., row, column], linear(window.flatten(1)), atol=1e-5)
    layers = nn.Linear(25_088, 4096, device="meta"), nn.Conv2d(512, 4096, 7, device="meta")
    assert [sum(p.numel() for p in layer.parameters()) for layer in layers] == [102_764_544] * 2
