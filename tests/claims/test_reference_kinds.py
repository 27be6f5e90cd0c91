import numpy as np
import pytest
import torch
from torch.nn.functional import conv2d
from torchvision.ops import deform_conv2d

import convref as F


@pytest.mark.claim("dilation-spreads-the-kernel-transposition-the-input")
def test_zeros():
    x, w = np.random.default_rng(0).integers(-9, 10, (1, 9)), np.array([[[1, 2, 3]]])
    assert (F.conv1d(x, w, dilation=2) == F.conv1d(x, np.array([[[1, 0, 2, 0, 3]]]))).all()
    spread = np.zeros((1, 17), int)
    spread[:, ::2] = x
    assert (F.conv_transpose1d(x, w, stride=2) == F.conv1d(spread, w[..., ::-1], padding=2)).all()
    assert F.conv1d(x, w, dilation=2).shape[1] == 5 < 9 < F.conv_transpose1d(x, w, stride=2).shape[1] == 19


@pytest.mark.claim("partial-padding-keeps-a-constant")
def test_partial():
    ones, box = np.ones((1, 5, 5)), np.full((1, 1, 3, 3), 1 / 9)
    plain = F.conv2d(ones, box, padding=1)
    assert plain[0, 0, 0] == pytest.approx(4 / 9)
    assert np.allclose(plain * 9 / F.conv2d(ones, np.ones((1, 1, 3, 3)), padding=1), 1)


@pytest.mark.claim("a-hole-of-seven-closes-in-four-layers")
def test_hole():
    mask = np.ones((1, 15, 15))
    mask[0, 4:11, 4:11] = 0
    holes = []
    for _layer in range(4):
        mask = (F.conv2d(mask, np.ones((1, 1, 3, 3)), padding=1) > 0).astype(float)
        holes.append(int((mask == 0).sum()))
    assert holes == [5**2, 3**2, 1, 0]


@pytest.mark.claim("masks-a-and-b-keep-4-and-5-of-9")
def test_masks():
    order = np.arange(9).reshape(3, 3)
    for last, kept in ((3, 4), (4, 5)):
        mask = order <= last
        assert mask.sum() == kept
        x = np.zeros((1, 5, 5), int)
        x[0, 2, 2] = 1
        reached = F.conv2d(x, mask[None, None].astype(int), padding=1)[0].ravel().nonzero()[0]
        assert reached.min() == 12 + (last == 3)  # never a cell before the middle, number 12


@pytest.mark.claim("deformable-without-offsets-is-plain")
def test_deformable():
    torch.manual_seed(0)
    x, w = torch.rand(1, 3, 8, 8), torch.randn(4, 3, 3, 3)
    assert torch.allclose(deform_conv2d(x, torch.zeros(1, 18, 8, 8), w, padding=1), conv2d(x, w, padding=1), atol=1e-5)


@pytest.mark.claim("mixing-kernels-is-mixing-outputs")
def test_mix():
    rng = np.random.default_rng(0)
    x, w, share = rng.integers(-9, 10, (2, 6, 6)), rng.integers(-9, 10, (3, 4, 2, 3, 3)), np.array([1, 2, 5])
    mixed = np.tensordot(share, w, axes=1)
    assert (F.conv2d(x, mixed) == sum(a * F.conv2d(x, one) for a, one in zip(share, w, strict=True))).all()


@pytest.mark.claim("octave-takes-44-percent-at-one-half")
def test_octave():
    for low, share in ((16, 0.67), (32, 0.44)):
        high = 64 - low
        full, half = (56, 56), (28, 28)
        parts = [(high, high, full), (high, low, half), (low, high, half), (low, low, half)]
        products = sum(F.conv_macs(i, o, size, 3, padding=1) for i, o, size in parts)
        plain = F.conv_macs(64, 64, full, 3, padding=1)
        assert products / plain == pytest.approx(share, abs=0.005)
        kept = (high / 64) ** 2
        assert products / plain == pytest.approx(kept + (1 - kept) / 4)


@pytest.mark.claim("coordinates-break-the-shift")
def test_coordinates():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 8)), rng.integers(1, 10, (1, 2, 3))
    where = np.arange(8)[None]
    plain, shifted = (F.conv1d(np.concatenate([one, where]), w)[0] for one in (x, np.roll(x, 1, axis=1)))
    assert (shifted[1:] != plain[:-1]).any()
    w[:, 1] = 0  # the weights of the position
    plain, shifted = (F.conv1d(np.concatenate([one, where]), w)[0] for one in (x, np.roll(x, 1, axis=1)))
    assert (shifted[1:] == plain[:-1]).all()


