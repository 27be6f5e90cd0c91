import numpy as np
import pytest

import convref as F


@pytest.mark.claim("an-odd-size-is-halved-upwards")
def test_upwards():
    for i in range(1, 300):
        assert F.conv_output_size(i, 3, stride=2, padding=1) == -(-i // 2)


@pytest.mark.claim("paddings-for-an-exact-factor")
def test_paddings():
    for s, k, p in np.ndindex(6, 12, 8):
        if s > 1 and k and 4 * s + 2 * p >= k:
            exact = all(F.conv_output_size(n * s, k, s, p) == n for n in range(4, 12))
            assert exact == (k - s <= 2 * p <= k - 1)
        for op in range(s if s > 1 and k else 0):
            if 2 * s + k - 2 * p + op > 0:
                assert (F.conv_transpose_output_size(3, k, s, p, op) == 3 * s) == (2 * p == k - s + op)


@pytest.mark.claim("k-equals-s-or-2s-is-even")
def test_even():
    for s in (2, 3, 4):
        assert [k for k in range(s, 2 * s + 2) if F.is_even_overlap(k, s)] == [s, 2 * s]


@pytest.mark.claim("an-odd-stride-needs-output-padding-1")
def test_odd():
    for s in (3, 5, 7):
        assert F.conv_transpose_output_size(9, 2 * s, s, padding=(s + 1) // 2, output_padding=1) == 9 * s
        assert 9 * s not in [F.conv_transpose_output_size(9, 2 * s, s, padding=p) for p in range(2 * s)]
    assert F.conv_transpose_output_size(9, 6, 3, padding=2, output_padding=1) == 27
    assert F.conv_transpose_output_size(9, 3, 3) == 27


@pytest.mark.claim("kernel-2-halves-downwards")
def test_downwards():
    assert F.conv_output_size(7, 2, stride=2) == 3
    assert F.read_counts(7, kernel_size=2, stride=2).tolist() == [1, 1, 1, 1, 1, 1, 0]


@pytest.mark.claim("kernel-1-misses-three-quarters")
def test_quarters():
    assert (F.read_counts((8, 8), kernel_size=1, stride=2) == 0).mean() == 3 / 4
