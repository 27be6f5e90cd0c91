"""Gradients of both operations with respect to input, weight and bias.

The signatures are those of ``torch.nn.grad``, with ``padding_mode`` besides. The gradient of a convolution for its
input is the transposed convolution of the output's gradient, at any stride (Dumoulin and Visin 2016, section 4.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from convref import functional
from convref.arguments import (
    CONV_TYPES,
    TRANSPOSED_TYPES,
    Array,
    ConvCall,
    ConvTransposeCall,
    PerAxis,
    check_dtype,
    check_same_dtype,
    conv_call,
    conv_transpose_call,
    integer,
    plain_array,
    stand_in,
)
from convref.padding import pad, source_indices
from convref.strategies import tap_slices

__all__ = [
    "conv1d_input",
    "conv1d_weight",
    "conv2d_input",
    "conv2d_weight",
    "conv3d_input",
    "conv3d_weight",
    "conv_bias",
    "conv_transpose1d_input",
    "conv_transpose1d_weight",
    "conv_transpose2d_input",
    "conv_transpose2d_weight",
    "conv_transpose3d_input",
    "conv_transpose3d_weight",
]

_CONV = (functional.conv1d, functional.conv2d, functional.conv3d)
_SIZE = "spatial size of grad_output"
_TRANSPOSED = (functional.conv_transpose1d, functional.conv_transpose2d, functional.conv_transpose3d)


def conv_bias(grad_output: Array) -> Array:
    """Return the gradient of either operation with respect to the bias.

    Parameters
    ----------
    grad_output : ndarray
        Shape ``(N, C_out, *output)``.

    Returns
    -------
    ndarray
        Shape ``(C_out,)``: the sum over the batch and over all cells.

    Raises
    ------
    TypeError, ValueError
        If `grad_output` is no array of numbers, or has fewer than three axes.

    Examples
    --------
    >>> conv_bias(np.ones((2, 3, 4)))
    array([8., 8., 8.])
    """
    grad_output = plain_array("grad_output", grad_output)
    check_dtype("grad_output", grad_output, CONV_TYPES)
    if grad_output.ndim < 3:
        raise ValueError(f"grad_output must have shape (N, C_out, *output), got shape {grad_output.shape}")
    wide = np.float64 if grad_output.dtype == np.float16 else grad_output.dtype
    with np.errstate(all="ignore"):
        sums = grad_output.sum((0, *range(2, grad_output.ndim)), dtype=wide)
        return np.asarray(sums.astype(grad_output.dtype, copy=False))


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


def _input_gradient(
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


def _weight_gradient(
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
    return _correlate(
        pad(call.input, call.padding, call.padding_mode), small, weight.shape, call.stride, call.dilation, call.groups
    )


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


def _correlate(
    padded: Array,
    small: Array,
    weight_size: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    groups: int,
) -> Array:
    """Correlate both arrays, tap by tap; `small` has the channels of the weight's first axis."""
    first, columns, *kernel = weight_size
    gradient = np.zeros(weight_size, padded.dtype)
    if small.size == 0 or gradient.size == 0:
        return gradient
    wide = np.dtype(np.float64) if padded.dtype == np.float16 else padded.dtype
    batch, rows = len(small), first // groups
    near: Array = small.astype(wide, copy=False).reshape(batch, groups, rows, -1).transpose(1, 2, 0, 3)
    near = near.reshape(groups, rows, -1)
    with np.errstate(all="ignore"):
        for tap in np.ndindex(*kernel):
            seen = padded[(..., *tap_slices(tap, small.shape[2:], stride, dilation))].astype(wide, copy=False)
            far = seen.reshape(batch, groups, columns, -1).transpose(1, 0, 3, 2).reshape(groups, -1, columns)
            gradient[(..., *tap)] = (near @ far).reshape(first, columns)
    return gradient


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


def _transposed_input_gradient(
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


def _transposed_weight_gradient(
    rank: int, input: Any, weight_size: Any, grad_output: Any, stride: Any, padding: Any, groups: Any, dilation: Any
) -> Array:
    """Return the gradient of a transposed convolution for its weight: input and output change places."""
    input, grad_output = _checked_arrays("input", input, grad_output, TRANSPOSED_TYPES)
    weight = stand_in("weight_size", _weight_shape(weight_size, rank), input.dtype)
    call = _transposed_call(rank, input, weight, grad_output, stride, padding, groups, dilation)
    large = grad_output if call.batched else grad_output[None]
    padded = pad(large, tuple((cells, cells) for cells in call.padding))
    return _correlate(padded, call.input, weight.shape, call.stride, call.dilation, call.groups)


def conv1d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    padding_mode: str = "zeros",
) -> Array:
    """Return the gradient of `convref.conv1d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, dilation, groups, padding_mode
        As in `convref.conv1d`.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `input_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv1d_input((1, 1, 3), np.ones((1, 1, 2)), np.ones((1, 1, 2))).shape
    (1, 1, 3)
    """
    return _input_gradient(1, input_size, weight, grad_output, stride, padding, dilation, groups, padding_mode)


def conv1d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    padding_mode: str = "zeros",
) -> Array:
    """Return the gradient of `convref.conv1d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, dilation, groups, padding_mode
        As in `convref.conv1d`.
    weight_size : sequence of int
        Shape of the weight.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `weight_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv1d_weight(np.ones((1, 1, 3)), (1, 1, 2), np.ones((1, 1, 2))).shape
    (1, 1, 2)
    """
    return _weight_gradient(1, input, weight_size, grad_output, stride, padding, dilation, groups, padding_mode)


