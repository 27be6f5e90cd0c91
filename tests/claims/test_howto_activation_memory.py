import numpy as np
import pytest
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

import convref as F


def kept(network, x):
    found = {}

    def pack(tensor):
        found[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with saved_tensors_hooks(pack, lambda tensor: tensor):
        y = network(x)
    del y
    return sum(found.values())


@pytest.mark.claim("an-in-place-relu-keeps-as-much")
def test_in_place():
    x = torch.rand(1, 4, 16, 16, requires_grad=True)
    amounts = set()
    for inplace in (False, True):
        layers = [nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(inplace), nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(inplace)]
        amounts.add(kept(nn.Sequential(*layers), x))
    weights = 2 * 4 * 4 * 9
    assert amounts == {4 * (3 * 4 * 16 * 16 + weights)}  # the input and both results


@pytest.mark.claim("an-in-place-leaky-relu-saves-a-map")
def test_leaky():
    x, amounts = torch.rand(1, 4, 16, 16, requires_grad=True), []
    for inplace in (False, True):
        layers = nn.Conv2d(4, 4, 3, padding=1), nn.LeakyReLU(0.1, inplace), nn.Conv2d(4, 4, 3, padding=1)
        amounts.append(kept(nn.Sequential(*layers), x))
    assert amounts[0] - amounts[1] == 4 * (4 * 16 * 16)  # one map


@pytest.mark.claim("positions-of-a-pooling-take-64-bits")
def test_positions():
    values, positions = nn.MaxPool2d(2, return_indices=True)(torch.rand(1, 4, 8, 8))
    assert positions.numel() * positions.element_size() == 2 * values.numel() * values.element_size()


@pytest.mark.claim("vgg16-takes-2-gib-before-the-first-picture")
def test_vgg():
    plan = [(3, 64), (64, 64), (64, 128), (128, 128), (128, 256), (256, 256), (256, 256), (256, 512)] + [(512, 512)] * 5
    linear = 25088 * 4096 + 4096 * 4096 + 4096 * 1000 + 4096 + 4096 + 1000
    weights = sum(F.conv_parameters(*pair, (3, 3)) for pair in plan) + linear
    assert weights == 138_357_544
    assert 4 * weights / 2**20 == pytest.approx(528, abs=0.5)
    assert 16 * weights / 2**30 == pytest.approx(2.1, abs=0.05)


@pytest.mark.claim("twice-the-side-four-times-the-maps")
def test_side():
    network, small, large = nn.Conv2d(3, 8, 3, padding=1), torch.rand(1, 3, 16, 16), torch.rand(1, 3, 32, 32)
    assert network(large).numel() == 4 * network(small).numel()


@pytest.mark.claim("one-map-of-vgg-takes-12-25-mib")
def test_map():
    assert 4 * 64 * F.conv_output_size(224, 3, padding=1) ** 2 / 2**20 == 12.25


@pytest.mark.claim("the-table-of-127x127-takes-1008-gib")
def test_table():
    outputs = F.conv_output_size(4222, 127)
    assert outputs == 4096
    assert 4 * outputs**2 * 127**2 / 2**30 == pytest.approx(1008, abs=0.5)


@pytest.mark.claim("an-ocr-layer-takes-79-mib")
def test_workspace():
    outputs = F.conv_output_size(1500, 7, stride=4, padding=3)
    assert 4 * 3 * 7**2 * outputs**2 / 2**20 == pytest.approx(79, abs=0.5)


@pytest.mark.claim("no-grad-keeps-nothing")
def test_no_grad():
    network, x = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.MaxPool2d(2)), torch.rand(1, 3, 9, 9)
    assert kept(network, x) > 0
    with torch.no_grad():
        assert kept(network, x) == 0


@pytest.mark.claim("the-table-of-a-volume-takes-161-gib")
def test_volume():
    windows = np.prod([F.conv_output_size(size, 3) for size in (5, 1090, 1922)])
    assert f"{4 * 256 * 27 * windows / 2**30:.2f}" == "161.37"
    assert 2 * 128 * 27 * F.conv_output_size(256, 3, padding=1) ** 3 / 2**30 == 108


@pytest.mark.claim("other-paddings-keep-a-padded-copy")
def test_padded_copy():
    x, weights = torch.rand(1, 4, 56, 56, requires_grad=True), 4 * (4 * 4 * 9)
    modes = "zeros", "circular", "reflect", "replicate"
    found = [kept(nn.Conv2d(4, 4, 3, padding=1, padding_mode=mode), x) - weights for mode in modes]
    plain, copy = 4 * 4 * 56**2, 4 * 4 * 58**2
    assert found == [plain, copy, copy + plain, copy + plain]
    assert round(100 * (copy / plain - 1)) == 7
