"""A network as code for PyTorch."""

from __future__ import annotations

from dataclasses import fields
from math import prod
from typing import Any

from convref._kinds.resizing import pads_between
from convref.layers import Layer
from convref.modules import Module
from convref.network import Row, Trace

__all__ = ["torch_code"]

_JOINED = {
    "Cat": "torch.cat([{}], 1)", "Add": "{}", "Mul": "{}", "Sub": "{}", "Div": "{}", "Maximum": "torch.maximum({})",
    "Minimum": "torch.minimum({})",
}  # fmt: skip
_PRINTED_ONLY = {(f"ZeroPad{rank}d", "value") for rank in (1, 2, 3)}
_PRINTED_ONLY |= {("UpsamplingNearest2d", "mode"), ("UpsamplingBilinear2d", "mode")}
_KEEPING = ("Identity", "Elementwise", "StochasticDepth", "DropPath", "QuantStub", "DeQuantStub")
_ELSEWHERE = {"FrozenBatchNorm2d": "torchvision.ops", "LayerNorm2d": "torchvision.models.convnext",
              "CenterCrop": "torchvision.transforms"}  # fmt: skip
_BETWEEN = {"Add": " + ", "Mul": " * ", "Sub": " - ", "Div": " / "}
_WITHOUT_MODULE = (
    *_JOINED,
    "Channels",
    "Select",
    "Slice",
    "OverChannels",
    "UpsampleLike",
    "PadLike",
    "Permute",
)
_WEIGHTS = {"Scale": "*", "Shift": "+"}
_REWRITING = ("View", "Squeeze", "Unsqueeze")


def torch_code(made: Trace) -> str:
    """Return a network as code for PyTorch.

    Parameters
    ----------
    made : Trace
        What `convref.trace` returned.

    Returns
    -------
    str
        An ``nn.Sequential``, or a class with its ``forward`` where rows take other rows than the one before.

    Raises
    ------
    TypeError
        If it is no `Trace`.

    Examples
    --------
    >>> from convref import trace
    >>> print(torch_code(trace([Layer(3, out_channels=8), Module("MaxPool2d", 2)], (3, 32, 32))))
    import torch
    from torch import nn
    <BLANKLINE>
    network = nn.Sequential(
        nn.Conv2d(3, 8, kernel_size=3),
        nn.MaxPool2d(kernel_size=2),
    )
    """
    if not isinstance(made, Trace):
        raise TypeError(f"made must be a Trace, got {type(made).__name__}")
    shapes = [made.input_shape, *(row.shape for row in made)]
    calls = [None if _joins(row) or _shared(row) else _call(row, shapes[row.inputs[0]]) for row in made]
    if all(row.inputs == (number,) and calls[number] and not _weight(row) for number, row in enumerate(made)):
        lines = ["network = nn.Sequential(", *(f"    {call}," for call in calls), ")"]
    else:
        lines = [*_class(made, calls), "", "", "network = Network()"]
    used = {row.layer.kind for row in made if isinstance(row.layer, Module)}
    others = sorted({_ELSEWHERE[kind].partition(".")[0] for kind in used & _ELSEWHERE.keys()})
    return "\n".join(["import torch", *(f"import {one}" for one in others), "from torch import nn", "", *lines])


def _joins(row: Row) -> bool:
    kind = row.layer.kind if isinstance(row.layer, Module) else ""
    return kind in _WITHOUT_MODULE or kind.startswith("MaxUnpool")


def _shared(row: Row) -> int:
    """Return the row whose module is called once more; 0 where a row has a module of its own."""
    return row.layer.weights_of if isinstance(row.layer, Module) else 0


def _weight(row: Row) -> str:
    """Return the sign between a row and a parameter; empty where it is none."""
    return _WEIGHTS.get(row.layer.kind, "") if isinstance(row.layer, Module) else ""


def _class(made: Trace, calls: list[str | None]) -> list[str]:
    makes = [f"        self.row{number} = {call}" for number, call in enumerate(calls, start=1) if call]
    shapes = [made.input_shape, *(row.shape for row in made)]
    steps = [f"        x{number} = {_step(number, row, shapes, made)}" for number, row in enumerate(made, start=1)]
    return [
        "",
        "class Network(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        *makes,
        "",
        "    def forward(self, x0):",
        *steps,
        f"        return x{len(made)}",
    ]


def _step(number: int, row: Row, shapes: list[tuple[int, ...]], made: Trace) -> str:
    taken = [f"x{one}" for one in row.inputs]
    kind = row.layer.kind if isinstance(row.layer, Module) else ""
    if kind.startswith("MaxUnpool"):
        return _unpooled(row, made[row.inputs[1] - 1])
    if kind in _JOINED:
        return _JOINED[kind].format(_BETWEEN.get(kind, ", ").join(taken))
    if kind in _WITHOUT_MODULE and isinstance(row.layer, Module):
        return _function(row.layer, taken, [shapes[one] for one in row.inputs])
    own = f"self.row{_shared(row) or number}"
    return f"{taken[0]} {sign} {own}{_part(row.layer)}" if (sign := _weight(row)) else f"{own}({taken[0]})"


