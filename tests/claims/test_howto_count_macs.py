import pytest
from torch import nn

import convref as F
from convref import networks


@pytest.mark.claim("73728-weights-at-3136-places")
def test_one_layer():
    assert F.conv_parameters(64, 128, (3, 3), bias=False) == 128 * 64 * 9 == 73_728
    assert F.conv_macs(64, 128, (56, 56), 3, padding=1) == 73_728 * 3_136
    assert sum(p.numel() for p in nn.Conv2d(64, 128, 3).parameters()) == 73_728 + 128


@pytest.mark.claim("twice-the-side-four-times-the-macs")
def test_side():
    small, large = (F.conv_macs(3, 8, (n, n), 3, padding=1) for n in (50, 100))
    assert large == 4 * small


@pytest.mark.claim("by-output-pixels-s-squared-too-large")
def test_transposed():
    for s in (1, 2, 3, 4):
        made = F.conv_transpose_macs(3, 5, (10, 10), s, stride=s)
        outputs = F.conv_transpose_output_size(10, s, stride=s) ** 2
        assert 3 * 5 * s * s * outputs == s**2 * made


@pytest.mark.claim("a-counter-should-say-48")
def test_by_hand():
    layer = nn.ConvTranspose2d(3, 1, 2, stride=2)
    assert layer.weight.numel() == 12
    assert F.conv_transpose_macs(3, 1, (2, 2), 2, stride=2) == 12 * 2 * 2 == 48
    by_output = 12 * 4 * 4
    assert (by_output, by_output + 4 * 4) == (192, 208)  # without and with a bias at each of 16 outputs


@pytest.mark.claim("equal-channels-move-the-fewest-numbers")
def test_memory_access():
    moved = {(a, b): 56 * 56 * (a + b) + a * b for a in (16, 32, 64, 128, 256) for b in [64 * 64 // a]}
    assert (moved[64, 64], moved[16, 256]) == (405_504, 857_088)
    assert min(moved, key=moved.get) == (64, 64)
    assert {F.conv_macs(a, b, (56, 56), 1) for a, b in moved} == {56 * 56 * 64 * 64}


@pytest.mark.claim("resnet-50-has-4-1-billion-macs")
def test_resnet():
    made = F.trace(networks.named_network("resnet50"), (3, 224, 224))
    assert round(made.macs / 1e9, 1) == 4.1
    assert round(2 * made.macs / 1e9, 1) == 8.2
