import numpy as np
import pytest

import convref as F


@pytest.mark.claim("28-and-45-percent-fewer-weights")
def test_fewer():
    for kernel, layers, saved in ((5, 2, 28), (7, 3, 45)):
        assert F.receptive_field([F.Layer(3)] * layers).size == kernel
        assert round(100 * (1 - layers * 3**2 / kernel**2)) == saved


@pytest.mark.claim("two-3x3-without-relu-are-one-5x5")
def test_merged():
    rng = np.random.default_rng(0)
    x, a, b = (rng.integers(-9, 10, (1, 1, n, n)) for n in (12, 3, 3))
    merged = F.conv2d(a, b[..., ::-1, ::-1], padding=2)
    assert merged.shape == (1, 1, 5, 5)
    assert (F.conv2d(F.conv2d(x, a), b) == F.conv2d(x, merged)).all()


@pytest.mark.claim("padding-1-twice-is-not-padding-2-once")
def test_twice():
    rng = np.random.default_rng(0)
    x, a, b = (rng.integers(1, 10, (1, 1, n, n)) for n in (12, 3, 3))
    twice = F.conv2d(F.conv2d(x, a, padding=1), b, padding=1)
    once = F.conv2d(F.conv2d(x, a, padding=2), b)
    same = (twice == once)[0, 0]
    assert same[1:-1, 1:-1].all()
    assert not same[0].any()


@pytest.mark.claim("a-stride-belongs-last")
def test_stride():
    assert F.receptive_field([F.Layer(3), F.Layer(3, stride=2)]).size == 5
    assert F.receptive_field([F.Layer(3, stride=2), F.Layer(3)]).size == 7
