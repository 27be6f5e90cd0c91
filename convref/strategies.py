"""How a checked call is computed: a few strategies, and the places that choose among them.

``pointwise``
    A kernel of one cell is a matrix product over the channels; nothing is copied but a strided input.
``rows``
    The last axis is unfolded: one strided copy per weight along it. The rows that one tap of the next axis meets then
    lie side by side in that copy, so each such tap is a matrix product without another copy, added to the output.
    A tap that meets nothing but zeros of the padding is passed over.
``columns``
    The same unfolded rows, stacked into the whole im2col table by contiguous copies, and one matrix product. It needs
    no rearranged weight and no additions, which pays for small maps and many channels. Small maps of several
    examples share a table.
``phases``
    Transposed: one matrix product gives all stamps. They are added phase by phase, so that all additions are between
    runs of neighbours, and one copy at the end weaves the phases together.

Where a group has few outputs (depthwise layers), the copies cost more than the products. There ``rows`` and
``columns`` are wide: the padded cells are copied once, and unfolded in runs of a whole plane, not of a row; the few
cells between the rows that these runs compute in vain are left out at the end.

Groups are the batch axis of the products. One and two spatial axes are three with axes of size 1 in front.
Tables are built in tiles that stay in the cache, which also bounds the memory; each tile uses the same memory again.
Integers have no fast matrix product, so they are computed in double precision wherever that is exact.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np

from convref import formulas
from convref.arguments import Array, ConvCall, ConvTransposeCall, Pairs
from convref.padding import pad

BLOCK_BYTES = 4 * 2**20  # about what one core keeps in its cache
MOST_KEPT = 2 * BLOCK_BYTES  # larger arrays are not kept for the next call
WORTH_REARRANGING = 3  # fewer output cells per output channel cost less to stack than the weight to rearrange
WORTH_ADDING = 1.7  # products over so many times the output channels cost more to stack than to add
WORTH_SKIPPING = 8  # padding of one row in so many is worth to be passed over
FEW_OUTPUTS = 8  # output channels of a group, up to which copying costs more than multiplying


def convolve(call: ConvCall) -> Array:
    """Compute a checked convolution; the result has a batch axis."""
    input, weight = _widened(call.input, call.weight, call.weight[0].size)
    padding = call.padding
    if call.padding_mode != "zeros" or prod(weight.shape[2:]) == 1:
        input, padding = pad(input, padding, call.padding_mode), ((0, 0),) * len(padding)
    sizes = tuple(
        formulas.conv_size(size + sum(pair), k, s, 0, d)
        for size, pair, k, s, d in zip(
            input.shape[2:], padding, weight.shape[2:], call.stride, call.dilation, strict=True
        )
    )
    output = np.empty((len(input), len(weight), *sizes), input.dtype)
    if weight.size == 0 or output.size == 0:
        output[...] = 0
    elif prod(weight.shape[2:]) == 1:
        _pointwise(input, weight, output, call)
    else:
        _Unfolding(input, weight, output, call, padding).run()
    return _finish(output, call.bias, call.input.dtype)


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


def _blocks(count: int, bytes_each: int) -> list[slice]:
    """Cut `count` items into slices of nearly the same length, of at most about `BLOCK_BYTES`."""
    most = max(1, BLOCK_BYTES // max(1, bytes_each))
    step = -(-count // -(-count // most)) if count else 1
    return [slice(start, min(start + step, count)) for start in range(0, count, step)]


class _Workspace(threading.local):
    """Memory that the tiles of all calls of a thread use again: new memory is slow when it is first touched."""

    def __init__(self) -> None:
        self.kept: dict[Any, Array] = {}

    def array(self, key: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Return an array that holds anything; the next one of the same key takes its place."""
        array = self.kept.get(key)
        if array is not None and array.shape == shape and array.dtype == dtype:
            return array
        size = prod(shape) * dtype.itemsize
        if size > MOST_KEPT:
            return np.empty(shape, dtype)
        memory = None if array is None else array.base
        if memory is None or memory.size < size:
            memory = np.empty(size, np.uint8)
        self.kept[key] = memory[:size].view(dtype).reshape(shape)
        return self.kept[key]


_workspace = _Workspace()


def _pointwise(input: Array, weight: Array, output: Array, call: ConvCall) -> None:
    batch, sizes = len(input), output.shape[2:]
    seen = input[(..., *tap_slices((0,) * len(sizes), sizes, call.stride, call.dilation))]
    grouped = seen.reshape(batch, call.groups, weight.shape[1], prod(sizes))
    kernels = weight.reshape(call.groups, -1, weight.shape[1])
    np.matmul(kernels, grouped, out=output.reshape(batch, call.groups, -1, prod(sizes)))


