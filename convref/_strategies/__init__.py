"""How a checked call is computed: a few strategies, and the places that choose among them.

``windows``
    What is so small that the calls of NumPy cost more than the arithmetic has as few of them as can be: the table of
    all windows is copied at once out of the padded input.
``pointwise``
    A kernel of one cell is a matrix product over the channels; nothing is copied but a strided input.
``rows``
    The last axis is unfolded: one copy per weight along it. The rows that one tap of the next axis meets then
    lie side by side in that copy, so each such tap is a matrix product without another copy, added to the output.
    With a stride, taps of all its phases follow each other in the copy, and are one longer product.
    Rows of wide padding, where a tap meets nothing but zeros, are passed over if the weight is finite; zero times
    infinity is not a number. (PyTorch agrees in double precision; in single precision it depends on the shape.)
``columns``
    The same unfolded rows, stacked into the whole im2col table by contiguous copies, and one matrix product. It needs
    no rearranged weight and no additions, which pays for small maps and many channels. Small maps of several
    examples share a table.
``gather``
    Transposed, of stride 1 and with more cells than channels, or very small: the convolution of the spread input with
    the flipped kernel. It meets zeros, so that the weight must be finite.
``phases``
    Transposed otherwise: one matrix product gives all stamps. They are added phase by phase, so that all additions are
    between runs of neighbours, and one copy at the end weaves the phases together.

The gradient of a weight has the same tiles: the gradient of the output's, times the table's transpose, added up.

Groups are the batch axis of the products. One and two spatial axes are three with axes of size 1 in front.
Tables are built in tiles that stay in the cache, which also bounds the memory; each tile uses the same memory
again, and so does the next call of the thread.
Integers have no fast matrix product, so they are computed in double precision wherever that is exact.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from convref._arguments.calls import ConvCall, ConvTransposeCall
from convref._arguments.geometry import padded_sizes
from convref._arguments.types import Array, Pairs
from convref._strategies import _tuning
from convref._strategies._stamps import add_stamps
from convref._strategies._tiles import blocks
from convref._strategies._unfolding import Correlation, Products, lifted
from convref.padding import pad, zero_padded


def compute(call: ConvCall | ConvTransposeCall) -> Array:
    """Compute a checked call; the result has a batch axis if the input has one."""
    with np.errstate(all="ignore"):
        output = convolve(call) if isinstance(call, ConvCall) else convolve_transposed(call)
    return output if call.batched else output[0]


def convolve(call: ConvCall) -> Array:
    """Compute a checked convolution; the result has a batch axis."""
    input, weight = _widened(call.input, call.weight, call.weight[0].size)
    padding, pointwise = call.padding, prod(weight.shape[2:]) == 1
    if call.padding_mode != "zeros" or pointwise:
        input, padding = pad(input, padding, call.padding_mode), ((0, 0),) * len(padding)
    output = np.empty((len(input), len(weight), *call.output_size), input.dtype)
    if weight.size == 0 or output.size == 0:
        output[...] = 0
    elif pointwise:
        _pointwise(input, weight, output, call)
    elif _is_small(weight, output, call):
        _windows(input, weight, output, call, padding)
    else:
        Products(input, weight, output, call, padding).run()
    return _finish(output, call.bias, call.input.dtype)


def _is_small(weight: Array, output: Array, call: ConvCall) -> bool:
    """Tell whether the table of all windows and the padded input are so small that both are best copied at once."""
    table = weight[0].size * call.groups * (output.size // len(weight))
    padded = prod(call.input.shape[:2]) * prod(call.padded_size)
    return bool(max(table, padded) * output.itemsize <= _tuning.FEW_BYTES)


def _widened(input: Array, weight: Array, terms: int) -> tuple[Array, Array]:
    """Return both in the dtype to compute in, where each result is a sum of at most so many products.

    Half precision is summed in double precision and rounded once. So are integers, if no sum can reach 2⁵³.
    """
    dtype = input.dtype
    if dtype == np.float16 or (dtype.kind in "iu" and _largest(input) * _largest(weight) * terms < 2**53):
        dtype = np.dtype(np.float64)
    return input.astype(dtype, copy=False), weight.astype(dtype, copy=False)


def _largest(array: Array) -> int:
    """Return the largest size of a number in an array of integers."""
    return max(int(array.max()), -int(array.min())) if array.size else 0


def _finish(output: Array, bias: Array | None, dtype: np.dtype[Any]) -> Array:
    """Add the bias, then round to the dtype of the call."""
    if dtype.kind in "iu":
        output = output.astype(np.int64, copy=False)  # wraps around like any smaller one
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
    grouped = seen.reshape(batch, call.groups, weight.shape[1], prod(sizes))
    kernels = weight.reshape(call.groups, -1, weight.shape[1])
    _product(kernels, grouped, output.reshape(batch, call.groups, -1, prod(sizes)))


def _windows(input: Array, weight: Array, output: Array, call: ConvCall, padding: Pairs) -> None:
    """Copy the table out of the padded input, over which the windows step: axes group, weight, and cell of all."""
    batch, outputs, *sizes = output.shape
    padded = zero_padded(input, padding) if any(map(any, padding)) else np.ascontiguousarray(input)
    example, channel, *steps = padded.strides
    # Where one step is never taken, it may be longer than NumPy can say.
    taps = [d * step if k > 1 else 0 for d, step, k in zip(call.dilation, steps, weight.shape[2:], strict=True)]
    stops = [s * step if o > 1 else 0 for s, step, o in zip(call.stride, steps, sizes, strict=True)]
    shape = (call.groups, *weight.shape[1:], batch, *sizes)
    windows = np.ndarray(
        shape, padded.dtype, padded, strides=(channel * weight.shape[1], channel, *taps, example, *stops)
    )
    kernels = weight.reshape(call.groups, outputs // call.groups, -1)
    table = windows.reshape(call.groups, kernels.shape[2], -1)
    if batch == 1:
        np.matmul(kernels, table, out=output.reshape(*kernels.shape[:2], -1))
    else:
        output[...] = np.matmul(kernels, table).reshape(outputs, batch, *sizes).swapaxes(0, 1)


def _product(left: Array, right: Array, out: Array | None = None) -> Array:
    """Return the matrix product; sums of one term are multiplied cell by cell, which is faster."""
    result: Array = np.multiply(left, right, out=out) if left.shape[-1] == 1 else np.matmul(left, right, out=out)
    return result


def correlate(
    large: Array, small: Array, weight_size: tuple[int, ...], call: ConvCall | ConvTransposeCall, padding: Pairs
) -> Array:
    """Return the gradient of a weight: what its cells meet in `large`, times `small`, over all stops and examples.

    `small` has the channels of the weight's first axis.
    """
    dtype = large.dtype
    if small.size == 0 or prod(weight_size) == 0:
        return np.zeros(weight_size, dtype)
    large, small = _widened(large, small, small.size // small.shape[1])
    gradient = Correlation(large, weight_size[2:], small, call, padding).run()
    return np.ascontiguousarray(_finish(gradient.reshape(weight_size), None, dtype))


def convolve_transposed(call: ConvTransposeCall) -> Array:
    """Compute a checked transposed convolution; the result has a batch axis."""
    if (gathering := _gathering(call)) is not None:
        result = convolve(gathering)
        if gathering.input is not call.input:
            result += 0  # A zero between the cells, times a negative weight, is −0 where no stamp reaches.
        return result
    input, weight = _widened(call.input, call.weight, call.weight[:, 0].size)
    batch, in_channels, *spatial = input.shape
    sizes = call.output_size
    output = np.empty((batch, call.groups, weight.shape[1], *lifted(sizes)), input.dtype)
    weights = weight.reshape(call.groups, in_channels // call.groups, weight.shape[1], -1)
    stamp_bytes = weights.shape[3] * prod(spatial) * input.itemsize
    for examples in blocks(batch, stamp_bytes * output.shape[1] * output.shape[2]):
        cells = input[examples].transpose(*range(1, input.ndim), 0).reshape(call.groups, weights.shape[1], -1)
        for outputs in blocks(output.shape[2], stamp_bytes * call.groups * (examples.stop - examples.start)):
            kernels = weights[:, :, outputs].reshape(*weights.shape[:2], -1)
            stamps = _product(kernels.swapaxes(1, 2), cells)
            target = output[examples, :, outputs]
            add_stamps(stamps.reshape(*target.shape[1:3], *weight.shape[2:], *spatial, len(target)), target, call)
    return _finish(output.reshape(batch, call.groups * weight.shape[1], *sizes), call.bias, call.input.dtype)


def _gathering(call: ConvTransposeCall) -> ConvCall | None:
    """Return the convolution of the spread input with the flipped kernel, where it is the faster way and possible."""
    input, weight, groups = call.input, call.weight, call.groups
    kernel, cells = weight.shape[2:], prod(call.output_size)
    before = [d * (k - 1) - p for d, k, p in zip(call.dilation, kernel, call.padding, strict=True)]
    few_zeros = cells <= _tuning.WORTH_GATHERING * prod(input.shape[2:])
    pays_flipping = len(input) * cells >= _tuning.WORTH_FLIPPING * (len(weight) // groups)
    unspread = set(call.stride) == {1} and few_zeros and pays_flipping
    sizes = [s * (i - 1) + 1 for s, i in zip(call.stride, input.shape[2:], strict=True)]
    table = len(input) * len(weight) * max(cells * prod(kernel), prod(sizes))
    tiny = table * input.itemsize <= _tuning.FEW_BYTES
    if not (unspread or tiny) or min(before) < 0 or input.size == 0 or not np.isfinite(weight).all():
        return None
    if not unspread:
        spread = np.zeros((*input.shape[:2], *sizes), input.dtype)
        stops: tuple[Any, ...] = tuple(slice(None, None, s) for s in call.stride)
        spread[(..., *stops)] = input
        input = spread
    backwards: tuple[Any, ...] = (slice(None, None, -1),) * len(kernel)
    each = weight[(..., *backwards)].reshape(groups, -1, *weight.shape[1:])
    flipped = each.swapaxes(1, 2).reshape(groups * weight.shape[1], -1, *kernel)
    padding = tuple((b, b + more) for b, more in zip(before, call.output_padding, strict=True))
    return ConvCall(
        input=input,
        weight=flipped,
        bias=call.bias,
        stride=(1,) * len(kernel),
        padding=padding,
        dilation=call.dilation,
        groups=groups,
        padding_mode="zeros",
        padded_size=padded_sizes(input.shape[2:], padding),
        output_size=call.output_size,
        batched=call.batched,
    )
