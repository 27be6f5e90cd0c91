import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("a-tent-gives-0-75-at-an-edge")
def test_edge():
    tent = torch.tensor([0.25, 0.75, 0.75, 0.25])
    y = torch.conv_transpose2d(torch.ones(1, 1, 8, 8), torch.outer(tent, tent)[None, None], stride=2, padding=1)[0, 0]
    assert (y[0, 0], y[0, 4], y[4, 4]) == (0.5625, 0.75, 1)


@pytest.mark.claim("an-odd-tent-has-2s-minus-1-weights")
def test_odd():
    torch.manual_seed(0)
    for s in (3, 5, 7):
        tent = 1 - (torch.arange(2 * s - 1) - (s - 1)).abs() / s
        x = torch.rand(1, 1, 6, 6)
        up = torch.conv_transpose2d(x, torch.outer(tent, tent)[None, None], stride=s, padding=(s - 1) // 2)
        wanted = nn.functional.interpolate(x, scale_factor=s, mode="bilinear")
        assert up.shape == wanted.shape
        assert torch.allclose(up[..., s:-s, s:-s], wanted[..., s:-s, s:-s], atol=1e-6)


@pytest.mark.claim("the-tent-has-equal-phase-sums")
def test_sums():
    for s in (2, 3, 4, 5):
        size = 2 * s - s % 2
        tent = 1 - np.abs(np.arange(size) - (size - 1) / 2) / s
        assert np.allclose(F.phase_sums(np.outer(tent, tent), stride=s), 1)
