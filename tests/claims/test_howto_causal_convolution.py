import numpy as np
import pytest

import convref as F


@pytest.mark.claim("left-padding-only-is-causal", "causal-at-any-kernel-and-dilation")
def test_causal():
    for k, d, n in np.ndindex(6, 5, 20):
        if k and d:
            x = np.zeros((1, 20), int)
            x[0, n] = 1
            y = F.conv1d(np.pad(x, ((0, 0), (d * (k - 1), 0))), np.ones((1, 1, k), int), dilation=d)
            assert y.shape == (1, 20)
            assert y[0].nonzero()[0].min() == n


@pytest.mark.claim("ten-dilated-layers-see-1024")
def test_memory():
    assert F.receptive_field([F.Layer(2, dilation=2**n) for n in range(10)]).size == 1024


@pytest.mark.claim("pieces-with-memory-equal-the-whole")
def test_pieces():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 20)), rng.integers(-9, 10, (1, 1, 3))
    memory, pieces = np.zeros((1, 8), int), []
    for piece in np.split(x, 4, axis=1):
        joined = np.concatenate([memory, piece], axis=1)
        pieces.append(F.conv1d(joined, w, dilation=4))
        memory = joined[:, -8:]
    whole = F.conv1d(np.pad(x, ((0, 0), (8, 0))), w, dilation=4)
    assert (np.concatenate(pieces, axis=1) == whole).all()
