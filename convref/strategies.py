"""How a checked call is computed: a few strategies, and the places that choose among them.

``pointwise``
    A kernel of one cell is a matrix product over the channels; nothing is copied but a strided input.
``rows``
    The last axis is unfolded: one strided copy per weight along it. The rows that one tap of the next axis meets then
    lie side by side in that copy, so each such tap is a matrix product without another copy, added to the output.
``columns``
    The same unfolded rows, stacked into the whole im2col table by contiguous copies, and one matrix product. It needs
    no rearranged weight and no additions, which pays for small maps and many channels.
``phases``
    Transposed: one matrix product gives all stamps. They are added phase by phase, so that all additions are between
    runs of neighbours, and one copy at the end weaves the phases together.

Groups are the batch axis of the products. One and two spatial axes are three with axes of size 1 in front.
Tables are built in blocks that stay in the cache, which also bounds the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np

from convref import formulas
from convref.arguments import Array, ConvCall, ConvTransposeCall
from convref.padding import pad

BLOCK_BYTES = 4 * 2**20  # about what one core keeps in its cache
FEW_CELLS = 512  # with fewer output cells per channel, rearranging the weight costs more than stacking the rows
WORTH_ADDING = 1.7  # products over so many times the output channels cost more to stack than to add


def convolve(call: ConvCall) -> Array:
    """Compute a checked convolution; the result has a batch axis."""
    dtype = call.input.dtype
    wide = _wide(dtype)
    input = pad(call.input.astype(wide, copy=False), call.padding, call.padding_mode)
    weight = call.weight.astype(wide, copy=False)
    sizes = tuple(map(formulas.conv_size, input.shape[2:], weight.shape[2:], call.stride, _NONE, call.dilation))
    output = np.empty((len(input), len(weight), *sizes), wide)
    if weight.size == 0 or output.size == 0:
        output[...] = 0
    elif prod(weight.shape[2:]) == 1:
        _pointwise(input, weight, output, call)
    else:
        _unfolded(input, weight, output, call)
    return _finish(output, call.bias, dtype)


_NONE = (0, 0, 0)  # no further padding: the input is padded already


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


def _blocks(count: int, bytes_each: int) -> Iterator[slice]:
    """Cut `count` items into slices of about `BLOCK_BYTES`."""
    step = max(1, BLOCK_BYTES // max(1, bytes_each))
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def _pointwise(input: Array, weight: Array, output: Array, call: ConvCall) -> None:
    batch, sizes = len(input), output.shape[2:]
    seen = input[(..., *tap_slices((0,) * len(sizes), sizes, call.stride, call.dilation))]
    grouped = seen.reshape(batch, call.groups, weight.shape[1], prod(sizes))
    kernels = weight.reshape(call.groups, -1, weight.shape[1])
    np.matmul(kernels, grouped, out=output.reshape(batch, call.groups, -1, prod(sizes)))


def _unfolded(input: Array, weight: Array, output: Array, call: ConvCall) -> None:
    """Compute with the last axis unfolded, tile by tile of the output."""
    input = _three_axes(input)
    stride, gaps = _lifted(call.stride), _lifted(call.dilation)
    kernel, (depth, height, width) = _lifted(weight.shape[2:]), _lifted(output.shape[2:])
    taps = weight.shape[1] * kernel[0] * kernel[2]
    by_rows = output.size // len(weight) >= FEW_CELLS and taps * call.groups >= WORTH_ADDING * len(weight)
    kernels = _kernels(weight, call.groups, kernel, by_rows)
    targets = output.reshape(len(output), call.groups, -1, depth, height * width)
    cell_bytes = input.shape[1] * kernel[0] * kernel[2] * (stride[1] if by_rows else kernel[1]) * input.itemsize
    for example, layer, (rows, cells) in product(range(len(output)), range(depth), _tiles(height, width, cell_bytes)):
        planes = tap_slices((0,), (kernel[0],), (gaps[0],), (1,))[0]
        part = input[example, :, layer * stride[0] :][:, planes, rows.start * stride[1] :, cells.start * stride[2] :]
        seen = _unfold_last(part, kernel, (rows.stop - rows.start, cells.stop - cells.start), stride, gaps)
        first = rows.start * width + cells.start
        target = targets[example, :, :, layer, first : first + seen[0].shape[-1]]
        if by_rows:
            _add_rows(
                kernels, seen, target, _filled(rows, kernel[1], stride[1], gaps[1], call), cells.stop - cells.start
            )
        else:
            _multiply_columns(kernels, seen, target)


def _three_axes(array: Array) -> Array:
    """Return a view with three spatial axes."""
    return array[(slice(None), slice(None), *[None] * (5 - array.ndim))]


def _lifted(values: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of three axes, those in front being 1."""
    return (1,) * (3 - len(values)) + tuple(values)


