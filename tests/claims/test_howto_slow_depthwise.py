import pytest

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
