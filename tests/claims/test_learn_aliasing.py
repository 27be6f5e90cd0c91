import itertools
from math import comb

import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("stripes-become-a-plain-surface")
def test_plain():
    stripes = np.tile([1.0, 0.0], (1, 1, 24, 12))
    here, moved = (F.conv2d(x, np.ones((1, 1, 1, 1)), stride=2) for x in (stripes, np.roll(stripes, 1, 3)))
    assert (here == 1).all() and (moved == 0).all()


@pytest.mark.claim("too-many-stripes-come-out-as-fewer")
def test_fold():
    for n in range(13):
        wave = np.cos(2 * np.pi * n * np.arange(24) / 24)
        kept = F.conv1d(wave[None, None], np.ones((1, 1, 1)), stride=2)[0, 0]
        assert np.abs(np.fft.rfft(kept)).argmax() == (n if n <= 6 else 12 - n)


@pytest.mark.claim("a-blur-turns-the-finest-stripes-into-grey")
def test_blur():
    stripes = np.tile([1.0, 0.0], 12)[None, None]
    for n in (1, 2, 4):
        row = np.array([comb(n, t) for t in range(n + 1)]) / 2**n
        assert (F.conv1d(stripes, row[None, None], stride=2) == 0.5).all()


@pytest.mark.claim("equal-rates-read-7-of-13")
def test_gridding():
    for rates, size, read in (((2, 2, 2), 13, 7), ((1, 2, 5), 17, 17)):
        grad = np.ones((1, 1, 1))
        for d in rates:
            grad = F.conv_transpose1d(grad, np.ones((1, 1, 3)), dilation=d)
        assert (grad.size, np.count_nonzero(grad)) == (size, read)


@pytest.mark.claim("no-gaps-when-each-rate-is-within-the-field-before")
def test_rates():
    for rates in itertools.combinations_with_replacement(range(1, 12), 3):
        paths = np.ones((1, 1, 1))
        for d in rates:
            paths = F.conv_transpose1d(paths, np.ones((1, 1, 3)), dilation=d)
        fields = [1 + 2 * sum(rates[:n]) for n in range(3)]
        assert paths.all() == all(d <= field for d, field in zip(rates, fields, strict=True))
        if rates == (1, 3, 9):
            assert paths.tolist() == [[[1] * 27]]


@pytest.mark.claim("the-strided-map-stands-inside-the-dilated-one")
def test_traded():
    torch.manual_seed(0)
    first, last = nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.Conv2d(8, 4, 3, padding=1)
    small = nn.Sequential(first, nn.MaxPool2d(3, stride=1), last)
    fine, wide = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 4, 3, padding=2, dilation=2)
    large = nn.Sequential(fine, nn.MaxPool2d(3, stride=1, dilation=2), wide)
    large.load_state_dict(small.state_dict())
    for size in ((21, 32), (40, 17)):
        x = torch.rand(1, 3, *size)
        assert torch.allclose(large(x)[..., ::2, ::2], small(x), atol=1e-6)
    strided = [F.Layer(3, stride=2, padding=1), F.Layer(3, padding=1), F.Layer(3, padding=1)]
    dilated = [F.Layer(3, padding=1), F.Layer(3, padding=2, dilation=2), F.Layer(3, padding=2, dilation=2)]
    assert F.receptive_field(strided).size == F.receptive_field(dilated).size == 11


@pytest.mark.claim("two-p-is-k-minus-s-plus-r")
def test_exact():
    for k, s, p in itertools.product(range(1, 12), range(1, 6), range(8)):
        r = 2 * p - k + s
        if 2 * p + 5 * s >= k:
            assert (F.conv_output_size(5 * s, k, s, p) == 5) == (0 <= r < s)
        if 0 <= r < s:
            assert F.conv_transpose_output_size(5, k, s, p, r) == 5 * s


@pytest.mark.claim("a-strided-map-moves-along-by-whole-strides")
def test_shift():
    x, w = np.arange(90.0)[None, None] ** 2, np.array([[[1.0, 2, 4]]])
    for s in (1, 2, 3, 4):
        y = F.conv1d(x, w, stride=s)[0, 0]
        for shift in range(1, 9):
            moved = F.conv1d(x[..., shift:], w, stride=s)[0, 0]
            along = any((moved[:8] == y[n : n + 8]).all() for n in range(9))
            assert along == (shift % s == 0)
        up = F.conv_transpose1d(x, w, stride=s)[0, 0]
        later = F.conv_transpose1d(x[..., 1:], w, stride=s)[0, 0]
        assert (later[3:100] == up[s + 3 : s + 100]).all()


@pytest.mark.claim("without-a-relu-the-blur-comes-first")
def test_order():
    x, w, blur = torch.randn(1, 1, 20), torch.randn(1, 1, 3), torch.tensor([[[1.0, 2, 1]]]) / 4
    behind, first = (torch.conv1d(torch.conv1d(x, a), b, stride=2) for a, b in ((w, blur), (blur, w)))
    assert torch.allclose(behind, first, atol=1e-6)
    bent = torch.conv1d(torch.conv1d(x, w).relu(), blur, stride=2)
    assert not torch.allclose(bent, torch.conv1d(torch.conv1d(x, blur), w, stride=2).relu(), atol=1e-3)


@pytest.mark.claim("antialias-reads-what-is-skipped")
def test_antialias():
    stripes = torch.tensor([0.0, 1]).repeat(24, 12)[None, None]
    contrasts = []
    for antialias in (False, True):
        y = nn.functional.interpolate(stripes, scale_factor=1 / 3, mode="bilinear", antialias=antialias)
        inside = y[0, 0, 0, 1:-1]
        contrasts.append((inside.max() - inside.min()).item())
    assert contrasts == pytest.approx([1, 0.11], abs=0.01)


@pytest.mark.claim("kernel-and-stride-of-one-parity-need-no-rest")
def test_parity():
    for s in range(1, 6):
        for k in range(s, 12, 2):
            p = (k - s) // 2
            assert 2 * p == k - s
            for n in (1, 3, 8):
                assert F.conv_output_size(s * n, k, stride=s, padding=p) == n
                assert F.conv_transpose_output_size(n, k, stride=s, padding=p) == s * n
            reads = F.read_counts(8 * s, k, s, p)
            assert (reads == reads[::-1]).all()
