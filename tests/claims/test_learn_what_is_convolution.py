import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("nine-products-add-up-to-nine")
def test_patch():
    patch = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
    kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    assert F.conv2d(patch[None, None], kernel[None, None]).item() == 9 > patch.max()
    assert torch.conv2d(torch.tensor(patch[None, None]), torch.tensor(kernel[None, None])).item() == 9


@pytest.mark.claim("the-kernel-adds-the-difference-to-its-neighbours")
def test_sharpen():
    x = np.random.default_rng(0).integers(0, 10, (1, 9, 9))
    kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    middle = x[0, 1:-1, 1:-1]
    others = x[0, :-2, 1:-1], x[0, 2:, 1:-1], x[0, 1:-1, :-2], x[0, 1:-1, 2:]
    differences = sum(middle - other for other in others)
    assert np.array_equal(F.conv2d(x, kernel[None, None])[0], middle + differences)


@pytest.mark.claim("six-cells-three-weights-four-stops")
def test_stops():
    assert F.conv1d(np.ones((1, 6)), np.ones((1, 1, 3))).shape == (1, 4)
    assert F.conv_output_size(6, 3) == 4


@pytest.mark.claim("one-cell-stops-everywhere")
def test_number_of_stops():
    for i in range(1, 30):
        assert F.conv_output_size(i, 1) == i and F.conv_output_size(i, i) == 1
        for k in range(1, i + 1):
            assert F.conv_output_size(i, k) == i - k + 1


@pytest.mark.claim("pytorch-does-not-flip")
def test_flip():
    x, w = torch.tensor([[0.0, 0, 1, 0, 0]]), torch.tensor([[[1.0, 2, 3]]])
    assert torch.conv1d(x, w).tolist() == [[3, 2, 1]]  # as a cross-correlation
    assert np.convolve(x[0], w[0, 0], mode="valid").tolist() == [1, 2, 3]


@pytest.mark.claim("a-convolution-is-linear")
def test_linear():
    rng = np.random.default_rng(0)
    x, y, w = rng.integers(-9, 10, (1, 8, 8)), rng.integers(-9, 10, (1, 8, 8)), rng.integers(-9, 10, (1, 1, 3, 3))
    assert np.array_equal(F.conv2d(2 * x, w), 2 * F.conv2d(x, w))
    assert np.array_equal(F.conv2d(x + y, w), F.conv2d(x, w) + F.conv2d(y, w))


@pytest.mark.claim("not-a-matrix-product")
def test_product():
    patch = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
    kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    assert (patch * kernel).sum() == 9
    assert (patch @ kernel).size == 9 and 9 not in patch @ kernel


@pytest.mark.claim("a-map-can-be-negative")
def test_negative():
    kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    dark = np.array([[6, 6, 6], [6, 0, 6], [6, 6, 6]])
    assert F.conv2d(dark[None], kernel[None, None]).item() == -24
