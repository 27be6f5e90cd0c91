"""How evenly a transposed convolution covers its output: the measures behind the checkerboard.

Source: Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts", Distill 2016.
"""

from __future__ import annotations

from functools import reduce
from math import gcd

import numpy as np
from numpy.typing import NDArray

from convref import functional, sizes
from convref._arguments.checks import check_addressable, named_axes, per_axis, plain_array
from convref._arguments.types import Array, PerAxis

__all__ = ["is_even_overlap", "overlap_counts", "phase_sums"]


def overlap_counts(
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
) -> NDArray[np.int64]:
    """Count the products that a transposed convolution adds up in each output cell, for one pair of channels.

    Parameters
    ----------
    input_size : int or sequence of int
        In cells; a sequence has one entry per axis, and a number alone stands for one axis or for all.
    kernel_size, stride, padding, output_padding, dilation : int or sequence of int
        As in `convref.conv_transpose2d`.

    Returns
    -------
    ndarray
        One count per output cell.

    Raises
    ------
    TypeError, ValueError
        As `convref.conv_transpose_output_size` does.

    Examples
    --------
    >>> overlap_counts(4, kernel_size=3, stride=2)
    array([1, 1, 2, 1, 2, 1, 2, 1, 1])
    """
    settings = {
        "input_size": input_size,
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "output_padding": output_padding,
        "dilation": dilation,
    }
    output = sizes.conv_transpose_output_size(**settings)
    rank = len(output) if isinstance(output, tuple) else 1
    axes = [per_axis(name, value, rank, 0) for name, value in settings.items()]  # checked above
    subjects = ("input_size", "kernel_size", "input_size, kernel_size, stride or dilation")
    for name, needed in zip(subjects, (axes[0], axes[1], output), strict=True):
        check_addressable(name, needed if isinstance(needed, tuple) else (needed,), 8)
    counts = [
        functional.conv_transpose1d(
            np.ones((1, i), np.int64),
            np.ones((1, 1, k), np.int64),
            stride=s,
            padding=p,
            output_padding=op,
            dilation=d,
        )[0]
        for i, k, s, p, op, d in zip(*axes, strict=True)
    ]
    return np.asarray(reduce(np.multiply.outer, counts))


def phase_sums(weight: Array, stride: PerAxis = 1, dilation: PerAxis = 1) -> Array:
    """Sum the weights that meet each phase of the output.

    On a constant input, the inside of the output repeats these sums: no checkerboard needs all of them equal.

    Parameters
    ----------
    weight : ndarray
        Spatial axes only: the kernel of one pair of channels.
    stride, dilation : int or sequence of int
        As in `convref.conv_transpose2d`.

    Returns
    -------
    ndarray
        Shape of `stride` per axis: one sum for each remainder of the output position.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range.

    Examples
    --------
    >>> phase_sums(np.array([1, 2, 3]), stride=2)
    array([4, 2])
    """
    weight = plain_array("weight", weight)
    if weight.dtype.kind not in "iufc":
        raise TypeError(f"weight must hold numbers, got dtype {weight.dtype}")
    if weight.ndim == 0:
        raise ValueError("weight must have at least one axis, got shape ()")
    steps = per_axis("stride", stride, weight.ndim, 1)
    gaps = per_axis("dilation", dilation, weight.ndim, 1)
    check_addressable("stride", steps, max(8, weight.itemsize))
    sums = np.zeros(steps, np.float64 if weight.dtype == np.float16 else weight.dtype)
    with np.errstate(all="ignore"):
        for tap in np.ndindex(weight.shape):
            sums[tuple(d * t % s for t, s, d in zip(tap, steps, gaps, strict=True))] += weight[tap]
        return sums.astype(weight.dtype, copy=False)


def is_even_overlap(kernel_size: PerAxis, stride: PerAxis, dilation: PerAxis = 1) -> bool:
    """Tell whether every output cell inside receives the same number of products.

    That is so exactly when the stride divides the kernel size and has no divisor but 1 in common with the dilation.

    Parameters
    ----------
    kernel_size, stride, dilation : int or sequence of int
        As in `convref.conv_transpose2d`.

    Returns
    -------
    bool

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range.

    Examples
    --------
    >>> is_even_overlap(4, 2), is_even_overlap(3, 2), is_even_overlap(4, 2, dilation=2)
    (True, False, False)
    """
    rank = named_axes(kernel_size=kernel_size, stride=stride, dilation=dilation) or 1
    kernel = per_axis("kernel_size", kernel_size, rank, 1)
    steps = per_axis("stride", stride, rank, 1)
    gaps = per_axis("dilation", dilation, rank, 1)
    return all(k % s == 0 and gcd(s, d) == 1 for k, s, d in zip(kernel, steps, gaps, strict=True))
