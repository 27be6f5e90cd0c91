import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import convref as F


@pytest.mark.claim("exam-63-to-29")
def test_1():
    assert F.conv_output_size(63, 7, stride=2) == 29


@pytest.mark.claim("exam-6-to-3")
def test_2():
    assert F.conv_output_size(6, 3, stride=2, padding=1) == 3
    assert (6 + 2 - 3) % 2 == 1
    assert (F.read_counts((6,), 3, stride=2, padding=1) > 0).all()  # the cell that is left lies in the padding


@pytest.mark.claim("exam-32-stays-32")
def test_3():
    assert F.conv_output_size(32, 5, padding=2) == 32


@pytest.mark.claim("exam-7-stride-3")
def test_4():
    assert nn.Conv2d(1, 1, 3, stride=3)(torch.zeros(1, 1, 7, 7)).shape == (1, 1, 2, 2)
    assert F.read_counts((7,), 3, stride=3).tolist() == [1, 1, 1, 1, 1, 1, 0]


@pytest.mark.claim("exam-dilation-4-needs-padding-4")
def test_5():
    assert F.conv_output_size(64, 3, padding=4, dilation=4) == 64


@pytest.mark.claim("exam-pooling-16")
def test_6():
    pool = nn.MaxPool2d(2)
    assert pool(torch.zeros(1, 16, 32, 32)).shape == (1, 16, 16, 16)
    assert not list(pool.parameters())


@pytest.mark.claim("exam-alexnet-55")
def test_7():
    sizes = [F.conv_output_size(i, 11, stride=4, padding=p) for i, p in ((224, 0), (224, 2), (227, 0))]
    assert sizes == [54, 55, 55]


@pytest.mark.claim("exam-7-to-13-or-14")
def test_8():
    assert F.conv_transpose_output_size(7, 3, stride=2, padding=1) == 13
    assert F.conv_transpose_output_size(7, 3, stride=2, padding=1, output_padding=1) == 14
    assert F.conv_transpose_output_size(7, 4, stride=2, padding=1) == 14


@pytest.mark.claim("exam-2-to-3-or-4")
def test_9():
    assert F.conv_transpose_output_size(2, 3, stride=2, padding=1) == 3
    assert F.conv_transpose_output_size(2, 3, stride=2, padding=1, output_padding=1) == 4


@pytest.mark.claim("exam-7-and-8-give-4")
def test_10():
    assert [F.conv_output_size(i, 3, stride=2, padding=1) for i in (6, 7, 8, 9)] == [3, 4, 4, 5]


@pytest.mark.claim("exam-7600-parameters", "exam-1792-parameters", "exam-73856-parameters")
def test_parameters():
    for inputs, outputs, k, wanted in ((3, 100, 5, 7600), (3, 64, 3, 1792), (64, 128, 3, 73_856)):
        assert F.conv_parameters(inputs, outputs, (k, k)) == wanted
        assert sum(p.numel() for p in nn.Conv2d(inputs, outputs, k).parameters()) == wanted


@pytest.mark.claim("exam-27-million-parameters")
def test_12():
    assert sum(p.numel() for p in nn.Linear(300 * 300 * 3, 100, device="meta").parameters()) == 27_000_100


@pytest.mark.claim("exam-231-million-products")
def test_15():
    macs = F.conv_macs(64, 128, (56, 56), 3, padding=1)
    assert macs == 73_728 * 3136
    assert round(macs / 1e6) == 231


@pytest.mark.claim("exam-separable-11-9-percent")
def test_16():
    depth = F.conv_macs(64, 64, (56, 56), 3, padding=1, groups=64)
    share = (depth + F.conv_macs(64, 128, (56, 56), 1)) / F.conv_macs(64, 128, (56, 56), 3, padding=1)
    assert share == pytest.approx(1 / 128 + 1 / 9) == pytest.approx(0.119, abs=0.0005)


