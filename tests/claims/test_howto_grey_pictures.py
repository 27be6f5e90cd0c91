import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("a-third-of-the-weights-the-same-result")
def test_third():
    rng = np.random.default_rng(0)
    grey, w = rng.integers(-9, 10, (1, 12, 12)), rng.integers(-9, 10, (8, 3, 7, 7))
    one = w.sum(axis=1, keepdims=True)
    assert (F.conv2d(grey.repeat(3, axis=0), w, stride=2, padding=3) == F.conv2d(grey, one, stride=2, padding=3)).all()
    assert w.size == 3 * one.size


@pytest.mark.claim("expand-copies-nothing")
def test_expand():
    grey = torch.rand(2, 1, 4, 4)
    assert grey.expand(-1, 3, -1, -1).data_ptr() == grey.data_ptr()
    assert grey.expand(-1, 3, -1, -1).stride(1) == 0


@pytest.mark.claim("three-quarters-keep-the-sum")
def test_four():
    weight = torch.rand(64, 3, 7, 7)
    four = torch.cat([weight, weight.mean(dim=1, keepdim=True)], dim=1) * 3 / 4
    assert torch.allclose(four.sum(dim=1), weight.sum(dim=1))
