import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("a-convolution-never-enlarges")
def test_never_larger():
    for i, k, s, d in np.ndindex(30, 6, 5, 4):
        if k and s and d and i > d * (k - 1):
            assert F.conv_output_size(i, k, stride=s, dilation=d) <= i


@pytest.mark.claim("four-stamps-add-up-to-36")
def test_middle():
    x, w = np.array([[[1, 2], [3, 4]]]), np.arange(1, 10).reshape(1, 1, 3, 3)
    assert F.conv_output_size((5, 5), 3, stride=2) == (2, 2)
    y = F.conv_transpose2d(x, w, stride=2)[0]
    assert y.shape == (5, 5)
    assert y[2, 2] == 1 * 9 + 2 * 7 + 3 * 3 + 4 * 1 == 36


@pytest.mark.claim("padding-takes-2p-away")
def test_crops():
    assert F.conv_output_size(3, 3, stride=2, padding=1) == 2
    assert F.conv_transpose_output_size(2, 3, stride=2, padding=1) == 3
    for p in range(5):
        whole = F.conv_transpose_output_size(9, 5, stride=3)
        assert F.conv_transpose_output_size(9, 5, stride=3, padding=p) == whole - 2 * p


@pytest.mark.claim("the-transposed-matrix-stamps")
def test_matrix():
    rng = np.random.default_rng(0)
    for s in (1, 2, 3):
        w = rng.integers(-9, 10, (1, 1, 3))
        C = F.conv_matrix(w, 3 + 4 * s, stride=s)
        y = rng.integers(-9, 10, (1, 5))
        assert (C.T @ y[0] == F.conv_transpose1d(y, w, stride=s)[0]).all()


@pytest.mark.claim("flip-swap-and-pad-give-the-same")
def test_gather():
    rng = np.random.default_rng(0)
    for s, p, d in np.ndindex(4, 4, 3):
        if s and d:
            x, w = rng.integers(-9, 10, (4, 7)), rng.integers(-9, 10, (4, 3, 3))
            y = F.conv_transpose1d(x, w, stride=s, padding=p, groups=2, dilation=d)
            zeros = np.zeros((4, 6 * s + 1), int)
            zeros[:, ::s] = x
            swapped = w[..., ::-1].reshape(2, 2, 3, 3).swapaxes(1, 2).reshape(6, 2, 3)
            border = d * (3 - 1) - p
            zeros = (
                np.pad(zeros, ((0, 0), (border, border))) if border > 0 else zeros[:, -border : zeros.shape[1] + border]
            )
            assert (F.conv1d(zeros, swapped, dilation=d, groups=2) == y).all()


@pytest.mark.claim("three-of-four-would-be-zeros")
def test_zeros():
    size = 1001
    assert size**2 / (2 * size - 1) ** 2 == pytest.approx(1 / 4, rel=0.01)
    zeros = np.zeros((2 * size - 1, 2 * size - 1))
    zeros[::2, ::2] = 1
    assert zeros.mean() == pytest.approx(1 / 4, rel=0.01)


@pytest.mark.claim("the-weight-has-its-input-channels-first")
def test_weight():
    assert torch.nn.ConvTranspose2d(4, 6, 3, groups=2).weight.shape == (4, 3, 3, 3)
    assert torch.nn.Conv2d(4, 6, 3, groups=2).weight.shape == (6, 2, 3, 3)


@pytest.mark.claim("a-larger-padding-is-a-smaller-output")
def test_padding():
    x, w = np.array([[1, 2, 3, 4]]), np.array([[[1, 2, 3, 4, 5]]])
    whole = F.conv_transpose1d(x, w, stride=2)
    for p in (1, 2, 3):
        assert (F.conv_transpose1d(x, w, stride=2, padding=p) == whole[:, p:-p]).all()


@pytest.mark.claim("a-stride-above-the-kernel-leaves-gaps")
def test_gaps():
    for s in range(1, 6):
        for k in range(1, 6):
            assert (F.overlap_counts(4, k, stride=s) == 0).any() == (s > k)


@pytest.mark.claim("the-bias-reaches-every-cell")
def test_bias():
    ones, bias = torch.ones(1, 1, 3), torch.tensor([7.0])
    y = torch.conv_transpose1d(ones, torch.ones(1, 1, 1), bias, stride=2)
    assert y.tolist() == [[[8, 7, 8, 7, 8]]]


@pytest.mark.claim("dilation-2-spreads-nine-weights-over-25")
def test_dilation():
    stamp = F.conv_transpose2d(np.ones((1, 1, 1)), np.ones((1, 1, 3, 3)), dilation=2)[0]
    assert stamp.shape == (5, 5)
    assert (stamp != 0).sum() == 9


@pytest.mark.claim("no-padding-mode-but-zeros")
def test_mode():
    for mode in ("reflect", "replicate", "circular"):
        with pytest.raises(ValueError, match="padding mode"):
            torch.nn.ConvTranspose2d(1, 1, 3, padding_mode=mode)


@pytest.mark.claim("zeros-alone-are-not-enough")
def test_zeros_alone():
    x, w = np.array([[1, 2, 3]]), np.array([[[1, 2, 3]]])
    zeros = np.zeros((1, 5), int)
    zeros[:, ::2] = x
    y = F.conv_transpose1d(x, w, stride=2)
    assert not np.array_equal(F.conv1d(zeros, w), y)  # neither flipped nor padded
    assert not np.array_equal(F.conv1d(zeros, w, padding=2), y)  # not flipped
    assert np.array_equal(F.conv1d(zeros, w[..., ::-1], padding=2), y)


@pytest.mark.claim("down-and-up-gives-the-size-not-the-values")
def test_not_inverse():
    x, w = np.arange(1, 8)[None], np.array([[[1, 2, 3]]])
    back = F.conv_transpose1d(F.conv1d(x, w, stride=2), w, stride=2)
    assert back.shape == x.shape
    assert (back != x).all()


@pytest.mark.claim("groups-stand-before-dilation")
def test_order():
    x, w = torch.ones(1, 1, 7), torch.ones(1, 1, 3)
    up = torch.nn.functional.conv_transpose1d
    assert torch.equal(up(x, w, None, 1, 0, 0, 1, 2), up(x, w, groups=1, dilation=2))
    down = torch.nn.functional.conv1d
    assert torch.equal(down(x, w, None, 1, 0, 2, 1), down(x, w, groups=1, dilation=2))
