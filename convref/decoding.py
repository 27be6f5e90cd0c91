"""A network mirrored: the rows that lead from its output back through the same sizes to its input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from convref import formulas
from convref._arguments.checks import one_for_all
from convref._arguments.geometry import sliding
from convref._kinds import known_kind
from convref.layers import Layer
from convref.modules import Module
from convref.network import Row, Trace
from convref.reading import Network

__all__ = ["decoder"]

_Shape = tuple[int, ...]
_USUAL = {"groups": 1, "bias": True}


def decoder(made: Trace) -> Network:
    """Return the rows that lead through the sizes of a network in reverse.

    Parameters
    ----------
    made : Trace
        What `convref.trace` returned for a network in which each row takes the one before.

    Returns
    -------
    Network
        Convolutions become transposed ones, and the other way round; pooling becomes upsampling to the size before
        it; a linear layer, a flattening, a shuffle or a padding becomes its opposite. Rows that keep the shape, such
        as normalisation and activations, are left out.

    Raises
    ------
    TypeError, ValueError
        If `made` is no `Trace`, or a row has no opposite; the message begins with its number.

    Examples
    --------
    >>> from convref import trace
    >>> encoder = [Layer(3, stride=2, padding=1, out_channels=8), Module("ReLU"), Module("MaxPool2d", 2)]
    >>> for row in decoder(trace(encoder, (3, 32, 32))):
    ...     print(row)
    Module('Upsample', size=(16, 16))
    Module('ConvTranspose2d', in_channels=8, out_channels=3, kernel_size=3, stride=2, padding=1, output_padding=1)
    """
    if not isinstance(made, Trace):
        raise TypeError(f"made must be a Trace, got {type(made).__name__}")
    shapes, back = [made.input_shape, *(row.shape for row in made)], []
    for number, row in enumerate(made, start=1):
        try:
            opposite = _opposite(row, number, shapes[number - 1])
        except (TypeError, ValueError) as error:
            raise type(error)(f"layer {number}: {error}") from error
        if opposite is not None:
            back.append(opposite)
    if not back:
        raise ValueError("made must hold a row that changes the shape, got none")
    return Network(tuple(back[::-1]))


def _opposite(row: Row, number: int, before: _Shape) -> Module | None:
    if row.inputs != (number - 1,):
        raise ValueError(f"row must take the one before it to be mirrored, got rows {row.inputs}")
    layer = row.layer
    if isinstance(layer, Module) and layer.kind == "Layer":
        layer = layer.arguments[0][1]
    if isinstance(layer, Layer):
        names = ("kernel_size", "stride", "padding", "dilation", "groups", "bias")
        given = {name: getattr(layer, name) for name in names}
        return _slid(given, layer.transposed, before, row.shape)
    given, kind = dict(layer.arguments), layer.kind.removeprefix("Lazy")
    if kind.startswith("Conv"):
        return _slid(given, kind.startswith("ConvTranspose"), before, row.shape)
    name = kind.removesuffix(f"{known_kind(layer.kind).rank}d")
    if name in _OPPOSITES:
        return _OPPOSITES[name](given, before, row.shape)
    if row.shape == before:
        return None
    raise ValueError(f"{layer.kind} has no opposite")


def _slid(given: dict[str, Any], transposed: bool, before: _Shape, after: _Shape) -> Module:
    """Return the opposite of a convolution, or of a transposed one."""
    rank = len(before) - 1
    kernel, steps, pairs, gaps = sliding(
        rank, given["kernel_size"], given.get("stride", 1), given.get("padding", 0), given.get("dilation", 1)
    )
    if any(first != last for first, last in pairs):
        raise ValueError(f"padding='same' must be symmetric to be mirrored, got {pairs}")
    pads = tuple(first for first, _ in pairs)
    values = {"stride": (steps, 1), "padding": (pads, 0), "dilation": (gaps, 1)}
    if transposed:
        sizes = tuple(map(formulas.conv_size, after[1:], kernel, steps, pads, gaps))
        if sizes != before[1:]:
            raise ValueError(f"output_padding must be smaller than stride to be mirrored, got stride={steps}")
    else:
        values["output_padding"] = (tuple(map(formulas.output_padding_for, before[1:], kernel, steps, pads, gaps)), 0)
    named: dict[str, Any] = {
        name: one_for_all(value) for name, (value, usual) in values.items() if set(value) != {usual}
    }
    named |= {name: given[name] for name in ("groups", "bias") if given.get(name, _USUAL[name]) != _USUAL[name]}
    kind = f"Conv{'Transpose' * (not transposed)}{rank}d"
    return Module(kind, after[0], before[0], one_for_all(kernel), **named)


def _resized(given: dict[str, Any], before: _Shape, after: _Shape) -> Module:
    return Module("Upsample", size=before[1:])


def _pooled(given: dict[str, Any], before: _Shape, after: _Shape) -> Module:
    return Module(f"AdaptiveAvgPool{len(before) - 1}d", before[1:])


def _padded(given: dict[str, Any], before: _Shape, after: _Shape) -> Module:
    ends = given["padding"]
    less = tuple(-end for end in ends) if isinstance(ends, tuple) else -ends
    return Module(f"ZeroPad{len(before) - 1}d", less)


_OPPOSITES: dict[str, Callable[[dict[str, Any], _Shape, _Shape], Module]] = {
    **dict.fromkeys(("MaxPool", "AvgPool", "LPPool", "AdaptiveAvgPool", "AdaptiveMaxPool"), _resized),
    **dict.fromkeys(("Upsample", "UpsamplingNearest", "UpsamplingBilinear"), _pooled),
    **dict.fromkeys(("ZeroPad", "ConstantPad", "ReflectionPad", "ReplicationPad", "CircularPad"), _padded),
    "Linear": lambda given, before, after: Module("Linear", after[-1], before[-1]),
    "Flatten": lambda given, before, after: Module("Unflatten", 1, before) if len(after) == 1 else _unknown("Flatten"),
    "Unflatten": lambda given, before, after: Module("Flatten") if len(before) == 1 else _unknown("Unflatten"),
    "PixelShuffle": lambda given, before, after: Module("PixelUnshuffle", given["upscale_factor"]),
    "PixelUnshuffle": lambda given, before, after: Module("PixelShuffle", given["downscale_factor"]),
}


def _unknown(kind: str) -> Module:
    raise ValueError(f"{kind} has an opposite only where all axes become one")
