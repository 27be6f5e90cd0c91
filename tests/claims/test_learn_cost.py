import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import convref as F
from convref import networks


@pytest.mark.claim("four-products-at-most")
def test_most():
    counts = F.overlap_counts((8, 8), kernel_size=4, stride=2, padding=1)
    assert counts.shape == (16, 16) and counts.max() == 4
    assert counts.sum() == 900 and counts.size * 16 == 4096


@pytest.mark.claim("torch-counts-padding-and-what-is-cropped")
def test_counter():
    for layer, size, half in ((nn.Conv2d, 5, 225), (nn.ConvTranspose2d, 8, 1024)):
        k, s = (3, 1) if layer is nn.Conv2d else (4, 2)
        with FlopCounterMode(display=False) as counter:
            layer(1, 1, k, s, padding=1)(torch.ones(1, 1, size, size))
        assert counter.get_total_flops() == 2 * half


@pytest.mark.claim("stride-2-is-a-quarter-of-an-even-number")
def test_quarter():
    for k in range(1, 8):
        for size in range(k, 40):
            stops = F.conv_output_size(size, k)
            saved = F.conv_macs(1, 1, (size, size), k) / F.conv_macs(1, 1, (size, size), k, stride=2)
            assert saved == 4 if stops % 2 == 0 else saved < 4


@pytest.mark.claim("225-products-169-of-them-with-the-input")
def test_conventions():
    layer = {"input_size": (5, 5), "kernel_size": 3, "padding": 1}
    assert [F.conv_macs(1, 1, **layer, count_zeros=zeros) for zeros in (True, False)] == [225, 169]
    assert F.conv2d(np.ones((1, 5, 5)), np.ones((1, 1, 3, 3)), padding=1).sum() == 169


@pytest.mark.claim("parameters-do-not-depend-on-the-size")
def test_parameters():
    layer = nn.Conv2d(64, 128, 3, padding=1)
    assert sum(p.numel() for p in layer.parameters()) == F.conv_parameters(64, 128, (3, 3)) == 73856
    assert {layer(torch.zeros(64, size, size)).shape[1] for size in (5, 9)} == {5, 9}  # the same layer on both


@pytest.mark.claim("a-layer-of-resnet-makes-115-million-products")
def test_resnet():
    made = F.trace(networks.named_network("resnet50"), (3, 224, 224))
    layer = nn.Conv2d(64, 64, 3, padding=1)
    wide = [row.macs for row in made if row.shape == (64, 56, 56) and row.layer.kind == "Conv2d"]
    assert wide.count(56 * 56 * layer.weight.numel()) == 3
    assert 56 * 56 * layer.weight.numel() == F.conv_macs(64, 64, (56, 56), 3, padding=1) == 115_605_504


@pytest.mark.claim("vgg-s-largest-layer-makes-few-products")
def test_vgg():
    made = F.trace(networks.named_network("vgg16"), (3, 224, 224))
    largest = max(made, key=lambda row: row.parameters)
    assert largest.layer.kind == "Linear"
    assert (round(largest.parameters / 1e6, 1), round(made.parameters / 1e6, 1)) == (102.8, 138.4)
    assert largest.macs / made.macs < 0.01
