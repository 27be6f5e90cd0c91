import numpy as np
import pytest

import convref as F


@pytest.mark.claim("three-branches-are-one-kernel")
def test_branches():
    rng = np.random.default_rng(0)
    x, wide, point = (rng.integers(-9, 10, shape) for shape in ((4, 8, 8), (4, 4, 3, 3), (4, 4, 1, 1)))
    identity = np.zeros((4, 4, 3, 3), int)
    identity[range(4), range(4), 1, 1] = 1
    kernels = wide, np.pad(point, ((0, 0), (0, 0), (1, 1), (1, 1))), identity
    scales, shifts = rng.integers(-9, 10, (2, 3, 4, 1, 1))  # what each folded batch norm multiplies by and adds
    branches = F.conv2d(x, wide, padding=1), F.conv2d(x, point), x
    block = sum(scale * y + shift for scale, y, shift in zip(scales, branches, shifts, strict=True))
    one = sum(scale[..., None] * kernel for scale, kernel in zip(scales, kernels, strict=True))
    assert (F.conv2d(x, one, shifts.sum(axis=0).ravel(), padding=1) == block).all()


@pytest.mark.claim("a-3-and-a-5-give-a-7")
def test_pair():
    rng = np.random.default_rng(0)
    x, first, second = (rng.integers(-9, 10, shape) for shape in ((3, 12, 12), (6, 3, 3, 3), (4, 6, 5, 5)))
    joined = F.conv2d(first.swapaxes(0, 1), second[:, :, ::-1, ::-1], padding=4).swapaxes(0, 1)
    assert joined.shape == (4, 3, 7, 7)
    assert (F.conv2d(x, joined) == F.conv2d(F.conv2d(x, first), second)).all()


@pytest.mark.claim("only-layers-of-one-channel-change-places")
def test_order():
    rng = np.random.default_rng(0)
    for channels, may_change in ((1, True), (2, False)):
        x = rng.integers(-9, 10, (channels, 12, 12))
        first, second = (rng.integers(-9, 10, (channels, channels, k, k)) for k in (3, 5))
        one, other = (F.conv2d(F.conv2d(x, a), b) for a, b in ((first, second), (second, first)))
        assert (one == other).all() == may_change


@pytest.mark.claim("a-narrow-middle-saves-weights")
def test_middle():
    for middle, pair in ((6, 762), (2, 254)):
        assert 3 * middle * 9 + middle * 4 * 25 == pair
    assert 254 < 3 * 4 * 49 == 588 < 762


@pytest.mark.claim("merged-layers-differ-at-the-edge")
def test_edge():
    rng = np.random.default_rng(0)
    x, first, second = rng.integers(1, 10, (1, 20)), rng.integers(1, 10, (1, 1, 3)), rng.integers(1, 10, (1, 1, 5))
    joined = F.conv1d(first, second[..., ::-1], padding=4)
    pair = F.conv1d(F.conv1d(x, first, padding=1), second, padding=2)
    assert (pair != F.conv1d(x, joined, padding=3)).nonzero()[1].tolist() == [0, 1, 18, 19]
    around = np.pad(x, ((0, 0), (3, 3)))
    assert (F.conv1d(F.conv1d(around, first), second) == F.conv1d(x, joined, padding=3)).all()


@pytest.mark.claim("a-stride-spreads-the-second-kernel")
def test_stride():
    rng = np.random.default_rng(0)
    for k1, k2, s, later in ((3, 3, 2, 1), (2, 4, 3, 2), (5, 3, 2, 2)):
        x, first, second = (rng.integers(-9, 10, shape) for shape in ((2, 60), (3, 2, k1), (4, 3, k2)))
        spread = np.zeros((4, 3, s * (k2 - 1) + 1), int)
        spread[..., ::s] = second
        joined = F.conv1d(first.swapaxes(0, 1), spread[..., ::-1], padding=s * (k2 - 1)).swapaxes(0, 1)
        assert joined.shape[-1] == k1 + s * (k2 - 1)
        pair = F.conv1d(F.conv1d(x, first, stride=s), second, stride=later)
        assert (F.conv1d(x, joined, stride=s * later) == pair).all()
