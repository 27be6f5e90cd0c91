import numpy as np
import pytest
import torch
from torch import nn
from torchvision.models import alexnet

import convref as F
from convref.datasets import images


@pytest.mark.claim("the-sum-of-the-weights-is-the-answer-to-an-even-area")
def test_sum():
    identity, blur = np.array([[0, 0, 0], [0, 1.0, 0], [0, 0, 0]]), np.full((3, 3), 1 / 9)
    sharpen, sobel = np.array([[0, -1, 0], [-1, 5.0, -1], [0, -1, 0]]), np.array([[-1, 0, 1.0], [-2, 0, 2], [-1, 0, 1]])
    for kernel, total in ((identity, 1), (blur, 1), (sharpen, 1), (sobel, 0)):
        assert np.isclose(kernel.sum(), total)
        for grey in (0.0, 0.25, 1.0):
            assert np.allclose(F.conv2d(np.full((1, 8, 8), grey), kernel[None, None]), total * grey)


@pytest.mark.claim("sobel-goes-from-minus-4-to-4")
def test_bounds():
    sobel = np.array([[-1, 0, 1.0], [-2, 0, 2], [-1, 0, 1]])
    brightest = (sobel > 0).astype(float)  # 1 where the weight is positive: no window from 0 to 1 gives more
    assert F.conv2d(brightest[None], sobel[None, None]).item() == 4
    assert F.conv2d(1 - brightest[None], sobel[None, None]).item() == -4


@pytest.mark.claim("the-seed-decides-the-map")
def test_seed():
    maps = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        layer = nn.Conv2d(3, 1, 3)
        assert layer.weight.numel() == 27 and layer.bias.numel() == 1
        maps.append(layer(torch.ones(3, 5, 5)))
    assert torch.equal(maps[0], maps[1]) and not torch.equal(maps[0], maps[2])


@pytest.mark.claim("an-activation-is-cosine-times-lengths")
def test_product():
    kernel = np.array([-1.0, 2, -1])
    for window, activation, cosine in (([0, 3, 0], 6, 1), ([0, 10, 10], 10, 0.5)):
        contrast = window - np.mean(window)
        lengths = np.linalg.norm(kernel) * np.linalg.norm(contrast)
        assert kernel @ window == activation
        assert np.isclose(kernel @ contrast / lengths, cosine) and np.isclose(cosine * lengths, activation)


@pytest.mark.claim("weights-that-sum-to-zero-ignore-the-mean")
def test_mean():
    kernel = np.array([-1, 2, -1])
    for grey in range(256):
        assert kernel @ np.full(3, grey) == 0


@pytest.mark.claim("a-strong-edge-beats-a-faint-line")
def test_length():
    kernel = np.array([-1, 2, -1])
    line, edge = np.array([0, 3, 0]), np.array([0, 10, 10])
    assert kernel @ line == 6 < kernel @ edge == 10


@pytest.mark.claim("cosine-is-1-where-the-patch-was-cut")
def test_cosine():
    grey = images.lena()[:96, :96].mean(axis=2)
    patch = grey[30:54, 40:64] - grey[30:54, 40:64].mean()
    windows = np.lib.stride_tricks.sliding_window_view(grey, (24, 24))
    contrast = windows - windows.mean(axis=(2, 3), keepdims=True)
    lengths = np.linalg.norm(contrast, axis=(2, 3)) * np.linalg.norm(patch)
    cosines = F.conv2d(grey[None], patch[None, None])[0] / np.maximum(lengths, 1e-9)
    assert np.isclose(cosines[30, 40], 1) and cosines.max() < 1 + 1e-9


@pytest.mark.claim("alexnets-second-kernels-have-64-slices")
def test_second():
    first, second = [layer for layer in alexnet(weights=None).features if isinstance(layer, nn.Conv2d)][:2]
    assert first.weight.shape == (64, 3, 11, 11)
    assert second.weight.shape == (192, 64, 5, 5)


@pytest.mark.claim("one-map-a-kernel")
def test_maps():
    first = alexnet(weights=None).features[0]
    assert len(first.weight) == 64
    assert first(torch.zeros(3, 224, 224)).shape == (64, 55, 55)
