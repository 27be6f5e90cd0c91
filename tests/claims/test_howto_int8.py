import numpy as np
import pytest

import convref as F


@pytest.mark.claim("a-weak-kernel-is-left-with-three-integers")
def test_weak():
    rng = np.random.default_rng(0)
    strong, weak = rng.normal(size=(16, 3, 3)), rng.normal(size=(16, 3, 3))
    weak *= np.abs(strong).max() / np.abs(weak).max() / 100  # its largest weight is a hundredth
    scale = np.abs(strong).max() / 127
    assert np.unique(np.round(weak / scale)).tolist() == [-1, 0, 1]
    assert len(np.unique(np.round(weak / (np.abs(weak).max() / 127)))) > 80


@pytest.mark.claim("131071-products-fit-into-32-bits")
def test_sums():
    assert 131_071 * 128 * 128 <= 2**31 - 1 < 131_072 * 128 * 128
    assert 131_071 // 9 == 14_563
    assert 128 * 128 <= 2**15 - 1 < 2 * 128 * 128


@pytest.mark.claim("padding-is-the-zero-point")
def test_padding():
    q, zero = np.random.default_rng(0).integers(-128, 128, (2, 6, 6)), -128
    kernel = np.ones((1, 2, 3, 3), int)
    wanted = F.conv2d(q - zero, kernel, padding=1)  # the numbers themselves, in steps of the scale
    by_zero_point = np.pad(q, ((0, 0), (1, 1), (1, 1)), constant_values=zero)
    assert (F.conv2d(by_zero_point - zero, kernel) == wanted).all()
    assert (F.conv2d(np.pad(q, ((0, 0), (1, 1), (1, 1))) - zero, kernel) != wanted).any()


@pytest.mark.claim("the-zero-point-is-one-sum-for-each-kernel")
def test_zero_point():
    rng = np.random.default_rng(0)
    q, w, zero = rng.integers(-128, 128, (3, 8, 8)), rng.integers(-127, 128, (4, 3, 3, 3)), -128
    corrected = F.conv2d(q, w) - zero * w.sum(axis=(1, 2, 3))[:, None, None]
    assert (corrected == F.conv2d(q - zero, w)).all()


@pytest.mark.claim("scales-of-a-transposed-weight-lie-on-axis-1")
def test_axis():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(4, 5, 5)), rng.normal(size=(4, 6, 3, 3))
    scale = np.abs(w).max(axis=(0, 2, 3))  # one for each output channel
    y = F.conv_transpose2d(x, w / scale[:, None, None], stride=2) * scale[:, None, None]
    assert np.allclose(y, F.conv_transpose2d(x, w, stride=2))
    inputs = np.abs(w).max(axis=(1, 2, 3))
    ratio = F.conv_transpose2d(x, w / inputs[:, None, None, None]) / F.conv_transpose2d(x, w)
    assert np.ptp(ratio[0]) > 0.01  # not one factor


@pytest.mark.claim("a-quarter-of-the-memory")
def test_memory():
    assert 4 * np.dtype(np.int8).itemsize == np.dtype(np.float32).itemsize
