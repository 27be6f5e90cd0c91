import warnings

import numpy as np
import pytest
import torch
from torch import nn

import convref as F
from convref import gradients, networks


@pytest.mark.claim("errata-size-comes-back")
def test_size():
    assert [F.conv_output_size(size, 5, 3, 2) for size in (15, 16, 17, 18, 19)] == [5, 6, 6, 6, 7]
    assert [F.conv_transpose_output_size(6, 5, 3, 2, extra) for extra in (0, 1, 2)] == [16, 17, 18]


@pytest.mark.claim("errata-stride-must-divide")
def test_stride():
    assert nn.Conv1d(1, 1, 3, stride=2)(torch.zeros(1, 1, 10)).shape == (1, 1, 4)
    assert (F.read_counts(10, 3, stride=2) == 0).nonzero()[0].tolist() == [9]


@pytest.mark.claim("errata-one-is-missing")
def test_one():
    for n in range(1, 12):
        for f in range(1, n + 1):
            assert F.conv_output_size(n, f) == n - f + 1


@pytest.mark.claim("errata-same-divides")
def test_same():
    with pytest.raises(ValueError, match="not supported for strided"):
        nn.Conv1d(1, 1, 3, stride=2, padding="same")
    for size in range(1, 20):
        total = max((-(-size // 2) - 1) * 2 + 3 - size, 0)
        assert F.conv_output_size(size + total, 3, stride=2) == -(-size // 2)


@pytest.mark.claim("errata-op-is-stride-minus-1")
def test_output_padding():
    for k in (3, 5, 7):
        for s in (1, 2, 3):
            assert F.conv_transpose_output_size(9, k, s, (k - 1) // 2, s - 1) == 9 * s
    assert F.conv_transpose_output_size(7, 3, 2, 1) == 13
    assert F.conv_transpose_output_size(7, 4, 2, 1, 1) == 15 != F.conv_transpose_output_size(7, 4, 2, 1) == 14


@pytest.mark.claim("errata-padding-is-fair")
def test_reads():
    counts = F.read_counts((5, 5), 3, padding=1)
    assert (counts[0, 0], counts[0, 2], counts[2, 2]) == (4, 6, 9)
    bare = F.read_counts((5, 5), 3)
    assert (bare[0, 0], bare[2, 2]) == (1, 9)


@pytest.mark.claim("errata-p-is-a-total")
def test_total():
    assert nn.Conv2d(1, 1, 3, padding=2)(torch.zeros(1, 1, 8, 8)).shape[2] == 10
    assert nn.Conv2d(1, 1, 3, padding=1)(torch.zeros(1, 1, 8, 8)).shape[2] == 8 - 3 + 2 + 1


@pytest.mark.claim("errata-even-kernels")
def test_even():
    x, w = torch.rand(1, 1, 9), torch.rand(1, 1, 4)
    conv = torch.nn.functional.conv1d
    with warnings.catch_warnings(action="ignore"):  # PyTorch warns that it copies the input.
        same = conv(x, w, padding="same")
    assert torch.allclose(same, conv(nn.functional.pad(x, F.same_padding(4)), w))
    assert F.same_padding(4) == (1, 2)


@pytest.mark.claim("errata-output-padding-is-zeros")
def test_end():
    x, w = torch.ones(1, 1, 3), torch.tensor([[[1.0, 2, 3]]])
    up = torch.nn.functional.conv_transpose1d
    assert up(x, w, stride=2, padding=1, output_padding=1)[0, 0].tolist() == [2, 4, 2, 4, 2, 3]
    bias = torch.tensor([7.0])
    assert up(x, w[..., :2], bias, stride=3, output_padding=2)[0, 0].tolist()[-2:] == [7, 7]


@pytest.mark.claim("errata-transposed-padding-adds")
def test_crop():
    x, w = np.random.default_rng(0).normal(size=(1, 1, 5)), np.random.default_rng(1).normal(size=(1, 1, 4))
    whole = F.conv_transpose1d(x, w, stride=2)
    for p in (1, 2):
        assert np.array_equal(F.conv_transpose1d(x, w, stride=2, padding=p), whole[..., p:-p])


@pytest.mark.claim("errata-stride-saves-parameters")
def test_parameters():
    counts = {sum(p.numel() for p in nn.Conv2d(3, 8, 3, stride=s).parameters()) for s in (1, 2, 3, 4)}
    assert counts == {224}
    assert F.conv_macs(3, 8, (32, 32), 3, stride=2) < F.conv_macs(3, 8, (32, 32), 3)


@pytest.mark.claim("errata-dilation-zero")
def test_dilation():
    with pytest.raises(RuntimeError, match="dilation should be greater than zero"):
        nn.Conv1d(1, 1, 3, dilation=0)(torch.zeros(1, 1, 9))
    assert [F.receptive_field([F.Layer(3, dilation=d)]).size for d in (1, 2)] == [3, 5]


@pytest.mark.claim("errata-dilation-keeps-the-size")
def test_resolution():
    for k in (3, 5):
        for d in (1, 2, 3):
            assert F.conv_output_size(30, k, padding=d * (k - 1) // 2, dilation=d) == 30
            assert F.conv_output_size(30, k, dilation=d) == 30 - d * (k - 1)
            assert F.receptive_field([F.Layer(k, dilation=d)]).jump == 1


@pytest.mark.claim("errata-centre-stays")
def test_centre():
    for k in (2, 3, 4, 5):
        for d in (1, 2, 3):
            for p in (0, 1, 2):
                assert F.receptive_field([F.Layer(k, dilation=d, padding=p)]).centre == d * (k - 1) / 2 - p


@pytest.mark.claim("errata-stacks-add-1024")
def test_stacks():
    stack = [F.Layer(2, dilation=2**n) for n in range(10)]
    sizes = [F.receptive_field(stack * count).size for count in (1, 2, 3, 4)]
    assert sizes[0] == 1024 and set(np.diff(sizes)) == {1023}


@pytest.mark.claim("errata-pooling-doubles-the-field")
def test_pooling():
    before, pool = [F.Layer(3), F.Layer(3)], F.Layer(2, stride=2)
    fields = [F.receptive_field(layers) for layers in (before, [*before, pool], [*before, pool, F.Layer(3)])]
    assert [(one.size, one.jump) for one in fields] == [(5, 1), (6, 2), (10, 2)]


@pytest.mark.claim("errata-layers-flip")
def test_flip():
    x, w = torch.tensor([[[1.0, 0, 0, 0]]]), torch.tensor([[[5.0, 6, 7]]])
    layer = torch.nn.functional.conv1d
    assert layer(x, w, padding=2)[0, 0].tolist() == [7, 6, 5, 0, 0, 0]
    assert layer(x, w.flip(-1), padding=2)[0, 0].tolist() == np.convolve(x[0, 0], w[0, 0]).tolist()


@pytest.mark.claim("errata-30-kernels")
def test_kernels():
    layer = nn.Conv2d(3, 10, 3)
    assert layer.weight.shape == (10, 3, 3, 3) and layer.bias.shape == (10,)


@pytest.mark.claim("errata-maps-are-images")
def test_wraps():
    assert (np.array([1.3, -0.2]) * 255).astype(int).astype(np.uint8).tolist() == [75, 205]


@pytest.mark.claim("errata-two-3x3-are-a-5x5")
def test_twice():
    assert F.receptive_field([F.Layer(3)] * 2).size == F.receptive_field([F.Layer(5)]).size == 5
    assert F.conv_parameters(1, 1, (3, 3), bias=False) * 2 == 18 < F.conv_parameters(1, 1, (5, 5), bias=False)


@pytest.mark.claim("errata-invariance")
def test_shifts():
    line, pool = torch.tensor([[[0.0, 0, 1, 3, 0, 0, 0, 0, 0]]]), nn.MaxPool1d(2)
    here, one, two = (pool(line.roll(n, -1))[0, 0].tolist() for n in (0, 1, 2))
    assert here[:-1] == two[1:]
    assert sorted(one) != sorted(here)


@pytest.mark.claim("errata-alexnet-224")
def test_alexnet():
    first = F.trace(networks.named_network("alexnet_2012"), (3, 227, 227))[0]
    assert first.shape == (96, 55, 55) and np.prod(first.shape) == 290_400
    assert [F.conv_output_size(224, 11, 4, padding) for padding in (0, 2)] == [54, 55]


@pytest.mark.claim("errata-transposed-is-inverse")
def test_inverse():
    C = F.conv_matrix(np.array([[[1.0, 2, 1]]]), 5)
    assert not np.allclose(C.T @ C, np.eye(5))
    assert np.linalg.matrix_rank(C.T @ C) == 3


@pytest.mark.claim("errata-stride-zeros")
def test_zeros():
    x, w, s, p = np.array([[[1.0, 2, 3]]]), np.array([[[1.0, 10, 100]]]), 2, 1
    wide = np.zeros((1, 1, 5))
    wide[..., ::s] = x
    gathered = F.conv1d(wide, w[..., ::-1], padding=3 - 1 - p)
    assert np.array_equal(gathered, F.conv_transpose1d(x, w, stride=s, padding=p))


@pytest.mark.claim("errata-macs-by-output")
def test_macs():
    layer = {"input_size": (8, 8), "kernel_size": 4, "stride": 2, "padding": 1}
    assert F.conv_transpose_macs(1, 1, **layer) == 900
    assert F.conv_transpose_macs(1, 1, **layer, count_cropped=True) == 8 * 8 * 16 == 1024
    assert np.prod(F.conv_transpose_output_size((8, 8), 4, 2, 1)) * 16 == 4096


@pytest.mark.claim("errata-bilinear-is-interpolate")
def test_bilinear():
    tent = torch.tensor([0.25, 0.75, 0.75, 0.25])
    x, w = torch.rand(1, 1, 6, 6), torch.outer(tent, tent)[None, None]
    up = torch.nn.functional.conv_transpose2d(x, w, stride=2, padding=1)
    wanted = nn.functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
    assert torch.allclose(up[..., 1:-1, 1:-1], wanted[..., 1:-1, 1:-1])
    ones = torch.nn.functional.conv_transpose2d(torch.ones(1, 1, 3, 3), w, stride=2, padding=1)[0, 0]
    assert (ones[0, 0], ones[0, 2], ones[2, 2]) == (0.5625, 0.75, 1)


@pytest.mark.claim("errata-backward-is-flipped")
def test_backward():
    g, w = np.array([[[1.0, 2, 3]]]), np.array([[[1.0, 10, 100]]])
    full = F.conv1d(g, w[..., ::-1], padding=2)
    assert np.array_equal(gradients.conv1d_input((1, 1, 5), w, g), full)
    strided = gradients.conv1d_input((1, 1, 7), w, g, stride=2)
    assert np.array_equal(strided, F.conv_transpose1d(g, w, stride=2)) and strided.shape != full.shape


@pytest.mark.claim("errata-divisible-is-even")
def test_divisible():
    cases = [(k, s, d) for k in range(1, 9) for s in range(1, 5) for d in range(1, 5)]
    even = {case: len(set(F.overlap_counts(200, *case[:2], dilation=case[2])[40:-40])) == 1 for case in cases}
    assert sum((k % s == 0) != even[k, s, d] for k, s, d in cases) == 14
    assert all((k % s == 0 and np.gcd(s, d) == 1) == even[k, s, d] for k, s, d in cases)


@pytest.mark.claim("errata-even-is-enough")
def test_phases():
    w = np.random.default_rng(1).normal(size=(1, 1, 4))
    assert F.is_even_overlap(4, 2)
    inside = F.conv_transpose1d(np.ones((1, 1, 9)), w, stride=2, padding=1)[0, 0, 2:-2]
    assert np.allclose(sorted(set(inside.round(9))), sorted(F.phase_sums(w[0, 0], stride=2)))
    assert inside.std() > 0.1


@pytest.mark.claim("errata-shuffle-is-free")
def test_shuffle():
    torch.manual_seed(0)
    conv = nn.Conv2d(1, 4, 3, bias=False)
    shuffled = nn.PixelShuffle(2)(conv(torch.ones(1, 1, 5, 5)))[0, 0, :2, :2]
    assert torch.allclose(shuffled.flatten(), conv.weight.sum((1, 2, 3)), atol=1e-6)
    assert shuffled.std() > 0.1


@pytest.mark.claim("errata-resize-is-another")
def test_resize():
    x, w = torch.rand(1, 1, 5, 6), torch.rand(1, 1, 3, 3)
    tie = torch.tensor([[0.0, 0, 1], [0, 1, 1], [1, 1, 0], [1, 0, 0]])
    resized = torch.nn.functional.conv2d(nn.Upsample(scale_factor=2)(x), w, padding=1)
    tied = torch.nn.functional.conv_transpose2d(x, tie @ w @ tie.T, stride=2, padding=1)
    assert torch.allclose(resized, tied, atol=1e-6)
    assert np.ptp(F.phase_sums((tie @ w @ tie.T)[0, 0].numpy(), stride=2)) < 1e-5
