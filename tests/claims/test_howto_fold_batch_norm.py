import pytest
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


@pytest.mark.claim("one-layer-does-both")
def test_folded():
    torch.manual_seed(0)
    conv, norm = nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8)
    norm(conv(torch.randn(16, 3, 12, 12) * 3 + 1))
    norm.eval()
    x, scale = torch.randn(4, 3, 12, 12), norm.weight / (norm.running_var + norm.eps).sqrt()
    bias = (conv.bias - norm.running_mean) * scale + norm.bias
    y = torch.conv2d(x, conv.weight * scale[:, None, None, None], bias)
    assert torch.allclose(y, norm(conv(x)), atol=1e-5)


@pytest.mark.claim("a-transposed-weight-is-scaled-along-axis-1")
def test_axis():
    torch.manual_seed(0)
    up, norm = nn.ConvTranspose2d(3, 8, 4, stride=2), nn.BatchNorm2d(8)
    norm(up(torch.randn(16, 3, 6, 6) * 3 + 1))
    norm.eval()
    x, scale = torch.randn(4, 3, 6, 6), norm.weight / (norm.running_var + norm.eps).sqrt()
    bias = (up.bias - norm.running_mean) * scale + norm.bias
    y = torch.conv_transpose2d(x, up.weight * scale[:, None, None], bias, stride=2)
    assert torch.allclose(y, norm(up(x)), atol=1e-5)


@pytest.mark.claim("pytorch-does-not-fold-grouped-transposed-layers")
def test_groups():
    for channels in ((4, 6, 2), (4, 8, 4), (4, 4, 4)):
        up = nn.ConvTranspose2d(*channels[:2], 3, groups=channels[2]).eval()
        norm = nn.BatchNorm2d(channels[1]).eval()
        with pytest.raises(RuntimeError):
            fuse_conv_bn_eval(up, norm, transpose=True)(torch.zeros(1, 4, 5, 5))


@pytest.mark.claim("a-bias-before-batch-norm-does-nothing")
def test_bias():
    torch.manual_seed(0)
    conv, norm, x = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), torch.rand(2, 3, 9, 9)
    before = norm(conv(x))
    with torch.no_grad():
        conv.bias += 5
    assert torch.allclose(before, norm(conv(x)), atol=1e-4)


@pytest.mark.claim("a-sum-of-0-185-is-rounding")
def test_sum():
    torch.manual_seed(0)
    pair = nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), nn.BatchNorm2d(32)).eval()
    fused, x = fuse_conv_bn_eval(*pair), torch.randn(2, 3, 224, 224)
    with torch.no_grad():
        apart = (pair(x) - fused(x)).abs()
    assert apart.numel() == 3_211_264
    assert 0.185 / apart.numel() == pytest.approx(6e-8, rel=0.05)
    assert apart.max() < 1e-5
