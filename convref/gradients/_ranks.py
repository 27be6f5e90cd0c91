"""How the gradients are computed: the other operation, or a correlation of both arrays tap by tap.

The gradient of a convolution for its input is the transposed convolution of the output's gradient, at any stride
(Dumoulin and Visin 2016, section 4.1); that of a transposed convolution is the convolution.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from convref import functional
from convref._arguments.calls import ConvCall, ConvTransposeCall, conv_call, conv_transpose_call
from convref._arguments.checks import check_dtype, check_same_dtype, integer, plain_array, stand_in
from convref._arguments.types import CONV_TYPES, TRANSPOSED_TYPES, Array
from convref._strategies import correlate
from convref.padding import pad, source_indices

_CONV = (functional.conv1d, functional.conv2d, functional.conv3d)
_SIZE = "spatial size of grad_output"
_TRANSPOSED = (functional.conv_transpose1d, functional.conv_transpose2d, functional.conv_transpose3d)


def rank_of(name: str, axes: int) -> int:
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


def _check_shape(name: str, found: tuple[int, ...], expected: tuple[int, ...], why: str) -> None:
    if found != expected:
        raise ValueError(f"{name} must have shape {expected}, {why}, got shape {found}")


def conv_input(
    rank: int,
    input_size: Any,
    weight: Any,
    grad_output: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    groups: Any,
    mode: Any,
) -> Array:
    """Return the gradient of a convolution: the transposed convolution, with what the padding holds folded back."""
    size = _shape("input_size", input_size, rank)
    weight, grad_output = _checked_arrays("weight", weight, grad_output, TRANSPOSED_TYPES)
    input = stand_in("input_size", size, weight.dtype)
    call = conv_call(rank, input, weight, None, stride, padding, dilation, groups, mode)
    _check_grad_output(grad_output, size, call)
    if call.padding_mode == "zeros" and all(before == after for before, after in call.padding):
        padding, sizes = tuple(before for before, _ in call.padding), size[-rank:]
        return _TRANSPOSED[rank - 1](
            grad_output, weight, None, call.stride, padding, 0, call.groups, call.dilation, output_size=sizes
        )
    padded = tuple(cells + sum(pair) for cells, pair in zip(size[-rank:], call.padding, strict=True))
    gradient = _TRANSPOSED[rank - 1](
        grad_output, weight, None, call.stride, 0, 0, call.groups, call.dilation, output_size=padded
    )
    for axis, (cells, pair) in enumerate(zip(size[-rank:], call.padding, strict=True), start=len(size) - rank):
        gradient = _folded(gradient, axis, cells, pair, call.padding_mode)
    return np.ascontiguousarray(gradient)


def _folded(gradient: Array, axis: int, size: int, pair: tuple[int, int], mode: str) -> Array:
    """Give what each padded cell received to the input cell that it copies."""
    if pair == (0, 0):
        return gradient
    moved = np.moveaxis(gradient, axis, 0)
    if mode == "zeros":
        return np.moveaxis(moved[pair[0] : pair[0] + size], 0, axis)
    folded = np.zeros((size, *moved.shape[1:]), gradient.dtype)
    with np.errstate(all="ignore"):
        np.add.at(folded, source_indices(size, *pair, mode), moved)
    return np.moveaxis(folded, 0, axis)


def _check_grad_output(grad_output: Array, size: tuple[int, ...], call: ConvCall) -> None:
    """Check that the gradient has the shape of the output of a convolution."""
    output = call.output_size
    expected = (*size[: -len(output) - 1], len(call.weight), *output)
    settings = f"stride={call.stride}, padding={call.padding}, dilation={call.dilation}"
    why = f"as the convolution of {size} with {call.weight.shape}, {settings}"
    _check_shape("grad_output", grad_output.shape, expected, why)


def conv_weight(
    rank: int,
    input: Any,
    weight_size: Any,
    grad_output: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    groups: Any,
    mode: Any,
) -> Array:
    """Return the gradient of a convolution for its weight."""
    input, grad_output = _checked_arrays("input", input, grad_output, CONV_TYPES)
    weight = stand_in("weight_size", _weight_shape(weight_size, rank), input.dtype)
    call = conv_call(rank, input, weight, None, stride, padding, dilation, groups, mode)
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
    rank: int, input: Array, weight: Array, grad_output: Array, stride: Any, padding: Any, groups: Any, dilation: Any
) -> ConvTransposeCall:
    """Check a transposed convolution whose output_padding is told by the shape of its output's gradient."""
    if input.ndim in (rank + 1, rank + 2) and grad_output.ndim != input.ndim:
        raise ValueError(
            f"grad_output must have as many axes as the input, got shape {grad_output.shape} for input {input.shape}"
        )
    call = conv_transpose_call(
        rank, input, weight, None, stride, padding, 0, groups, dilation, grad_output.shape[-rank:], _SIZE
    )
    expected = (*input.shape[: -rank - 1], weight.shape[1] * call.groups, *grad_output.shape[-rank:])
    _check_shape("grad_output", grad_output.shape, expected, f"as the output for {input.shape} and {weight.shape}")
    return call


def transposed_input(
    rank: int, input_size: Any, weight: Any, grad_output: Any, stride: Any, padding: Any, groups: Any, dilation: Any
) -> Array:
    """Return the gradient of a transposed convolution: the convolution."""
    size = _shape("input_size", input_size, rank)
    weight, grad_output = _checked_arrays("weight", weight, grad_output, TRANSPOSED_TYPES)
    input = stand_in("input_size", size, weight.dtype)
    call = _transposed_call(rank, input, weight, grad_output, stride, padding, groups, dilation)
    gradient = _CONV[rank - 1](grad_output, weight, None, call.stride, call.padding, call.dilation, call.groups)
    # With output_padding >= stride the convolution finds stops beyond the input: they belong to nothing.
    inside: tuple[Any, ...] = tuple(slice(cells) for cells in size[-rank:])
    return np.ascontiguousarray(gradient[(..., *inside)])


def transposed_weight(
    rank: int, input: Any, weight_size: Any, grad_output: Any, stride: Any, padding: Any, groups: Any, dilation: Any
) -> Array:
    """Return the gradient of a transposed convolution for its weight: input and output change places."""
    input, grad_output = _checked_arrays("input", input, grad_output, TRANSPOSED_TYPES)
    weight = stand_in("weight_size", _weight_shape(weight_size, rank), input.dtype)
    call = _transposed_call(rank, input, weight, grad_output, stride, padding, groups, dilation)
    large = grad_output if call.batched else grad_output[None]
    with np.errstate(all="ignore"):
        return correlate(large, call.input, weight.shape, call, tuple((cells, cells) for cells in call.padding))
