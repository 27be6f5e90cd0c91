import numpy as np
import pytest
import scipy.linalg
import torch

import convref as F


@pytest.mark.claim("seven-weights-and-eight-zeros")
def test_zeros():
    C = F.conv_matrix(np.array([[[1, 2, 3]]]), 5, stride=2, padding=1)
    assert C.tolist() == [[2, 3, 0, 0, 0], [0, 1, 2, 3, 0], [0, 0, 0, 1, 2]]
    assert ((C != 0).sum(), (C == 0).sum()) == (7, 8)


@pytest.mark.claim("the-columns-are-stamps")
def test_columns():
    weight, y = np.array([[[1, 2, 3]]]), np.array([[1, 2, 3]])
    C = F.conv_matrix(weight, (5,), stride=2, padding=1)
    assert (C.T @ y[0] == F.conv_transpose1d(y, weight, stride=2, padding=1)[0]).all()


@pytest.mark.claim("the-two-layers-are-adjoint")
def test_adjoint():
    rng = np.random.default_rng(0)
    for s, p, d, g in np.ndindex(4, 3, 3, 3):
        if s and d and g:
            settings = {"stride": s, "padding": p, "dilation": d, "groups": g}
            x, w = rng.integers(-9, 10, (2 * g, 12)), rng.integers(-9, 10, (3 * g, 2, 3))
            Cx = F.conv1d(x, w, **settings)
            y = rng.integers(-9, 10, Cx.shape)
            Cty = F.conv_transpose1d(y, w, **settings, output_size=12)
            assert (Cx * y).sum() == (x * Cty).sum()


@pytest.mark.claim("the-transpose-takes-the-same-weight")
def test_weight():
    rng = np.random.default_rng(0)
    x, y, w = (rng.integers(-9, 10, shape) for shape in ((4, 7, 7), (6, 3, 3), (6, 2, 3, 3)))
    down = F.conv2d(x, w, stride=2, groups=2)
    up = F.conv_transpose2d(y, w, stride=2, groups=2)
    assert (down * y).sum() == (x * up).sum()


@pytest.mark.claim("three-of-five-cannot-be-undone")
def test_rank():
    C = F.conv_matrix(np.array([[[1, 2, 3]]]), 5, stride=2, padding=1)
    assert np.linalg.matrix_rank(C) == 3
    lost = np.linalg.svd(C)[2][-1]  # an input that the layer cannot see
    assert np.allclose(C @ lost, 0)
    assert not np.allclose(lost, 0)


@pytest.mark.claim("a-transpose-is-no-inverse-at-stride-1-either")
def test_inverse():
    S, x = F.conv_matrix(np.array([[[1, 2, 3]]]), 5, padding=1), np.array([1, 0, 2, 0, 3])
    assert round(np.linalg.det(S)) == -10
    assert np.allclose(np.linalg.solve(S, S @ x), x)
    assert (S.T @ S @ x != x).all()


@pytest.mark.claim("the-inverse-of-a-small-kernel-is-full")
def test_full():
    S = F.conv_matrix(np.array([[[1, 2, 3]]]), 5, padding=1)
    assert (np.abs(np.linalg.inv(S)) > 0.01).all()


@pytest.mark.claim("bilinear-edges-0-75-corners-0-5625")
def test_bilinear():
    tent = torch.tensor([0.25, 0.75, 0.75, 0.25])
    kernel, ones = torch.outer(tent, tent)[None, None], torch.ones(1, 1, 4, 4)
    up = torch.conv_transpose2d(ones, kernel, stride=2, padding=1)[0, 0]
    assert (up[0, 0], up[0, 4], up[4, 4]) == (0.5625, 0.75, 1)


@pytest.mark.claim("a-tent-is-bilinear-inside-only")
def test_inside():
    tent = torch.tensor([0.25, 0.75, 0.75, 0.25])
    x = torch.randn(1, 1, 6, 6, generator=torch.Generator().manual_seed(0))
    up = torch.conv_transpose2d(x, torch.outer(tent, tent)[None, None], stride=2, padding=1)
    wanted = torch.nn.functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
    same = torch.isclose(up, wanted, atol=1e-6)[0, 0]
    assert same[1:-1, 1:-1].all()
    assert not same[[0, -1]].any()
    assert not same[:, [0, -1]].any()


@pytest.mark.claim("stride-1-is-a-toeplitz-matrix")
def test_toeplitz():
    line, plane = (
        F.conv_matrix(np.array([[[1, 2, 3]]]), (7,)),
        F.conv_matrix(np.arange(1, 10).reshape(1, 1, 3, 3), (5, 6)),
    )
    assert line.tolist() == scipy.linalg.toeplitz([1, 0, 0, 0, 0], [1, 2, 3, 0, 0, 0, 0]).tolist()
    blocks = plane.reshape(3, 4, 5, 6)  # output row, output column, input row, input column
    assert (blocks[1:, :, 1:] == blocks[:-1, :, :-1]).all()
    assert (blocks[:, 1:, :, 1:] == blocks[:, :-1, :, :-1]).all()
