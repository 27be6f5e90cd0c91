import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("four-products-beside-one")
def test_overlap():
    counts = F.overlap_counts((4, 4), kernel_size=3, stride=2)
    assert (counts[2, 2], counts[3, 3]) == (4, 1)


@pytest.mark.claim("kernel-4-gives-every-inner-cell-two")
def test_even():
    assert set(F.overlap_counts(9, kernel_size=4, stride=2)[2:-2]) == {2}
    assert set(F.overlap_counts(9, kernel_size=3, stride=2)[2:-2]) == {1, 2}


@pytest.mark.claim("kernel-4-with-dilation-2-leaves-holes")
def test_holes():
    assert 4 % 2 == 0
    assert (F.overlap_counts(8, kernel_size=4, stride=2, dilation=2)[1::2] == 0).all()


@pytest.mark.claim("the-rule-of-even-counts")
def test_rule():
    wrong = 0
    for k, s, d in np.ndindex(9, 5, 5):
        if k and s and d:
            inside = F.overlap_counts(40, k, s, dilation=d)[d * (k - 1) + s :][: -(d * (k - 1) + s)]
            even = len(set(inside.tolist())) == 1
            wrong += even != (k % s == 0)
            assert even == (k % s == 0 and np.gcd(s, d) == 1)
    assert wrong == 14


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


@pytest.mark.claim("bilinear-then-convolve-keeps-a-constant")
def test_bilinear():
    tent = np.array([0.25, 0.75, 0.75, 0.25])
    assert F.phase_sums(np.outer(tent, tent), stride=2).tolist() == [[1, 1], [1, 1]]
    torch.manual_seed(0)
    for _ in range(20):
        grey, w = torch.full((1, 1, 16, 16), 0.5, dtype=torch.float64), torch.randn(1, 1, 3, 3, dtype=torch.float64)
        large = torch.nn.functional.interpolate(grey, scale_factor=2, mode="bilinear")
        inside = torch.conv2d(large, w, padding=1)[0, 0, 2:-2, 2:-2]
        assert torch.allclose(inside, inside[:1, :1].expand_as(inside))


@pytest.mark.claim("random-kernels-of-4-leave-a-pattern")
def test_random():
    torch.manual_seed(0)
    for _ in range(50):
        layer = torch.nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1)
        inside = layer(torch.ones(1, 1, 8, 8))[0, 0, 4:-4, 4:-4]
        assert inside.max() - inside.min() > 0.01
