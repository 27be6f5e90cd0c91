import numpy as np
import pytest
import torch
from torch import nn


@pytest.mark.claim("six-become-2-or-3")
def test_six():
    x = torch.zeros(1, 6, 6)
    assert nn.MaxPool2d(3, 2)(x).shape == (1, 2, 2)
    assert nn.MaxPool2d(3, 2, ceil_mode=True)(x).shape == (1, 3, 3)


@pytest.mark.claim("cells-beyond-the-edge-do-not-count")
def test_average():
    x = torch.arange(1.0, 7).reshape(1, 6)
    assert nn.AvgPool1d(3, 2, ceil_mode=True)(x).tolist() == [[2, 4, 5.5]]
    assert nn.MaxPool1d(3, 2, ceil_mode=True)(-x).tolist() == [[-1, -3, -5]]


@pytest.mark.claim("the-rule-of-ceil-mode")
def test_rule():
    for i, k, s, p in np.ndindex(12, 5, 5, 3):
        if i and k and s and p <= k // 2 and i + 2 * p >= k:
            o = -(-(i + 2 * p - k) // s) + 1
            o -= s * (o - 1) >= i + p
            assert nn.MaxPool1d(k, s, p, ceil_mode=True)(torch.zeros(1, i)).shape[-1] == o
