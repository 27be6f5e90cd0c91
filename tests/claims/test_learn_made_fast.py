import numpy as np
import pytest

import convref as F


@pytest.mark.claim("eight-channels-make-278784-products")
def test_products():
    assert F.conv_macs(8, 8, (24, 24), 3) == 8 * 8 * 9 * 22 * 22 == 278_784


@pytest.mark.claim("one-matrix-product-gives-all-outputs")
def test_columns():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (4, 7, 8)), rng.integers(-9, 10, (5, 4, 3, 3))
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))
    table = windows.transpose(0, 3, 4, 1, 2).reshape(4 * 9, 5 * 6)
    assert (w.reshape(5, 4 * 9) @ table == F.conv2d(x, w).reshape(5, 5 * 6)).all()


@pytest.mark.claim("each-number-of-the-table-serves-eight-products")
def test_served():
    products, table = F.conv_macs(8, 8, (24, 24), 3), (8 * 9) * (22 * 22)
    assert 2 * products == 557_568
    assert products == 8 * table


@pytest.mark.claim("the-table-repeats-a-cell-up-to-nine-times")
def test_repeats():
    table = np.lib.stride_tricks.sliding_window_view(np.arange(100).reshape(10, 10), (3, 3))
    assert np.bincount(table.ravel()).max() == 9
    assert (np.bincount(table.ravel()).reshape(10, 10) == F.read_counts((10, 10), 3)).all()


@pytest.mark.claim("all-orders-make-the-same-products")
def test_count():
    for c, o, i, k, s in ((8, 8, 24, 3, 1), (3, 5, 11, 4, 2), (1, 1, 7, 2, 3)):
        side = F.conv_output_size(i, k, stride=s)
        table = (c * k * k) * (side * side) * o  # rows × columns × kernels
        taps = (k * k) * (o * c * side * side)
        assert table == taps == F.conv_macs(c, o, (i, i), k, stride=s)


@pytest.mark.claim("a-1x1-kernel-is-a-matrix-product")
def test_matrix_product():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (8, 5, 6)), rng.integers(-9, 10, (3, 8, 1, 1))
    product = w[:, :, 0, 0] @ x.reshape(8, 30)
    assert (F.conv2d(x, w) == product.reshape(3, 5, 6)).all()


@pytest.mark.claim("a-view-is-copied-by-the-product")
def test_copy():
    x = np.zeros((16, 16))
    view = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    assert np.shares_memory(view, x)
    assert not np.shares_memory(view.reshape(-1, 9), x)  # what a matrix product needs
