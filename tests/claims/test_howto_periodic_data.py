import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("only-circular-padding-shifts-with-the-input")
def test_shift():
    rng = np.random.default_rng(0)
    x, w = rng.integers(1, 10, (1, 12)), rng.integers(1, 10, (1, 1, 3))
    for mode in ("zeros", "reflect", "replicate", "circular"):
        y, shifted = (F.conv1d(one, w, padding=1, padding_mode=mode) for one in (x, np.roll(x, 4, axis=1)))
        assert (np.roll(y, 4, axis=1) == shifted).all() == (mode == "circular")


@pytest.mark.claim("wrap-the-inputs-that-reach-over-the-end")
def test_wrap():
    rng = np.random.default_rng(0)
    for i, k, s in ((12, 5, 2), (7, 8, 3), (5, 3, 1), (6, 4, 4), (9, 4, 2), (24, 6, 3)):
        x, w = rng.integers(-9, 10, (1, i)), rng.integers(-9, 10, (1, 1, k))
        around = (k - 1) // s
        wrapped = np.concatenate([x[:, i - around :], x], axis=1)
        y = F.conv_transpose1d(wrapped, w, stride=s)[0, around * s :][: s * i]
        circle = np.zeros(s * i, int)
        for n, t in np.ndindex(i, k):
            circle[(s * n + t) % (s * i)] += x[0, n] * w[0, 0, t]
        assert (y == circle).all()


@pytest.mark.claim("circular-pads-at-most-the-whole-axis")
def test_whole():
    x = torch.arange(3.0).reshape(1, 1, 3)
    assert nn.functional.pad(x, (3, 3), mode="circular").shape[-1] == 9
    with pytest.raises(RuntimeError, match="wrapping around more than once"):
        nn.functional.pad(x, (4, 0), mode="circular")