@pytest.mark.claim("exam-bottleneck-36-percent")
def test_17():
    narrow, wide = F.conv_parameters(256, 64, (1, 1), bias=False), F.conv_parameters(64, 64, (3, 3), bias=False)
    full = F.conv_parameters(256, 64, (3, 3), bias=False)
    assert (narrow, wide, full) == (16_384, 36_864, 147_456)
    assert (narrow + wide) / full == pytest.approx(0.36, abs=0.005)


@pytest.mark.claim("exam-stacks-save-28-and-45-percent")
def test_18():
    for count, k, saved in ((2, 5, 0.28), (3, 7, 0.45)):
        small, large = (F.conv_parameters(8, 8, (size, size), bias=False) for size in (3, k))
        assert F.receptive_field([F.Layer(3)] * count).size == k
        assert 1 - count * small / large == pytest.approx(saved, abs=0.005)


@pytest.mark.claim("exam-four-groups-9216")
def test_19():
    layer = nn.Conv2d(64, 64, 3, groups=4, bias=False)
    assert layer.weight.shape == (64, 16, 3, 3)
    assert layer.weight.numel() == 9216


@pytest.mark.claim("exam-layers-without-parameters")
def test_20():
    without = nn.ReLU(), nn.MaxPool2d(2), nn.AvgPool2d(2), nn.Upsample(2), nn.Dropout(), nn.Flatten()
    assert not any(list(layer.parameters()) for layer in without)
    with_some = nn.Conv2d(1, 1, 1), nn.ConvTranspose2d(1, 1, 1), nn.Linear(1, 1), nn.BatchNorm2d(1)
    assert all(len(list(layer.parameters())) == 2 for layer in with_some)


@pytest.mark.claim("exam-stride-keeps-parameters")
def test_21():
    one, two = (nn.Conv2d(3, 8, 3, stride=s, padding=1) for s in (1, 2))
    assert one.weight.shape == two.weight.shape
    products = [F.conv_macs(3, 8, (64, 64), 3, stride=s, padding=1) for s in (1, 2)]
    assert products[0] == 4 * products[1]


@pytest.mark.claim("exam-field-7", "exam-field-101", "exam-field-11", "exam-field-15")
def test_fields():
    assert F.receptive_field([F.Layer(3)] * 3).size == 7
    assert F.receptive_field([F.Layer(3)] * 50).size == 101
    assert F.receptive_field([F.Layer(3, stride=2), F.Layer(3), F.Layer(3)]).size == 11
    assert F.receptive_field([F.Layer(3, dilation=d) for d in (1, 2, 4)]).size == 15


@pytest.mark.claim("exam-vgg-field-212")
def test_27():
    layers = []
    for convolutions in (2, 2, 3, 3, 3):
        layers += [F.Layer(3, padding=1)] * convolutions + [F.Layer(2, stride=2)]
    assert F.receptive_field(layers[:-1]).size == 196
    assert F.receptive_field(layers).size == 212


@pytest.mark.claim("exam-equivariant-at-stride-1")
def test_31():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 20)), rng.integers(1, 10, (1, 1, 3))
    shifted = np.roll(x, 1, axis=1)
    assert (F.conv1d(shifted, w)[0, 1:] == F.conv1d(x, w)[0, :-1]).all()
    assert (F.conv1d(shifted, w, stride=2)[0, 1:] != F.conv1d(x, w, stride=2)[0, :-1]).any()
    assert (F.conv1d(np.roll(x, 2, axis=1), w, stride=2)[0, 1:] == F.conv1d(x, w, stride=2)[0, :-1]).all()
    pool, inside = nn.MaxPool1d(2), torch.tensor([[0.0, 0, 3, 7, 2, 0, 0, 0]])
    assert not torch.equal(pool(inside.roll(1))[:, 1:], pool(inside)[:, :-1])
    assert torch.equal(pool(inside.roll(2))[:, 1:], pool(inside)[:, :-1])
    assert inside.roll(1).mean() == inside.mean() and inside.roll(1).max() == inside.max()  # global pooling
    photo, kernel = rng.integers(-9, 10, (1, 9, 9)), rng.integers(-9, 10, (1, 1, 3, 3))
    turned, map_turned = np.rot90(photo, axes=(1, 2)), np.rot90(F.conv2d(photo, kernel), axes=(1, 2))
    assert (F.conv2d(turned, kernel) != map_turned).any()
    assert (F.conv2d(turned, np.rot90(kernel, axes=(2, 3))) == map_turned).all()


