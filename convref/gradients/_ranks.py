"""How the gradients are computed: the other operation, or a correlation of both arrays tap by tap.

The gradient of a convolution for its input is the transposed convolution of the output's gradient, at any stride
(Dumoulin and Visin 2016, section 4.1); that of a transposed convolution is the convolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from convref._arguments.calls import ConvCall, ConvSettings, ConvTransposeCall, ConvTransposeSettings, Names
from convref._arguments.checks import check_dtype, check_same_dtype, integer, plain_array, stand_in
from convref._arguments.types import CONV_TYPES, TRANSPOSED_TYPES, Array, PerAxis
from convref._strategies import compute, correlate
from convref.padding import pad

_SIZE = "spatial size of grad_output"
_OF_INPUT, _OF_WEIGHT = Names(input="input_size"), Names(weight="weight_size")


@dataclass(eq=False)
class _ForInput:
    input_size: Sequence[int]
    weight: Array
    grad_output: Array


@dataclass(eq=False)
class _ForWeight:
    input: Array
    weight_size: Sequence[int]
    grad_output: Array


@dataclass(eq=False)
class _TransposedSettings:
    """Those of a transposed convolution but its output_padding, which the shape of the output's gradient tells."""

    stride: PerAxis = 1
    padding: PerAxis = 0
    groups: int = 1
    dilation: PerAxis = 1


@dataclass(eq=False)
class ConvInputArguments(ConvSettings, _ForInput):
    """The arguments of `conv1d_input` and its brothers."""


@dataclass(eq=False)
class ConvWeightArguments(ConvSettings, _ForWeight):
    """The arguments of `conv1d_weight` and its brothers."""


@dataclass(eq=False)
class ConvTransposeInputArguments(_TransposedSettings, _ForInput):
    """The arguments of `conv_transpose_input`."""


@dataclass(eq=False)
class ConvTransposeWeightArguments(_TransposedSettings, _ForWeight):
    """The arguments of `conv_transpose_weight`."""


def _rank_of(name: str, axes: int) -> int:
    """Return the number of spatial axes of a weight."""
    if not 3 <= axes <= 5:
        raise ValueError(f"{name} must have 3, 4 or 5 axes, two of channels and those of the kernel, got {axes}")
    return axes - 2


