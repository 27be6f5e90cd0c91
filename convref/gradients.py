"""Gradients of both operations with respect to input, weight and bias.

The signatures are those of ``torch.nn.grad``. The gradient of a convolution for its input is the transposed
convolution of the output's gradient, at any stride (Dumoulin and Visin 2016, section 4.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from convref import functional, sizes
from convref.arguments import Array, PerAxis, check_groups_divide, padding_pairs, per_axis
from convref.padding import pad
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
    ValueError
        If `grad_output` has fewer than three axes.

    Examples
    --------
    >>> conv_bias(np.ones((2, 3, 4)))
    array([8., 8., 8.])
    """
    if grad_output.ndim < 3:
        raise ValueError(f"grad_output must have shape (N, C_out, *output), got shape {grad_output.shape}")
    return np.asarray(grad_output.sum((0, *range(2, grad_output.ndim)), dtype=grad_output.dtype))


def _check_sizes(rank: int, large: Sequence[int], small: Sequence[int], kernel: Sequence[int], *settings: Any) -> None:
    """Check that a convolution of `large` gives `small`, spatial axes only."""
    expected = sizes.conv_output_size(tuple(large), tuple(kernel), *settings)
    if expected != tuple(small):
        raise ValueError(
            f"grad_output must belong to a convolution of {tuple(large)} that gives {expected} "
            f"with kernel_size={tuple(kernel)}, got {tuple(small)}"
        )


def _input_of_conv(
    rank: int,
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis,
    padding: PerAxis,
    dilation: PerAxis,
    groups: int,
) -> Array:
    spatial = tuple(input_size)[-rank:]
    _check_sizes(rank, spatial, grad_output.shape[-rank:], weight.shape[2:], stride, padding, dilation)
    return _TRANSPOSED[rank - 1](grad_output, weight, None, stride, padding, 0, groups, dilation, output_size=spatial)


def _input_of_transposed(
    rank: int,
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis,
    padding: PerAxis,
    groups: int,
    dilation: PerAxis,
) -> Array:
    gradient = _CONV[rank - 1](grad_output, weight, None, stride, padding, dilation, groups)
    # With output_padding >= stride the convolution finds stops beyond the input: they belong to nothing.
    inside: tuple[Any, ...] = tuple(slice(size) for size in tuple(input_size)[-rank:])
    return gradient[(..., *inside)]


def _weight_gradient(
    rank: int,
    large: Array,
    weight_size: Sequence[int],
    small: Array,
    stride: PerAxis,
    padding: PerAxis,
    dilation: PerAxis,
    groups: int,
) -> Array:
    """Correlate both arrays, tap by tap; `small` has the channels of the weight's first axis."""
    kernel = tuple(weight_size)[2:]
    check_groups_divide(groups, channels=weight_size[0])
    steps, gaps = per_axis("stride", stride, rank, 1), per_axis("dilation", dilation, rank, 1)
    padded = pad(large, padding_pairs(padding, kernel, steps, gaps))
    batch, rows, columns = len(small), weight_size[0] // groups, weight_size[1]
    near = small.reshape(batch, groups, rows, -1).transpose(1, 2, 0, 3).reshape(groups, rows, -1)
    gradient = np.empty(tuple(weight_size), large.dtype)
    for tap in np.ndindex(*kernel):
        seen = padded[(..., *tap_slices(tap, small.shape[2:], steps, gaps))]
        far = seen.reshape(batch, groups, columns, -1).transpose(1, 0, 3, 2).reshape(groups, -1, columns)
        gradient[(..., *tap)] = (near @ far).reshape(weight_size[0], columns)
    return gradient


def conv1d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Return the gradient of `convref.conv1d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, dilation, groups
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
    return _input_of_conv(1, input_size, weight, grad_output, stride, padding, dilation, groups)


def conv1d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Return the gradient of `convref.conv1d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, dilation, groups
        As in `convref.conv1d`, with a batch axis.
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
    _check_sizes(1, input.shape[2:], grad_output.shape[2:], tuple(weight_size)[2:], stride, padding, dilation)
    return _weight_gradient(1, input, weight_size, grad_output, stride, padding, dilation, groups)


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
    return _input_of_transposed(1, input_size, weight, grad_output, stride, padding, groups, dilation)


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
        As in `convref.conv_transpose1d`, with a batch axis; ``output_padding`` is told by the shape of `grad_output`.
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
    return _weight_gradient(1, grad_output, weight_size, input, stride, padding, dilation, groups)


def conv2d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Return the gradient of `convref.conv2d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, dilation, groups
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
    return _input_of_conv(2, input_size, weight, grad_output, stride, padding, dilation, groups)


def conv2d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Return the gradient of `convref.conv2d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, dilation, groups
        As in `convref.conv2d`, with a batch axis.
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
    _check_sizes(2, input.shape[2:], grad_output.shape[2:], tuple(weight_size)[2:], stride, padding, dilation)
    return _weight_gradient(2, input, weight_size, grad_output, stride, padding, dilation, groups)


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
    return _input_of_transposed(2, input_size, weight, grad_output, stride, padding, groups, dilation)


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
        As in `convref.conv_transpose2d`, with a batch axis; ``output_padding`` is told by the shape of `grad_output`.
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
    return _weight_gradient(2, grad_output, weight_size, input, stride, padding, dilation, groups)


def conv3d_input(
    input_size: Sequence[int],
    weight: Array,
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Return the gradient of `convref.conv3d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight, stride, padding, dilation, groups
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
    return _input_of_conv(3, input_size, weight, grad_output, stride, padding, dilation, groups)


def conv3d_weight(
    input: Array,
    weight_size: Sequence[int],
    grad_output: Array,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Array:
    """Return the gradient of `convref.conv3d` with respect to its weight.

    Parameters
    ----------
    input, stride, padding, dilation, groups
        As in `convref.conv3d`, with a batch axis.
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
    _check_sizes(3, input.shape[2:], grad_output.shape[2:], tuple(weight_size)[2:], stride, padding, dilation)
    return _weight_gradient(3, input, weight_size, grad_output, stride, padding, dilation, groups)


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
    return _input_of_transposed(3, input_size, weight, grad_output, stride, padding, groups, dilation)


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
        As in `convref.conv_transpose3d`, with a batch axis; ``output_padding`` is told by the shape of `grad_output`.
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
    return _weight_gradient(3, grad_output, weight_size, input, stride, padding, dilation, groups)