@pytest.mark.claim("exam-1x1-is-linear")
def test_33():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (4, 5, 6)), rng.integers(-9, 10, (7, 4))
    assert (F.conv2d(x, w[:, :, None, None]) == np.einsum("oc,chw->ohw", w, x)).all()


@pytest.mark.claim("exam-transposed-is-not-inverse")
def test_35():
    x, w = np.arange(1, 8)[None], np.array([[[1, 2, 1]]])
    back = F.conv_transpose1d(F.conv1d(x, w, stride=2), w, stride=2)
    assert back.shape == x.shape
    assert (back != x).any()
    matrix = F.conv_matrix(w, (7,), stride=2)
    assert np.linalg.matrix_rank(matrix) == 3 < 7
    four_of_one = np.eye(4)[None].reshape(4, 1, 2, 2)  # as many numbers as came in: nothing is lost
    assert np.linalg.matrix_rank(F.conv_matrix(four_of_one, (6, 6), stride=2)) == 36


@pytest.mark.claim("exam-counts-1-2-4")
def test_36():
    inner = F.overlap_counts((6, 6), 3, stride=2)[2:-2, 2:-2]
    assert set(inner.ravel().tolist()) == {1, 2, 4}
    assert np.ptp(F.overlap_counts((6, 6), 4, stride=2)[2:-2, 2:-2]) == 0


@pytest.mark.claim("exam-gradient-is-transposed")
def test_37():
    x, w = torch.rand(1, 2, 7, 7, requires_grad=True), torch.rand(3, 2, 3, 3, requires_grad=True)
    y = torch.conv2d(x, w)
    g = torch.rand_like(y)
    y.backward(g)
    assert torch.allclose(x.grad, torch.conv_transpose2d(g, w), atol=1e-5)
    by_weight = torch.conv2d(x.transpose(0, 1), g.transpose(0, 1)).transpose(0, 1)
    assert torch.allclose(w.grad, by_weight, atol=1e-4)


@pytest.mark.claim("exam-pooling-sends-to-the-maximum")
def test_38():
    for pool, wanted in ((nn.MaxPool1d(2), [0, 1, 1, 0]), (nn.AvgPool1d(2), [0.5] * 4)):
        x = torch.tensor([[[1.0, 3, 4, 2]]], requires_grad=True)
        pool(x).sum().backward()
        assert x.grad.flatten().tolist() == wanted


@pytest.mark.claim("exam-by-hand")
def test_40():
    w = np.array([[[1, 0, -1]]])
    y = F.conv1d(np.array([[1, 2, 3, 4]]), w)
    assert y.tolist() == [[-2, -2]]
    assert F.conv_transpose1d(y, w).tolist() == [[-2, -2, 2, 2]]


@pytest.mark.claim("exam-layer-and-function-agree")
def test_41():
    layer, x = nn.Conv2d(3, 8, 3, stride=2, padding=1), torch.rand(1, 3, 9, 9)
    assert torch.equal(layer(x), nn.functional.conv2d(x, layer.weight, layer.bias, stride=2, padding=1))


@pytest.mark.claim("exam-stages-cost-the-same")
def test_42():
    first, second = F.conv_macs(64, 64, (56, 56), 3, padding=1), F.conv_macs(128, 128, (28, 28), 3, padding=1)
    assert first == second == 115_605_504


@pytest.mark.claim("exam-64-filters-192-kernels")
def test_44():
    weight = nn.Conv2d(3, 64, 3).weight
    assert (len(weight), len(weight.flatten(0, 1))) == (64, 192)


@pytest.mark.claim("exam-290400-neurons")
def test_47():
    assert F.conv_output_size(227, 11, stride=4) ** 2 * 96 == 290_400
    assert 55 * 48 * 96 == 253_440
    assert F.conv_parameters(3, 96, (11, 11)) == 34_944


