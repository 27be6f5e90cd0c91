import pytest

import convref as F


@pytest.mark.claim("kernel-1-leaves-111-gaps-and-one-at-the-end")
def test_gaps():
    (found,) = F.find_settings(224, 112, kernel_size=1).settings
    assert (found.stride, found.unread, found.unread_at_end) == (2, 112, 1)
    assert (F.read_counts(224, kernel_size=1, stride=2) == 0).sum() == 112


@pytest.mark.claim("the-remainder-is-a-cell-of-the-padding")
def test_remainder():
    assert (224 + 2 * 1 - 3) % 2 == 1
    assert F.read_counts(224, kernel_size=3, stride=2, padding=1).min() > 0


@pytest.mark.claim("the-patches-of-a-vision-transformer-are-found")
def test_patches():
    found = F.find_settings(224, 14, stride=16).settings[0]
    assert (found.kernel_size, found.padding) == (16, 0)


@pytest.mark.claim("kernels-2-4-6-double-evenly")
def test_even():
    first = F.find_settings(7, 14, transposed=True).settings[:3]
    assert [(one.kernel_size, one.stride, one.output_padding) for one in first] == [(2, 2, 0), (4, 2, 0), (6, 2, 0)]
    assert all(one.even for one in first)
    (five,) = F.find_settings(7, 14, transposed=True, kernel_size=5, dilation=1, stride=2).settings
    assert five.output_padding == 1


@pytest.mark.claim("each-wider-bound-is-enough")
def test_wider():
    assert not F.find_settings(224, 112, stride=1, dilation=1).settings
    for wider in ({"kernel_size": 113, "stride": 1}, {"stride": 2}, {"dilation": 12, "stride": 1}):
        assert F.find_settings(224, 112, **{"dilation": 1} | wider).settings
