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
