import numpy as np
import pytest

import convref as F


@pytest.mark.claim("four-products-beside-one")
def test_overlap():
    counts = F.overlap_counts((4, 4), kernel_size=3, stride=2)
    assert (counts[2, 2], counts[3, 3]) == (4, 1)


@pytest.mark.claim("kernel-4-with-dilation-2-leaves-holes")
def test_holes():
    assert 4 % 2 == 0
    assert (F.overlap_counts(8, kernel_size=4, stride=2, dilation=2)[1::2] == 0).all()


@pytest.mark.claim("the-rule-of-even-counts")
def test_rule():
    for k, s, d in np.ndindex(9, 5, 5):
        if k and s and d:
            inside = F.overlap_counts(40, k, s, dilation=d)[d * (k - 1) + s :][: -(d * (k - 1) + s)]
            even = len(set(inside.tolist())) == 1
            assert even == (k % s == 0 and np.gcd(s, d) == 1)


@pytest.mark.claim("equal-phase-sums-no-checkerboard")
def test_phase_sums():
    rng = np.random.default_rng(0)
    for number in range(200):
        kernel = rng.integers(-3, 4, (4, 4))
        if number % 2:  # make the sums equal
            kernel[2:, 2:] += 5 - F.phase_sums(kernel, stride=2)
        y = F.conv_transpose2d(np.ones((1, 6, 6), int), kernel[None, None], stride=2)[0]
        sums = F.phase_sums(kernel, stride=2)
        assert (len(set(y[4:-4, 4:-4].ravel())) == 1) == (len(set(sums.ravel())) == 1)


@pytest.mark.claim("nearest-then-convolve-has-equal-phase-sums")
def test_resize():
    rng = np.random.default_rng(0)
    for _ in range(50):
        w = rng.integers(-9, 10, (1, 1, 3, 3))
        x = rng.integers(-9, 10, (1, 1, 7, 7))
        tied = F.conv_transpose2d(np.ones((1, 1, 2, 2), int), w[..., ::-1, ::-1])
        resized = F.conv2d(x.repeat(2, axis=2).repeat(2, axis=3), w, padding=1)
        assert (F.conv_transpose2d(x, tied, stride=2, padding=1) == resized).all()
        assert (F.phase_sums(tied[0, 0], stride=2) == w.sum()).all()
