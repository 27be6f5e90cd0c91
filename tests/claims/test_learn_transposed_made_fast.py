import numpy as np
import pytest

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
