import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("the-book-s-padding-counts-both-sides")
def test_padding():
    for n, k, s, both in ((8, 3, 1, 2), (8, 3, 2, 2), (9, 5, 3, 4)):
        by_the_book = (n - k + both + s) // s
        assert by_the_book == F.conv_output_size(n, k, stride=s, padding=both // 2)


@pytest.mark.claim("output-padding-is-at-one-end-and-computed")
def test_output_padding():
    x, w = torch.ones(1, 1, 4), torch.tensor([[[1.0, 2.0, 3.0]]])
    short = torch.conv_transpose1d(x, w, stride=2, padding=1)[0, 0]
    long = torch.conv_transpose1d(x, w, stride=2, padding=1, output_padding=1)[0, 0]
    assert torch.equal(long[:-1], short)
    assert long[-1] == 3
    ours = F.conv_transpose1d(x.numpy(), w.numpy(), stride=2, padding=1, output_padding=1)
    assert np.array_equal(ours[0, 0], long)


@pytest.mark.claim("dilation-1-has-no-gap")
def test_dilation():
    x, w = torch.tensor([[[1.0, 10.0, 100.0, 1000.0]]]), torch.ones(1, 1, 2)
    assert torch.conv1d(x, w, dilation=1)[0, 0].tolist() == [11, 110, 1100]
    assert F.conv1d(x.numpy(), w.numpy(), dilation=1)[0, 0].tolist() == [11, 110, 1100]