@pytest.mark.claim("exam-linear-as-convolution")
def test_48():
    shapes = nn.Linear(25_088, 4096, device="meta"), nn.Conv2d(512, 4096, 7, device="meta")
    assert [sum(p.numel() for p in layer.parameters()) for layer in shapes] == [102_764_544] * 2
    linear, x = nn.Linear(5 * 4 * 4, 6), torch.rand(1, 5, 4, 4)
    slid = torch.conv2d(x, linear.weight.reshape(6, 5, 4, 4), linear.bias)
    assert torch.allclose(slid.flatten(1), linear(x.flatten(1)), atol=1e-6)


@pytest.mark.claim("exam-stride-is-subsampling")
def test_50():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (3, 12, 12)), rng.integers(-9, 10, (4, 3, 3, 3))
    assert (F.conv2d(x, w, stride=2, padding=1) == F.conv2d(x, w, padding=1)[:, ::2, ::2]).all()
    assert F.conv_macs(3, 4, (12, 12), 3, padding=1) == 4 * F.conv_macs(3, 4, (12, 12), 3, stride=2, padding=1)


@pytest.mark.claim("exam-lenet-sizes")
def test_51():
    features = nn.Sequential(nn.Conv2d(1, 6, 5), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.AvgPool2d(2))
    x, shapes = torch.zeros(1, 1, 32, 32), []
    for layer in features:
        x = layer(x)
        shapes.append(x.shape[1:])
    assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5)]
    assert nn.Linear(400, 120)(x.flatten(1)).shape == (1, 120)


@pytest.mark.claim("exam-lenet-61706")
def test_52():
    layers = [nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5), nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)]
    counts = [sum(p.numel() for p in layer.parameters()) for layer in layers]
    assert counts == [156, 2416, 48_120, 10_164, 850]
    assert sum(counts) == 61_706
    reads = [3] * 6 + [4] * 9 + [6]  # table I of the paper: how many of the six maps each of the sixteen reads
    assert sum(25 * maps + 1 for maps in reads) == 1516


@pytest.mark.claim("exam-lenet-field-14")
def test_53():
    pooling, second = F.Layer(2, stride=2), F.Layer(5)
    assert F.receptive_field([F.Layer(5), pooling, second]).size == 14
    assert F.receptive_field([F.Layer(5, dilation=2), pooling, second]).size == 18


@pytest.mark.claim("exam-six-maps-become-sixteen")
def test_54():
    assert nn.Conv2d(6, 16, 5).weight.shape == (16, 6, 5, 5)
    assert nn.Conv2d(40, 8, 3).weight[0].shape == (40, 3, 3)


@pytest.mark.claim("exam-121-to-40")
def test_55():
    assert nn.Conv2d(16, 32, 4, stride=3)(torch.zeros(1, 16, 121, 121)).shape == (1, 32, 40, 40)
    assert (121 - 4) % 3 == 0


@pytest.mark.claim("exam-patchgan-70")
def test_56():
    layers = [F.Layer(4, stride=stride, padding=1) for stride in (2, 2, 2, 1, 1)]
    field, sizes = F.receptive_field(layers), [256]
    for layer in layers:
        sizes.append(layer.output_size(sizes[-1]))
    assert (field.size, field.jump, sizes[1:]) == (70, 8, [128, 64, 32, 31, 30])


@pytest.mark.claim("exam-patchgan-sizes")
def test_57():
    end = [F.Layer(4, padding=1)] * 2
    sizes = [F.receptive_field([F.Layer(4, stride=2, padding=1)] * n + end).size for n in range(1, 6)]
    assert sizes == [16, 34, 70, 142, 286]


@pytest.mark.claim("exam-diagonal-kernel")
def test_58():
    kernel = np.array([[-1, -1, 2], [-1, 2, 1], [2, 1, 1]])
    row, column = np.indices((3, 3))
    edge = row + column >= 2  # bright on the diagonal, below it and to the right
    assert kernel[edge].sum() == 9
    assert kernel.sum() == 6


