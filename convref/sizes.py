"""Output sizes of both operations, and the padding that keeps a size."""

from __future__ import annotations

from typing import overload

from convref._arguments.checks import named_axes, per_axis
from convref._arguments.geometry import (
    check_conv_sizes,
    check_output_padding,
    check_transposed_sizes,
    same_pair,
    sliding,
)
from convref._arguments.types import PerAxis

__all__ = ["conv_output_size", "conv_transpose_output_size", "same_padding"]


@overload
def conv_output_size(
    input_size: int, kernel_size: int, stride: int = 1, padding: int | str = 0, dilation: int = 1
) -> int: ...
@overload
def conv_output_size(
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
) -> int | tuple[int, ...]: ...
def conv_output_size(
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
) -> int | tuple[int, ...]:
    """Return the output size of a convolution.

    Parameters
    ----------
    input_size, kernel_size, stride, dilation : int or sequence of int
        In cells; a sequence has one entry per axis.
    padding : int, sequence of int, 'same' or 'valid'
        Cells added on each side.

    Returns
    -------
    int or tuple of int
        A tuple when any argument was a sequence.

    Raises
    ------
    TypeError
        If an argument is no integer.
    ValueError
        If an argument is out of range, or the dilated kernel does not fit into the padded input.

    Notes
    -----
    The relation is ``conv_size`` of `convref.formulas` (Dumoulin and Visin 2016, relation 15).

    Examples
    --------
    >>> conv_output_size(224, kernel_size=11, stride=4, padding=2)
    55
    >>> conv_output_size((32, 16), kernel_size=(4, 3), padding="same")
    (32, 16)
    """
    rank = named_axes(input_size=input_size, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
    axes = rank or 1
    sizes = per_axis("input_size", input_size, axes, 1)
    output = check_conv_sizes(sizes, *sliding(axes, kernel_size, stride, padding, dilation))
    return output if rank else output[0]


@overload
def conv_transpose_output_size(
    input_size: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int: ...
@overload
def conv_transpose_output_size(
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
) -> int | tuple[int, ...]: ...
def conv_transpose_output_size(
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
) -> int | tuple[int, ...]:
    """Return the output size of a transposed convolution.

    Parameters
    ----------
    input_size, kernel_size, stride, padding, output_padding, dilation : int or sequence of int
        In cells; a sequence has one entry per axis.

    Returns
    -------
    int or tuple of int
        A tuple when any argument was a sequence.

    Raises
    ------
    TypeError
        If an argument is no integer.
    ValueError
        If a value is out of range, ``output_padding`` reaches the larger of stride and dilation, or nothing is left.

    Notes
    -----
    The relation is ``conv_transpose_size`` of `convref.formulas` (Dumoulin and Visin 2016, relation 14).

    Examples
    --------
    >>> conv_transpose_output_size(6, kernel_size=5, stride=3, padding=2)
    16
    >>> conv_transpose_output_size(6, kernel_size=5, stride=3, padding=2, output_padding=2)
    18
    """
    rank = named_axes(
        input_size=input_size,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
    )
    axes = rank or 1
    sizes = per_axis("input_size", input_size, axes, 1)
    kernel = per_axis("kernel_size", kernel_size, axes, 1)
    steps = per_axis("stride", stride, axes, 1)
    crops = per_axis("padding", padding, axes, 0)
    gaps = per_axis("dilation", dilation, axes, 1)
    extra = check_output_padding(per_axis("output_padding", output_padding, axes, 0), steps, gaps)
    output = check_transposed_sizes(sizes, kernel, steps, crops, gaps, extra)
    return output if rank else output[0]


def same_padding(kernel_size: PerAxis, dilation: PerAxis = 1) -> tuple[int, int] | tuple[tuple[int, int], ...]:
    """Return the cells before and after that ``padding='same'`` adds.

    Parameters
    ----------
    kernel_size, dilation : int or sequence of int
        In cells; a sequence has one entry per axis.

    Returns
    -------
    tuple of int, or tuple of pairs
        Cells before and after; one pair per axis when an argument was a sequence.

    Raises
    ------
    TypeError, ValueError
        If an argument is no integer, or smaller than 1.

    Notes
    -----
    The total is ``same_total`` of `convref.formulas`; the odd cell goes after (PyTorch documentation, torch.nn.Conv2d).

    Examples
    --------
    >>> same_padding(3)
    (1, 1)
    >>> same_padding(4)
    (1, 2)
    """
    rank = named_axes(kernel_size=kernel_size, dilation=dilation)
    axes = rank or 1
    kernel = per_axis("kernel_size", kernel_size, axes, 1)
    gaps = per_axis("dilation", dilation, axes, 1)
    pairs = tuple(same_pair(k, d) for k, d in zip(kernel, gaps, strict=True))
    return pairs if rank else pairs[0]
