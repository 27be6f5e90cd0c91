"""The input of a convolution unfolded tile by tile, for the output and for the gradient of the weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod

import numpy as np

from convref._arguments.calls import ConvCall, ConvTransposeCall
from convref._arguments.types import Array, Pairs
from convref._strategies import _tuning
from convref._strategies._tiles import blocks, workspace


def lifted(values: Sequence[int], front: int = 1) -> tuple[int, ...]:
    """Return the numbers of three axes; those in front are given."""
    return (front,) * (3 - len(values)) + tuple(values)


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
        self.lines = [divmod(self.gaps[1] * tap, self.stride[1]) for tap in range(self.kernel[1])]
        self.taps = self.input.shape[2] * self.kernel[0] * self.kernel[2]
        self.by_rows = prod(self.output.shape[4:]) >= _tuning.FEW_CELLS and (
            self.kernel[1] == 1 or self.taps >= _tuning.WORTH_ADDING * outputs
        )
        self.skips = False  # Who knows what the zeros of the padding meet says whether they may be passed over.

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
        together = blocks(groups, plane_bytes)
        shared = _tuning.BLOCK_BYTES if self.by_rows or len(together) > 1 else groups * plane_bytes
        rows = blocks(height, width * cell_bytes)
        pieces = blocks(width, cell_bytes) if len(rows) == height else [slice(0, width)]
        return product(blocks(batch, shared), together, range(depth), rows, pieces)

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
            copy = workspace.array(("rows", phase), shape, part.dtype)
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
        lanes = workspace.array("lanes", shape, part.dtype)
        for lane in range(min(right, length)):
            cells = part[..., lane::right]
            lanes[lane, ..., : cells.shape[-1]] = cells
        return lambda meets: lanes[meets.start % right][..., meets.start // right :][..., : len(range(length)[meets])]

    def _may_skip(self, factor: Array) -> bool:
        """Tell whether rows of padding may be passed over: it is wide, and what its zeros meet in `factor` finite."""
        wide = _tuning.WORTH_SKIPPING * self.before[1] >= self.output.shape[4]
        return self.by_rows and wide and bool(np.isfinite(factor).all())

    def _runs(self, rows: slice, width: int) -> list[slice]:
        """Return, for each tap of the rows' axis, which of the tile's cells meet more than zeros of the padding."""
        count, size = rows.stop - rows.start, self.input.shape[4]
        if not self.skips:
            return [slice(0, count * width)] * self.kernel[1]
        starts = [rows.start * self.stride[1] + self.gaps[1] * t - self.before[1] for t in range(self.kernel[1])]
        filled = [_meeting(start, self.stride[1], size, count)[0] for start in starts]
        return [slice(run.start * width, run.stop * width) for run in filled]

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
                sums = workspace.array("products", shape, target.dtype)
                np.matmul(self.kernels[groups], table, out=sums.reshape(*shape[:2], -1))
                target[...] = sums.transpose(2, 0, 1, 3)

    def _add_rows(self, kernels: Array, seen: list[Array], sums: Array, rows: slice) -> None:
        """Multiply tap by tap, and add; rows that meet nothing but padding are passed over."""
        runs = self._runs(rows, sums.shape[-1] // (rows.stop - rows.start))
        for number, tap in enumerate(sorted(range(len(seen)), key=lambda tap: runs[tap].start - runs[tap].stop)):
            run = runs[tap]
            columns, target = seen[tap][..., 0, run], sums[..., run]
            if number == 0:
                sums[..., : run.start] = sums[..., run.stop :] = 0
                np.matmul(kernels[tap], columns, out=target)
            else:
                target += np.matmul(kernels[tap], columns, out=workspace.array("products", target.shape, target.dtype))


def _by_rows(weight: Array) -> Array:
    """Return the kernels of each tap of the rows' axis: axes tap, group, output, and what `_unfold` has as taps.

    Plane by plane, in long steps: a single copy would take them in runs of a kernel's few cells.
    """
    groups, outputs, channels, depth, height, width = weight.shape
    kernels = np.empty((height, groups, outputs, depth, width, channels), weight.dtype)
    for layer, row, column in np.ndindex(depth, height, width):
        kernels[row, :, :, layer, column] = weight[..., layer, row, column]
    return kernels.reshape(height, groups, outputs, -1)


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
            sums = np.zeros((height, groups, outputs, self.taps), self.output.dtype)
            for seen, target, group, rows in self._unfolded():
                runs = self._runs(rows, target.shape[-1] // (rows.stop - rows.start))
                for tap, run in enumerate(runs):
                    columns = seen[tap][:, :, 0, run].swapaxes(1, 2)
                    sums[tap, group] += np.matmul(target[0, ..., run], columns)
            return sums.reshape(height, groups, outputs, depth, width, -1).transpose(1, 2, 5, 3, 0, 4)
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


def _fill(target: Array, places: tuple[slice, slice, slice], cells: Array) -> None:
    """Copy the cells to their places along the last three axes of `target`; the others there are 0."""
    inside = target[(..., *places)]
    if inside.shape != target.shape:
        target.fill(0)
    inside[...] = cells
