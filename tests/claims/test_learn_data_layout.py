import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("the-message-shows-an-invented-1")
def test_invented():
    with pytest.raises(RuntimeError, match=r"expected input\[1, 4, 5, 3\] to have 3 channels, but got 4 channels"):
        nn.Conv2d(3, 8, 3)(torch.rand(4, 5, 3))


@pytest.mark.claim("a-reshape-keeps-the-order-in-memory")
def test_order():
    picture = torch.arange(60).reshape(4, 5, 3)
    for shape in ((3, 4, 5), (12, 5), (2, 2, 15), (60,)):
        assert picture.reshape(shape).flatten().tolist() == picture.flatten().tolist()
    assert picture.permute(2, 0, 1).flatten().tolist() != picture.flatten().tolist()


@pytest.mark.claim("a-1-d-layer-on-text-has-a-2-d-twin")
def test_twin():
    rng = np.random.default_rng(0)
    words, w = rng.integers(-9, 10, (2, 9, 6)), rng.integers(-9, 10, (4, 6, 3))
    along_words = F.conv1d(words.swapaxes(1, 2), w)
    as_picture = F.conv2d(words[:, None], w.swapaxes(1, 2)[:, None])
    assert (along_words == as_picture[..., 0]).all() and as_picture.shape[-1] == 1


@pytest.mark.claim("as-many-words-as-features-hide-a-missing-swap")
def test_hidden():
    layer = nn.Conv1d(6, 4, 3)
    with pytest.raises(RuntimeError, match="to have 6 channels, but got 9 channels"):
        layer(torch.rand(2, 9, 6))
    square = torch.rand(2, 6, 6)
    assert layer(square).shape == layer(square.mT).shape
    assert not torch.allclose(layer(square), layer(square.mT))


@pytest.mark.claim("a-folded-volume-does-not-move-along")
def test_depth():
    rng = np.random.default_rng(0)
    scan, moved = np.zeros((2, 16, 8, 8), int)
    scan[4:8] = moved[5:9] = rng.integers(0, 9, (4, 8, 8))
    slid, folded = rng.integers(-9, 10, (1, 1, 3, 3, 3)), rng.integers(-9, 10, (1, 16, 3, 3))
    here, there = F.conv3d(scan[None], slid), F.conv3d(moved[None], slid)
    assert (there[:, 1:] == here[:, :-1]).all()
    assert (F.conv2d(scan, folded) != F.conv2d(moved, folded)).any()


@pytest.mark.claim("flatten-turns-channels-into-samples")
def test_flatten():
    network = nn.Sequential(nn.Conv2d(3, 32, 28), nn.Flatten(), nn.Linear(800, 10))
    with pytest.raises(RuntimeError, match=r"shapes cannot be multiplied \(32x25 and 800x10\)"):
        network(torch.rand(3, 32, 32))
    assert network(torch.rand(1, 3, 32, 32)).shape == (1, 10)


@pytest.mark.claim("channels-last-memory-leaves-the-shape")
def test_memory_format():
    x = torch.rand(8, 3, 24, 32)
    fast = x.to(memory_format=torch.channels_last)
    assert fast.shape == x.shape and torch.equal(fast, x) and fast.stride() != x.stride()


@pytest.mark.claim("a-conv3d-is-a-sum-of-2d-layers")
def test_sum():
    layer, scan = nn.Conv3d(2, 4, 3, bias=False), torch.randn(1, 2, 6, 8, 8)
    slices = [
        sum(torch.conv2d(scan[:, :, depth + tap], layer.weight[:, :, tap]) for tap in range(3)) for depth in range(4)
    ]
    assert torch.allclose(layer(scan), torch.stack(slices, dim=2), atol=1e-5)


@pytest.mark.claim("folding-16-slices-takes-five-times-the-products")
def test_folding():
    for slices, times in ((3, 1), (16, 16 / 3)):
        volume = F.conv_macs(8, 8, (slices, 20, 20), (3, 3, 3), padding=1)
        folded = F.conv_macs(8 * slices, 8 * slices, (20, 20), 3, padding=1)
        assert folded == pytest.approx(times * volume)


@pytest.mark.claim("bands-as-channels-have-15360-weights")
def test_spectrogram():
    assert nn.Conv1d(80, 64, 3).weight.numel() == 15_360
    assert nn.Conv2d(1, 64, 3).weight.numel() == 576
