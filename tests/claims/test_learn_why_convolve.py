from math import prod

import numpy as np
import pytest
import torch
from torch import nn

import convref as F
from convref.datasets import images


@pytest.mark.claim("dense-needs-two-terabytes-and-a-convolution-1792")
def test_weights():
    weights = prod((3, 224, 224)) * prod((64, 224, 224))
    assert 4.8e11 < weights < 5e11
    assert 1.9e12 < 4 * weights < 2e12  # bytes, four for each float32
    assert sum(p.numel() for p in nn.Conv2d(3, 64, 3).parameters()) == 1792


@pytest.mark.claim("of-36-weights-16-stay")
def test_near():
    rows, columns = np.indices((6, 6))
    assert rows.size == 36 and (abs(rows - columns) <= 1).sum() == 16


@pytest.mark.claim("three-weights-for-a-line-of-any-length")
def test_line():
    for length in (3, 6, 50, 300):
        matrix = F.conv_matrix(np.array([[[1, 2, 3]]]), (length,), padding=1)
        assert matrix.shape == (length, length) and set(matrix.flat) == {0, 1, 2, 3}


@pytest.mark.claim("nine-weights-each-once-a-row")
def test_shared():
    matrix = F.conv_matrix(np.arange(1, 10).reshape(1, 1, 3, 3), (5, 5))
    assert matrix.shape == (9, 25) and matrix.size == 225
    for row in matrix:
        assert sorted(row[row != 0]) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.claim("the-map-moves-with-the-photo")
def test_moves():
    grey, kernel = images.lena()[:64, :64].mean(axis=2), np.array([[-1, 0, 1.0], [-2, 0, 2], [-1, 0, 1]])
    for shift in range(1, 20):
        here, there = (F.conv2d(part[None], kernel[None, None])[0] for part in (grey, grey[:, shift:]))
        assert np.array_equal(here[:, shift:], there)
    layer = nn.Linear(64, 62)  # a dense layer does not move along
    x = torch.rand(64)
    assert not torch.allclose(layer(x)[1:], layer(x.roll(-1))[:-1])


@pytest.mark.claim("with-stride-2-only-even-shifts")
def test_stride():
    x, kernel = np.random.default_rng(0).random((1, 40)), np.ones((1, 1, 3))
    there = F.conv1d(x, kernel, stride=2)[0]
    for shift in range(1, 9):
        here = F.conv1d(x[:, shift:], kernel, stride=2)[0]
        moves = [np.allclose(here[:10], there[by : by + 10]) for by in range(5)]
        assert any(moves) == (shift % 2 == 0)


@pytest.mark.claim("every-convolution-is-a-dense-layer")
def test_dense():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 5, 5)), rng.integers(-9, 10, (1, 1, 3, 3))
    matrix = F.conv_matrix(w, (5, 5))
    assert np.array_equal(matrix @ x.ravel(), F.conv2d(x, w).ravel())
    reverse = np.eye(25)[::-1]  # turns the picture upside down: its rows do not share their weights, shifted
    assert len({tuple(np.flatnonzero(row) - n) for n, row in enumerate(reverse)}) == 25


@pytest.mark.claim("zeros-at-the-border-are-a-mark")
def test_border():
    even, kernel = np.ones((1, 5, 5)), np.ones((1, 1, 3, 3))
    assert F.conv2d(even, kernel, padding=1)[0, 0].tolist() == [4, 6, 6, 6, 4]
    assert set(F.conv2d(even, kernel).flat) == {9}  # without padding, all places look alike
