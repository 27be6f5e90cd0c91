"""The two views of a transposed convolution: stamps that add up, and a window over an input with zeros between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure

from convref import formulas, functional
from convref._arguments.checks import flag, per_axis
from convref._arguments.types import Array, PerAxis
from convref.plotting import _checks
from convref.plotting._scene import Boards, Scene, Sum, sum_of
from convref.plotting.grids import Board, Place, number_text, outside, rows_of
from convref.plotting.sliding import kernel_board, on_rows, size_text, stop_number

__all__ = ["transposed_animation", "transposed_gather", "transposed_scatter"]


@dataclass(frozen=True)
class _Layer:
    """A transposed convolution of one channel, with its arguments per axis."""

    input: Array
    weight: Array
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    output_padding: tuple[int, ...]
    dilation: tuple[int, ...]

    def output(self, input: Array, padding: tuple[int, ...]) -> Array:
        """Return the output for another input and another padding."""
        compute = functional.conv_transpose1d if input.ndim == 1 else functional.conv_transpose2d
        result: Array = compute(
            input[None].astype(float),
            self.weight[None, None].astype(float),
            stride=self.stride,
            padding=padding,
            output_padding=self.output_padding,
            dilation=self.dilation,
        )[0]
        return result

    def stuffed(self) -> Array:
        """Return the input with s − 1 zeros between its cells and d(k − 1) − p around it; a negative value crops."""
        result: Array = np.zeros(
            [s * (i - 1) + 1 for i, s in zip(self.input.shape, self.stride, strict=True)], self.input.dtype
        )
        result[tuple(slice(None, None, s) for s in self.stride)] = self.input
        before = self.ring()
        after = [b + op for b, op in zip(before, self.output_padding, strict=True)]
        grown = np.pad(result, [(max(b, 0), max(a, 0)) for b, a in zip(before, after, strict=True)])
        return grown[
            tuple(slice(max(-b, 0), size - max(-a, 0)) for b, a, size in zip(before, after, grown.shape, strict=True))
        ]

    def ring(self) -> list[int]:
        """Return the cells that are added before the first input cell, per axis."""
        return [
            formulas.gather_padding(k, p, d)
            for k, p, d in zip(self.weight.shape, self.padding, self.dilation, strict=True)
        ]


def _layer(
    input: Array, weight: Array, *, stride: PerAxis, padding: PerAxis, output_padding: PerAxis, dilation: PerAxis
) -> _Layer:
    input, weight = _checks.numbers("input", input, 1, 2), _checks.numbers("weight", weight, 1, 2)
    rank = input.ndim
    if weight.ndim != rank:
        raise ValueError(
            f"input and weight must both have 1 axis or both 2, got shapes {input.shape} and {weight.shape}"
        )
    return _Layer(
        input=input,
        weight=weight,
        stride=per_axis("stride", stride, rank, 1),
        padding=per_axis("padding", padding, rank, 0),
        output_padding=per_axis("output_padding", output_padding, rank, 0),
        dilation=per_axis("dilation", dilation, rank, 1),
    )


def _scatter(layer: _Layer, gradient: bool = False) -> Scene:
    places = list(np.ndindex(layer.input.shape))
    uncropped = (0,) * layer.input.ndim
    margins = [(p, p) for p in layer.padding]

    def sums(stop: int) -> Array:
        """Return the output after so many stamps, with what padding crops still there."""
        added = np.where(np.arange(len(places)).reshape(layer.input.shape) < stop, layer.input, 0)
        return rows_of(layer.output(added, uncropped))

    def boards(stop: int) -> Boards:
        before, after = sums(stop), sums(stop + 1)
        start = [s * i for i, s in zip(places[stop], layer.stride, strict=True)]
        stamp = {
            on_rows([b + d * t for b, t, d in zip(start, tap, layer.dilation, strict=True)])
            for tap in np.ndindex(layer.weight.shape)
        }
        meeting = {
            place: f"{number_text(before[place])}{_signed(after[place] - before[place])}\n={number_text(after[place])}"
            for place in stamp
            if before[place] and after[place] != before[place]
        }
        faded = outside(after.shape, *[(0, 0), *margins][-2:])
        kept = layer.output(layer.input, layer.padding).shape
        cropped = f"{size_text(layer.output(layer.input, uncropped).shape)} → " if any(layer.padding) else ""
        return (
            _input_board(rows_of(layer.input), gradient, size_text(layer.input.shape), lit={on_rows(places[stop])}),
            kernel_board(layer.weight, layer.dilation, start),
            _output_board(after, gradient, cropped + size_text(kept), lit=stamp, faded=faded, texts=meeting),
        )

    return Scene(boards, len(places), signs=("×", "→"))


def _signed(value: Any) -> str:
    text = number_text(value)
    return text if text.startswith("−") else f"+{text}"


def _input_board(values: Array, gradient: bool, size: str, **cells: Any) -> Board:
    """Return the board of x, or of the gradient for y, which has the colour of an output."""
    symbol = f"$\\partial L/\\partial y$  {size}" if gradient else f"$x$  {size}"
    return Board(values, "output" if gradient else "input", gradient=gradient, symbol=symbol, **cells)


def _output_board(values: Array, gradient: bool, size: str, **cells: Any) -> Board:
    """Return the board of y, or of the gradient for x, which has the colour of an input."""
    symbol = f"$\\partial L/\\partial x$  {size}" if gradient else f"$y$  {size}"
    return Board(values, "input" if gradient else "output", gradient=gradient, symbol=symbol, **cells)


def _added_zeros(layer: _Layer, shape: tuple[int, ...]) -> tuple[set[Place], set[Place]]:
    """Return the cells of the spread input that are none of the input's, and which of them lie between those."""
    ring = layer.ring()
    spread = [s * (i - 1) + 1 for s, i in zip(layer.stride, layer.input.shape, strict=True)]
    known = {
        on_rows([r + s * i for r, s, i in zip(ring, layer.stride, place, strict=True)])
        for place in np.ndindex(layer.input.shape)
    }
    within = {on_rows([r + i for r, i in zip(ring, place, strict=True)]) for place in np.ndindex(*spread)}
    every = set(np.ndindex(shape))
    return every - known, (within - known) & every


