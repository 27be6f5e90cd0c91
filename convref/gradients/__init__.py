"""Gradients of both operations with respect to input, weight and bias.

Those of the convolution have the names and signatures of ``torch.nn.grad``, with ``padding_mode`` besides. Those of the
transposed convolution take the number of axes from the weight.
"""

from __future__ import annotations

import numpy as np

from convref._arguments.checks import check_dtype, plain_array
from convref._arguments.signatures import takes
from convref._arguments.types import CONV_TYPES, Array
from convref.gradients._ranks import (
    ConvInputArguments,
    ConvTransposeInputArguments,
    ConvTransposeWeightArguments,
    ConvWeightArguments,
    conv_input,
    conv_weight,
    transposed_input,
    transposed_weight,
)

__all__ = [
    "conv1d_input",
    "conv1d_weight",
    "conv2d_input",
    "conv2d_weight",
    "conv3d_input",
    "conv3d_weight",
    "conv_bias",
    "conv_transpose_input",
    "conv_transpose_weight",
]


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


@takes(ConvInputArguments)
def conv1d_input(given: ConvInputArguments) -> Array:
    """Return the gradient of `convref.conv1d` with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight : ndarray
        As in `convref.conv1d`.
    grad_output : ndarray
        Gradient for the output, of the output's shape.
    stride, ...
        This and the other settings of the layer, as in `convref.conv1d`.

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
    >>> conv1d_input((1, 1, 3), np.ones((1, 1, 2)), np.ones((1, 1, 2)))
    array([[[1., 2., 1.]]])
    """
    return conv_input(1, given)


@takes(ConvWeightArguments)
def conv1d_weight(given: ConvWeightArguments) -> Array:
    """Return the gradient of `convref.conv1d` with respect to its weight.

    Parameters
    ----------
    input : ndarray
        As in `convref.conv1d`.
    weight_size : sequence of int
        Shape of the weight.
    grad_output : ndarray
        Gradient for the output, of the output's shape.
    stride, ...
        This and the other settings of the layer, as in `convref.conv1d`.

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
    >>> conv1d_weight(np.array([[[1.0, 2.0, 4.0]]]), (1, 1, 2), np.ones((1, 1, 2)))
    array([[[3., 6.]]])
    """
    return conv_weight(1, given)


@takes(ConvInputArguments)
def conv2d_input(given: ConvInputArguments) -> Array:
    """Return the gradient of `convref.conv2d` with respect to its input; arguments and errors as in `conv1d_input`.

    Examples
    --------
    >>> conv2d_input((1, 1, 3, 3), np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2))).shape
    (1, 1, 3, 3)
    """
    return conv_input(2, given)


@takes(ConvWeightArguments)
def conv2d_weight(given: ConvWeightArguments) -> Array:
    """Return the gradient of `convref.conv2d` with respect to its weight; arguments and errors as in `conv1d_weight`.

    Examples
    --------
    >>> conv2d_weight(np.ones((1, 1, 3, 3)), (1, 1, 2, 2), np.ones((1, 1, 2, 2))).shape
    (1, 1, 2, 2)
    """
    return conv_weight(2, given)


@takes(ConvInputArguments)
def conv3d_input(given: ConvInputArguments) -> Array:
    """Return the gradient of `convref.conv3d` with respect to its input; arguments and errors as in `conv1d_input`.

    Examples
    --------
    >>> conv3d_input((1, 1, 3, 3, 3), np.ones((1, 1, 2, 2, 2)), np.ones((1, 1, 2, 2, 2))).shape
    (1, 1, 3, 3, 3)
    """
    return conv_input(3, given)


@takes(ConvWeightArguments)
def conv3d_weight(given: ConvWeightArguments) -> Array:
    """Return the gradient of `convref.conv3d` with respect to its weight; arguments and errors as in `conv1d_weight`.

    Examples
    --------
    >>> conv3d_weight(np.ones((1, 1, 3, 3, 3)), (1, 1, 2, 2, 2), np.ones((1, 1, 2, 2, 2))).shape
    (1, 1, 2, 2, 2)
    """
    return conv_weight(3, given)


@takes(ConvTransposeInputArguments)
def conv_transpose_input(given: ConvTransposeInputArguments) -> Array:
    """Return the gradient of a transposed convolution with respect to its input.

    Parameters
    ----------
    input_size : sequence of int
        Shape of the input.
    weight : ndarray
        Shape ``(C_in, C_out / groups, *kernel_size)``; with one, two or three axes of the kernel.
    grad_output : ndarray
        Gradient for the output, of the output's shape, which also tells ``output_padding``.
    stride, padding, groups, dilation
        As in `convref.conv_transpose1d`, `convref.conv_transpose2d` or `convref.conv_transpose3d`.

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
    >>> conv_transpose_input((1, 1, 2), np.array([[[1.0, 2.0]]]), np.ones((1, 1, 3)))
    array([[[3., 3.]]])
    """
    return transposed_input(given)


@takes(ConvTransposeWeightArguments)
def conv_transpose_weight(given: ConvTransposeWeightArguments) -> Array:
    """Return the gradient of a transposed convolution with respect to its weight.

    Parameters
    ----------
    input, stride, padding, groups, dilation
        As in `convref.conv_transpose1d`, `convref.conv_transpose2d` or `convref.conv_transpose3d`.
    weight_size : sequence of int
        Shape of the weight, ``(C_in, C_out / groups, *kernel_size)``.
    grad_output : ndarray
        Gradient for the output, of the output's shape, which also tells ``output_padding``.

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
    >>> conv_transpose_weight(np.array([[[1.0, 2.0]]]), (1, 1, 2), np.ones((1, 1, 3)))
    array([[[3., 3.]]])
    """
    return transposed_weight(given)
