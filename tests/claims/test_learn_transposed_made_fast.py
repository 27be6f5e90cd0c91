import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("sixteen-turns-instead-of-1024")
def test_turns():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (32, 32)), rng.integers(-9, 10, (4, 4))
    y, turns = np.zeros((66, 66), int), 0
    for a, b in np.ndindex(w.shape):
        y[a : a + 64 : 2, b : b + 64 : 2] += w[a, b] * x
        turns += 1
    assert (turns, x.size) == (16, 1024)
    assert (y == F.conv_transpose2d(x[None], w[None, None], stride=2)[0]).all()


@pytest.mark.claim("tap-t-belongs-to-phase-t-mod-s")
def test_phases():
    rng = np.random.default_rng(0)
    for s, taps in np.ndindex(5, 8):
        if s and taps:
            x, w = rng.integers(-9, 10, 6), rng.integers(-9, 10, taps)
            phases = np.zeros((s, 6 + (taps - 1) // s), int)
            for t in range(taps):
                phases[t % s, t // s : t // s + 6] += w[t] * x
            woven = phases.T.ravel()[: s * 5 + taps]
            expected = F.conv_transpose1d(x[None], w[None, None], stride=s)[0]
            assert (woven[: len(expected)] == expected).all()
            assert not expected[len(woven) :].any()


@pytest.mark.claim("one-product-for-each-weight-and-input")
def test_products():
    for k, s in ((4, 2), (3, 2), (5, 3)):
        stamps = F.overlap_counts((8, 8), k, stride=s).sum()  # every number that is added somewhere
        assert stamps == 8 * 8 * k * k == F.conv_transpose_macs(1, 1, (8, 8), k, stride=s)


@pytest.mark.claim("three-of-four-products-would-be-zero")
def test_zeros():
    widened = np.zeros((16, 16), int)
    widened[::2, ::2] = 1
    products = F.conv2d(widened[None], np.ones((1, 1, 4, 4), int))[0]  # those with an input, of 16 at each stop
    assert (products == 4).all()


@pytest.mark.claim("taps-of-a-dilated-kernel-by-phase")
def test_dilated_taps():
    counts = F.overlap_counts(9, 4, stride=2, dilation=2)
    assert (counts[1::2] == 0).all() and counts[0::2].max() == 4


@pytest.mark.claim("col2im-adds-once-a-tap")
def test_col2im():
    rng = np.random.default_rng(0)
    for channels in (1, 8, 32):
        x, w = rng.integers(-9, 10, (channels, 5, 6)), rng.integers(-9, 10, (channels, 4, 4, 4))
        stamps = (w.reshape(channels, -1).T @ x.reshape(channels, -1)).reshape(4, 4, 4, 5, 6)
        y, turns = np.zeros((4, 12, 14), int), 0
        for a, b in np.ndindex(4, 4):
            y[:, a : a + 10 : 2, b : b + 12 : 2] += stamps[:, a, b]
            turns += 1
        assert turns == 16
        assert (y == F.conv_transpose2d(x, w, stride=2)).all()


@pytest.mark.claim("output-6-is-23-and-output-7-is-20")
def test_two_outputs():
    x, w = torch.arange(1.0, 7)[None], torch.arange(1.0, 6)[None, None]
    assert torch.conv_transpose1d(x, w, stride=2)[0, 6:8].tolist() == [4 * 1 + 3 * 3 + 2 * 5, 4 * 2 + 3 * 4] == [23, 20]
