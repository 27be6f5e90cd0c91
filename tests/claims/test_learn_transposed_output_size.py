import numpy as np
import pytest
import torch

import convref as F


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


@pytest.mark.claim("the-half-kernel-recipe-fits-odd-kernels")
def test_recipe():
    for k in range(1, 8):
        for s in range(1, 5):
            fits = F.conv_transpose_output_size(10, k, s, (k - 1) // 2, s - 1) == 10 * s
            assert fits == (k % 2 == 1)
