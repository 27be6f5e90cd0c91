import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
import torch

import convref as F


@pytest.mark.claim("cross-correlation-leaves-3-2-1")
def test_correlation():
    x, w = np.array([[0, 0, 1, 0, 0]]), np.array([[[1, 2, 3]]])
    assert F.conv1d(x, w, padding=1).tolist() == [[0, 3, 2, 1, 0]]
    assert torch.conv1d(torch.tensor(x), torch.tensor(w), padding=1).tolist() == [[0, 3, 2, 1, 0]]
    assert scipy.signal.correlate(x[0], w[0, 0], "same").tolist() == [0, 3, 2, 1, 0]
    assert np.convolve(x[0], w[0, 0], "same").tolist() == [0, 1, 2, 3, 0]


@pytest.mark.claim("flip-both-axes-is-a-half-turn")
def test_turn():
    w = torch.rand(1, 1, 3, 4)
    assert torch.equal(w.flip(2, 3), w.rot90(2, (2, 3)))


@pytest.mark.claim("scipy-convolve-flips-correlate-does-not")
def test_scipy():
    one, kernel = np.zeros((5, 5)), np.arange(9.0).reshape(3, 3)
    one[2, 2] = 1
    turned = kernel[::-1, ::-1]
    assert (scipy.ndimage.correlate(one, kernel)[1:4, 1:4] == turned).all()
    assert (F.conv2d(one[None], kernel[None, None])[0] == turned).all()
    assert (scipy.ndimage.convolve(one, kernel)[1:4, 1:4] == kernel).all()
    assert (scipy.signal.convolve2d(one, kernel, "same")[1:4, 1:4] == kernel).all()
