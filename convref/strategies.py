"""How a checked call is computed: a few strategies, and the one place that chooses among them.

``pointwise``
    A kernel of one cell is a matrix product over the channels; nothing is copied but a strided input.
``depthwise``
    One kernel per channel has too little work for a matrix product: taps are multiplied and added in place.
``rows``
    Large maps: only the last axis is unfolded; the taps of the other axes are contiguous views of that copy.
``columns``
    Everything else: im2col, by one slice copy per tap, in blocks that stay in the cache.
``phases``
    Transposed: one matrix product, whose taps are then added to the output phase by phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np

from convref import formulas
from convref.arguments import Array, ConvCall, ConvTransposeCall
from convref.padding import pad

BLOCK_BYTES = 4 * 2**20  # about what one core keeps in its cache


def convolve(call: ConvCall) -> Array:
    """Compute a checked convolution; the result has a batch axis."""
    dtype = call.input.dtype
    wide = _wide(dtype)
    input = pad(call.input.astype(wide, copy=False), call.padding, call.padding_mode)
    weight = call.weight.astype(wide, copy=False)
    sizes = tuple(
        formulas.conv_size(size, k, s, 0, d)
        for size, k, s, d in zip(input.shape[2:], weight.shape[2:], call.stride, call.dilation, strict=True)
    )
    output = np.zeros((len(input), len(weight), *sizes), wide)
    if output.size and weight.size:
        _choose(call, sizes)(input, weight, output, call)
    return _finish(output, call.bias, dtype)


def _choose(call: ConvCall, sizes: tuple[int, ...]) -> Any:
    """Return the strategy for these shapes."""
    group_inputs, *kernel = call.weight.shape[1:]
    if prod(kernel) == 1:
        return _pointwise
    if group_inputs == 1 and len(call.weight) == call.groups:
        return _depthwise
    return _columns


def _wide(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the dtype to compute in: half precision is summed in double precision and rounded once."""
    return np.dtype(np.float64) if dtype == np.float16 else dtype


def _finish(output: Array, bias: Array | None, dtype: np.dtype[Any]) -> Array:
    """Add the bias, then round to the dtype of the call."""
    if bias is not None:
        output += bias.astype(output.dtype).reshape(-1, *[1] * (output.ndim - 2))
    return output.astype(dtype, copy=False)


def tap_slices(
    tap: tuple[int, ...], sizes: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]
) -> tuple[Any, ...]:
    """Return, per axis, the cells that one tap meets over all windows."""
    return tuple(
        slice(d * t, d * t + s * (o - 1) + 1, s) for t, o, s, d in zip(tap, sizes, stride, dilation, strict=True)
    )


def _pointwise(input: Array, weight: Array, output: Array, call: ConvCall) -> None:
    batch, sizes = len(input), output.shape[2:]
    seen = input[(..., *tap_slices((0,) * len(sizes), sizes, call.stride, call.dilation))]
    grouped = seen.reshape(batch, call.groups, -1, prod(sizes))
    kernels = weight.reshape(call.groups, -1, weight.shape[1])
    np.matmul(kernels, grouped, out=output.reshape(batch, call.groups, -1, prod(sizes)))


def _depthwise(input: Array, weight: Array, output: Array, call: ConvCall) -> None:
    sizes = output.shape[2:]
    product = np.empty_like(output[:, :1])
    for channel, kernel in enumerate(weight[:, 0]):
        target = output[:, channel : channel + 1]
        target[...] = 0
        for tap in np.ndindex(kernel.shape):
            seen = input[
                (slice(None), slice(channel, channel + 1), *tap_slices(tap, sizes, call.stride, call.dilation))
            ]
            np.multiply(seen, kernel[tap], out=product)
            target += product


def _blocks(count: int, bytes_each: int) -> Iterator[slice]:
    """Cut `count` items into slices of about `BLOCK_BYTES`."""
    step = max(1, BLOCK_BYTES // max(1, bytes_each))
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def _columns(input: Array, weight: Array, output: Array, call: ConvCall) -> None:
    batch, _, *sizes = output.shape
    row_bytes = input.shape[1] * prod(weight.shape[2:]) * prod(sizes[1:]) * input.itemsize
    kernels = weight.reshape(call.groups, -1, prod(weight.shape[1:]))
    for examples in _blocks(batch, row_bytes * sizes[0]):
        one = examples.stop - examples.start == 1
        for rows in _blocks(sizes[0], row_bytes) if one else [slice(0, sizes[0])]:
            first = rows.start * call.stride[0]
            part = input[examples, :, first:]
            columns = _unfolded(part, weight, (rows.stop - rows.start, *sizes[1:]), call)
            target = output[examples, :, rows]
            product = kernels @ columns.reshape(len(part), call.groups, kernels.shape[2], -1)
            target[...] = product.reshape(target.shape)


def _unfolded(part: Array, weight: Array, sizes: tuple[int, ...], call: ConvCall) -> Array:
    """Copy every window of `part` into a column."""
    kernel = weight.shape[2:]
    columns = np.empty((*part.shape[:2], prod(kernel), *sizes), part.dtype)
    for number, tap in enumerate(np.ndindex(kernel)):
        columns[:, :, number] = part[(..., *tap_slices(tap, sizes, call.stride, call.dilation))]
    return columns


def convolve_transposed(call: ConvTransposeCall) -> Array:
    """Compute a checked transposed convolution; the result has a batch axis."""
    dtype = call.input.dtype
    wide = _wide(dtype)
    input, weight = call.input.astype(wide, copy=False), call.weight.astype(wide, copy=False)
    batch, in_channels, *spatial = input.shape
    group_outputs, *kernel = weight.shape[1:]
    reached = [
        formulas.conv_transpose_size(i, k, s, 0, op, d)
        for i, k, s, op, d in zip(spatial, kernel, call.stride, call.output_padding, call.dilation, strict=True)
    ]
    sums = np.zeros((batch, call.groups * group_outputs, *reached), wide)
    kernels = weight.reshape(call.groups, in_channels // call.groups, -1).swapaxes(1, 2)
    for example, target in zip(input, sums, strict=True):
        stamps = kernels @ example.reshape(call.groups, in_channels // call.groups, -1)
        stamps = stamps.reshape(-1, prod(kernel), *spatial)
        for number, tap in enumerate(np.ndindex(*kernel)):
            target[(slice(None), *tap_slices(tap, tuple(spatial), call.stride, call.dilation))] += stamps[:, number]
    inside: tuple[Any, ...] = tuple(slice(p, length - p) for p, length in zip(call.padding, reached, strict=True))
    return _finish(np.ascontiguousarray(sums[(..., *inside)]), call.bias, dtype)
