import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("pad-names-the-last-axis-first")
def test_last_axis():
    x = torch.zeros(1, 1, 4, 5)
    assert nn.functional.pad(x, (2, 0, 0, 0)).shape == (1, 1, 4, 7)
    assert nn.ZeroPad2d((0, 0, 3, 0))(x).shape == (1, 1, 7, 5)


@pytest.mark.claim("a-negative-pad-crops")
def test_negative():
    row = torch.tensor([[[1.0, 2, 3]]])
    assert nn.functional.pad(row, (-1, 0)).tolist() == [[[2, 3]]]


@pytest.mark.claim("the-side-moves-the-windows-by-one")
def test_side():
    middle = np.zeros((1, 1, 3, 3), int)
    middle[..., 1, 1] = 1  # copies the cell in its middle
    x = np.arange(36).reshape(1, 6, 6)
    at_end = np.pad(x, ((0, 0), (0, 1), (0, 1)))
    assert F.conv2d(at_end, middle, stride=2)[0, 0].tolist() == [7, 9, 11]  # second row, cells 1, 3, 5
    assert F.conv2d(x, middle, stride=2, padding=1)[0, 0].tolist() == [0, 2, 4]


@pytest.mark.claim("a-row-of-zeros-makes-the-sides-equal")
def test_wider():
    for height, width in ((8, 8), (9, 8), (7, 12)):
        x, w = torch.rand(2, 3, height, width), torch.rand(4, 3, 3, 3)
        one_side = torch.conv2d(nn.functional.pad(x, (0, 1, 0, 1)), w, stride=2)
        wider = nn.functional.pad(w, (1, 0, 1, 0))
        assert torch.allclose(torch.conv2d(x, wider, stride=2, padding=1), one_side, atol=1e-5)
