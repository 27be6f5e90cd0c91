import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("a-first-kernel-becomes-a-colour-picture")
def test_kernel():
    kernel = nn.Conv2d(3, 8, 11).weight[0].detach()
    shown = ((kernel - kernel.min()) / (kernel.max() - kernel.min())).permute(1, 2, 0)
    assert shown.shape == (11, 11, 3)
    assert (shown.min(), shown.max()) == (0, 1)


@pytest.mark.claim("the-gradient-shows-a-field-of-8")
def test_field():
    layers = nn.Conv2d(3, 8, 3, padding=1), nn.AvgPool2d(2), nn.Conv2d(8, 16, 3, padding=1)
    x = torch.rand(1, 3, 32, 32, requires_grad=True)
    nn.Sequential(*layers)(x)[0, 0, 8, 8].backward()
    assert (x.grad.abs().sum(dim=(0, 1, 3)) > 0).sum() == 8
    assert F.receptive_field([F.Layer(3, padding=1), F.Layer(2, stride=2), F.Layer(3, padding=1)]).size == 8
