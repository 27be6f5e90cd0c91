"""One library in a process of its own; it times, or weighs, the layers that it is asked for on standard input."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from layers import Layer, read_layers

Run = Callable[[], Any]


def convref_run(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
    import convref

    function = getattr(convref, layer.function)
    return lambda: function(input, weight, **layer.keywords)


def torch_run(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
    import torch

    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    function = getattr(torch.nn.functional, layer.function)
    tensors = torch.from_numpy(input), torch.from_numpy(weight)
    return lambda: function(*tensors, **layer.keywords)


def onnx_run(layer: Layer, input: np.ndarray, weight: np.ndarray) -> Run:
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


LIBRARIES = {"convref": convref_run, "torch": torch_run, "onnx": onnx_run}


def seconds(run: Run, at_least: float) -> float:
    """Return the mean time of as many calls as fill `at_least` seconds."""
    calls, start = 0, perf_counter()
    while (passed := perf_counter() - start) < at_least or not calls:
        run()
        calls += 1
    return passed / calls


def peak_mib(small: Run, run: Run) -> float:
    """Return by how much one call raises the process's memory, measured in a forked child that ends with it.

    A small call comes first, so that the library's own code is not counted, and free memory is given back.
    """
    receive, send = os.pipe()
    if not os.fork():
        small()
        ctypes.CDLL(None).malloc_trim(0)
        os.write(send, str(_growth(run)).encode())
        os._exit(0)
    os.wait()
    return float(os.read(receive, 100)) / 1024


def _growth(run: Run) -> int:
    status = Path("/proc/self/status")
    Path("/proc/self/clear_refs").write_text("5")
    before = _kib(status, "VmRSS:")
    run()
    return _kib(status, "VmHWM:") - before


def _kib(status: Path, key: str) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(key))


def main() -> None:
    """Answer each request, one JSON object a line, with one number a line."""
    make, layers = LIBRARIES[sys.argv[1]], read_layers()
    name, run, small = "", None, {}
    numbers = np.random.default_rng(0)

    def prepared(layer: Layer) -> Run:
        return make(layer, *(numbers.standard_normal(shape, np.float32) for shape in (layer.input, layer.weight)))

    for line in sys.stdin:
        request = json.loads(line)
        layer = layers[request["layer"]]
        if layer.name != name:
            name, run = layer.name, prepared(layer)
        if request["weigh"]:
            small = small or {kind: prepared(layers[kind]) for kind in ("tiny", "tiny_t")}
            answer = peak_mib(small["tiny_t" if layer.transposed else "tiny"], run)
        else:
            answer = seconds(run, request["at_least"])
        print(answer, flush=True)


if __name__ == "__main__":
    main()
