import warnings

import numpy as np
import pytest
import scipy.signal
import torch
from torch import nn

import convref as F


@pytest.mark.claim("half-of-d-times-k-minus-1-keeps-the-size")
def test_keeps():
    for k, d in np.ndindex(12, 4):
        if k % 2 and d:
            assert F.conv_output_size(50, k, padding=d * (k - 1) // 2, dilation=d) == 50
    assert [(k - 1) // 2 for k in (3, 5, 7)] == [1, 2, 3]


@pytest.mark.claim("no-padding-keeps-the-size-of-kernel-4")
def test_four():
    assert 32 not in [F.conv_output_size(32, 4, padding=p) for p in range(40)]


@pytest.mark.claim("same-puts-the-extra-cell-last")
def test_same():
    assert F.same_padding(4) == (1, 2)
    x, w = torch.rand(1, 1, 6, 6), torch.rand(1, 1, 4, 4)
    padded = nn.functional.pad(x, (1, 2, 1, 2))
    torch.set_warn_always(True)  # not only at the first call
    with pytest.warns(UserWarning, match="zero-padded copy"):
        same = torch.conv2d(x, w, padding="same")
    torch.set_warn_always(False)
    assert torch.allclose(same, torch.conv2d(padded, w))


@pytest.mark.claim("valid-same-full-of-32-and-5")
def test_names():
    assert [F.conv_output_size(32, 5, padding=p) for p in (0, 2, 4)] == [28, 32, 36]
    signal, kernel = np.arange(32), np.arange(1, 6)
    assert [np.convolve(signal, kernel, name).size for name in ("valid", "same", "full")] == [28, 32, 36]


@pytest.mark.claim("a-plain-transposed-layer-is-full")
def test_full():
    x, w = np.arange(8)[None], np.array([[[1, 2, 3]]])
    assert F.conv_transpose1d(x, w)[0].tolist() == np.convolve(x[0], w[0, 0], "full").tolist()


@pytest.mark.claim("same-in-scipy-stands-one-cell-further")
def test_scipy():
    signal, kernel = np.eye(1, 9, 4)[0], np.array([1.0, 2, 3, 4])
    theirs = scipy.signal.correlate(signal, kernel, "same")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        ours = torch.conv1d(torch.tensor(signal)[None, None], torch.tensor(kernel)[None, None], padding="same")[0, 0]
    assert np.array_equal(theirs[1:], ours[:-1])
    assert not said or "zero-padded copy" in str(said[0].message)  # said once in a process
    assert F.same_padding(4) == (1, 2)


@pytest.mark.claim("k-half-plus-d-minus-1-fits-3-alone")
def test_half_plus_d():
    right = [k for k in (1, 3, 5, 7) if all(k // 2 + d - 1 == d * (k - 1) // 2 for d in range(1, 9))]
    assert right == [3]
    assert (5 // 2 + 5 - 1, F.conv_output_size(30, 5, padding=10, dilation=5)) == (6, 30)


@pytest.mark.claim("two-axes-need-two-paddings")
def test_two_axes():
    layer = torch.nn.Conv2d(1, 1, (3, 5), padding=(2, 6), dilation=(2, 3))
    assert layer(torch.zeros(1, 1, 28, 31)).shape[2:] == (28, 31)
