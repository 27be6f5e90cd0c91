"""A kernel at one stop over its input, and the film of all stops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from convref import functional
from convref.arguments import Array, PerAxis, padding_pairs, per_axis
from convref.padding import pad
from convref.plotting.grids import Board, all_digits, canvas, outside, result_text, rows_of, set_limits
from convref.plotting.style import INK

GAP = 1.1  # cells between two boards
WIDEST_ROW = 13.5  # cells; numbers of a wider row would be too small on a phone
LINE_ROOM = 1.7  # cells below the boards for the sum
FRAME_MILLISECONDS = 700
TERMS_SHOWN, TERMS_IN_LINE = 9, 5


class Scene:
    """The boards of one stop after another: an input with a window, a kernel, and an output."""

    def __init__(self, boards: Callable[[int], list[Board]], line: Callable[[int], str] | None, stops: int) -> None:
        self.boards, self.line, self.stops = boards, line, stops
        first = boards(0)
        self.width = max(board.left + board.width for board in first)
        self.height = max(board.top + board.height for board in first) + (LINE_ROOM if line else 0)

    def figure(self, stop: int, label: str) -> Figure:
        """Draw one stop."""
        figure, ax, size = canvas(self.width, self.height, label)
        self._draw(ax, stop, size)
        return figure

    def film(self, label: str) -> FuncAnimation:
        """Draw all stops, one after another."""
        figure, ax, size = canvas(self.width, self.height, label)

        def frame(stop: int) -> list[Any]:
            ax.clear()
            self._draw(ax, stop, size)
            return []

        return FuncAnimation(figure, frame, frames=self.stops, interval=FRAME_MILLISECONDS, init_func=lambda: [])

    def _draw(self, ax: Axes, stop: int, size: float) -> None:
        for board in self.boards(stop):
            board.draw(ax, size)
        if self.line:
            self._write(ax, self.line(stop), size)
        set_limits(ax, self.width, self.height)

    def _write(self, ax: Axes, line: str, size: float) -> None:
        longest = max(map(len, line.split("\n")))
        room = 3.5 * self.width  # characters that fit at the size of the cells' numbers
        ax.text(
            self.width / 2,
            self.height - 0.75,
            line,
            ha="center",
            va="center",
            color=INK,
            fontsize=size * min(1.0, room / max(1, longest)),
        )


def arrange(input: Board, kernel: Board, output: Board) -> list[Board]:
    """Place the rows of a signal below each other, and grids in a row, or in two columns where a row is too wide."""
    boards = [input, kernel, output]
    if all(board.height == 1 for board in boards):
        for number, board in enumerate(boards):
            board.top = 1.5 * number
        return boards
    columns = [[input], [kernel], [output]]
    if sum(board.width for board in boards) + 2 * GAP > WIDEST_ROW:
        columns = [[input], [kernel, output]] if input.width >= output.width else [[input, kernel], [output]]
    heights = [sum(board.height for board in column) + GAP * (len(column) - 1) for column in columns]
    left = 0.0
    for column, height in zip(columns, heights, strict=True):
        width, top = max(board.width for board in column), (max(heights) - height) / 2
        for board in column:
            board.left, board.top = left + (width - board.width) / 2, top
            top += board.height + GAP
        left += width + GAP
    return boards


def sum_line(values: Sequence[Any], weights: Sequence[Any], total: Any) -> str:
    """Write out a sum of products with all its digits, in two lines when long, without the middle when very long."""
    terms = [f"{_bracketed(v)}·{_bracketed(w)}" for v, w in zip(values, weights, strict=True)]
    size = float(sum(abs(v * w) for v, w in zip(values, weights, strict=True)))
    if len(terms) > TERMS_SHOWN:
        terms = [*terms[:3], "…", *terms[-2:]]
    first, rest = terms[:TERMS_IN_LINE], terms[TERMS_IN_LINE:]
    lines = [" + ".join(first), "+ " + " + ".join(rest)] if rest else [" + ".join(first)]
    return "\n".join(lines) + f" {result_text(total, size)}"


def _bracketed(value: Any) -> str:
    text = all_digits(value)
    return f"({text})" if text.startswith("−") else text


def kernel_board(weight: Array, dilation: Sequence[int], start: Sequence[int]) -> Board:
    """Return the board of a kernel, all of it lit; one of a signal stands below its window, as wide as that."""
    cells = rows_of(weight)
    board = Board(cells, "kernel", lit=set(np.ndindex(cells.shape)))
    if weight.ndim == 1:
        board.columns = [dilation[0] * tap for tap in range(cells.shape[1])]
        board.left = start[0]
    return board


def _scene(
    input: Array, weight: Array, stride: PerAxis, padding: PerAxis | str, dilation: PerAxis, padding_mode: str
) -> tuple[Scene, tuple[int, ...]]:
    input, weight = np.asarray(input), np.asarray(weight)
    rank = input.ndim
    if weight.ndim != rank or rank not in (1, 2):
        raise ValueError(
            f"input and weight must both have 1 axis or both 2, got shapes {input.shape} and {weight.shape}"
        )
    steps, gaps = per_axis("stride", stride, rank, 1), per_axis("dilation", dilation, rank, 1)
    pairs = padding_pairs(padding, weight.shape, steps, gaps)
    convolve = functional.conv1d if rank == 1 else functional.conv2d
    output = convolve(
        input[None].astype(float),
        weight[None, None].astype(float),
        None,
        steps,
        padding,
        gaps,
        padding_mode=padding_mode,
    )[0]
    padded = pad(input, pairs, padding_mode)
    stops = list(np.ndindex(output.shape))
    margins = [(0, 0), *pairs][-2:]
    faded = outside(rows_of(padded).shape, *margins)

    def start(stop: int) -> list[int]:
        return [o * s for o, s in zip(stops[stop], steps, strict=True)]

    def window(stop: int) -> list[tuple[int, ...]]:
        return [
            tuple(b + d * t for b, t, d in zip(start(stop), tap, gaps, strict=True)) for tap in np.ndindex(weight.shape)
        ]

    def boards(stop: int) -> list[Board]:
        cells = {(0, *place)[-2:] for place in window(stop)}
        later = {(0, *place)[-2:] for place in stops[stop + 1 :]}
        return arrange(
            Board(rows_of(padded), "input", lit=cells, faded=faded),
            kernel_board(weight, gaps, start(stop)),
            Board(rows_of(output), "output", lit={(0, *stops[stop])[-2:]}, empty=later),
        )

    def line(stop: int) -> str:
        return sum_line([padded[place] for place in window(stop)], list(weight.flat), output[stops[stop]])

    return Scene(boards, line, len(stops)), output.shape


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
    scene, shape = _scene(input, weight, stride, padding, dilation, padding_mode)
    return scene.figure(stop_number(at, shape), label)


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
    """
    return _scene(input, weight, stride, padding, dilation, padding_mode)[0].film(label)
