"""The input of a convolution unfolded tile by tile, for the output and for the gradient of the weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from convref._arguments.calls import ConvCall, ConvTransposeCall
from convref._arguments.types import Array, Pairs
from convref._strategies import _tuning
from convref._strategies._tiles import blocks, workspace


def lifted(values: Sequence[int], front: int = 1) -> tuple[int, ...]:
    """Return the numbers of three axes; those in front are given."""
    return (front,) * (3 - len(values)) + tuple(values)


class Run(NamedTuple):
    """Taps of the rows' axis that follow each other in the unfolded input: from its row `start` on, in these phases."""

    taps: slice
    phases: slice
    start: int


def _taps(count: int, stride: int, gap: int) -> tuple[list[int], list[Run]]:
    """Return the phases of rows, modulo the stride, that the taps meet, and each tap as a run of its own."""
    lines = [divmod(gap * tap, stride) for tap in range(count)]
    phases = list(dict.fromkeys(phase for _, phase in lines))
    places = [phases.index(phase) for _, phase in lines]
    return phases, [
        Run(slice(tap, tap + 1), slice(place, place + 1), start)
        for tap, (place, (start, _)) in enumerate(zip(places, lines, strict=True))
    ]


def _merged(each: list[Run]) -> list[Run]:
    """Return the taps in runs that are as long as can be: with a stride of 4 and no gaps, each is of 4 taps."""
    runs = each[:1]
    for one in each[1:]:
        last = runs[-1]
        if (one.start, one.phases.start) == (last.start, last.phases.stop):
            taps, phases = slice(last.taps.start, one.taps.stop), slice(last.phases.start, one.phases.stop)
            runs[-1] = Run(taps, phases, last.start)
        else:
            runs.append(one)
    return runs


