import numpy as np
import pytest

import convref as F


@pytest.mark.claim("a-1x1-kernel-is-a-matrix-product")
def test_matrix_product():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (8, 5, 6)), rng.integers(-9, 10, (3, 8, 1, 1))
    product = w[:, :, 0, 0] @ x.reshape(8, 30)
    assert (F.conv2d(x, w) == product.reshape(3, 5, 6)).all()
