import itertools

import pytest
import torch
from torch import nn
from torchvision.models import alexnet

import convref as F
from convref import formulas


@pytest.mark.claim("alexnet-224-becomes-55")
def test_alexnet():
    assert divmod(224 + 2 * 2 - 11, 4) == (54, 1)
    assert nn.Conv2d(3, 64, 11, stride=4, padding=2)(torch.zeros(3, 224, 224)).shape == (64, 55, 55)


@pytest.mark.claim("without-padding-the-last-cell-is-lost")
def test_lost():
    assert (224 - 11) % 4 == 1
    counts = F.read_counts(224, kernel_size=11, stride=4)
    assert counts[-1] == 0 and counts[:-1].all()


@pytest.mark.claim("four-sizes-share-one-output")
def test_shared():
    sizes = [i for i in range(200, 250) if F.conv_output_size(i, 11, stride=4, padding=2) == 55]
    assert sizes == [223, 224, 225, 226]


@pytest.mark.claim("the-formula-counts-the-windows")
def test_count():
    for i in range(1, 30):
        for k, s, p, d in itertools.product((1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2)):
            last = i + 2 * p - (d * (k - 1) + 1)  # the last possible start
            if last >= 0:
                assert formulas.conv_size(i=i, k=k, s=s, p=p, d=d) == len(range(0, last + 1, s))
                layer = nn.Conv1d(1, 1, k, s, p, d)
                assert layer(torch.zeros(1, i)).shape[1] == len(range(0, last + 1, s))


@pytest.mark.claim("with-padding-2-every-cell-is-read")
def test_read():
    assert (224 + 4 - 11) % 4 == 1
    assert F.read_counts(224, kernel_size=11, stride=4, padding=2).all()


@pytest.mark.claim("alexnet-in-three-shapes")
def test_shapes():
    for kernels, size, padding, output in ((96, 227, 0, 55), (64, 224, 2, 55), (96, 224, 0, 54)):
        layer = nn.Conv2d(3, kernels, 11, stride=4, padding=padding)
        assert layer(torch.zeros(3, size, size)).shape == (kernels, output, output)
    assert alexnet(weights=None).features[0].weight.shape == (64, 3, 11, 11)


@pytest.mark.claim("s-cells-more-are-one-output-more")
def test_grow():
    for i, k, s, p in itertools.product(range(11, 30), (1, 3, 11), (1, 2, 3, 4), (0, 1, 2)):
        assert F.conv_output_size(i + s, k, s, p) == F.conv_output_size(i, k, s, p) + 1


@pytest.mark.claim("padding-1-keeps-the-size-of-kernel-3-only")
def test_padding_1():
    assert [F.conv_output_size(20, k, padding=1) for k in (1, 3, 5)] == [22, 20, 18]


@pytest.mark.claim("a-dilated-3-counts-as-5")
def test_dilated():
    for size, stride, padding in itertools.product(range(5, 20), (1, 2, 3), (0, 1, 2)):
        dilated = F.conv_output_size(size, 3, stride=stride, padding=padding, dilation=2)
        assert dilated == F.conv_output_size(size, 5, stride=stride, padding=padding)


@pytest.mark.claim("stride-2-halves-an-even-input")
def test_half():
    for size in range(2, 300, 2):
        assert F.conv_output_size(size, kernel_size=2, stride=2) == size / 2
        assert F.conv_output_size(size, kernel_size=3, stride=2, padding=1) == size / 2
    layer = torch.nn.Conv1d(1, 1, 3, stride=2)
    first = layer(torch.zeros(1, 1, 32))
    assert (first.shape[-1], layer(first).shape[-1]) == (15, 7)


@pytest.mark.claim("eight-cells-make-3-4-or-2")
def test_eight():
    x, w = torch.zeros(1, 8), torch.zeros(1, 1, 3)
    sizes = [torch.conv1d(x, w, None, 2, p, d).shape[1] for p, d in ((0, 1), (1, 1), (0, 2))]
    assert sizes == [3, 4, 2]
    assert not F.read_counts(8, 3, stride=2, dilation=2)[1::2].any()
