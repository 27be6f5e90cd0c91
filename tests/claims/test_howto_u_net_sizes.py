from itertools import pairwise

import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("only-multiples-of-16-fit")
def test_multiples():
    for size in range(16, 400):
        sizes = [size // 2**level for level in range(5)]
        fits = all(2 * below == above for above, below in pairwise(sizes))
        assert fits == (size % 16 == 0)


@pytest.mark.claim("a-row-of-bias-alone")
def test_bias():
    up = nn.ConvTranspose2d(4, 2, 2, stride=2)
    last = up(torch.rand(1, 4, 15, 15), output_size=(31, 31))[0, :, -1]
    assert torch.equal(last, up.bias[:, None].expand(2, 31))


@pytest.mark.claim("572-gives-388")
def test_paper():
    size = 572
    for _ in range(4):
        size = (size - 4) / 2
    size -= 4
    for _ in range(4):
        size = 2 * size - 4
    assert size == 388


@pytest.mark.claim("150-slices-become-192-or-160")
def test_volume():
    assert [-(-150 // 2**halvings) * 2**halvings for halvings in (6, 4)] == [192, 160]
    assert 256 % 2**6 == 0


@pytest.mark.claim("720-rows-make-45-and-23")
def test_pyramid():
    sizes = [720]
    for _ in range(5):
        sizes.append(F.conv_output_size(sizes[-1], 3, stride=2, padding=1))
    assert sizes[4:] == [45, 23]
    deep = torch.zeros(1, 1, 23, 40)
    assert nn.functional.interpolate(deep, scale_factor=2).shape[2] == 46
    assert nn.functional.interpolate(deep, size=(45, 80)).shape[2:] == (45, 80)
