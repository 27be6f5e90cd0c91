import pytest

import convref as F


@pytest.mark.claim("from-112-comes-the-smaller")
def test_smaller():
    assert [F.conv_output_size(i, 3, stride=2, padding=1) for i in (222, 223, 224, 225)] == [111, 112, 112, 113]
    assert F.conv_transpose_output_size(112, 3, stride=2, padding=1) == 223


@pytest.mark.claim("k4-halves-and-doubles-every-even-size")
def test_even():
    for i in range(2, 300, 2):
        small = F.conv_output_size(i, 4, stride=2, padding=1)
        assert small == i / 2
        assert F.conv_transpose_output_size(small, 4, stride=2, padding=1) == i


@pytest.mark.claim("three-layers-lose-up-to-7-pixels")
def test_seven():
    def down(size):
        for _ in range(3):
            size = F.conv_output_size(size, 3, stride=2, padding=1)
        return size

    meet, up = [i for i in range(1, 300) if down(i) == 28], 28
    for _ in range(3):
        up = F.conv_transpose_output_size(up, 3, stride=2, padding=1)
    assert len(meet) == 8
    assert max(meet) - up == 7
