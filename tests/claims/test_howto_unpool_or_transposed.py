import numpy as np
import onnx
import pytest
import torch
from onnx.reference import ReferenceEvaluator
from torch import nn
from torch.nn.functional import interpolate

import convref as F


def parameters(layer):
    return sum(p.numel() for p in layer.parameters())


@pytest.mark.claim("counts-of-the-ways-up")
def test_counts():
    assert [parameters(way) for way in (nn.Upsample(scale_factor=2), nn.MaxUnpool2d(2))] == [0, 0]
    assert parameters(nn.ConvTranspose2d(64, 64, 2, stride=2)) == 64 * 64 * 4 + 64 == 16_448
    assert parameters(nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1)) == 64 * 64 * 16 + 64 == 65_600


@pytest.mark.claim("all-ones-is-nearest")
def test_nearest():
    x = torch.rand(1, 1, 5, 7)
    assert torch.equal(torch.conv_transpose2d(x, torch.ones(1, 1, 2, 2), stride=2), interpolate(x, scale_factor=2))
    x, ones = torch.rand(1, 3, 5, 7), torch.ones(3, 1, 2, 2)
    assert torch.equal(torch.conv_transpose2d(x, ones, stride=2, groups=3), interpolate(x, scale_factor=2))
    mixed = torch.conv_transpose2d(x, ones.expand(3, 3, 2, 2), stride=2)  # without groups
    assert torch.allclose(mixed, interpolate(x.sum(1, keepdim=True), scale_factor=2).expand_as(mixed))


@pytest.mark.claim("areas-agree-at-their-edges")
def test_areas():
    for n, s in ((2, 2), (5, 3), (4, 4)):
        x, places = torch.rand(1, 1, n), ((torch.arange(n * s) + 0.5) / s - 0.5).clamp(0, n - 1)
        left, share = places.long().clamp(max=n - 2), places - places.long().clamp(max=n - 2)
        wanted = x[..., left] * (1 - share) + x[..., left + 1] * share
        assert torch.allclose(interpolate(x, scale_factor=s, mode="linear", align_corners=False), wanted, atol=1e-6)


@pytest.mark.claim("points-agree-at-the-ends")
def test_points():
    for n, m in ((2, 4), (5, 15), (7, 9)):
        y = interpolate(torch.arange(n)[None, None].double(), m, mode="linear", align_corners=True)[0, 0]
        assert torch.allclose(y, torch.arange(m).double() * (n - 1) / (m - 1))


@pytest.mark.claim("upsamplingbilinear2d-aligns-corners")
def test_old_layer():
    x = torch.rand(1, 1, 4, 4)
    fixed, free = nn.UpsamplingBilinear2d(scale_factor=2)(x), nn.Upsample(scale_factor=2, mode="bilinear")(x)
    assert torch.equal(fixed, interpolate(x, scale_factor=2, mode="bilinear", align_corners=True))
    assert not torch.allclose(fixed, free)


@pytest.mark.claim("unshuffle-and-1x1-is-a-strided-2x2")
def test_unshuffle():
    x, w = torch.rand(2, 3, 8, 6), torch.rand(5, 3, 2, 2)
    flat = torch.conv2d(torch.pixel_unshuffle(x, 2), w.reshape(5, 12, 1, 1))
    assert torch.allclose(flat, torch.conv2d(x, w, stride=2), atol=1e-5)
    for k, s in np.ndindex(5, 5):
        if k and s:
            assert (F.read_counts((k + 3 * s,), k, stride=s) > 0).all() == (k >= s)


@pytest.mark.claim("unpooling-7-needs-output-size")
def test_odd():
    small, where = nn.MaxPool2d(2, return_indices=True)(torch.rand(1, 1, 7, 7))
    assert small.shape[-1] == 3
    assert nn.MaxUnpool2d(2)(small, torch.zeros_like(where)).shape[-1] == 6
    assert nn.MaxUnpool2d(2)(small, where, output_size=(7, 7)).shape[-1] == 7
    falling = -torch.arange(49.0).reshape(1, 1, 7, 7)  # the first cell of each window is the largest
    assert (nn.MaxUnpool2d(2)(*nn.MaxPool2d(2, return_indices=True)(falling))[..., 2, 0] == 0).all()  # 14 is elsewhere
    with pytest.raises(RuntimeError, match="invalid max index"):
        nn.MaxUnpool2d(2)(*nn.MaxPool2d(2, return_indices=True)(-falling))


@pytest.mark.claim("seven-times-1-5-is-ten")
def test_factor():
    assert interpolate(torch.zeros(1, 1, 7), scale_factor=1.5).shape[-1] == 10
    assert interpolate(torch.zeros(1, 1, 10), scale_factor=1 / 1.5).shape[-1] == 6
    assert interpolate(torch.zeros(1, 1, 10), size=7).shape[-1] == 7


@pytest.mark.claim("with-stride-1-it-is-a-full-convolution")
def test_full():
    x, weight = torch.rand(1, 2, 6, 6), torch.rand(2, 5, 3, 3)
    turned = weight.flip(2, 3).transpose(0, 1)
    full = torch.conv_transpose2d(x, weight)
    assert full.shape == (1, 5, 8, 8)
    assert torch.allclose(full, torch.conv2d(x, turned, padding=2), atol=1e-5)


@pytest.mark.claim("focus-and-a-3x3-are-a-6x6")
def test_focus():
    picture, six = torch.rand(1, 3, 32, 32), nn.Conv2d(3, 64, 6, stride=2, padding=2, bias=False)
    three = torch.pixel_unshuffle(six.weight, 2)  # (64, 12, 3, 3)
    assert three.numel() == six.weight.numel() == 6912
    assert torch.allclose(six(picture), torch.conv2d(torch.pixel_unshuffle(picture, 2), three, padding=1), atol=1e-5)


@pytest.mark.claim("space-to-depth-keeps-a-place-together")
def test_order():
    x = torch.arange(32.0).reshape(1, 2, 4, 4)
    node = onnx.helper.make_node("SpaceToDepth", ["x"], ["y"], blocksize=2)
    values = [onnx.helper.make_tensor_value_info(name, 1, None) for name in "xy"]
    graph = onnx.helper.make_graph([node], "layer", values[:1], values[1:])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
    theirs = ReferenceEvaluator(model).run(None, {"x": x.numpy()})[0]
    assert theirs[0, :, 0, 0].tolist() == [0, 16, 1, 17, 4, 20, 5, 21]
    assert torch.pixel_unshuffle(x, 2)[0, :, 0, 0].tolist() == [0, 1, 4, 5, 16, 17, 20, 21]