def _shape(name: str, value: Any, rank: int) -> tuple[int, ...]:
    """Return a shape with channels, and with or without a batch."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"{name} must be a sequence of integers, got {name}={value!r} of type {type(value).__name__}")
    shape = tuple(integer(name, size, 0) for size in value)
    if len(shape) not in (rank + 1, rank + 2):
        raise ValueError(f"{name} must have {rank + 1} or {rank + 2} entries, got {name}={shape}")
    return shape


def conv_input(rank: int, given: ConvInputArguments) -> Array:
    """Return the gradient of a convolution: the transposed convolution, with what the padding holds folded back."""
    size = _shape("input_size", given.input_size, rank)
    weight, grad_output = _checked_arrays("weight", given.weight, given.grad_output, TRANSPOSED_TYPES)
    call = given.checked(rank, stand_in("input_size", size, weight.dtype), weight, names=_OF_INPUT)
    _check_grad_output(grad_output, size, call)
    back = ConvTransposeSettings(stride=call.stride, groups=call.groups, dilation=call.dilation)
    if call.padding_mode == "zeros" and all(before == after for before, after in call.padding):
        back.padding = tuple(before for before, _ in call.padding)
        return compute(back.checked(rank, grad_output, call.weight, output_size=size[-rank:]))
    gradient = compute(back.checked(rank, grad_output, call.weight, output_size=call.padded_size))
    for axis in range(rank):
        gradient = _folded(gradient, call, axis)
    return np.ascontiguousarray(gradient)


def _folded(gradient: Array, call: ConvCall, axis: int) -> Array:
    """Give what each padded cell of a spatial axis received to the input cell that it copies."""
    (before, after), size = call.padding[axis], call.input.shape[2 + axis]
    place = axis - len(call.padding)
    if before == after == 0:
        return gradient
    moved = np.moveaxis(gradient, place, 0)
    if call.padding_mode == "zeros":
        return np.moveaxis(moved[before : before + size], 0, place)
    folded = np.zeros((size, *moved.shape[1:]), gradient.dtype)
    with np.errstate(all="ignore"):
        np.add.at(folded, call.sources(axis), moved)
    return np.moveaxis(folded, 0, place)


def _check_grad_output(grad_output: Array, size: tuple[int, ...], call: ConvCall) -> None:
    """Check that the gradient has the shape of the output of a convolution."""
    output = call.output_size
    expected = (*size[: -len(output) - 1], len(call.weight), *output)
    if grad_output.shape != expected:
        raise ValueError(
            f"grad_output must have shape {expected}, as the convolution of {size} with {call.weight.shape}, "
            f"stride={call.stride}, padding={call.padding}, dilation={call.dilation}, got shape {grad_output.shape}"
        )


def conv_weight(rank: int, given: ConvWeightArguments) -> Array:
    """Return the gradient of a convolution for its weight."""
    input, grad_output = _checked_arrays("input", given.input, given.grad_output, CONV_TYPES)
    weight = stand_in("weight_size", _weight_shape(given.weight_size, rank), input.dtype)
    call = given.checked(rank, input, weight, names=_OF_WEIGHT)
    _check_grad_output(grad_output, input.shape, call)
    small = grad_output if call.batched else grad_output[None]
    large, padding = call.input, call.padding
    if call.padding_mode != "zeros":
        large, padding = pad(large, padding, call.padding_mode), ((0, 0),) * rank
    with np.errstate(all="ignore"):
        return correlate(large, small, weight.shape, call, padding)


def _weight_shape(weight_size: Any, rank: int) -> tuple[int, ...]:
    shape = _shape("weight_size", weight_size, rank)
    if len(shape) != rank + 2:
        raise ValueError(f"weight_size must have {rank + 2} entries, got weight_size={shape}")
    return shape


def _checked_arrays(name: str, array: Any, grad_output: Any, types: tuple[np.dtype[Any], ...]) -> tuple[Array, Array]:
    """Return input or weight, and the gradient of the output, as plain arrays of one dtype."""
    array, grad_output = plain_array(name, array), plain_array("grad_output", grad_output)
    check_dtype(name, array, types)
    check_same_dtype("grad_output", grad_output, name, array)
    return array, grad_output


def _transposed_call(
    rank: int, given: _TransposedSettings, input: Array, weight: Array, grad_output: Array, names: Names
) -> ConvTransposeCall:
    """Check a transposed convolution whose output_padding is told by the shape of its output's gradient."""
    if input.ndim in (rank + 1, rank + 2) and grad_output.ndim != input.ndim:
        raise ValueError(
            f"grad_output must have as many axes as {names.input}, got shape {grad_output.shape} for {input.shape}"
        )
    settings = ConvTransposeSettings(
        stride=given.stride, padding=given.padding, groups=given.groups, dilation=given.dilation
    )
    call = settings.checked(rank, input, weight, output_size=grad_output.shape[-rank:], size_name=_SIZE, names=names)
    expected = (*input.shape[: -rank - 1], weight.shape[1] * call.groups, *grad_output.shape[-rank:])
    if grad_output.shape != expected:
        raise ValueError(
            f"grad_output must have shape {expected}, as the output for {input.shape} and {weight.shape}, "
            f"got shape {grad_output.shape}"
        )
    return call


def transposed_input(given: ConvTransposeInputArguments) -> Array:
    """Return the gradient of a transposed convolution: the convolution."""
    rank = _rank_of("weight", np.ndim(given.weight))
    size = _shape("input_size", given.input_size, rank)
    weight, grad_output = _checked_arrays("weight", given.weight, given.grad_output, TRANSPOSED_TYPES)
    input = stand_in("input_size", size, weight.dtype)
    call = _transposed_call(rank, given, input, weight, grad_output, _OF_INPUT)
    back = ConvSettings(stride=call.stride, padding=call.padding, dilation=call.dilation, groups=call.groups)
    gradient = compute(back.checked(rank, grad_output, weight))
    # With output_padding >= stride the convolution finds stops beyond the input: they belong to nothing.
    inside: tuple[Any, ...] = tuple(slice(cells) for cells in size[-rank:])
    return np.ascontiguousarray(gradient[(..., *inside)])


def transposed_weight(given: ConvTransposeWeightArguments) -> Array:
    """Return the gradient of a transposed convolution for its weight: input and output change places."""
    rank = _rank_of("weight_size", len(given.weight_size) if isinstance(given.weight_size, Sequence) else 3)
    input, grad_output = _checked_arrays("input", given.input, given.grad_output, TRANSPOSED_TYPES)
    weight = stand_in("weight_size", _weight_shape(given.weight_size, rank), input.dtype)
    call = _transposed_call(rank, given, input, weight, grad_output, _OF_WEIGHT)
    large = grad_output if call.batched else grad_output[None]
    with np.errstate(all="ignore"):
        return correlate(large, call.input, weight.shape, call, tuple((cells, cells) for cells in call.padding))
