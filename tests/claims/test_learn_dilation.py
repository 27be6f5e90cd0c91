import numpy as np
import pytest
import torch

import convref as F
from convref import formulas


@pytest.mark.claim("dilation-costs-no-more-a-stop")
def test_cost():
    for d in (1, 2, 3):
        stops = F.conv_output_size(9, 3, dilation=d) ** 2
        assert F.conv_macs(1, 1, (9, 9), 3, dilation=d) == 9 * stops


@pytest.mark.claim("dilations-1-2-4-reach-15")
def test_field():
    fields = [F.receptive_field([F.Layer(3, dilation=d) for d in ds]) for ds in ((1, 2, 4), (1, 1, 1))]
    assert [field.size for field in fields] == [15, 7]


@pytest.mark.claim("padding-gives-back-what-dilation-takes")
def test_size():
    for k in (1, 3, 5, 7):
        for d in (1, 2, 3, 4):
            assert F.conv_output_size(50, k, dilation=d) == 50 - d * (k - 1)
            assert F.conv_output_size(50, k, padding=d * (k - 1) // 2, dilation=d) == 50


@pytest.mark.claim("three-weights-reach-five")
def test_reach():
    for k in range(1, 8):
        for d in range(1, 6):
            reads = F.read_counts(50, kernel_size=k, dilation=d, stride=50).nonzero()[0]  # one stop
            assert len(reads) == k and reads[-1] - reads[0] + 1 == formulas.dilated_kernel(k, d)
    assert formulas.dilated_kernel(3, 2) == 5


@pytest.mark.claim("dilation-moves-the-centre")
def test_centre():
    for k in (1, 3, 5):
        for d in (1, 2, 3):
            for p in range(5):
                assert F.receptive_field([F.Layer(k, dilation=d, padding=p)]).centre == d * (k - 1) / 2 - p


@pytest.mark.claim("dilation-0-is-refused")
def test_zero():
    with pytest.raises(RuntimeError):
        torch.nn.functional.conv1d(torch.ones(1, 9), torch.ones(1, 1, 3), dilation=0)
    x, w = torch.rand(1, 9), torch.rand(1, 1, 3)
    assert torch.equal(torch.conv1d(x, w, dilation=1), torch.conv1d(x, w))


@pytest.mark.claim("equal-dilations-miss-every-odd-cell")
def test_holes():
    for dilations, missing in (((2, 2, 2), 6), ((1, 2, 4), 0)):
        paths = np.ones(1)
        for d in dilations:
            paths = np.convolve(paths, np.bincount([0, d, 2 * d]))
        assert (paths == 0).sum() == missing


@pytest.mark.claim("three-ways-to-see-15")
def test_ways():
    strided = [F.Layer(3, stride=s, padding=1) for s in (2, 2, 1)]
    dilated = [F.Layer(3, dilation=d, padding=d) for d in (1, 2, 4)]
    large, deep = [F.Layer(15, padding=7)], [F.Layer(3, padding=1)] * 7
    for layers, places in ((large, 64), (deep, 64), (strided, 16), (dilated, 64)):
        size = 64
        for layer in layers:
            size = layer.output_size(size)
        assert (F.receptive_field(layers).size, size) == (15, places)


@pytest.mark.claim("the-order-does-not-change-the-field")
def test_order():
    for order in ((1, 2, 4), (4, 2, 1)):
        read = np.ones((1, 15))
        for d in order:
            read = F.conv1d(read, np.ones((1, 1, 3)), dilation=d)
        assert read.shape == (1, 1)
        assert read[0, 0] == 27  # 27 paths of one weight each
        x = torch.rand(1, 1, 15, requires_grad=True)
        y = x
        for d in order:
            y = torch.conv1d(y, torch.ones(1, 1, 3), dilation=d)
        y.sum().backward()
        assert (x.grad > 0).all()
