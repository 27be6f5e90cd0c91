import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("a-larger-padding-is-a-smaller-output")
def test_padding():
    x, w = np.array([[1, 2, 3, 4]]), np.array([[[1, 2, 3, 4, 5]]])
    whole = F.conv_transpose1d(x, w, stride=2)
    for p in (1, 2, 3):
        assert (F.conv_transpose1d(x, w, stride=2, padding=p) == whole[:, p:-p]).all()


@pytest.mark.claim("a-stride-above-the-kernel-leaves-gaps")
def test_gaps():
    for s in range(1, 6):
        for k in range(1, 6):
            assert (F.overlap_counts(4, k, stride=s) == 0).any() == (s > k)


@pytest.mark.claim("the-bias-reaches-every-cell")
def test_bias():
    ones, bias = torch.ones(1, 1, 3), torch.tensor([7.0])
    y = torch.conv_transpose1d(ones, torch.ones(1, 1, 1), bias, stride=2)
    assert y.tolist() == [[[8, 7, 8, 7, 8]]]


@pytest.mark.claim("groups-stand-before-dilation")
def test_order():
    x, w = torch.ones(1, 1, 7), torch.ones(1, 1, 3)
    up = torch.nn.functional.conv_transpose1d
    assert torch.equal(up(x, w, None, 1, 0, 0, 1, 2), up(x, w, groups=1, dilation=2))
    down = torch.nn.functional.conv1d
    assert torch.equal(down(x, w, None, 1, 0, 2, 1), down(x, w, groups=1, dilation=2))
