import numpy as np
import pytest
import torch

import convref as F
from convref import formulas


@pytest.mark.claim("three-stamps-cover-seven-cells")
def test_seven():
    x, w = np.array([[1, 2, 3]]), np.ones((1, 1, 3), int)
    assert F.conv_transpose1d(x, w, stride=2).tolist() == [[1, 1, 3, 2, 5, 3, 3]]


@pytest.mark.claim("longer-than-s-times-i-by-k-minus-s")
def test_longer():
    for i, k, s in np.ndindex(12, 8, 6):
        if i and k and s:
            assert F.conv_transpose_output_size(i, k, stride=s) - s * i == k - s


@pytest.mark.claim("six-cells-k5-s3-p2-become-16")
def test_sixteen():
    assert F.conv_transpose_output_size(6, 5, stride=3, padding=2) == 3 * 5 - 2 * 2 + 5 == 16
    x, w = torch.zeros(1, 6), torch.zeros(1, 1, 5)
    assert torch.conv_transpose1d(x, w, stride=3, padding=2).shape == (1, 16)


@pytest.mark.claim("k4-s2-p1-doubles-every-size")
def test_factor():
    for i in range(1, 100):
        assert F.conv_transpose_output_size(i, 4, stride=2, padding=1) == 2 * i
    for k, s, p, op in np.ndindex(8, 5, 6, 5):
        if k and s and op < s and s + k - 1 - 2 * p + op > 0:
            exact = F.conv_transpose_output_size(2, k, s, p, op) == 2 * s
            assert exact == (2 * p == k - s + op)


@pytest.mark.claim("16-17-and-18-become-6")
def test_same_size():
    sizes = [i for i in range(1, 100) if F.conv_output_size(i, 5, stride=3, padding=2) == 6]
    assert sizes == [16, 17, 18]


@pytest.mark.claim("output-padding-adds-at-one-end")
def test_one_end():
    x, w = torch.arange(1, 7)[None], torch.arange(1, 6)[None, None]
    rows = [torch.conv_transpose1d(x, w, None, 3, 2, op) for op in (0, 1, 2)]
    assert [row.shape[1] for row in rows] == [16, 17, 18]
    assert all(torch.equal(row[:, :16], rows[0]) for row in rows)


@pytest.mark.claim("output-padding-cells-are-computed")
def test_computed():
    x, w = np.arange(1, 7)[None], np.arange(1, 6)[None, None]
    longest = F.conv_transpose1d(x, w, stride=3, padding=2, output_padding=2)
    assert longest[0, 16:].tolist() == [24, 30] == [6 * 4, 6 * 5]
    assert (longest == F.conv_transpose1d(x, w, stride=3)[:, 2:20]).all()


@pytest.mark.claim("beyond-the-last-stamp-there-is-only-the-bias")
def test_bias():
    ones, bias = torch.ones(1, 3), torch.tensor([7.0])
    y = torch.conv_transpose1d(ones, torch.ones(1, 1, 2), bias, stride=3, output_padding=2)
    assert y.tolist() == [[8, 8, 7, 8, 8, 7, 8, 8, 7, 7]]


@pytest.mark.claim("the-lost-remainder-gives-the-size-back")
def test_remainder():
    for i, k, s, p in np.ndindex(30, 6, 5, 3):
        if i and k and s and i + 2 * p >= k:
            small, op = F.conv_output_size(i, k, s, p), formulas.output_padding_for(i, k, s, p)
            assert op == (i + 2 * p - k) % s
            assert F.conv_transpose_output_size(small, k, s, p, op) == i


@pytest.mark.claim("output-padding-below-stride-or-dilation")
def test_range():
    x, w = torch.zeros(1, 1, 4), torch.zeros(1, 1, 3)
    for s, d, op in np.ndindex(5, 5, 6):
        if s and d and op < max(s, d):
            torch.conv_transpose1d(x, w, None, s, 0, op, 1, d)
        elif s and d:
            with pytest.raises(RuntimeError, match="output padding must be smaller"):
                torch.conv_transpose1d(x, w, None, s, 0, op, 1, d)


@pytest.mark.claim("the-same-arguments-give-the-smallest-size")
def test_smallest():
    for k, s, p in ((5, 3, 2), (3, 2, 1), (4, 2, 1), (7, 4, 3), (3, 1, 1)):
        meet = [i for i in range(9, 200) if F.conv_output_size(i, k, s, p) == 20]
        assert len(meet) == s
        assert F.conv_transpose_output_size(20, k, s, p) == min(meet)


@pytest.mark.claim("the-half-kernel-recipe-fits-odd-kernels")
def test_recipe():
    for k in range(1, 8):
        for s in range(1, 5):
            fits = F.conv_transpose_output_size(10, k, s, (k - 1) // 2, s - 1) == 10 * s
            assert fits == (k % 2 == 1)
