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