def _lifted(values: Sequence[int], front: int = 1) -> tuple[int, ...]:
    """Return the numbers of three axes; those in front are given."""
    return (front,) * (3 - len(values)) + tuple(values)


class _Unfolding:
    """A convolution by ``rows`` or ``columns``, tile by tile of the output.

    Arrays have the axes example, group, channel or output, and three in space.
    """

    def __init__(self, input: Array, weight: Array, output: Array, call: ConvCall, padding: Pairs) -> None:
        groups, outputs = call.groups, len(weight) // call.groups
        self.stride, self.gaps = _lifted(call.stride), _lifted(call.dilation)
        self.kernel, self.before = _lifted(weight.shape[2:]), _lifted([before for before, _ in padding], 0)
        self.input = input.reshape(len(input), groups, -1, *_lifted(input.shape[2:]))
        self.output = output.reshape(len(output), groups, outputs, *_lifted(output.shape[2:]))
        taps = weight.shape[1] * self.kernel[0] * self.kernel[2]
        cells, width = prod(self.output.shape[3:]), self.output.shape[5]
        self.by_rows = len(input) * cells >= WORTH_REARRANGING * outputs and taps >= WORTH_ADDING * outputs
        self.skips = (
            self.by_rows and WORTH_SKIPPING * self.before[1] >= self.output.shape[4] and bool(np.isfinite(weight).all())
        )
        between = self.gaps[2] * (self.kernel[2] - 1) // self.stride[2]
        self.between = between if outputs <= FEW_OUTPUTS and between < width else 0
        self.kernels: Array = weight.reshape(groups, outputs, -1)
        if self.by_rows:
            each = weight.reshape(groups, outputs, -1, *self.kernel[1:])
            self.kernels = np.ascontiguousarray(each.transpose(3, 0, 1, 2, 4)).reshape(-1, groups, outputs, taps)

    def run(self) -> None:
        """Compute the whole output."""
        for examples, groups, layer, rows, cells in self._tiles():
            part = self.input[examples, groups]
            seen = self._unfold(part, layer, rows, cells)
            target = self.output[examples, groups, :, layer, rows, cells]
            direct = len(part) == 1 and not self.between
            if direct:
                plane = self.output[examples.start, groups, :, layer].reshape(*target.shape[1:3], -1)
                first = rows.start * self.output.shape[5] + cells.start
                sums = plane[..., first : first + seen[0].shape[-1]]
            else:
                sums = _workspace.array("sums", (*target.shape[1:3], len(part) * seen[0].shape[-1]), target.dtype)
            if self.by_rows:
                self._add_rows(self.kernels[:, groups], seen, sums, rows)
            else:
                self._multiply_columns(self.kernels[groups], seen, sums)
            if not direct:
                wide = sums.reshape(*target.shape[1:3], len(part), target.shape[3], -1)
                target[...] = wide[..., : target.shape[4]].transpose(2, 0, 1, 3, 4)

    def _tiles(self) -> Iterator[tuple[slice, slice, int, slice, slice]]:
        """Cut the output into examples, groups, layers, rows and, where a row is too long, pieces of it.

        Groups whose whole planes fit are taken together, and in ``columns`` examples too.
        """
        batch, groups, _, depth, height, width = self.output.shape
        copies = self.stride[1] if self.by_rows else min(self.stride[1], self.kernel[1]) + self.kernel[1]
        cell_bytes = self.input.shape[2] * self.kernel[0] * self.kernel[2] * copies * self.output.itemsize
        row_bytes = (width + self.between) * cell_bytes
        together = _blocks(groups, height * row_bytes)
        shared = BLOCK_BYTES if self.by_rows or len(together) > 1 else groups * height * row_bytes
        rows = _blocks(height, row_bytes)
        pieces = _blocks(width, cell_bytes) if len(rows) == height else [slice(0, width)]
        return product(_blocks(batch, shared), together, range(depth), rows, pieces)

    def _unfold(self, part: Array, layer: int, rows: slice, cells: slice) -> list[Array]:
        """Return, for each tap of the rows' axis, the cells that it meets: axes group, tap, example and cell.

        The copy is split by the phase of the row, modulo the stride, so that a tap's rows are neighbours in it.
        """
        count, width = rows.stop - rows.start, cells.stop - cells.start + self.between
        lines = [divmod(self.gaps[1] * tap, self.stride[1]) for tap in range(self.kernel[1])]
        kept = count + lines[-1][0]
        first = [
            at * s - p for at, s, p in zip((layer, rows.start, cells.start), self.stride, self.before, strict=True)
        ]
        phases = {}
        for phase in {phase for _, phase in lines}:
            shape = (*part.shape[1:3], self.kernel[0], self.kernel[2], len(part), kept, width)
            copy = _workspace.array(("rows", phase), shape, part.dtype)
            self._unfold_last(copy, part, (first[0], first[1] + phase, first[2]))
            phases[phase] = copy.reshape(len(copy), -1, len(part), kept * width)
        return [phases[phase][..., start * width : (start + count) * width] for start, phase in lines]

    def _unfold_last(self, copy: Array, part: Array, first: tuple[int, int, int]) -> None:
        """Copy, for each weight of the last axis, the cells that it meets."""
        steps, lanes = (self.gaps[0], *self.stride[1:]), {}
        for tap in range(self.kernel[2]):
            shift, lane = divmod(self.gaps[2] * tap, self.stride[2])
            if not self.between:
                at = (*first[:2], first[2] + self.gaps[2] * tap)
                _gather(copy[:, :, :, tap].transpose(3, 0, 1, 2, 4, 5), part, at, steps)
                continue
            if lane not in lanes:
                cells = _workspace.array(("lane", lane), (*copy.shape[:3], *copy.shape[4:]), part.dtype)
                _gather(cells.transpose(3, 0, 1, 2, 4, 5), part, (*first[:2], first[2] + lane), steps)
                lanes[lane] = cells.reshape(*copy.shape[:3], -1)
            runs = copy.reshape(*copy.shape[:4], -1)[:, :, :, tap]
            runs[..., : runs.shape[-1] - shift] = lanes[lane][..., shift:]

    def _filled(self, rows: slice) -> list[slice]:
        """Return, for each tap of the rows' axis, which of the rows meet more than zeros of the padding."""
        count, size = rows.stop - rows.start, self.input.shape[4]
        if not self.skips:
            return [slice(0, count)] * self.kernel[1]
        starts = [rows.start * self.stride[1] + self.gaps[1] * t - self.before[1] for t in range(self.kernel[1])]
        return [_inside(start, self.stride[1], size, count) for start in starts]

    def _add_rows(self, kernels: Array, seen: list[Array], sums: Array, rows: slice) -> None:
        """Multiply tap by tap, and add; rows that meet nothing but padding are passed over."""
        filled, width = self._filled(rows), sums.shape[-1] // (rows.stop - rows.start)
        for number, tap in enumerate(sorted(range(len(seen)), key=lambda tap: filled[tap].start - filled[tap].stop)):
            run = slice(filled[tap].start * width, filled[tap].stop * width)
            columns, target = seen[tap][..., 0, run], sums[..., run]
            if number == 0:
                sums[..., : run.start] = sums[..., run.stop :] = 0
                np.matmul(kernels[tap], columns, out=target)
            else:
                target += np.matmul(kernels[tap], columns, out=_workspace.array("products", target.shape, target.dtype))

    def _multiply_columns(self, kernels: Array, seen: list[Array], sums: Array) -> None:
        """Stack the taps into one table, and multiply once."""
        groups, taps, examples, cells = seen[0].shape
        shape = (groups, taps // self.kernel[2], len(seen), self.kernel[2], examples, cells)
        table = _workspace.array("table", shape, sums.dtype)
        for tap, columns in enumerate(seen):
            table[:, :, tap] = columns.reshape(groups, -1, self.kernel[2], examples, cells)
        np.matmul(kernels, table.reshape(groups, -1, examples * cells), out=sums)


def _inside(start: int, step: int, size: int, count: int) -> slice:
    """Return which of the `count` cells start, start + step, ... lie among the first `size`."""
    first = min(count, max(0, -(start // step)))
    return slice(first, max(first, min(count, -((start - size) // step))))


def _gather(target: Array, source: Array, starts: Sequence[int], steps: Sequence[int]) -> None:
    """Fill the last three axes of `target` with the cells start, start + step, ... of `source`, or 0 outside of it."""
    to: tuple[Any, ...] = (...,)
    cells: tuple[Any, ...] = (...,)
    for axis, (start, step) in enumerate(zip(starts, steps, strict=True)):
        count = target.shape[axis - 3]
        run = _inside(start, step, source.shape[axis - 3], count)
        if run.start > 0:
            target[(*to, slice(0, run.start), *[slice(None)] * (2 - axis))] = 0
        if run.stop < count:
            target[(*to, slice(run.stop, count), *[slice(None)] * (2 - axis))] = 0
        begin = start + step * run.start
        to += (run,)
        cells += (slice(begin, begin + step * (run.stop - run.start), step),)
    target[to] = source[cells]


def convolve_transposed(call: ConvTransposeCall) -> Array:
    """Compute a checked transposed convolution; the result has a batch axis."""
    input, weight = _widened(call.input, call.weight, call.weight[:, 0].size)
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
    return _finish(output.reshape(batch, call.groups * weight.shape[1], *sizes), call.bias, call.input.dtype)


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
