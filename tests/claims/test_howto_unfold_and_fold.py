import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import convref


@pytest.mark.claim("unfold-has-27-rows-and-12-columns")
def test_unfold():
    x, weight = torch.randn(2, 3, 6, 8), torch.randn(5, 3, 3, 3)
    windows = F.unfold(x, 3, padding=1, stride=2)
    assert windows.shape == (2, 27, 12)
    y = (weight.flatten(1) @ windows).unflatten(2, (3, 4))
    assert torch.allclose(y, F.conv2d(x, weight, padding=1, stride=2), atol=1e-4)


@pytest.mark.claim("a-batch-of-100-makes-57600-columns")
def test_batch():
    columns = F.unfold(torch.rand(100, 1, 24, 24), 5, padding=2)
    assert columns.shape[0] * columns.shape[2] == 57_600
    assert len(columns.transpose(0, 1).flatten(1).unique(dim=1).T) == 57_600


@pytest.mark.claim("fold-is-a-transposed-convolution")
def test_fold():
    small, kernel = torch.randn(2, 3, 4, 4), torch.randn(3, 5, 4, 4)
    large = F.fold(kernel.flatten(1).T @ small.flatten(2), (8, 8), 4, padding=1, stride=2)
    assert torch.allclose(large, F.conv_transpose2d(small, kernel, padding=1, stride=2), atol=1e-4)


@pytest.mark.claim("fold-divided-by-its-counts-gives-the-picture-back")
def test_mean():
    x = torch.rand(1, 2, 6, 6)
    back, counts = (F.fold(F.unfold(one, 3, padding=1), (6, 6), 3, padding=1) for one in (x, torch.ones_like(x)))
    assert torch.allclose(back / counts, x)
    assert not torch.allclose(back, x)
    assert torch.equal(F.fold(F.unfold(x, 2, stride=2), (6, 6), 2, stride=2), x)  # windows side by side


@pytest.mark.claim("patches-times-a-matrix-are-a-convolution")
def test_patches():
    picture, embed = torch.rand(1, 3, 32, 32), nn.Conv2d(3, 10, 16, stride=16)
    by_hand = F.unfold(picture, 16, stride=16).mT @ embed.weight.flatten(1).T + embed.bias
    assert torch.allclose(embed(picture).flatten(2).mT, by_hand, atol=1e-5)


@pytest.mark.claim("the-table-is-nine-times-the-input")
def test_table():
    x = torch.rand(1, 4, 32, 32)
    assert F.unfold(x, 3, padding=1).numel() == 9 * x.numel()


@pytest.mark.claim("blocks-times-a-matrix-are-a-conv3d")
def test_blocks():
    video, layer = torch.rand(1, 3, 4, 8, 8), nn.Conv3d(3, 10, (2, 4, 4), stride=(2, 4, 4))
    blocks = video.unfold(2, 2, 2).unfold(3, 4, 4).unfold(4, 4, 4)  # (1, 3, 2, 2, 2, then the block)
    linear = nn.Linear(3 * 2 * 4 * 4, 10)
    with torch.no_grad():
        linear.weight.copy_(layer.weight.flatten(1))
        linear.bias.copy_(layer.bias)
    made = linear(blocks.permute(0, 2, 3, 4, 1, 5, 6, 7).flatten(4))
    assert torch.allclose(made.permute(0, 4, 1, 2, 3), layer(video), atol=1e-5)


@pytest.mark.claim("a-quarter-of-the-slices-is-never-read")
def test_slices():
    read = convref.read_counts((16, 8, 8), (3, 4, 4), stride=4) > 0
    assert np.flatnonzero(~read.any(axis=(1, 2))).tolist() == [3, 7, 11, 15]
    assert read.mean() == 0.75
