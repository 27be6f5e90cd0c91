import pytest
import torch
from torch import nn


@pytest.mark.claim("a-shuffled-3x3-is-a-transposed-6x6")
def test_same_layer():
    x, conv = torch.randn(1, 3, 7, 8), nn.Conv2d(3, 2 * 4, 3, padding=1, bias=False)
    kernels = conv.weight.detach().reshape(2, 2, 2, 3, 3, 3)  # out, row phase, column phase, in, k, k
    stamp = kernels.flip(4, 5).permute(3, 0, 4, 1, 5, 2).reshape(3, 2, 6, 6)
    transposed = torch.conv_transpose2d(x, stamp, stride=2, padding=2)
    assert torch.allclose(nn.PixelShuffle(2)(conv(x)), transposed, atol=1e-5)
    assert stamp.numel() == conv.weight.numel()