@pytest.mark.claim("three-real-convolutions-make-a-complex-one")
def test_complex():
    torch.manual_seed(0)
    x, w = torch.randn(1, 2, 6, 6, dtype=torch.complex128), torch.randn(3, 2, 3, 3, dtype=torch.complex128)
    m, n = conv2d(x.real, w.real), conv2d(x.imag, w.imag)
    third = conv2d(x.real + x.imag, w.real + w.imag)
    assert torch.allclose(torch.complex(m - n, third - m - n), conv2d(x, w))


@pytest.mark.claim("one-point-becomes-9-and-25")
def test_spread():
    for axes, wanted in ((2, [9, 25]), (3, [27, 125])):
        x, w = np.zeros((1,) + (7,) * axes, int), np.ones((1, 1) + (3,) * axes, int)
        x[(0,) + (3,) * axes] = 1
        conv = {2: F.conv2d, 3: F.conv3d}[axes]
        once = conv(x, w, padding=1)
        assert [np.count_nonzero(once), np.count_nonzero(conv(once, w, padding=1))] == wanted


@pytest.mark.claim("a-submanifold-layer-keeps-the-pattern")
def test_submanifold():
    rng = np.random.default_rng(0)
    filled = rng.random((1, 12, 12)) < 0.1
    x, w = filled * rng.integers(1, 10, (1, 12, 12)), rng.integers(1, 10, (1, 1, 3, 3))
    for _ in range(3):
        x = F.conv2d(x, w, padding=1) * filled
    assert ((x != 0) == filled).all()


@pytest.mark.claim("unshared-has-900-times-the-weights")
def test_unshared():
    shared = F.conv_parameters(3, 8, (3, 3), bias=False)
    places = F.conv_output_size(32, 3) ** 2
    assert (shared, places, shared * places) == (216, 900, 194_400)


@pytest.mark.claim("deformable-has-18-or-27-channels")
def test_offsets():
    x, weight = torch.rand(1, 6, 8, 8), torch.rand(4, 6, 3, 3)
    offset, mask = torch.zeros(1, 18, 6, 6), torch.ones(1, 9, 6, 6)
    wanted = conv2d(x, weight)
    assert torch.allclose(deform_conv2d(x, offset, weight, mask=mask), wanted, atol=1e-5)
    two = torch.zeros(1, 2 * 18, 6, 6)
    two[:, 18:] = 1  # only the second half of the channels is moved
    moved = deform_conv2d(x, two, weight)
    halves = conv2d(x[:, :3], weight[:, :3]) + deform_conv2d(x[:, 3:], offset + 1, weight[:, 3:])
    assert torch.allclose(moved, halves, atol=1e-5)


@pytest.mark.claim("r2plus1d-keeps-110592-weights")
def test_factorised():
    whole = F.conv_parameters(64, 64, (3, 3, 3), bias=False)
    middle = whole // (9 * 64 + 3 * 64)
    flat = F.conv_parameters(64, middle, (1, 3, 3), bias=False)
    along = F.conv_parameters(middle, 64, (3, 1, 1), bias=False)
    assert (middle, whole, flat + along) == (144, 110_592, 110_592)


@pytest.mark.claim("an-stft-is-a-strided-convolution")
def test_stft():
    x, window = torch.randn(1, 4000), torch.hann_window(400)
    angles = 2 * torch.pi * torch.arange(201)[:, None] * torch.arange(400) / 400
    kernels = (torch.cat([angles.cos(), -angles.sin()]) * window)[:, None]
    assert kernels.shape == (402, 1, 400)
    real, imaginary = torch.nn.functional.conv1d(x[:, None], kernels, stride=160).chunk(2, dim=1)
    wanted = torch.stft(x, 400, 160, window=window, center=False, return_complex=True)
    assert torch.allclose(torch.complex(real, imaginary), wanted, atol=1e-2)


@pytest.mark.claim("fasternet-s-pconv-takes-a-sixteenth")
def test_pconv():
    assert F.conv_macs(64, 64, (56, 56), 3, padding=1) == 16 * F.conv_macs(16, 16, (56, 56), 3, padding=1)


@pytest.mark.claim("ghost-has-18720-weights")
def test_ghost():
    plain, cheap = torch.nn.Conv2d(64, 32, 3, bias=False), torch.nn.Conv2d(32, 32, 3, groups=32, bias=False)
    assert plain.weight.numel() + cheap.weight.numel() == 18_720
    assert torch.nn.Conv2d(64, 64, 3, bias=False).weight.numel() == 36_864
