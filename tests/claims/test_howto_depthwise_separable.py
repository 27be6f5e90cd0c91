import numpy as np
import pytest

import convref as F


@pytest.mark.claim("the-share-of-a-separable-layer")
def test_share():
    for channels in (4, 16, 256):
        full = F.conv_macs(channels, channels, (9, 9), 3, padding=1)
        depth = F.conv_macs(channels, channels, (9, 9), 3, padding=1, groups=channels)
        point = F.conv_macs(channels, channels, (9, 9), 1)
        assert (depth + point) / full == pytest.approx(1 / channels + 1 / 9)


@pytest.mark.claim("one-kernel-for-each-input-channel")
def test_bank():
    rng = np.random.default_rng(0)
    x, depth, point = (rng.integers(-9, 10, shape) for shape in ((4, 8, 8), (4, 1, 3, 3), (6, 4, 1, 1)))
    pair = F.conv2d(F.conv2d(x, depth, groups=4), point)
    assert (F.conv2d(x, point * depth[:, 0]) == pair).all()


@pytest.mark.claim("depthwise-alone-mixes-no-channels")
def test_mixes():
    x, w = np.zeros((3, 8, 8), int), np.ones((3, 1, 3, 3), int)
    x[0] = 1  # red alone
    y = F.conv2d(x, w, groups=3)
    assert y[0].all()
    assert not y[1:].any()


@pytest.mark.claim("a-multiplier-of-2-keeps-channels-in-order")
def test_multiplier():
    x = np.array([1, 10, 100])[:, None, None] * np.ones((3, 4, 4), int)
    y = F.conv2d(x, np.ones((6, 1, 1, 1), int), groups=3)
    assert y[:, 0, 0].tolist() == [1, 1, 10, 10, 100, 100]
