import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("six-cells-three-weights-four-stops")
def test_stops():
    assert F.conv1d(np.ones((1, 6)), np.ones((1, 1, 3))).shape == (1, 4)
    assert F.conv_output_size(6, 3) == 4


@pytest.mark.claim("pytorch-does-not-flip")
def test_flip():
    x, w = torch.tensor([[0.0, 0, 1, 0, 0]]), torch.tensor([[[1.0, 2, 3]]])
    assert torch.conv1d(x, w).tolist() == [[3, 2, 1]]  # as a cross-correlation
    assert np.convolve(x[0], w[0, 0], mode="valid").tolist() == [1, 2, 3]
