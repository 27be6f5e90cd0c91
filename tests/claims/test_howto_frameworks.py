import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import onnx
import pytest
import torch
from onnx.reference import ReferenceEvaluator
from torch.nn.functional import conv2d, conv_transpose1d, pad

import convref as F


@pytest.mark.claim("frameworks-same-at-a-stride-is-shifted")
def test_shifted():
    x, w = torch.randn(1, 3, 224, 224), torch.randn(8, 3, 3, 3)
    there, here = conv2d(pad(x, (0, 1, 0, 1)), w, stride=2), conv2d(x, w, stride=2, padding=1)
    assert there.shape == here.shape == (1, 8, 112, 112) and not torch.allclose(there, here)
    moved = conv2d(pad(x, (1, 0, 1, 0)), w, stride=2)
    assert torch.allclose(moved, here, atol=1e-4)


@pytest.mark.claim("frameworks-same-crops-the-end")
def test_crops():
    x, w = torch.randn(1, 1, 5), torch.randn(1, 1, 3)
    matrix = F.conv_matrix(w.numpy(), 10 + 1, stride=2)[:, :10]  # 'same' on 10 cells pads one zero at the end
    found = torch.tensor(x[0, 0].numpy() @ matrix)
    assert torch.allclose(found, conv_transpose1d(x, w, stride=2)[0, 0, :-1], atol=1e-6)
    assert not torch.allclose(found, conv_transpose1d(x, w, None, 2, 1, 1)[0, 0], atol=1e-2)


@pytest.mark.claim("mlx-has-out-first-in-both")
def test_mlx():
    conv, up = torch.nn.Conv2d(3, 8, 5), torch.nn.ConvTranspose2d(3, 8, 5)
    assert conv.weight.permute(0, 2, 3, 1).shape == (8, 5, 5, 3)
    assert up.weight.permute(1, 2, 3, 0).shape == (8, 5, 5, 3)


@pytest.mark.claim("batch-norm-s-defaults-differ")
def test_batch_norm():
    theirs, ours = keras.layers.BatchNormalization(), torch.nn.BatchNorm2d(1)
    assert (theirs.epsilon, theirs.momentum) == (0.001, 0.99)
    assert (ours.eps, ours.momentum) == (0.00001, 0.1)


@pytest.mark.claim("same-upper-outweighs-output-padding")
def test_same_upper():
    sizes = []
    for more in ({}, {"output_padding": [1, 1]}):
        node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2], auto_pad="SAME_UPPER", **more)
        values = [onnx.helper.make_tensor_value_info(name, 1, None) for name in "xwy"]
        graph = onnx.helper.make_graph([node], "layer", values[:2], values[2:])
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
        given = {name: torch.ones(1, 1, 3, 3).numpy() for name in "xw"}
        sizes.append(ReferenceEvaluator(model).run(None, given)[0].shape[2])
    assert sizes == [6, 6]


@pytest.mark.claim("paddle-makes-16-of-8-and-13-of-7")
def test_paddle():
    found = {}
    for size in (8, 7):
        padding = (-(-size // 2) - 1) * 2 + 3 - size  # of both sides, so that a convolution gives ⌈size / 2⌉
        found[size] = F.conv_transpose_output_size(size, 3, stride=2) - padding
    assert found == {8: 16, 7: 13}
