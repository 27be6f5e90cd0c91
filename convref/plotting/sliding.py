"""A kernel at one stop over its input, and the film of all stops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure

from convref import formulas, functional
from convref._arguments.checks import per_axis
from convref._arguments.geometry import sliding
from convref._arguments.types import Array, PerAxis
from convref.padding import pad
from convref.plotting import _checks
from convref.plotting._scene import Boards, Measure, Scene, Sum, sum_of
from convref.plotting.grids import Board, outside, rows_of

__all__ = ["sliding_animation", "sliding_window"]

Cells = set[tuple[int, ...]]


def size_text(shape: Sequence[int]) -> str:
    """Return a size as it stands beside a symbol."""
    return "×".join(map(str, shape))


def on_rows(place: Sequence[int]) -> tuple[int, ...]:
    """Return the row and column of a place on one axis or on two."""
    return (0, *place)[-2:]


def kernel_board(weight: Array, dilation: Sequence[int], start: Sequence[int]) -> Board:
    """Return the board of a kernel, all of it lit; one of a signal stands below its window, as wide as that."""
    cells = rows_of(weight)
    board = Board(cells, "kernel", lit=set(np.ndindex(cells.shape)), symbol=f"$w$  {size_text(weight.shape)}")
    if weight.ndim == 1:
        board.columns = [dilation[0] * tap for tap in range(cells.shape[1])]
        board.left = start[0]
    return board


class _Sliding:
    """A convolution of one channel with everything its picture needs."""

    def __init__(
        self,
        input: Array,
        weight: Array,
        stride: PerAxis,
        padding: PerAxis | str,
        dilation: PerAxis,
        padding_mode: str,
    ) -> None:
        self.input = _checks.numbers("input", input, 1, 2)
        self.weight = _checks.numbers("weight", weight, 1, 2)
        rank = self.input.ndim
        if self.weight.ndim != rank:
            raise ValueError(
                f"input and weight must both have 1 axis or both 2, "
                f"got shapes {self.input.shape} and {self.weight.shape}"
            )
        convolve = functional.conv1d if rank == 1 else functional.conv2d
        self.output: Array = convolve(
            self.input[None].astype(float),
            self.weight[None, None].astype(float),
            stride=stride,
            padding=padding,
            dilation=dilation,
            padding_mode=padding_mode,
        )[0]
        _, self.steps, self.pairs, self.gaps = sliding(rank, self.weight.shape, stride, padding, dilation)
        self.padded = pad(self.input, self.pairs, padding_mode)
        self.stops = list(np.ndindex(self.output.shape))
        read = {on_rows(place) for stop in range(len(self.stops)) for place in self.window(stop)}
        self.unread = set(np.ndindex(rows_of(self.padded).shape)) - read
        self.faded = outside(rows_of(self.padded).shape, *[(0, 0), *self.pairs][-2:])

    def window(self, stop: int) -> list[tuple[int, ...]]:
        """Return the padded cells that meet the weights, in the order of the weights."""
        start = [o * s for o, s in zip(self.stops[stop], self.steps, strict=True)]
        return [
            tuple(b + d * t for b, t, d in zip(start, tap, self.gaps, strict=True))
            for tap in np.ndindex(self.weight.shape)
        ]

    def _beside(self, stop: int) -> int | None:
        """Return the next stop in the same row, where there is one."""
        following = stop + 1
        same = following < len(self.stops) and self.stops[following][:-1] == self.stops[stop][:-1]
        return following if same else None

    def boards(self, stop: int) -> Boards:
        cells: Cells = {on_rows(place) for place in self.window(stop)}
        beside = self._beside(stop) if self.steps[-1] > 1 else None
        ghost = {on_rows(place) for place in self.window(beside)} if beside is not None else set()
        later = {on_rows(place) for place in self.stops[stop + 1 :]}
        size = size_text(self.input.shape)
        grown = f" → {size_text(self.padded.shape)}" if self.padded.shape != self.input.shape else ""
        start = [o * s for o, s in zip(self.stops[stop], self.steps, strict=True)]
        return (
            Board(
                rows_of(self.padded),
                "input",
                lit=cells,
                faded=self.faded,
                crossed=self.unread,
                ghost=ghost,
                symbol=f"$x$  {size}{grown}",
            ),
            kernel_board(self.weight, self.gaps, start),
            Board(
                rows_of(self.output),
                "output",
                lit={on_rows(self.stops[stop])},
                empty=later,
                symbol=f"$y$  {size_text(self.output.shape)}",
            ),
        )

    def measures(self, stop: int) -> list[Measure]:
        """Return the lengths along the last axis that are not the plain ones: s, d(k − 1) + 1 and p."""
        start = self.stops[stop][-1] * self.steps[-1]
        found = []
        if self.steps[-1] > 1 and self._beside(stop) is not None:
            found.append(Measure(start, start + self.steps[-1], f"$s={self.steps[-1]}$", arrow=True))
        if self.gaps[-1] > 1:
            extent = formulas.dilated_kernel(self.weight.shape[-1], self.gaps[-1])
            found.append(Measure(start, start + extent, f"$d(k-1)+1={extent}$"))
        after = self.pairs[-1][1]
        if after:
            width = self.padded.shape[-1]
            found.append(Measure(width - after, width, f"$p={after}$"))
        return found

    def sum(self, stop: int) -> Sum:
        """Return the sum of this stop."""
        values = [self.padded[place] for place in self.window(stop)]
        return sum_of(values, list(self.weight.flat), self.output[self.stops[stop]])

    def scene(self) -> Scene:
        """Return the picture of all stops."""
        return Scene(self.boards, len(self.stops), sum=self.sum, measures=self.measures)


def sliding_window(
    input: Array,
    weight: Array,
    *,
    at: int | Sequence[int] = 0,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    padding_mode: str = "zeros",
    label: str = "",
) -> Figure:
    """Draw one stop of a kernel: the window, the weights, the output cell, and the sum written out.

    The window of the next stop is dashed where the stride is larger than 1, padding is grey, and cells that no window
    reads are crossed out.

    Parameters
    ----------
    input, weight : ndarray
        Both with one axis or both with two; no channels.
    at : int or sequence of int
        Index of the output cell that is lit. The cells after it stay empty.
    stride, padding, dilation, padding_mode
        As in `convref.conv2d`.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the arrays have other numbers of axes, or `at` is outside the output.

    Examples
    --------
    >>> sliding_window(np.eye(4), np.ones((3, 3)), at=(1, 1)).get_size_inches().shape
    (2,)
    """
    sliding = _Sliding(input, weight, stride=stride, padding=padding, dilation=dilation, padding_mode=padding_mode)
    return sliding.scene().figure(stop_number(at, sliding.output.shape), label)


def stop_number(at: int | Sequence[int], shape: tuple[int, ...]) -> int:
    """Return the number, in reading order, of the cell `at`."""
    place = per_axis("at", list(at) if isinstance(at, Sequence) else at, len(shape), 0)
    if any(entry >= size for entry, size in zip(place, shape, strict=True)):
        raise ValueError(f"at must be inside the shape {shape}, got at={at!r}")
    return int(np.ravel_multi_index(place, shape))


def sliding_animation(
    input: Array,
    weight: Array,
    *,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    padding_mode: str = "zeros",
    label: str = "",
) -> FuncAnimation:
    """Draw every stop of a kernel as a film; the arguments are those of `sliding_window`.

    Returns
    -------
    matplotlib.animation.FuncAnimation

    Raises
    ------
    ValueError
        If the arrays have other numbers of axes.

    Examples
    --------
    >>> film = sliding_animation(np.ones(4), np.ones(3))
    >>> page = film.to_jshtml()  # shows it in a notebook
    """
    return (
        _Sliding(input, weight, stride=stride, padding=padding, dilation=dilation, padding_mode=padding_mode)
        .scene()
        .film(label)
    )
