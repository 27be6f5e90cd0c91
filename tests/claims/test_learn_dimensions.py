import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("a-kernel-covers-all-channels")
def test_channels():
    x, w = np.arange(75).reshape(3, 5, 5), np.arange(27).reshape(1, 3, 3, 3)
    y = F.conv2d(x, w)
    assert y.shape == (1, 3, 3)  # two axes are slid along, and the three channels have become one
    assert y[0, 0, 0] == (x[:, :3, :3] * w[0]).sum()


@pytest.mark.claim("only-slid-axes-shrink")
def test_shapes():
    for axes, layer in enumerate((nn.Conv1d, nn.Conv2d, nn.Conv3d), 1):
        for channels in (1, 3, 7):
            assert layer(channels, 8, 3)(torch.zeros(2, channels, *[16] * axes)).shape == (2, 8, *[14] * axes)


@pytest.mark.claim("examples-of-a-batch-do-not-meet")
def test_batch():
    layer, x = nn.Conv2d(3, 8, 3), torch.rand(4, 3, 9, 9)
    before, changed = layer(x), x.clone()
    changed[0] = 0
    assert torch.equal(layer(changed)[1:], before[1:])


@pytest.mark.claim("each-axis-goes-by-itself")
def test_axes():
    assert nn.Conv2d(1, 1, (3, 5))(torch.zeros(1, 480, 640)).shape == (1, 478, 636)
    assert F.conv_output_size((480, 640), (3, 5)) == (478, 636)


@pytest.mark.claim("three-nine-twenty-seven")
def test_weights():
    assert [layer(1, 1, 3).weight.numel() for layer in (nn.Conv1d, nn.Conv2d, nn.Conv3d)] == [3, 9, 27]


@pytest.mark.claim("a-3-d-kernel-over-three-colours-is-2-d")
def test_three_colours():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (3, 8, 8)), rng.integers(-9, 10, (5, 3, 3, 3))
    assert np.array_equal(F.conv3d(x[None], w[:, None])[:, 0], F.conv2d(x, w))


@pytest.mark.claim("frame-by-frame-takes-a-third")
def test_frames():
    frames, size = 16, (32, 32)
    film = F.conv_macs(8, 8, (frames, *size), 3, padding=1)
    each = F.conv_macs(8, 8, size, 3, padding=1)
    assert film == 3 * frames * each


@pytest.mark.claim("a-volume-kernel-costs-three-flat-ones")
def test_volume():
    volume, flat = nn.Conv3d(64, 64, 3, bias=False), nn.Conv2d(64, 64, 3, bias=False)
    assert volume.weight.numel() == 3 * flat.weight.numel() == 27 * 64**2
    film = F.conv_macs(64, 64, (18, 58, 58), (3, 3, 3))
    frames = 16 * F.conv_macs(64, 64, (58, 58), (3, 3))
    assert film == 3 * frames == 5_549_064_192
    assert frames + F.conv_macs(64, 64, (18, 58, 58), (3, 1, 1)) < film / 2
