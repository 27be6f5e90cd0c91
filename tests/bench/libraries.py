"""What each library computes for a layer: its output, a gradient, or no more than its matrix products."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from layers import Layer

Run = Callable[[], Any]


def _convref(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
    import convref

    function, keywords = getattr(convref, layer.function), layer.keywords
    return lambda: function(input, weight, **keywords)


def _convref_gradient(layer: Layer, input: np.ndarray, weight: np.ndarray, of: str) -> Run:
    from convref import gradients

    function = getattr(gradients, f"{'conv_transpose' if layer.transposed else layer.function}_{of}")
    given = (input.shape, weight) if of == "input" else (input, weight.shape)
    grad_output = np.ones_like(_convref(layer, input, weight)())
    keywords = {name: value for name, value in layer.keywords.items() if name != "output_padding"}
    return lambda: function(*given, grad_output, **keywords)


def _torch(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
    import torch

    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    function, keywords = getattr(torch.nn.functional, layer.function), layer.keywords
    tensors = torch.from_numpy(input), torch.from_numpy(weight)
    return lambda: function(*tensors, **keywords)


def _torch_gradient(layer: Layer, input: np.ndarray, weight: np.ndarray, of: str) -> Run:
    import torch

    torch.set_num_threads(1)
    tensors = {"input": torch.from_numpy(input), "weight": torch.from_numpy(weight)}
    tensors[of].requires_grad_()
    with torch.enable_grad():
        output = getattr(torch.nn.functional, layer.function)(**tensors, **layer.keywords)
    grad_output = torch.ones_like(output)
    return lambda: torch.autograd.grad(output, tensors[of], grad_output, retain_graph=True)


def _products(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
    """Multiply the weight with tables that lie ready in the cache, and do nothing else: the limit that NumPy sets.

    A convolution's table has a column for each output cell, a transposed one's for each input cell. It comes in
    blocks of the size that convref uses; the products of each go to the same place.
    """
    from convref._strategies._tiles import blocks

    if layer.transposed:
        columns, each = prod(layer.input[2:]) * layer.input[0], prod(weight.shape[1:])
        kernels = weight.reshape(layer.groups, -1, each).swapaxes(1, 2)
    else:
        columns = _convref(layer, input, weight)().size // len(weight)
        kernels = weight.reshape(layer.groups, len(weight) // layer.groups, -1)
        each = kernels.shape[2]
    pieces = blocks(columns, each * layer.groups * weight.itemsize)
    longest = pieces[0].stop
    table = np.ones((layer.groups, kernels.shape[2], longest), weight.dtype)
    sums = np.empty((layer.groups, kernels.shape[1], longest), weight.dtype)
    pairs = [(table[..., : b.stop - b.start], sums[..., : b.stop - b.start]) for b in pieces]

    def run() -> None:
        for part, target in pairs:
            np.matmul(kernels, part, out=target)

    return run


def _onnx(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
    from onnx import TensorProto, helper
    from onnx.reference import ReferenceEvaluator

    extra = {"output_padding": list(layer.output_padding)} if layer.transposed else {}
    node = helper.make_node(
        "ConvTranspose" if layer.transposed else "Conv",
        ["x", "w"],
        ["y"],
        strides=list(layer.stride),
        pads=list(layer.padding) * 2,
        dilations=list(layer.dilation),
        group=layer.groups,
        **extra,
    )
    shapes = (("x", layer.input), ("w", layer.weight), ("y", [None] * len(layer.input)))
    x, w, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes)
    evaluator = ReferenceEvaluator(helper.make_model(helper.make_graph([node], layer.name, [x, w], [y])))
    return lambda: evaluator.run(None, {"x": input, "w": weight})


def _jax(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
    """Compile the layer; a transposed one is the convolution of the spread input with the flipped kernel."""
    import jax

    spatial = "DHW"[3 - layer.rank :]
    orders = (f"NC{spatial}", f"OI{spatial}", f"NC{spatial}")
    keywords: dict[str, Any] = {"rhs_dilation": layer.dilation, "feature_group_count": layer.groups}
    keywords |= {"window_strides": layer.stride, "padding": [(cells, cells) for cells in layer.padding]}
    if layer.transposed:
        reach = [d * (k - 1) for d, k in zip(layer.dilation, layer.weight[2:], strict=True)]
        ends = zip(reach, layer.padding, layer.output_padding, strict=True)
        keywords |= {"window_strides": (1,) * layer.rank, "lhs_dilation": layer.stride}
        keywords |= {"padding": [(r - p, r - p + extra) for r, p, extra in ends]}
        weight = np.flip(weight, range(2, weight.ndim)).swapaxes(0, 1).copy()
    compiled = jax.jit(lambda x, w: jax.lax.conv_general_dilated(x, w, dimension_numbers=orders, **keywords))
    arrays = jax.device_put(input), jax.device_put(weight)
    return lambda: compiled(*arrays).block_until_ready()


MAKERS: dict[str, dict[str, Callable[[Layer, np.ndarray, np.ndarray], Run]]] = {
    "convref": {
        "output": _convref,
        "products": _products,
        "input": lambda *layer: _convref_gradient(*layer, "input"),
        "weight": lambda *layer: _convref_gradient(*layer, "weight"),
    },
    "torch": {
        "output": _torch,
        "input": lambda *layer: _torch_gradient(*layer, "input"),
        "weight": lambda *layer: _torch_gradient(*layer, "weight"),
    },
    "onnx": {"output": _onnx},
    "jax": {"output": _jax},
}


def prepared(library: str, what: str, layer: Layer) -> Run:
    """Return a function of no arguments that computes the layer on random numbers."""
    numbers = np.random.default_rng(0)
    input, weight = (numbers.standard_normal(shape, np.float32) for shape in (layer.input, layer.weight))
    return MAKERS[library][what](layer, input, weight)