class Unfolding:
    """The input of a convolution, unfolded along its last axis for one tile of the output after another.

    Arrays have the axes example, group, channel or output, and three in space.
    """

    def __init__(
        self, input: Array, kernel: tuple[int, ...], output: Array, call: ConvCall | ConvTransposeCall, padding: Pairs
    ) -> None:
        self.stride, self.gaps, self.kernel = lifted(call.stride), lifted(call.dilation), lifted(kernel)
        self.before = lifted([before for before, _ in padding], 0)
        self.input = input.reshape(len(input), call.groups, -1, *lifted(input.shape[2:]))
        outputs = output.shape[1] // call.groups
        self.output = output.reshape(len(output), call.groups, outputs, *lifted(output.shape[2:]))
        self.phases, self.each = _taps(self.kernel[1], self.stride[1], self.gaps[1])
        self.runs = _merged(self.each)
        self.taps = self.input.shape[2] * self.kernel[0] * self.kernel[2]
        self.by_rows = prod(self.output.shape[4:]) >= _tuning.FEW_CELLS and (
            len(self.runs) == 1 or self.taps * self.kernel[1] >= _tuning.WORTH_ADDING * outputs * len(self.runs)
        )
        self.skips = False  # Who knows what the zeros of the padding meet says whether they may be passed over.

    def _unfolded(self) -> Iterator[tuple[list[Array], Array, slice, slice]]:
        """Go through the tiles: what each run of taps meets, those cells of the output, groups and rows."""
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
        copies = len(self.phases) if self.by_rows else self.kernel[1]
        cell_bytes = self.input.shape[2] * self.kernel[0] * self.kernel[2] * copies * self.output.itemsize
        plane_bytes = height * width * cell_bytes
        together = blocks(groups, plane_bytes)
        shared = _tuning.BLOCK_BYTES if self.by_rows or len(together) > 1 else groups * plane_bytes
        rows = blocks(height, width * cell_bytes)
        pieces = blocks(width, cell_bytes) if len(rows) == height else [slice(0, width)]
        return product(blocks(batch, shared), together, range(depth), rows, pieces)

    def _unfold(self, part: Array, layer: int, rows: slice, cells: slice) -> list[Array]:
        """Return, for each run of taps, the cells that it meets: axes group, tap, example and cell.

        There is one copy for each weight along the last axis. It is split by the phase of the row, modulo the stride,
        so that a tap's rows are neighbours in it, and so are the taps of a run.
        """
        examples, groups, channels, _, height, length = part.shape
        count, width = rows.stop - rows.start, cells.stop - cells.start
        kept = count + self.each[-1].start
        shape = (groups, len(self.phases), self.kernel[0], self.kernel[2], channels, examples, kept, width)
        (_, down, right), (_, above, left) = self.stride, self.before
        to_layers, layers = _meeting(
            layer * self.stride[0] - self.before[0], self.gaps[0], part.shape[3], self.kernel[0]
        )
        columns = [
            _meeting(cells.start * right + self.gaps[2] * tap - left, right, length, width)
            for tap in range(self.kernel[2])
        ]
        copy = workspace.array("rows", shape, part.dtype)
        for number, phase in enumerate(self.phases):
            to_lines, lines = _meeting(rows.start * down + phase - above, down, height, kept)
            source = self._lanes(part[:, :, :, layers, lines])
            taps = copy[:, number].transpose(2, 4, 0, 3, 1, 5, 6)
            _clear_outside(taps.swapaxes(-1, -3), to_layers)
            _clear_outside(taps.swapaxes(-1, -2), to_lines)
            for target, (to_columns, meets) in zip(taps, columns, strict=True):
                _clear_outside(target, to_columns)
                target[..., to_layers, to_lines, to_columns] = source(meets)
        whole = copy.reshape(groups, len(self.phases), -1, examples, kept * width)
        return [
            whole[:, run.phases, ..., run.start * width : (run.start + count) * width].reshape(
                groups, -1, examples, count * width
            )
            for run in (self.runs if self.by_rows else self.each)
        ]

    def _lanes(self, part: Array) -> Callable[[slice], Array]:
        """Return what gives the cells of a slice of the last axis.

        Where several taps step over the same cells, these are brought together first: steps are slow to copy.
        """
        right, length = self.stride[2], part.shape[-1]
        if right == 1 or self.kernel[2] <= right:
            return lambda meets: part[..., meets]
        shape = (right, *part.shape[:-1], -(-length // right))
        lanes = workspace.array("lanes", shape, part.dtype)
        for lane in range(min(right, length)):
            cells = part[..., lane::right]
            lanes[lane, ..., : cells.shape[-1]] = cells
        return lambda meets: lanes[meets.start % right][..., meets.start // right :][..., : len(range(length)[meets])]

    def _may_skip(self, factor: Array) -> bool:
        """Tell whether rows of padding may be passed over: it is wide, and what its zeros meet in `factor` finite."""
        wide = _tuning.WORTH_SKIPPING * self.before[1] >= self.output.shape[4]
        return self.by_rows and wide and bool(np.isfinite(factor).all())

    def _filled(self, rows: slice, width: int) -> list[slice]:
        """Return, for each run of taps, which of the tile's cells meet more than zeros of the padding."""
        count, size = rows.stop - rows.start, self.input.shape[4]
        if not self.skips:
            return [slice(0, count * width)] * len(self.runs)
        first = rows.start * self.stride[1] - self.before[1]
        met = [_meeting(first + self.gaps[1] * tap, self.stride[1], size, count)[0] for tap in range(self.kernel[1])]
        filled = [[one for one in met[run.taps] if one.stop > one.start] or [slice(0, 0)] for run in self.runs]
        return [slice(width * min(s.start for s in run), width * max(s.stop for s in run)) for run in filled]

    def _table(self, seen: list[Array]) -> Array:
        """Stack the taps of the rows' axis into the whole table: axes group, tap, and cell of all examples."""
        groups, _, examples, cells = seen[0].shape
        shape = (groups, self.input.shape[2], self.kernel[0], len(seen), self.kernel[2], examples, cells)
        table = workspace.array("table", shape, seen[0].dtype)
        for tap, columns in enumerate(seen):
            near = columns.reshape(groups, self.kernel[0], self.kernel[2], -1, examples, cells)
            table[:, :, :, tap] = near.transpose(0, 3, 1, 2, 4, 5)
        return table.reshape(groups, -1, examples * cells)


class Products(Unfolding):
    """A convolution by ``rows`` or ``columns``."""

    def __init__(self, input: Array, weight: Array, output: Array, call: ConvCall, padding: Pairs) -> None:
        super().__init__(input, weight.shape[2:], output, call, padding)
        groups, outputs = call.groups, self.output.shape[2]
        self.by_rows = self.by_rows and output.size // len(weight) >= _tuning.WORTH_REARRANGING * outputs
        self.skips = self._may_skip(weight)
        if self.by_rows:
            self.kernels = _by_rows(weight.reshape(groups, outputs, -1, *self.kernel), self.runs)
        else:
            self.kernels = [weight.reshape(groups, outputs, -1)]

    def run(self) -> None:
        """Compute the whole output."""
        for seen, target, groups, rows in self._unfolded():
            kernels = [kernel[groups] for kernel in self.kernels]
            if self.by_rows:
                self._add_rows(kernels, seen, target[0], rows)
            elif len(target) == 1:
                np.matmul(kernels[0], self._table(seen), out=target[0])
            else:
                table, shape = self._table(seen), (*target.shape[1:3], len(target), target.shape[3])
                sums = workspace.array("products", shape, target.dtype)
                np.matmul(kernels[0], table, out=sums.reshape(*shape[:2], -1))
                target[...] = sums.transpose(2, 0, 1, 3)

    def _add_rows(self, kernels: list[Array], seen: list[Array], sums: Array, rows: slice) -> None:
        """Multiply run by run, and add; rows that meet nothing but padding are passed over."""
        filled = self._filled(rows, sums.shape[-1] // (rows.stop - rows.start))
        for number, run in enumerate(sorted(range(len(seen)), key=lambda run: filled[run].start - filled[run].stop)):
            cells = filled[run]
            columns, target = seen[run][..., 0, cells], sums[..., cells]
            if number == 0:
                sums[..., : cells.start] = sums[..., cells.stop :] = 0
                np.matmul(kernels[run], columns, out=target)
            else:
                target += np.matmul(kernels[run], columns, out=workspace.array("products", target.shape, target.dtype))


def _by_rows(weight: Array, runs: list[Run]) -> list[Array]:
    """Return the kernels of each run of taps of the rows' axis: axes group, output, and what `_unfold` has as taps.

    All are rearranged in one copy, of which each run is a part: a copy for each run would be several times slower.
    """
    groups, outputs = weight.shape[:2]
    rows = np.ascontiguousarray(weight.transpose(0, 1, 4, 3, 5, 2))
    return [rows[:, :, run.taps].reshape(groups, outputs, -1) for run in runs]


class Correlation(Unfolding):
    """The gradient of a convolution's weight, where `output` is the gradient of the output."""

    def __init__(
        self, input: Array, kernel: tuple[int, ...], output: Array, call: ConvCall | ConvTransposeCall, padding: Pairs
    ) -> None:
        super().__init__(input, kernel, output, call, padding)
        self.skips = self._may_skip(output)

    def run(self) -> Array:
        """Return the gradient: axes group, output, channel, and three of the kernel."""
        _, groups, outputs = self.output.shape[:3]
        depth, height, width = self.kernel
        if self.by_rows:
            sums = np.zeros((groups, outputs, height, self.taps), self.output.dtype)
            for seen, target, group, rows in self._unfolded():
                filled = self._filled(rows, target.shape[-1] // (rows.stop - rows.start))
                for run, met, cells in zip(self.runs, seen, filled, strict=True):
                    found = np.matmul(target[0, ..., cells], met[..., 0, cells].swapaxes(1, 2))
                    sums[group, :, run.taps] += found.reshape(*found.shape[:2], -1, self.taps)
            return sums.reshape(groups, outputs, height, depth, width, -1).transpose(0, 1, 5, 3, 2, 4)
        sums = np.zeros((groups, outputs, self.taps * height), self.output.dtype)
        for seen, target, group, _ in self._unfolded():
            near = target.transpose(1, 2, 0, 3).reshape(*target.shape[1:3], -1)
            sums[group] += np.matmul(near, self._table(seen).swapaxes(1, 2))
        return sums.reshape(groups, outputs, -1, *self.kernel)


def _meeting(start: int, step: int, size: int, count: int) -> tuple[slice, slice]:
    """Return which of the `count` cells start, start + step, ... are among the first `size`, and which of these."""
    first = min(count, max(0, -(start // step)))
    last = max(first, min(count, -((start - size) // step)))
    begin = start + step * first
    return slice(first, last), slice(begin, begin + step * (last - first), step)


def _clear_outside(cells: Array, place: slice) -> None:
    """Write 0 before and behind a place along the last axis."""
    if place.start > 0:
        cells[..., : place.start] = 0
    if place.stop < cells.shape[-1]:
        cells[..., place.stop :] = 0
