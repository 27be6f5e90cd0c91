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
