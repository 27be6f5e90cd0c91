"""Both operations in plain loops, straight from their definition.

Nothing here calls a size formula: the output has as many cells as the loop over the windows finds. That makes these
functions an independent witness for the fast ones. They are slow; use them on small arrays.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from convref._arguments.calls import ConvArguments, ConvCall, ConvTransposeArguments, ConvTransposeCall
from convref._arguments.signatures import takes
from convref._arguments.types import Array

__all__ = ["conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d"]

_WIDE = {"float16": np.float64, "float32": np.float64, "complex64": np.complex128}


def _accumulator(dtype: np.dtype[Any]) -> Any:
    """Return the scalar type in which sums are kept, wide enough that only the end rounds."""
    return _WIDE.get(dtype.name, dtype.type)


def _window_starts(padded_size: int, kernel_size: int, stride: int, dilation: int) -> list[int]:
    """Return where windows begin, by stepping until the last weight would leave the padded input."""
    starts, start = [], 0
    while start + dilation * (kernel_size - 1) < padded_size:
        starts.append(start)
        start += stride
    return starts


@np.errstate(all="ignore")
def _convolve(call: ConvCall) -> Array:
    out_channels, group_inputs, *kernel = call.weight.shape
    group_outputs = out_channels // call.groups
    cells = [call.sources(axis).tolist() for axis in range(len(kernel))]
    starts = [
        _window_starts(len(axis), k, s, d)
        for axis, k, s, d in zip(cells, kernel, call.stride, call.dilation, strict=True)
    ]
    number = _accumulator(call.input.dtype)
    output = np.zeros((len(call.input), out_channels, *map(len, starts)), call.input.dtype)
    for index in np.ndindex(output.shape):
        example, channel, *stop = index
        first_input = channel // group_outputs * group_inputs
        total = number(0)
        for c, tap in product(range(group_inputs), np.ndindex(*kernel)):
            source = tuple(
                axis[begin[o] + d * t]
                for axis, begin, o, t, d in zip(cells, starts, stop, tap, call.dilation, strict=True)
            )
            value = 0 if -1 in source else call.input[(example, first_input + c, *source)]
            total += number(value) * number(call.weight[(channel, c, *tap)])
        if call.bias is not None:
            total += number(call.bias[channel])
        output[index] = total
    return output if call.batched else output[0]


@np.errstate(all="ignore")
def _convolve_transposed(call: ConvTransposeCall) -> Array:
    batch, in_channels, *spatial = call.input.shape
    _, group_outputs, *kernel = call.weight.shape
    group_inputs = in_channels // call.groups
    number = _accumulator(call.input.dtype)
    reached = [
        max(s * i + d * t for i in range(size) for t in range(k)) + 1 + op
        for size, k, s, d, op in zip(spatial, kernel, call.stride, call.dilation, call.output_padding, strict=True)
    ]
    sums = np.zeros((batch, group_outputs * call.groups, *reached), number)
    for example, c, *place in np.ndindex(call.input.shape):
        value = number(call.input[(example, c, *place)])
        first_output = c // group_inputs * group_outputs
        for channel, tap in product(range(group_outputs), np.ndindex(*kernel)):
            target = tuple(s * i + d * t for i, t, s, d in zip(place, tap, call.stride, call.dilation, strict=True))
            product_ = value * number(call.weight[(c, channel, *tap)])
            sums[(example, first_output + channel, *target)] += product_
    if call.bias is not None:
        sums += call.bias.astype(number).reshape(-1, *[1] * len(spatial))
    inside: tuple[Any, ...] = tuple(slice(p, length - p) for p, length in zip(call.padding, reached, strict=True))
    output = sums[(..., *inside)].astype(call.input.dtype)
    return output if call.batched else output[0]


@takes(ConvArguments)
def conv1d(given: ConvArguments) -> Array:
    """Compute `convref.conv1d` in plain loops.

    Examples
    --------
    >>> conv1d(np.array([[1, 2, 3, 4]]), np.array([[[1, 0, -1]]]))
    array([[-2, -2]])
    """
    return _convolve(given.call(1))


@takes(ConvArguments)
def conv2d(given: ConvArguments) -> Array:
    """Compute `convref.conv2d` in plain loops.

    Examples
    --------
    >>> patch = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
    >>> kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    >>> conv2d(patch[None], kernel[None, None])
    array([[[9]]])
    """
    return _convolve(given.call(2))


@takes(ConvArguments)
def conv3d(given: ConvArguments) -> Array:
    """Compute `convref.conv3d` in plain loops.

    Examples
    --------
    >>> conv3d(np.ones((1, 2, 2, 2)), np.ones((1, 1, 2, 2, 2)))
    array([[[[8.]]]])
    """
    return _convolve(given.call(3))


@takes(ConvTransposeArguments)
def conv_transpose1d(given: ConvTransposeArguments) -> Array:
    """Compute `convref.conv_transpose1d` in plain loops.

    Examples
    --------
    >>> conv_transpose1d(np.array([[1, 2]]), np.array([[[1, 1, 1]]]), stride=2)
    array([[1, 1, 3, 2, 2]])
    """
    return _convolve_transposed(given.call(1))


@takes(ConvTransposeArguments)
def conv_transpose2d(given: ConvTransposeArguments) -> Array:
    """Compute `convref.conv_transpose2d` in plain loops.

    Examples
    --------
    >>> conv_transpose2d(np.array([[[1, 2]]]), np.ones((1, 1, 2, 2), int), stride=2)
    array([[[1, 1, 2, 2],
            [1, 1, 2, 2]]])
    """
    return _convolve_transposed(given.call(2))


@takes(ConvTransposeArguments)
def conv_transpose3d(given: ConvTransposeArguments) -> Array:
    """Compute `convref.conv_transpose3d` in plain loops.

    Examples
    --------
    >>> conv_transpose3d(np.ones((1, 1, 1, 1)), np.ones((1, 1, 2, 2, 2))).sum().item()
    8.0
    """
    return _convolve_transposed(given.call(3))
