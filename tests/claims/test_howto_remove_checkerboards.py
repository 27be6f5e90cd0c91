import pytest
import torch
from torch import nn


@pytest.mark.claim("a-box-behind-a-shuffle-keeps-the-size")
def test_box():
    torch.manual_seed(0)
    shuffle = nn.Sequential(nn.Conv2d(4, 12, 3, padding=1), nn.PixelShuffle(2))
    box = nn.Sequential(nn.ReplicationPad2d((1, 0, 1, 0)), nn.AvgPool2d(2, stride=1))
    x = torch.full((1, 4, 8, 8), 0.5)
    before, after = (made[..., 4:-4, 4:-4] for made in (shuffle(x), box(shuffle(x))))
    assert box(shuffle(x)).shape == shuffle(x).shape
    assert before.amax((2, 3)).sub(before.amin((2, 3))).min() > 0.01
    assert after.amax((2, 3)).sub(after.amin((2, 3))).max() < 1e-5
