import numpy as np
import pytest

import convref as F


@pytest.mark.claim("the-sixth-cell-is-never-read")
def test_unread():
    assert F.read_counts(6, kernel_size=3, stride=2).tolist() == [1, 1, 2, 1, 1, 0]


@pytest.mark.claim("a-stride-keeps-every-s-th-output")
def test_kept():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 20, 21)), rng.integers(-9, 10, (1, 1, 3, 4))
    for s in (1, 2, 3, 4):
        assert (F.conv2d(x, w, stride=s) == F.conv2d(x, w)[:, ::s, ::s]).all()


@pytest.mark.claim("kernel-1-stride-2-reads-a-quarter")
def test_quarter():
    counts = F.read_counts((8, 8), kernel_size=1, stride=2)
    assert (counts > 0).sum() == counts.size / 4


@pytest.mark.claim("stride-2-halves-an-even-input")
def test_half():
    for size in range(2, 300, 2):
        assert F.conv_output_size(size, kernel_size=2, stride=2) == size / 2
        assert F.conv_output_size(size, kernel_size=3, stride=2, padding=1) == size / 2
