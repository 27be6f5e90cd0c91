import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("223-and-224-become-112")
def test_meet():
    meet = [i for i in range(1, 400) if F.conv_output_size(i, 3, stride=2, padding=1) == 112]
    assert meet == [223, 224]
    assert F.mirror([F.Layer(3, stride=2, padding=1)], 14)[0].output_padding == 1


@pytest.mark.claim("one-layer-serves-several-sizes")
def test_sizes():
    up = nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1)
    for size in (223, 224):
        assert up(torch.zeros(1, 1, 112, 112), output_size=(size, size)).shape[-1] == size


@pytest.mark.claim("k4-s2-p1-needs-no-output-padding")
def test_doubles():
    for i in range(1, 300):
        assert F.conv_transpose_output_size(i, 4, stride=2, padding=1) == 2 * i
        assert F.conv_transpose_output_size(i, 3, stride=2, padding=1, output_padding=1) == 2 * i
    assert F.is_even_overlap(4, 2)
    assert not F.is_even_overlap(3, 2)