@pytest.mark.claim("exam-patch-embedding")
def test_59():
    layer, x = nn.Conv2d(3, 768, 16, stride=16), torch.randn(1, 3, 224, 224)
    patches = nn.functional.unfold(x, 16, stride=16).transpose(1, 2)
    tokens = patches @ layer.weight.reshape(768, 768).T + layer.bias
    assert torch.allclose(layer(x).flatten(2).transpose(1, 2), tokens, atol=1e-4)
    assert tokens.shape[1] == 196
    assert sum(p.numel() for p in layer.parameters()) == 590_592


@pytest.mark.claim("exam-several-kernel-sizes")
def test_60():
    x = torch.randn(1, 3, 12, 12)
    maps = [nn.Conv2d(3, 4, k, padding=p)(x) for k, p in ((1, 0), (3, 1), (5, 2))]
    assert torch.cat(maps, dim=1).shape == (1, 12, 12, 12)
    small, large = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(3, 4, 5, padding=2)
    large.weight.data = nn.functional.pad(small.weight.data, (1, 1, 1, 1))
    large.bias.data = small.bias.data
    assert torch.allclose(large(x), small(x), atol=1e-6)


@pytest.mark.claim("exam-1792-are-learned")
def test_61():
    assert sum(p.numel() for p in nn.Conv2d(3, 64, 3).parameters()) == 1792


@pytest.mark.claim("exam-shortcut-28")
def test_63():
    shortcut, block = nn.Conv2d(64, 128, 1, stride=2, bias=False), nn.Conv2d(64, 128, 3, stride=2, padding=1)
    x = torch.zeros(1, 64, 56, 56)
    assert shortcut(x).shape == block(x).shape == (1, 128, 28, 28)
    assert shortcut.weight.numel() == 8192


@pytest.mark.claim("exam-dropout2d-drops-maps")
def test_64():
    torch.manual_seed(0)
    x = torch.ones(1, 64, 8, 8)
    maps = nn.Dropout2d(0.5)(x).flatten(2)
    assert (maps.amin(2) == maps.amax(2)).all()
    assert set(maps.unique().tolist()) == {0, 2}
    cells = nn.Dropout(0.5)(x).flatten(2)
    assert ((cells.amin(2) == 0) & (cells.amax(2) == 2)).all()
    assert (nn.Dropout2d(0.5).eval()(x) == 1).all()


@pytest.mark.claim("exam-34-numbers-cannot-be-49")
def test_65():
    small, large = np.random.default_rng(0).normal(size=(2, 1, 1, 5, 5))
    both = F.conv2d(np.pad(large, [(0, 0), (0, 0), (2, 2), (2, 2)]), small[..., 1:-1, 1:-1])
    assert both.shape[2:] == (7, 7)
    assert 3 * 3 + 5 * 5 == 34 < 7 * 7


@pytest.mark.claim("exam-backward-costs-twice")
def test_66():
    layer, x = nn.Conv2d(4, 8, 3, bias=False), torch.rand(1, 4, 10, 10, requires_grad=True)
    with FlopCounterMode(display=False) as forward:
        y = layer(x)
    with FlopCounterMode(display=False) as back:
        y.sum().backward()
    assert back.get_total_flops() == 2 * forward.get_total_flops()
    assert forward.get_total_flops() == 2 * F.conv_macs(4, 8, (10, 10), 3)


@pytest.mark.claim("exam-twice-the-channels-four-times-the-products")
def test_67():
    one, two = (F.conv_macs(channels, channels, (56, 56), 3, padding=1) for channels in (8, 16))
    assert (two, round(100 * (58**2 / 56**2 - 1))) == (4 * one, 7)
    assert F.conv_output_size(56, 3, padding=2) == 58


@pytest.mark.claim("exam-a-maximum-by-relu")
def test_68():
    x = torch.randn(1, 1, 6, 6)
    a, b = x[..., ::2], x[..., 1::2]
    rows = (a - b).relu() + b
    a, b = rows[..., ::2, :], rows[..., 1::2, :]
    assert torch.allclose((a - b).relu() + b, nn.MaxPool2d(2)(x), atol=1e-6)
    assert torch.allclose(torch.conv2d(x, torch.full((1, 1, 2, 2), 0.25), stride=2), nn.AvgPool2d(2)(x), atol=1e-6)