def _gather(layer: _Layer, gradient: bool = False) -> Scene:
    stuffed = layer.stuffed()
    flipped = np.flip(layer.weight)
    output = layer.output(layer.input, layer.padding)
    places = list(np.ndindex(output.shape))
    added, between = _added_zeros(layer, rows_of(stuffed).shape)

    def window(stop: int) -> list[tuple[Any, ...]]:
        return [
            tuple(o + d * t for o, t, d in zip(places[stop], tap, layer.dilation, strict=True))
            for tap in np.ndindex(flipped.shape)
        ]

    def boards(stop: int) -> Boards:
        cells = {on_rows(place) for place in window(stop)}
        later = {on_rows(place) for place in places[stop + 1 :]}
        size = size_text(layer.input.shape)
        grown = f" → {size_text(stuffed.shape)}" if stuffed.shape != layer.input.shape else ""
        return (
            _input_board(rows_of(stuffed), gradient, size + grown, lit=cells, faded=added, hatched=between),
            kernel_board(flipped, layer.dilation, places[stop]),
            _output_board(rows_of(output), gradient, size_text(output.shape), lit={on_rows(places[stop])}, empty=later),
        )

    def total(stop: int) -> Sum:
        pairs = [(stuffed[place], w) for place, w in zip(window(stop), flipped.flat, strict=True)]
        kept = [pair for pair in pairs if pair[0] != 0] or pairs[:1]
        return sum_of([v for v, _ in kept], [w for _, w in kept], output[places[stop]])

    return Scene(boards, len(places), sum=total)


def transposed_scatter(
    input: Array,
    weight: Array,
    *,
    at: int | Sequence[int] = 0,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    gradient: bool = False,
    label: str = "",
) -> Figure:
    """Draw one stamp of a transposed convolution: input cell `at` times the kernel, added to what stands there.

    Cells in grey are those that padding crops; where stamps meet, the sum stands in the cell.

    Parameters
    ----------
    input, weight : ndarray
        Both with one axis or both with two; no channels.
    at : int or sequence of int
        Index of the input cell; the stamps of the cells before it have been added already.
    stride, padding, output_padding, dilation
        As in `convref.conv_transpose2d`.
    gradient : bool
        Whether the input is the gradient of a convolution's output, and the result that of its input.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the arrays have other numbers of axes, or `at` is outside the input.

    Examples
    --------
    >>> figure = transposed_scatter(np.eye(2), np.ones((3, 3)), at=(0, 1), stride=2)
    """
    layer = _layer(input, weight, stride=stride, padding=padding, output_padding=output_padding, dilation=dilation)
    return _scatter(layer, flag("gradient", gradient)).figure(stop_number(at, layer.input.shape), label)


def transposed_gather(
    input: Array,
    weight: Array,
    *,
    at: int | Sequence[int] = 0,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    gradient: bool = False,
    label: str = "",
) -> Figure:
    """Draw one output cell of a transposed convolution as an ordinary convolution would find it.

    The input has zeros between its cells, hatched, and around them; the kernel is flipped, the stride is 1.

    Parameters
    ----------
    input, weight : ndarray
        Both with one axis or both with two; no channels.
    at : int or sequence of int
        Index of the output cell. The cells after it stay empty.
    stride, padding, output_padding, dilation
        As in `convref.conv_transpose2d`.
    gradient : bool
        Whether the input is the gradient of a convolution's output, and the result that of its input.
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
    >>> figure = transposed_gather(np.eye(2), np.ones((3, 3)), at=(2, 2), stride=2)
    """
    layer = _layer(input, weight, stride=stride, padding=padding, output_padding=output_padding, dilation=dilation)
    shape = layer.output(layer.input, layer.padding).shape
    return _gather(layer, flag("gradient", gradient)).figure(stop_number(at, shape), label)


def transposed_animation(
    input: Array,
    weight: Array,
    *,
    view: str = "scatter",
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    gradient: bool = False,
    label: str = "",
) -> FuncAnimation:
    """Draw every step of a transposed convolution as a film.

    Parameters
    ----------
    view : {'scatter', 'gather'}
        Which of `transposed_scatter` and `transposed_gather` moves; the other arguments are theirs.

    Returns
    -------
    matplotlib.animation.FuncAnimation

    Raises
    ------
    ValueError
        If `view` is neither of the two.

    Examples
    --------
    >>> film = transposed_animation(np.ones(2), np.ones(3), stride=2)
    >>> page = film.to_jshtml()  # shows it in a notebook
    """
    views = {"scatter": _scatter, "gather": _gather}
    view = _checks.one_of("view", view, *views)
    layer = _layer(input, weight, stride=stride, padding=padding, output_padding=output_padding, dilation=dilation)
    return views[view](layer, flag("gradient", gradient)).film(label)
