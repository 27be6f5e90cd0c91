import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("the-columns-are-stamps")
def test_columns():
    weight, y = np.array([[[1, 2, 3]]]), np.array([[1, 2, 3]])
    C = F.conv_matrix(weight, (5,), stride=2, padding=1)
    assert (C.T @ y[0] == F.conv_transpose1d(y, weight, stride=2, padding=1)[0]).all()


@pytest.mark.claim("the-transpose-takes-the-same-weight")
def test_weight():
    rng = np.random.default_rng(0)
    x, y, w = (rng.integers(-9, 10, shape) for shape in ((4, 7, 7), (6, 3, 3), (6, 2, 3, 3)))
    down = F.conv2d(x, w, stride=2, groups=2)
    up = F.conv_transpose2d(y, w, stride=2, groups=2)
    assert (down * y).sum() == (x * up).sum()


@pytest.mark.claim("bilinear-edges-0-75-corners-0-5625")
def test_bilinear():
    tent = torch.tensor([0.25, 0.75, 0.75, 0.25])
    kernel, ones = torch.outer(tent, tent)[None, None], torch.ones(1, 1, 4, 4)
    up = torch.conv_transpose2d(ones, kernel, stride=2, padding=1)[0, 0]
    assert (up[0, 0], up[0, 4], up[4, 4]) == (0.5625, 0.75, 1)