def _kernels(weight: Array, groups: int, kernel: tuple[int, ...], by_rows: bool) -> Array:
    """Return the weight as one matrix per group, or one per tap of the rows' axis and group."""
    outputs = len(weight) // groups
    if not by_rows:
        return weight.reshape(groups, outputs, -1)
    taps = weight.reshape(groups, outputs, -1, kernel[1], kernel[2])
    return np.ascontiguousarray(np.moveaxis(taps, 3, 0)).reshape(kernel[1], groups, outputs, -1)


def _tiles(height: int, width: int, cell_bytes: int) -> list[tuple[slice, slice]]:
    """Cut a plane of output cells into whole rows, or a row that is too long into pieces, of about `BLOCK_BYTES`."""
    rows = list(_blocks(height, width * cell_bytes))
    pieces = list(_blocks(width, cell_bytes)) if len(rows) == height else [slice(0, width)]
    return list(product(rows, pieces))


def _unfold_last(
    part: Array, kernel: tuple[int, ...], sizes: tuple[int, int], stride: tuple[int, ...], gaps: tuple[int, ...]
) -> list[Array]:
    """Return, for each tap of the rows' axis, the cells it meets, with one copy for each weight along the last axis.

    The copy is split by the phase of the row, modulo the stride, so that a tap's rows are neighbours in it.
    """
    rows, width = sizes
    offsets = [gaps[1] * tap for tap in range(kernel[1])]
    kept = rows + offsets[-1] // stride[1]
    phases = {}
    for phase in {offset % stride[1] for offset in offsets}:
        source = part[:, :, phase :: stride[1]][:, :, :kept]
        copy = np.empty((*part.shape[:2], kernel[2], kept, width), part.dtype)
        for tap in range(kernel[2]):
            cells = tap_slices((tap,), (width,), stride[2:], gaps[2:])
            copy[:, :, tap, : source.shape[2]] = source[(..., *cells)]
        phases[phase] = copy.reshape(*copy.shape[:3], kept * width)
    starts = [offset // stride[1] * width for offset in offsets]
    return [
        phases[offset % stride[1]][..., start : start + rows * width]
        for offset, start in zip(offsets, starts, strict=True)
    ]


def _filled(rows: slice, taps: int, stride: int, gap: int, call: ConvCall) -> list[slice]:
    """Return, for each tap of the rows' axis, which of the rows meet more than zeros of the padding."""
    count = rows.stop - rows.start
    if call.padding_mode != "zeros" or len(call.padding) == 1:
        return [slice(0, count)] * taps
    before, size = call.padding[-2][0], call.input.shape[-2]
    filled = []
    for tap in range(taps):
        first = rows.start * stride + gap * tap - before  # the input row that the first output row meets
        start = min(count, max(0, -(first // stride)))
        filled.append(slice(start, max(start, min(count, -((first - size) // stride)))))
    return filled


def _add_rows(kernels: Array, seen: list[Array], target: Array, filled: list[slice], width: int) -> None:
    """Multiply tap by tap, and add; rows that meet nothing but padding are passed over."""
    cells = target.shape[-1]
    order = sorted(range(len(kernels)), key=lambda tap: filled[tap].start - filled[tap].stop)
    for number, tap in enumerate(order):
        run = slice(filled[tap].start * width, filled[tap].stop * width)
        columns = seen[tap].reshape(len(target), -1, cells)[..., run]
        if number > 0:
            target[..., run] += kernels[tap] @ columns
        elif columns.shape[-1] == cells:
            np.matmul(kernels[tap], columns, out=target)
        else:
            target[...] = 0
            target[..., run] = kernels[tap] @ columns


def _multiply_columns(kernels: Array, seen: list[Array], target: Array) -> None:
    """Stack the taps into one table, and multiply once."""
    columns = np.stack(seen, axis=2)
    np.matmul(kernels, columns.reshape(len(target), -1, target.shape[-1]), out=target)


def convolve_transposed(call: ConvTransposeCall) -> Array:
    """Compute a checked transposed convolution; the result has a batch axis."""
    dtype = call.input.dtype
    input, weight = call.input.astype(_wide(dtype), copy=False), call.weight.astype(_wide(dtype), copy=False)
    batch, in_channels, *spatial = input.shape
    sizes = tuple(
        map(
            formulas.conv_transpose_size,
            spatial,
            weight.shape[2:],
            call.stride,
            call.padding,
            call.output_padding,
            call.dilation,
        )
    )
    output = np.empty((batch, call.groups, weight.shape[1], *_lifted(sizes)), input.dtype)
    weights = weight.reshape(call.groups, in_channels // call.groups, weight.shape[1], -1)
    stamp_bytes = weights.shape[3] * prod(spatial) * input.itemsize
    for examples in _blocks(batch, stamp_bytes * output.shape[1] * output.shape[2]):
        cells = np.moveaxis(input[examples], 0, -1).reshape(call.groups, weights.shape[1], -1)
        for outputs in _blocks(output.shape[2], stamp_bytes * call.groups * (examples.stop - examples.start)):
            kernels = weights[:, :, outputs].reshape(*weights.shape[:2], -1)
            stamps = kernels.swapaxes(1, 2) @ cells
            target = output[examples, :, outputs]
            _add_stamps(stamps.reshape(*target.shape[1:3], *weight.shape[2:], *spatial, len(target)), target, call)
    return _finish(output.reshape(batch, call.groups * weight.shape[1], *sizes), call.bias, dtype)


def _add_stamps(stamps: Array, target: Array, call: ConvTransposeCall) -> None:
    """Add the stamps, whose last axis is the batch, phase by phase; then weave the phases into the output."""
    gaps, padding = _lifted(call.dilation), (0,) * (3 - len(call.padding)) + call.padding
    kernel, spatial = _lifted(call.weight.shape[2:]), _lifted(call.input.shape[2:])
    stride = tuple(s if i > 1 else 1 for s, i in zip(_lifted(call.stride), spatial, strict=True))
    taps = [_tap_places(*axis) for axis in zip(kernel, spatial, stride, gaps, padding, target.shape[3:], strict=True)]
    stamps = stamps.reshape(*target.shape[1:3], -1, *spatial, len(target))
    sums: dict[tuple[int, ...], Array] = {}
    for number, links in enumerate(product(*taps)):
        phase, place, lengths = zip(*links, strict=True)
        if phase in sums:
            sums[phase][(..., *place, slice(None))] += stamps[:, :, number]
        elif lengths == spatial:
            sums[phase] = stamps[:, :, number]
        else:
            sums[phase] = np.zeros((*target.shape[1:3], *lengths, len(target)), target.dtype)
            sums[phase][(..., *place, slice(None))] = stamps[:, :, number]
    _weave(sums, target, stride, padding)


def _tap_places(k: int, i: int, s: int, d: int, p: int, o: int) -> list[tuple[int, slice, int]]:
    """Return, for each tap along one axis, its phase, its place among the phase's cells, and how many those are."""
    shifts = [divmod(d * t, s) for t in range(k)]
    needed = {phase: -(-(p + o - phase) // s) for _, phase in shifts}
    for shift, phase in shifts:
        needed[phase] = max(needed[phase], shift + i)
    return [(phase, slice(shift, shift + i), needed[phase]) for shift, phase in shifts]


def _weave(
    sums: dict[tuple[int, ...], Array], target: Array, stride: tuple[int, ...], padding: tuple[int, ...]
) -> None:
    """Copy every phase to the cells that it stands for; what no stamp reaches is 0."""
    if len(sums) < prod(stride):
        target[...] = 0
    places, sizes = target.transpose(1, 2, 3, 4, 5, 0), target.shape[3:]
    for phase, values in sums.items():
        lanes = [_lane(*axis) for axis in zip(phase, stride, padding, sizes, strict=True)]
        reached, kept = zip(*lanes, strict=True)
        places[(..., *reached, slice(None))] = values[(..., *kept, slice(None))]


def _lane(phase: int, stride: int, padding: int, size: int) -> tuple[slice, slice]:
    """Return where the cells of a phase go in the cropped output, and which of them are left by the crop."""
    skipped = max(0, -((phase - padding) // stride))
    start = phase + stride * skipped - padding
    return slice(start, None, stride), slice(skipped, skipped + len(range(start, size, stride)))
