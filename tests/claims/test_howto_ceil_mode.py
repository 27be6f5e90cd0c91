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


@pytest.mark.claim("adaptive-windows-of-7-to-3")
def test_adaptive():
    for i, o in ((7, 3), (8, 3), (5, 4), (9, 3)):
        x, windows = torch.rand(1, 1, i), [(j * i // o, -(-(j + 1) * i // o)) for j in range(o)]
        means = torch.stack([x[0, 0, a:b].mean() for a, b in windows])
        assert torch.allclose(nn.AdaptiveAvgPool1d(o)(x)[0, 0], means)
        if i == 7:
            assert windows == [(0, 3), (2, 5), (4, 7)]  # ends are not part of them


@pytest.mark.claim("more-windows-than-cells-repeat")
def test_more():
    assert nn.AdaptiveAvgPool1d(4)(torch.tensor([[[1.0, 2.0]]])).flatten().tolist() == [1, 1, 2, 2]


@pytest.mark.claim("count-include-pad-speaks-of-the-padding-alone")
def test_count_include_pad():
    x = torch.arange(1.0, 7).reshape(1, 1, 6)
    for counts, wanted in ((True, [1, 3, 5, 3]), (False, [1.5, 3, 5, 6])):
        pool = nn.AvgPool1d(3, 2, padding=1, ceil_mode=True, count_include_pad=counts)
        assert pool(x)[0, 0].tolist() == wanted
