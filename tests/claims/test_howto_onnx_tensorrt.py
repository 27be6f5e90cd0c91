import io
import warnings

import numpy as np
import onnx
import pytest
import torch
from onnx.reference import ReferenceEvaluator
from torch import nn

import convref as F


def exported(layer, *inputs):
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(layer.eval(), inputs, file, dynamo=False)
    return onnx.load_from_string(file.getvalue())


@pytest.mark.claim("pads-are-begins-then-ends")
def test_pads():
    pads = [1, 2, 3, 4]
    node = onnx.helper.make_node("Conv", ["x", "w"], ["y"], pads=pads)
    values = [onnx.helper.make_tensor_value_info(name, 1, None) for name in "xwy"]
    graph = onnx.helper.make_graph([node], "layer", values[:2], values[2:])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
    x, w = np.random.default_rng(0).random((1, 1, 5, 6), "f"), np.ones((1, 1, 3, 3), "f")
    top, left, bottom, right = pads
    wanted = F.conv2d(np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right))), w)
    assert np.allclose(ReferenceEvaluator(model).run(None, {"x": x, "w": w})[0], wanted, atol=1e-5)


@pytest.mark.claim("a-dropped-output-padding-gives-13")
def test_dropped():
    assert F.conv_transpose_output_size(7, 3, stride=2, padding=1, output_padding=1) == 14
    assert F.conv_transpose_output_size(7, 3, stride=2, padding=1) == 13
    assert F.conv_transpose_output_size(7, 4, stride=2, padding=1) == 14
    assert F.conv_transpose_output_size(7, 2, stride=2) == 14


@pytest.mark.claim("output-padding-is-less-padding-at-the-end")
def test_less():
    x, w = torch.rand(1, 1, 7, 7), torch.rand(1, 1, 3, 3)
    wanted = torch.conv_transpose2d(x, w, stride=2, padding=1, output_padding=1)
    values = [onnx.helper.make_tensor_value_info(name, 1, None) for name in "xwy"]
    for written in ({"pads": [1, 1, 1, 1], "output_padding": [1, 1]}, {"pads": [1, 1, 0, 0]}):
        node = onnx.helper.make_node("ConvTranspose", ["x", "w"], ["y"], strides=[2, 2], **written)
        graph = onnx.helper.make_graph([node], "layer", values[:2], values[2:])
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
        found = ReferenceEvaluator(model).run(None, {"x": x.numpy(), "w": w.numpy()})[0]
        assert np.allclose(found, wanted, atol=1e-6)


@pytest.mark.claim("without-output-padding-every-size-doubles")
def test_doubles():
    for kernel, padding in ((4, 1), (2, 0)):
        sizes = range(1, 50)
        assert [F.conv_transpose_output_size(i, kernel, 2, padding) for i in sizes] == [2 * i for i in sizes]


@pytest.mark.claim("adaptive-windows-of-8-to-3-overlap")
def test_windows():
    x = torch.arange(8.0)[None, None]
    windows = [(8 * i // 3, -(-8 * (i + 1) // 3)) for i in range(3)]
    assert windows == [(0, 3), (2, 6), (5, 8)]  # the ends are not part of them
    assert nn.AdaptiveAvgPool1d(3)(x)[0, 0].tolist() == [x[0, 0, a:b].mean() for a, b in windows]


@pytest.mark.newest_torch
@pytest.mark.claim("adaptive-pooling-exports-only-to-a-divisor")
def test_divisor():
    x = torch.zeros(1, 4, 8, 8)
    assert [node.op_type for node in exported(nn.AdaptiveAvgPool2d(1), x).graph.node] == ["GlobalAveragePool"]
    assert "AveragePool" in [node.op_type for node in exported(nn.AdaptiveAvgPool2d(4), x).graph.node]
    with pytest.raises(torch.onnx.errors.SymbolicValueError, match="output size that are not factor of input size"):
        exported(nn.AdaptiveAvgPool2d(3), x)


@pytest.mark.newest_torch
@pytest.mark.claim("maxunpool-is-refused")
def test_unpool():
    small, where = nn.MaxPool2d(2, return_indices=True)(torch.rand(1, 2, 8, 8))
    with pytest.raises((torch.onnx.errors.UnsupportedOperatorError, TypeError)):
        exported(nn.MaxUnpool2d(2), small, where)


@pytest.mark.claim("crd-is-pixel-shuffle")
def test_shuffle():
    x = np.arange(8.0, dtype="f").reshape(1, 8, 1, 1)
    made = {}
    for mode in ("CRD", "DCR"):
        node = onnx.helper.make_node("DepthToSpace", ["x"], ["y"], blocksize=2, mode=mode)
        values = [onnx.helper.make_tensor_value_info(name, 1, None) for name in "xy"]
        graph = onnx.helper.make_graph([node], "layer", values[:1], values[1:])
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
        made[mode] = ReferenceEvaluator(model).run(None, {"x": x})[0].flatten().tolist()
    assert made["CRD"] == torch.pixel_shuffle(torch.tensor(x), 2).flatten().tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert made["DCR"] == [0, 2, 4, 6, 1, 3, 5, 7]