@pytest.mark.claim("exam-minimum-by-maximum")
def test_69():
    x = torch.randn(1, 1, 6, 6)
    assert torch.equal(-nn.MaxPool2d(2)(-x), x.unflatten(2, (3, 2)).unflatten(4, (3, 2)).amin((3, 5)))


@pytest.mark.claim("exam-pooling-takes-602112-comparisons")
def test_70():
    assert nn.MaxPool2d(2)(torch.zeros(1, 64, 112, 112)).numel() * 3 == 602_112
    assert F.conv_macs(64, 64, (112, 112), 3, padding=1) == 462_422_016


@pytest.mark.claim("exam-derivatives-take-d-plus-1-weights")
def test_71():
    kernel, x = np.array([1.0]), np.arange(10.0)
    for order, wanted in ((1, [-1, 1]), (2, [1, -2, 1]), (3, [-1, 3, -3, 1])):
        kernel = np.convolve(kernel, [-1, 1])
        assert kernel.tolist() == wanted
        for power in range(order):
            assert not F.conv1d((x**power)[None], kernel[None, None]).any()
        assert (F.conv1d((x**order)[None], kernel[None, None]) == math.factorial(order)).all()


@pytest.mark.claim("exam-ones-make-a-running-sum")
def test_72():
    x = np.arange(1.0, 8)[None]
    assert np.array_equal(F.conv1d(np.pad(x, ((0, 0), (6, 0))), np.ones((1, 1, 7))), np.cumsum(x, axis=1))


@pytest.mark.claim("exam-6000-hertz-become-2000")
def test_73():
    samples = np.arange(160)
    kept = np.cos(2 * np.pi * 6000 * samples / 16_000)[::2]
    assert np.allclose(kept, np.cos(2 * np.pi * 2000 * samples[:80] / 8000))


@pytest.mark.claim("exam-correlation-exchanged-is-mirrored")
def test_74():
    f, g = np.random.default_rng(0).normal(size=(2, 4))
    assert np.allclose(np.convolve(f, g), np.convolve(g, f))
    one = F.conv1d(f[None], g[None, None], padding=3)
    assert np.allclose(one, F.conv1d(g[None], f[None, None], padding=3)[:, ::-1])


@pytest.mark.claim("exam-240-to-200")
def test_76():
    size = 240
    for _ in range(10):
        size = F.conv_output_size(size, 5)
    assert (size, round(100 * (1 - size**2 / 240**2))) == (200, 31)


@pytest.mark.claim("exam-matrix-of-921600-numbers")
def test_77():
    matrix = F.conv_matrix(np.ones((1, 1, 3, 3)), 32)
    assert (matrix.shape, matrix.size, np.count_nonzero(matrix)) == ((900, 1024), 921_600, 8100)


@pytest.mark.claim("exam-lenet-122304-connections")
def test_78():
    assert F.conv_parameters(1, 6, (5, 5)) == 156
    assert (156 * 28**2, 6 * 14**2 * 5, 1516 * 10**2) == (122_304, 5880, 151_600)


@pytest.mark.claim("exam-textcnn-360300")
def test_79():
    layers = [nn.Conv1d(300, 100, words) for words in (3, 4, 5)]
    maps = [layer(torch.zeros(1, 300, 20)) for layer in layers]
    assert [one.shape[2] for one in maps] == [18, 17, 16]
    assert torch.cat([one.amax(2) for one in maps], 1).shape == (1, 300)
    assert sum(p.numel() for layer in layers for p in layer.parameters()) == 360_300


@pytest.mark.claim("exam-54-operations")
def test_80():
    products = nn.Conv2d(3, 1, 3).weight.numel()
    assert (products, products + (products - 1) + 1) == (27, 54)


@pytest.mark.claim("exam-dcgan-begins-with-a-linear-layer")
def test_81():
    layer = nn.ConvTranspose2d(100, 1024, 4, bias=False)
    x = torch.randn(2, 100)
    assert layer.weight.numel() == 1_638_400
    assert torch.allclose(layer(x[..., None, None]).flatten(1), x @ layer.weight.flatten(1), atol=1e-5)


