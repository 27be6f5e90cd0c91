"""Compare a library that the build does not install with convref: python tests/elsewhere/compare.py LIBRARY.

Run it in an environment of its own that has the library and NumPy, with the root of the repository in PYTHONPATH. It
computes four layers and says for each whether the numbers are those of convref. Their outcome is the table of
docs/howto/frameworks.md that names these libraries.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions, version

import numpy as np

import convref as F

RNG = np.random.default_rng(0)
X = RNG.standard_normal((1, 4, 7, 8)).astype("float32")
DOWN = RNG.standard_normal((6, 2, 3, 3)).astype("float32")  # two groups
UP = RNG.standard_normal((4, 3, 3, 3)).astype("float32")
SAME = ((0, 0), (0, 0), (1, 1), (0, 1))  # what 'same' adds to 7×8 under a kernel of 3 with stride 2

WANTED = {
    "convolution, padding 1": F.conv2d(X, DOWN, stride=2, padding=1, groups=2),
    "convolution, 'same'": F.conv2d(np.pad(X, SAME), DOWN, stride=2, groups=2),
    "transposed, output_padding 1": F.conv_transpose2d(X, UP, stride=2, padding=1, output_padding=1),
    "transposed, 'same'": F.conv_transpose2d(X, UP, stride=2)[:, :, :-1, :-1],
}
Layers = list[Callable[[], object] | None]  # in the order above; None where the library has no such argument


def tensorflow() -> Layers:
    import tensorflow as tf

    x, down, up = X.transpose(0, 2, 3, 1), DOWN.transpose(2, 3, 1, 0), UP.transpose(2, 3, 1, 0)

    def conv(padding: object) -> object:
        return tf.transpose(tf.nn.conv2d(x, down, 2, padding), (0, 3, 1, 2))

    def transposed(padding: object) -> object:
        made = tf.nn.conv2d_transpose(x, up, (1, 14, 16, 3), 2, padding)
        return tf.transpose(made, (0, 3, 1, 2))

    ones = [[0, 0], [1, 1], [1, 1], [0, 0]]
    return [lambda: conv(ones), lambda: conv("SAME"), lambda: transposed(ones), lambda: transposed("SAME")]


def paddle() -> Layers:
    import paddle

    x, down, up = map(paddle.to_tensor, (X, DOWN, UP))
    conv, transposed = paddle.nn.functional.conv2d, paddle.nn.functional.conv2d_transpose
    return [
        lambda: conv(x, down, stride=2, padding=1, groups=2),
        lambda: conv(x, down, stride=2, padding="SAME", groups=2),
        lambda: transposed(x, up, stride=2, padding=1, output_padding=1),
        lambda: transposed(x, up, stride=2, padding="SAME"),
    ]


def mindspore() -> Layers:
    import mindspore

    x, down, up = map(mindspore.Tensor, (X, DOWN, UP))

    def conv(**settings: object) -> object:
        return mindspore.ops.conv2d(x, down, stride=2, groups=2, **settings)

    def transposed(**settings: object) -> object:
        return mindspore.nn.Conv2dTranspose(4, 3, 3, stride=2, weight_init=up, **settings)(x)

    return [
        lambda: conv(pad_mode="pad", padding=1),
        lambda: conv(pad_mode="same"),
        lambda: transposed(pad_mode="pad", padding=1, output_padding=1),
        lambda: transposed(pad_mode="same"),
    ]


def onnxruntime() -> Layers:
    import onnx
    import onnxruntime as ort
    from onnx import helper

    def run(operator: str, weight: np.ndarray, **attributes: object) -> object:
        node = helper.make_node(operator, ["x", "w"], ["y"], strides=[2, 2], **attributes)
        values = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in "xwy"]
        graph = helper.make_graph([node], "layer", values[:2], values[2:])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
        return ort.InferenceSession(model.SerializeToString()).run(None, {"x": X, "w": weight})[0]

    return [
        lambda: run("Conv", DOWN, pads=[1] * 4, group=2),
        lambda: run("Conv", DOWN, auto_pad="SAME_UPPER", group=2),
        lambda: run("ConvTranspose", UP, pads=[1] * 4, output_padding=[1, 1]),
        lambda: run("ConvTranspose", UP, auto_pad="SAME_UPPER"),
    ]


def flax() -> Layers:
    import jax
    from flax import linen as nn

    x, down, up = X.transpose(0, 2, 3, 1), DOWN.transpose(2, 3, 1, 0), UP.transpose(2, 3, 1, 0)

    def run(layer: nn.Module, kernel: np.ndarray) -> object:
        return jax.numpy.transpose(layer.apply({"params": {"kernel": kernel}}, x), (0, 3, 1, 2))

    def conv(padding: object) -> object:
        layer = nn.Conv(6, (3, 3), strides=2, padding=padding, feature_group_count=2, use_bias=False)
        return run(layer, down)

    def transposed(padding: object) -> object:
        settings = {"strides": (2, 2), "padding": padding, "use_bias": False, "transpose_kernel": True}
        return run(nn.ConvTranspose(3, (3, 3), **settings), up)

    return [
        lambda: conv([(1, 1), (1, 1)]),
        lambda: conv("SAME"),
        lambda: transposed([(1, 2), (1, 2)]),
        lambda: transposed("SAME"),
    ]


def mlx() -> Layers:
    import mlx.core as mx

    x, down, up = map(mx.array, (X.transpose(0, 2, 3, 1), DOWN.transpose(0, 2, 3, 1), UP.transpose(1, 2, 3, 0)))

    def conv() -> object:
        return mx.conv2d(x, down, stride=2, padding=1, groups=2).transpose(0, 3, 1, 2)

    def transposed() -> object:
        return mx.conv_transpose2d(x, up, stride=2, padding=1, output_padding=1).transpose(0, 3, 1, 2)

    return [conv, None, transposed, None]


LIBRARIES = {made.__name__: made for made in (tensorflow, paddle, mindspore, onnxruntime, flax, mlx)}


def outcome(call: Callable[[], object] | None, wanted: np.ndarray) -> str:
    if call is None:
        return "no such argument"
    found = np.asarray(call())
    if found.shape != wanted.shape:
        return f"other size, {found.shape}"
    apart = ~np.isclose(found, wanted, atol=1e-4)
    return f"other numbers in {apart.sum()} of {apart.size} cells" if apart.any() else "equal"


def main(name: str) -> None:
    if name not in LIBRARIES:
        raise SystemExit(f"LIBRARY must be one of {', '.join(LIBRARIES)}, got {name!r}")
    print(name, version(packages_distributions()[name][0]))
    for (what, wanted), call in zip(WANTED.items(), LIBRARIES[name](), strict=True):
        print(f"  {what:30} {outcome(call, wanted)}")


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
