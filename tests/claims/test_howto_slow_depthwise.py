import pytest
import torch
from torch.nn.functional import conv1d, conv_transpose1d, pad

import convref as F


@pytest.mark.claim("depthwise-makes-4-5-products-a-number")
def test_intensity():
    cells = 128 * 56 * 56
    for groups, wanted in ((128, 4.5), (1, 487)):
        macs = F.conv_macs(128, 128, (56, 56), 3, padding=1, groups=groups)
        moved = 2 * cells + F.conv_parameters(128, 128, (3, 3), groups=groups, bias=False)
        assert macs / moved == pytest.approx(wanted, rel=0.01)


@pytest.mark.claim("the-pointwise-layer-has-93-percent")
def test_pair():
    depth = F.conv_macs(128, 128, (56, 56), 3, padding=1, groups=128)
    point = F.conv_macs(128, 128, (56, 56), 1)
    assert point / (depth + point) == pytest.approx(0.93, abs=0.005)


@pytest.mark.claim("depthwise-transposed-has-512-times-fewer-products")
def test_transposed():
    full, depthwise = (F.conv_transpose_macs(512, 512, (32,), (6,), stride=3, groups=g) for g in (1, 512))
    assert full == 512 * depthwise


@pytest.mark.claim("a-depthwise-transposed-layer-by-phases")
def test_phases():
    x, weight = torch.rand(2, 4, 10), torch.rand(4, 1, 6)
    taps = torch.stack([weight[:, 0, r::3].flip(-1) for r in range(3)], dim=1).reshape(12, 1, 2)
    phases = conv1d(pad(x, (1, 1)), taps, groups=4).reshape(2, 4, 3, -1)
    assert torch.allclose(phases.transpose(2, 3).flatten(2), conv_transpose1d(x, weight, stride=3, groups=4))