@pytest.mark.claim("exam-a-bottleneck-takes-a-tenth")
def test_82():
    direct = F.conv_macs(192, 32, (28, 28), 5, padding=2)
    narrow = F.conv_macs(192, 16, (28, 28), 1) + F.conv_macs(16, 32, (28, 28), 5, padding=2)
    assert (direct, narrow) == (120_422_400, 12_443_648)


@pytest.mark.claim("exam-dilation-18-on-33-cells")
def test_83():
    met = torch.conv2d(torch.ones(1, 1, 33, 33), torch.ones(1, 1, 3, 3), padding=18, dilation=18)[0, 0]
    assert (met[16, 16], round(met.mean().item(), 1)) == (1, 3.6)


@pytest.mark.claim("exam-2432-with-one-bias-a-kernel")
def test_84():
    layer, x = nn.Conv2d(3, 32, 5), torch.rand(1, 3, 9, 9)
    assert sum(p.numel() for p in layer.parameters()) == 2432
    three = torch.rand(3, 32)  # a bias for each colour and kernel
    apart = [torch.conv2d(x[:, c : c + 1], layer.weight[:, c : c + 1], three[c]) for c in range(3)]
    assert torch.allclose(sum(apart), torch.conv2d(x, layer.weight, three.sum(0)), atol=1e-5)


@pytest.mark.claim("exam-295168-with-bias")
def test_85():
    assert F.conv_parameters(128, 256, (3, 3), bias=False) == 294_912
    assert F.conv_parameters(128, 256, (3, 3)) == 295_168


@pytest.mark.claim("exam-field-10-or-9")
def test_86():
    strided = [F.Layer(3), F.Layer(2, stride=2)] * 2
    plain = [F.Layer(3), F.Layer(2), F.Layer(3, dilation=2)]
    assert [F.receptive_field(strided[:n]).size for n in range(1, 5)] == [3, 4, 8, 10]
    assert F.receptive_field([*plain, F.Layer(2)]).size == 9
    assert F.receptive_field([*plain, F.Layer(2, dilation=2)]).size == 10


@pytest.mark.claim("exam-field-doubles-and-one-less")
def test_87():
    for n in range(1, 8):
        assert F.receptive_field([F.Layer(3, dilation=2**m) for m in range(n)]).size == 2 ** (n + 1) - 1
    assert F.receptive_field([F.Layer(3, dilation=2)]).size == 5


@pytest.mark.claim("exam-gradient-from-7-back-to-4")
def test_88():
    assert F.conv_output_size(4, 2, padding=2) == 7
    assert F.conv_transpose_output_size(7, 2) == 8
    assert F.conv_transpose_output_size(7, 2, padding=2) == 4


@pytest.mark.claim("exam-stamping-needs-no-turning")
def test_89():
    w, dz = np.array([1, 2, 3]), np.array([1, 10, 100, 1000])
    da = np.zeros(6, int)
    for i in range(4):
        da[i : i + 3] += w * dz[i]
    assert (da == F.conv1d(np.pad(dz, 2)[None], w[None, None, ::-1])[0]).all()
    x = torch.rand(1, 1, 6, requires_grad=True)
    torch.conv1d(x, torch.tensor(w[None, None]).float()).backward(torch.tensor(dz[None, None]).float())
    assert x.grad[0, 0].tolist() == da.tolist()


@pytest.mark.claim("exam-96-parameters-for-a-text")
def test_90():
    layers = [nn.Conv2d(1, 2, (words, 5)) for words in (2, 3, 4)]
    assert sum(layer.weight.numel() for layer in layers) == 90
    assert sum(layer.bias.numel() for layer in layers) == 6
    assert layers[-1](torch.zeros(1, 1, 4, 5)).shape == (1, 2, 1, 1)


@pytest.mark.claim("exam-a-1x1-has-4-parameters")
def test_91():
    layer = nn.Conv2d(3, 1, 1)
    assert sum(p.numel() for p in layer.parameters()) == 4
    assert layer(torch.zeros(1, 3, 256, 256)).shape == (1, 1, 256, 256)
