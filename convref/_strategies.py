"""How a checked call is computed: a few strategies, and the places that choose among them.

``windows``
    What is so small that the calls of NumPy cost more than the arithmetic has as few of them as can be: the table of
    all windows is copied at once out of the padded input.
``pointwise``
    A kernel of one cell is a matrix product over the channels; nothing is copied but a strided input.
``rows``
    The last axis is unfolded: one copy per weight along it. The rows that one tap of the next axis meets then
    lie side by side in that copy, so each such tap is a matrix product without another copy, added to the output.
    Rows of wide padding, where a tap meets nothing but zeros, are passed over if the weight is finite; zero times
    infinity is not a number. (PyTorch agrees in double precision; in single precision it depends on the shape.)
``columns``
    The same unfolded rows, stacked into the whole im2col table by contiguous copies, and one matrix product. It needs
    no rearranged weight and no additions, which pays for small maps and many channels. Small maps of several
    examples share a table.
``gather``
    Transposed, of stride 1 or very small: the convolution of the spread input with the flipped kernel. It meets zeros,
    so that the weight must be finite.
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

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np

from convref._calls import ConvCall, ConvTransposeCall
from convref._types import Array, Pairs
from convref.padding import pad, zero_padded

BLOCK_BYTES = 4 * 2**20  # about what one core keeps in its cache
MOST_KEPT = 2 * BLOCK_BYTES  # larger arrays are not kept for the next call
FEW_BYTES = 400_000  # smaller tables are copied at once
FEW_CELLS = 50  # with fewer cells in an output plane, examples had better share a table
WORTH_REARRANGING = 3  # fewer output cells per output channel cost less to stack than the weight to rearrange
WORTH_ADDING = 1.7  # products over so many times the output channels cost more to stack than to add
WORTH_GATHERING = 1.5  # a transposed convolution may have so many output cells for each input cell
WORTH_SKIPPING = 8  # wide is a padding of one row in so many, or more


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
    elif weight[0].size * call.groups * (output.size // len(weight)) * output.itemsize <= FEW_BYTES:
        _windows(input, weight, output, call, padding)
    else:
        _Products(input, weight, output, call, padding).run()
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
    pieces = -(-count // most)
    if pieces < 2:
        return [slice(0, count)] * pieces
    step = -(-count // pieces)
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
    _product(kernels, grouped, output.reshape(batch, call.groups, -1, prod(sizes)))


def _windows(input: Array, weight: Array, output: Array, call: ConvCall, padding: Pairs) -> None:
    """Copy the table out of the padded input, over which the windows step: axes group, weight, and cell of all."""
    batch, outputs, *sizes = output.shape
    padded = zero_padded(input, padding) if any(map(any, padding)) else np.ascontiguousarray(input)
    example, channel, *steps = padded.strides
    taps = [d * step for d, step in zip(call.dilation, steps, strict=True)]
    stops = [s * step for s, step in zip(call.stride, steps, strict=True)]
    shape = (call.groups, *weight.shape[1:], batch, *sizes)
    windows = np.ndarray(
        shape, padded.dtype, padded, strides=(channel * weight.shape[1], channel, *taps, example, *stops)
    )
    kernels = weight.reshape(call.groups, outputs // call.groups, -1)
    sums = np.matmul(kernels, windows.reshape(call.groups, kernels.shape[2], -1))
    output[...] = sums.reshape(outputs, batch, *sizes).swapaxes(0, 1)


def _product(left: Array, right: Array, out: Array | None = None) -> Array:
    """Return the matrix product; sums of one term are multiplied cell by cell, which is faster."""
    result: Array = np.multiply(left, right, out=out) if left.shape[-1] == 1 else np.matmul(left, right, out=out)
    return result


def _lifted(values: Sequence[int], front: int = 1) -> tuple[int, ...]:
    """Return the numbers of three axes; those in front are given."""
    return (front,) * (3 - len(values)) + tuple(values)


class _Unfolding:
    """The input of a convolution, unfolded along its last axis for one tile of the output after another.

    Arrays have the axes example, group, channel or output, and three in space.
    """

    def __init__(
        self, input: Array, kernel: tuple[int, ...], output: Array, call: ConvCall | ConvTransposeCall, padding: Pairs
    ) -> None:
        self.stride, self.gaps, self.kernel = _lifted(call.stride), _lifted(call.dilation), _lifted(kernel)
        self.before = _lifted([before for before, _ in padding], 0)
        self.input = input.reshape(len(input), call.groups, -1, *_lifted(input.shape[2:]))
        outputs = output.shape[1] // call.groups
        self.output = output.reshape(len(output), call.groups, outputs, *_lifted(output.shape[2:]))
        self.lines = [divmod(self.gaps[1] * tap, self.stride[1]) for tap in range(self.kernel[1])]
        self.taps = self.input.shape[2] * self.kernel[0] * self.kernel[2]
        self.by_rows = prod(self.output.shape[4:]) >= FEW_CELLS and (
            self.kernel[1] == 1 or self.taps >= WORTH_ADDING * outputs
        )

    def _unfolded(self) -> Iterator[tuple[list[Array], Array, slice, slice]]:
        """Go through the tiles: what each tap of the rows' axis meets, those cells of the output, groups and rows."""
        depth, height, width = self.output.shape[3:]
        planes = self.output.reshape(*self.output.shape[:3], depth, height * width)
        for examples, groups, layer, rows, cells in self._tiles():
            seen = self._unfold(self.input[examples, groups], layer, rows, cells)
            first = rows.start * width + cells.start
            yield seen, planes[examples, groups, :, layer, first : first + seen[0].shape[-1]], groups, rows

    def _tiles(self) -> Iterator[tuple[slice, slice, int, slice, slice]]:
        """Cut the output into examples, groups, layers, rows and, where a row is too long, pieces of it.

        Groups whose whole planes fit are taken together, and in ``columns`` examples too.
        """
        batch, groups, _, depth, height, width = self.output.shape
        copies = self.stride[1] if self.by_rows else self.kernel[1]
        cell_bytes = self.input.shape[2] * self.kernel[0] * self.kernel[2] * copies * self.output.itemsize
        plane_bytes = height * width * cell_bytes
        together = _blocks(groups, plane_bytes)
        shared = BLOCK_BYTES if self.by_rows or len(together) > 1 else groups * plane_bytes
        rows = _blocks(height, width * cell_bytes)
        pieces = _blocks(width, cell_bytes) if len(rows) == height else [slice(0, width)]
        return product(_blocks(batch, shared), together, range(depth), rows, pieces)

    def _unfold(self, part: Array, layer: int, rows: slice, cells: slice) -> list[Array]:
        """Return, for each tap of the rows' axis, the cells that it meets: axes group, tap, example and cell.

        There is one copy for each weight along the last axis. It is split by the phase of the row, modulo the stride,
        so that a tap's rows are neighbours in it.
        """
        examples, groups, channels, _, height, length = part.shape
        count, width = rows.stop - rows.start, cells.stop - cells.start
        kept = count + self.lines[-1][0]
        shape = (groups, self.kernel[0], self.kernel[2], channels, examples, kept, width)
        (_, down, right), (_, above, left) = self.stride, self.before
        to_layers, layers = _meeting(
            layer * self.stride[0] - self.before[0], self.gaps[0], part.shape[3], self.kernel[0]
        )
        columns = [
            _meeting(cells.start * right + self.gaps[2] * tap - left, right, length, width)
            for tap in range(self.kernel[2])
        ]
        phases = {}
        for phase in {phase for _, phase in self.lines}:
            copy = _workspace.array(("rows", phase), shape, part.dtype)
            to_lines, lines = _meeting(rows.start * down + phase - above, down, height, kept)
            source = self._lanes(part[:, :, :, layers, lines])
            for target, (to_columns, meets) in zip(copy.transpose(2, 4, 0, 3, 1, 5, 6), columns, strict=True):
                _fill(target, (to_layers, to_lines, to_columns), source(meets))
            phases[phase] = copy.reshape(groups, -1, examples, kept * width)
        return [phases[phase][..., start * width : (start + count) * width] for start, phase in self.lines]

    def _lanes(self, part: Array) -> Callable[[slice], Array]:
        """Return what gives the cells of a slice of the last axis.

        Where several taps step over the same cells, these are brought together first: steps are slow to copy.
        """
        right, length = self.stride[2], part.shape[-1]
        if right == 1 or self.kernel[2] <= right:
            return lambda meets: part[..., meets]
        shape = (right, *part.shape[:-1], -(-length // right))
        lanes = _workspace.array("lanes", shape, part.dtype)
        for lane in range(min(right, length)):
            cells = part[..., lane::right]
            lanes[lane, ..., : cells.shape[-1]] = cells
        return lambda meets: lanes[meets.start % right][..., meets.start // right :][..., : len(range(length)[meets])]

    def _table(self, seen: list[Array]) -> Array:
        """Stack the taps of the rows' axis into the whole table: axes group, tap, and cell of all examples."""
        groups, _, examples, cells = seen[0].shape
        shape = (groups, self.input.shape[2], self.kernel[0], len(seen), self.kernel[2], examples, cells)
        table = _workspace.array("table", shape, seen[0].dtype)
        for tap, columns in enumerate(seen):
            near = columns.reshape(groups, self.kernel[0], self.kernel[2], -1, examples, cells)
            table[:, :, :, tap] = near.transpose(0, 3, 1, 2, 4, 5)
        return table.reshape(groups, -1, examples * cells)


class _Products(_Unfolding):
    """A convolution by ``rows`` or ``columns``."""

    def __init__(self, input: Array, weight: Array, output: Array, call: ConvCall, padding: Pairs) -> None:
        super().__init__(input, weight.shape[2:], output, call, padding)
        groups, outputs = call.groups, self.output.shape[2]
        self.by_rows = self.by_rows and output.size // len(weight) >= WORTH_REARRANGING * outputs
        self.skips = (
            self.by_rows and WORTH_SKIPPING * self.before[1] >= self.output.shape[4] and bool(np.isfinite(weight).all())
        )
        if self.by_rows:
            self.kernels = _by_rows(weight.reshape(groups, outputs, -1, *self.kernel))
        else:
            self.kernels = weight.reshape(groups, outputs, -1)

    def run(self) -> None:
        """Compute the whole output."""
        for seen, target, groups, rows in self._unfolded():
            if self.by_rows:
                self._add_rows(self.kernels[:, groups], seen, target[0], rows)
            elif len(target) == 1:
                np.matmul(self.kernels[groups], self._table(seen), out=target[0])
            else:
                table, shape = self._table(seen), (*target.shape[1:3], len(target), target.shape[3])
                sums = _workspace.array("products", shape, target.dtype)
                np.matmul(self.kernels[groups], table, out=sums.reshape(*shape[:2], -1))
                target[...] = sums.transpose(2, 0, 1, 3)

    def _filled(self, rows: slice) -> list[slice]:
        """Return, for each tap of the rows' axis, which of the rows meet more than zeros of the padding."""
        count, size = rows.stop - rows.start, self.input.shape[4]
        if not self.skips:
            return [slice(0, count)] * self.kernel[1]
        starts = [rows.start * self.stride[1] + self.gaps[1] * t - self.before[1] for t in range(self.kernel[1])]
        return [_meeting(start, self.stride[1], size, count)[0] for start in starts]

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


def _by_rows(weight: Array) -> Array:
    """Return the kernels of each tap of the rows' axis: axes tap, group, output, and what `_unfold` has as taps.

    Plane by plane, in long steps: a single copy would take them in runs of a kernel's few cells.
    """
    groups, outputs, channels, depth, height, width = weight.shape
    kernels = np.empty((height, groups, outputs, depth, width, channels), weight.dtype)
    for layer, row, column in np.ndindex(depth, height, width):
        kernels[row, :, :, layer, column] = weight[..., layer, row, column]
    return kernels.reshape(height, groups, outputs, -1)


class _Correlation(_Unfolding):
    """The gradient of a convolution's weight, where `output` is the gradient of the output."""

    def run(self) -> Array:
        """Return the gradient: axes group, output, channel, and three of the kernel."""
        _, groups, outputs = self.output.shape[:3]
        depth, height, width = self.kernel
        if self.by_rows:
            sums = np.zeros((height, groups, outputs, self.taps), self.output.dtype)
            for seen, target, group, _ in self._unfolded():
                for tap, columns in enumerate(seen):
                    sums[tap, group] += np.matmul(target[0], columns[:, :, 0].swapaxes(1, 2))
            return sums.reshape(height, groups, outputs, depth, width, -1).transpose(1, 2, 5, 3, 0, 4)
        sums = np.zeros((groups, outputs, self.taps * height), self.output.dtype)
        for seen, target, group, _ in self._unfolded():
            near = target.transpose(1, 2, 0, 3).reshape(*target.shape[1:3], -1)
            sums[group] += np.matmul(near, self._table(seen).swapaxes(1, 2))
        return sums.reshape(groups, outputs, -1, *self.kernel)


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
    gradient = _Correlation(large, weight_size[2:], small, call, padding).run()
    return np.ascontiguousarray(_finish(gradient.reshape(weight_size), None, dtype))


def _meeting(start: int, step: int, size: int, count: int) -> tuple[slice, slice]:
    """Return which of the `count` cells start, start + step, ... are among the first `size`, and which of these."""
    first = min(count, max(0, -(start // step)))
    last = max(first, min(count, -((start - size) // step)))
    begin = start + step * first
    return slice(first, last), slice(begin, begin + step * (last - first), step)


def _fill(target: Array, places: tuple[slice, slice, slice], cells: Array) -> None:
    """Copy the cells to their places along the last three axes of `target`; the others there are 0."""
    inside = target[(..., *places)]
    if inside.shape != target.shape:
        target.fill(0)
    inside[...] = cells


def convolve_transposed(call: ConvTransposeCall) -> Array:
    """Compute a checked transposed convolution; the result has a batch axis."""
    if (gathering := _gathering(call)) is not None:
        return convolve(gathering)
    input, weight = _widened(call.input, call.weight, call.weight[:, 0].size)
    batch, in_channels, *spatial = input.shape
    sizes = call.output_size
    output = np.empty((batch, call.groups, weight.shape[1], *_lifted(sizes)), input.dtype)
    weights = weight.reshape(call.groups, in_channels // call.groups, weight.shape[1], -1)
    stamp_bytes = weights.shape[3] * prod(spatial) * input.itemsize
    for examples in _blocks(batch, stamp_bytes * output.shape[1] * output.shape[2]):
        cells = input[examples].transpose(*range(1, input.ndim), 0).reshape(call.groups, weights.shape[1], -1)
        for outputs in _blocks(output.shape[2], stamp_bytes * call.groups * (examples.stop - examples.start)):
            kernels = weights[:, :, outputs].reshape(*weights.shape[:2], -1)
            stamps = _product(kernels.swapaxes(1, 2), cells)
            target = output[examples, :, outputs]
            _add_stamps(stamps.reshape(*target.shape[1:3], *weight.shape[2:], *spatial, len(target)), target, call)
    return _finish(output.reshape(batch, call.groups * weight.shape[1], *sizes), call.bias, call.input.dtype)


def _gathering(call: ConvTransposeCall) -> ConvCall | None:
    """Return the convolution of the spread input with the flipped kernel, where it is the faster way and possible."""
    input, weight, groups = call.input, call.weight, call.groups
    kernel, cells = weight.shape[2:], prod(call.output_size)
    before = [d * (k - 1) - p for d, k, p in zip(call.dilation, kernel, call.padding, strict=True)]
    unspread = set(call.stride) == {1} and cells <= WORTH_GATHERING * prod(input.shape[2:])
    tiny = len(input) * cells * len(weight) * prod(kernel) * input.itemsize <= FEW_BYTES
    if not (unspread or tiny) or min(before) < 0 or input.size == 0 or not np.isfinite(weight).all():
        return None
    if not unspread:
        sizes = [s * (i - 1) + 1 for s, i in zip(call.stride, input.shape[2:], strict=True)]
        spread = np.zeros((*input.shape[:2], *sizes), input.dtype)
        stops: tuple[Any, ...] = tuple(slice(None, None, s) for s in call.stride)
        spread[(..., *stops)] = input
        input = spread
    each: Array = np.flip(weight, tuple(range(2, weight.ndim))).reshape(groups, -1, *weight.shape[1:])
    flipped = each.swapaxes(1, 2).reshape(groups * weight.shape[1], -1, *kernel)
    padding = tuple((b, b + more) for b, more in zip(before, call.output_padding, strict=True))
    steps = (1,) * len(kernel)
    return ConvCall(input, flipped, call.bias, steps, padding, call.dilation, groups, "zeros", call.batched)


def _add_stamps(stamps: Array, target: Array, call: ConvTransposeCall) -> None:
    """Add the stamps, whose last axis is the batch, phase by phase; then weave the phases into the output."""
    gaps, padding = _lifted(call.dilation), _lifted(call.padding, 0)
    kernel, spatial = _lifted(call.weight.shape[2:]), _lifted(call.input.shape[2:])
    stride = tuple(s if i > 1 else 1 for s, i in zip(_lifted(call.stride), spatial, strict=True))
    taps = [_tap_places(*axis) for axis in zip(kernel, spatial, stride, gaps, padding, target.shape[3:], strict=True)]
    stamps = stamps.reshape(*target.shape[1:3], -1, *spatial, len(target))
    sums: dict[tuple[int, ...], Array] = {}
    for number, links in enumerate(product(*taps)):
        phase, place, lengths = zip(*links, strict=True)
        stamp = stamps[:, :, number]
        if phase in sums:
            sums[phase][(..., *place, slice(None))] += stamp
        elif lengths == spatial:
            sums[phase] = stamp
        else:
            sums[phase] = np.zeros((*target.shape[1:3], *lengths, len(target)), target.dtype)
            sums[phase][(..., *place, slice(None))] = stamp
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
    lanes = [
        {phase: _lane(phase, *axis) for phase in set(phases)}
        for phases, *axis in zip(zip(*sums, strict=True), stride, padding, sizes, strict=True)
    ]
    for phase, values in sums.items():
        reached, kept = zip(*(lane[number] for lane, number in zip(lanes, phase, strict=True)), strict=True)
        places[(..., *reached, slice(None))] = values[(..., *kept, slice(None))]


def _lane(phase: int, stride: int, padding: int, size: int) -> tuple[slice, slice]:
    """Return where the cells of a phase go in the cropped output, and which of them are left by the crop."""
    skipped = -((phase - padding) // stride)  # never negative, since a phase is smaller than the stride
    start = phase + stride * skipped - padding
    return slice(start, None, stride), slice(skipped, skipped + len(range(start, size, stride)))