def conv_transpose1d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    groups: int = 1,
    dilation: PerAxis = 1,
) -> Array:
    """Return the gradient of `convref.conv_transpose1d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, groups, dilation
        As in `convref.conv_transpose1d`; ``output_padding`` is told by the shape of `grad_output`.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `input_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv_transpose1d_input((1, 1, 2), np.ones((1, 1, 2)), np.ones((1, 1, 3))).shape
    (1, 1, 2)
    """
    return _transposed_input_gradient(1, input_size, weight, grad_output, stride, padding, groups, dilation)


def conv_transpose1d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    groups: int = 1,
    dilation: PerAxis = 1,
) -> Array:
    """Return the gradient of `convref.conv_transpose1d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, groups, dilation
        As in `convref.conv_transpose1d`; ``output_padding`` is told by the shape of `grad_output`.
    weight_size : sequence of int
        Shape of the weight.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `weight_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv_transpose1d_weight(np.ones((1, 1, 2)), (1, 1, 2), np.ones((1, 1, 3))).shape
    (1, 1, 2)
    """
    return _transposed_weight_gradient(1, input, weight_size, grad_output, stride, padding, groups, dilation)


def conv2d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    padding_mode: str = "zeros",
) -> Array:
    """Return the gradient of `convref.conv2d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, dilation, groups, padding_mode
        As in `convref.conv2d`.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `input_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv2d_input((1, 1, 3, 3), np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2))).shape
    (1, 1, 3, 3)
    """
    return _input_gradient(2, input_size, weight, grad_output, stride, padding, dilation, groups, padding_mode)


def conv2d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    padding_mode: str = "zeros",
) -> Array:
    """Return the gradient of `convref.conv2d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, dilation, groups, padding_mode
        As in `convref.conv2d`.
    weight_size : sequence of int
        Shape of the weight.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `weight_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv2d_weight(np.ones((1, 1, 3, 3)), (1, 1, 2, 2), np.ones((1, 1, 2, 2))).shape
    (1, 1, 2, 2)
    """
    return _weight_gradient(2, input, weight_size, grad_output, stride, padding, dilation, groups, padding_mode)


def conv_transpose2d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    groups: int = 1,
    dilation: PerAxis = 1,
) -> Array:
    """Return the gradient of `convref.conv_transpose2d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, groups, dilation
        As in `convref.conv_transpose2d`; ``output_padding`` is told by the shape of `grad_output`.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `input_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv_transpose2d_input((1, 1, 2, 2), np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3))).shape
    (1, 1, 2, 2)
    """
    return _transposed_input_gradient(2, input_size, weight, grad_output, stride, padding, groups, dilation)


def conv_transpose2d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    groups: int = 1,
    dilation: PerAxis = 1,
) -> Array:
    """Return the gradient of `convref.conv_transpose2d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, groups, dilation
        As in `convref.conv_transpose2d`; ``output_padding`` is told by the shape of `grad_output`.
    weight_size : sequence of int
        Shape of the weight.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `weight_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv_transpose2d_weight(np.ones((1, 1, 2, 2)), (1, 1, 2, 2), np.ones((1, 1, 3, 3))).shape
    (1, 1, 2, 2)
    """
    return _transposed_weight_gradient(2, input, weight_size, grad_output, stride, padding, groups, dilation)


def conv3d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    padding_mode: str = "zeros",
) -> Array:
    """Return the gradient of `convref.conv3d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, dilation, groups, padding_mode
        As in `convref.conv3d`.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `input_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv3d_input((1, 1, 3, 3, 3), np.ones((1, 1, 2, 2, 2)), np.ones((1, 1, 2, 2, 2))).shape
    (1, 1, 3, 3, 3)
    """
    return _input_gradient(3, input_size, weight, grad_output, stride, padding, dilation, groups, padding_mode)


def conv3d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    padding_mode: str = "zeros",
) -> Array:
    """Return the gradient of `convref.conv3d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, dilation, groups, padding_mode
        As in `convref.conv3d`.
    weight_size : sequence of int
        Shape of the weight.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `weight_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv3d_weight(np.ones((1, 1, 3, 3, 3)), (1, 1, 2, 2, 2), np.ones((1, 1, 2, 2, 2))).shape
    (1, 1, 2, 2, 2)
    """
    return _weight_gradient(3, input, weight_size, grad_output, stride, padding, dilation, groups, padding_mode)


def conv_transpose3d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    groups: int = 1,
    dilation: PerAxis = 1,
) -> Array:
    """Return the gradient of `convref.conv_transpose3d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, groups, dilation
        As in `convref.conv_transpose3d`; ``output_padding`` is told by the shape of `grad_output`.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `input_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv_transpose3d_input((1, 1, 2, 2, 2), np.ones((1, 1, 2, 2, 2)), np.ones((1, 1, 3, 3, 3))).shape
    (1, 1, 2, 2, 2)
    """
    return _transposed_input_gradient(3, input_size, weight, grad_output, stride, padding, groups, dilation)


def conv_transpose3d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    groups: int = 1,
    dilation: PerAxis = 1,
) -> Array:
    """Return the gradient of `convref.conv_transpose3d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, groups, dilation
        As in `convref.conv_transpose3d`; ``output_padding`` is told by the shape of `grad_output`.
    weight_size : sequence of int
        Shape of the weight.
    grad_output : ndarray
        Gradient for the output, of the output's shape.

    Returns
    -------
    ndarray
        Shape `weight_size`.

    Raises
    ------
    TypeError, ValueError
        If the shapes do not fit each other, or an argument is out of range.

    Examples
    --------
    >>> conv_transpose3d_weight(np.ones((1, 1, 2, 2, 2)), (1, 1, 2, 2, 2), np.ones((1, 1, 3, 3, 3))).shape
    (1, 1, 2, 2, 2)
    """
    return _transposed_weight_gradient(3, input, weight_size, grad_output, stride, padding, groups, dilation)
