import numpy as np
import pytest

import convref as F


@pytest.mark.claim("a-kernel-covers-all-channels")
def test_channels():
    x, w = np.arange(75).reshape(3, 5, 5), np.arange(27).reshape(1, 3, 3, 3)
    y = F.conv2d(x, w)
    assert y.shape == (1, 3, 3)  # two axes are slid along, and the three channels have become one
    assert y[0, 0, 0] == (x[:, :3, :3] * w[0]).sum()
