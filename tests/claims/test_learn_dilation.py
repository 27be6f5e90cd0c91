import pytest

import convref as F


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
