import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("alexnet-224-becomes-55")
def test_alexnet():
    assert divmod(224 + 2 * 2 - 11, 4) == (54, 1)
    assert nn.Conv2d(3, 64, 11, stride=4, padding=2)(torch.zeros(3, 224, 224)).shape == (64, 55, 55)


@pytest.mark.claim("without-padding-the-last-cell-is-lost")
def test_lost():
    assert (224 - 11) % 4 == 1
    counts = F.read_counts(224, kernel_size=11, stride=4)
    assert counts[-1] == 0 and counts[:-1].all()


@pytest.mark.claim("four-sizes-share-one-output")
def test_shared():
    sizes = [i for i in range(200, 250) if F.conv_output_size(i, 11, stride=4, padding=2) == 55]
    assert sizes == [223, 224, 225, 226]