def _unpooled(row: Row, pool: Row) -> str:
    """Return what puts values where a pool has found the largest ones, which is asked once more."""
    name, size = f"nn.functional.max_{{}}pool{len(row.shape) - 1}d", row.shape[1:]
    found = f"{name.format('')}(x{pool.inputs[0]}, {_written(_arguments(pool))}, return_indices=True)[1]"
    given = {one: value for one, value in _arguments(row).items() if one != "output_size"}
    return f"{name.format('un')}(x{row.inputs[0]}, {found}, {_written(given)}, output_size={size})"


def _arguments(row: Row) -> dict[str, Any]:
    return dict(row.layer.arguments) if isinstance(row.layer, Module) else {}


def _written(given: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in given.items())


def _part(weight: Layer | Module) -> str:
    """Return what takes a part of a parameter, of which a row uses not all; empty where it does."""
    given = dict(weight.arguments) if isinstance(weight, Module) else {}
    size = given.get("size", ())
    return f"[:{prod(size)}].view({size!r})" if given.get("parameters") else ""


def _function(layer: Module, taken: list[str], shapes: list[tuple[int, ...]]) -> str:
    """Return what torch does with rows by a function, and not by a module."""
    given = dict(layer.arguments)
    if layer.kind == "Channels":
        return f"{taken[0]}[:, {given['start']}:{given['stop']}]"
    if layer.kind == "Slice":
        return f"{taken[0]}[:, :, {_slices_of(given, len(shapes[0]) - 1)}]"
    if layer.kind == "Select":
        return f"{taken[0]}.select({given['dim']}, {given['index']})"
    if layer.kind == "Permute":
        return f"{taken[0]}.permute{given['dims']!r}"
    if layer.kind == "OverChannels":
        return f"{taken[0]}.mean(1, keepdim=True)"
    if layer.kind == "UpsampleLike":
        more = "".join(f", {name}={value!r}" for name, value in given.items())
        return f"nn.functional.interpolate({taken[0]}, size={taken[1]}.shape[2:]{more})"
    return f"nn.functional.pad({taken[0]}, {pads_between(shapes[0][1:], shapes[1][1:])})"


def _slices_of(given: dict[str, Any], rank: int) -> str:
    """Return what stands between the brackets behind the channels, such as ``1:-1, ::2``."""
    entries = {name: _entries(given.get(name)) for name in ("start", "stop", "step")}
    longest = max(map(len, entries.values()))
    columns = zip(*([*one, *[None] * (longest - len(one))] for one in entries.values()), strict=True)
    texts = [["" if one is None else str(one) for one in column] for column in columns]
    return ", ".join(":".join(one if one[2] else one[:2]) for one in texts[:rank])


def _entries(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _call(row: Row, shape: tuple[int, ...]) -> str:
    layer = row.layer
    if isinstance(layer, Module) and layer.kind == "Layer":
        layer = layer.arguments[0][1]
    if isinstance(layer, Layer):
        return _layer_call(layer, shape)
    if layer.kind in _WEIGHTS:
        given = dict(layer.arguments)
        return f"nn.Parameter(torch.ones({given.get('parameters') or given.get('size', ())!r}))"
    if layer.kind in _KEEPING:
        return "nn.Identity()"
    if layer.kind in _REWRITING:
        return "nn.Flatten()" if len(row.shape) == 1 else f"nn.Sequential(nn.Flatten(), nn.Unflatten(1, {row.shape}))"
    written: list[str] = []
    for name, value in layer.arguments:
        if (layer.kind, name) in _PRINTED_ONLY:
            continue
        written.append(repr(value) if _is_count(name, written) else f"{name}={value!r}")
    call = f"{_ELSEWHERE.get(layer.kind, 'nn')}.{layer.kind}({', '.join(written)})"
    return f"nn.utils.parametrizations.{layer.parametrization}({call})" if layer.parametrization else call


def _is_count(name: str, before: list[str]) -> bool:
    """Return whether an argument is written without its name: channels and features, which come first."""
    return name.startswith(("in_", "out_", "num_")) and not any("=" in one for one in before)


def _layer_call(layer: Layer, shape: tuple[int, ...]) -> str:
    channels, rank = shape[0], len(shape) - 1
    given: list[Any] = [str(channels), str(layer.out_channels or channels), f"kernel_size={layer.kernel_size!r}"]
    for field in fields(layer):
        value = getattr(layer, field.name)
        if field.name not in ("kernel_size", "out_channels", "transposed") and value != field.default:
            given.append(f"{field.name}={value!r}")
    return f"nn.Conv{'Transpose' * layer.transposed}{rank}d({', '.join(given)})"
