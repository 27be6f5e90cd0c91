"""Which cells and channels depend on which: groups, and the receptive field of a stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from convref import sizes
from convref._arguments.checks import check_groups_divide, integer
from convref.plotting import _checks
from convref.plotting.grids import DIGIT_PIXELS, box, frame
from convref.plotting.sheet import NARROW, PITCH, WIDE, points, sheet, with_narrow
from convref.plotting.style import LIGHT, colour

__all__ = ["groups_diagram", "receptive_field_diagram"]


class _Layer(Protocol):
    """What the receptive field needs to know of a layer."""

    kernel_size: int
    stride: int
    padding: int
    dilation: int


def _cell(ax: Axes, x: float, y: float, role: str, text: str, scale: float, *, lit: bool) -> None:
    """Draw one cell around a point."""
    box(ax, x - 0.5, y - 0.5, 1, 1, facecolor=colour(role, "deep" if lit else "tint"), linewidth=0)
    if lit:
        frame(ax, x - 0.5, y - 0.5, 1, 1, colour(role, "line"))
    look: dict[str, Any] = {"ha": "center", "va": "center", "color": LIGHT["ink"], "zorder": 4}
    ax.text(x, y + 0.02, text, fontsize=points(DIGIT_PIXELS * scale), **look)


def _link(ax: Axes, start: tuple[float, float], end: tuple[float, float], *, lit: bool) -> None:
    """Draw the line between two cells that meet."""
    look: dict[str, Any] = {
        "color": LIGHT["ink-3" if lit else "line"],
        "linewidth": points(1.5),
        "zorder": 0.5 + lit / 4,
    }
    ax.plot([start[0], end[0]], [start[1] + 0.5, end[1] - 0.5], **look)


def _on_sheet(width: float, height: float, label: str, draw: Callable[[Axes, float], None]) -> Figure:
    """Draw on a sheet of so many cells, for a wide page and for a narrow one."""

    def make(room: int, label: str | None) -> Figure:
        scale = min(1.0, room / (PITCH * (width + 0.12)))
        figure = sheet(PITCH * scale * (width + 0.12), PITCH * scale * (height + 0.12), label)
        ax = figure.add_axes((0, 0, 1, 1))
        draw(ax, scale)
        ax.set_xlim(-0.56, width - 0.44)
        ax.set_ylim(height - 0.44, -0.56)
        ax.set_aspect("equal")
        ax.set_axis_off()
        return figure

    figure = make(WIDE, label)
    return with_narrow(figure, PITCH * (width + 0.12), lambda: make(NARROW, None))


def groups_diagram(in_channels: int, out_channels: int, groups: int, *, label: str = "") -> Figure:
    """Draw which input channels each output channel reads.

    Parameters
    ----------
    in_channels, out_channels, groups : int
        As in ``torch.nn.Conv2d``.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If an argument is no integer, or `groups` does not divide both numbers of channels.

    Examples
    --------
    >>> len(groups_diagram(4, 6, 2).axes)
    1
    """
    groups, in_channels, out_channels = check_groups_divide(groups, in_channels, out_channels)
    wide = max(in_channels, out_channels)
    inputs = [(n + 0.5) * wide / in_channels - 0.5 for n in range(in_channels)]
    outputs = [(n + 0.5) * wide / out_channels - 0.5 for n in range(out_channels)]

    def draw(ax: Axes, scale: float) -> None:
        for o, x_out in enumerate(outputs):
            for i, x_in in enumerate(inputs):
                if i // (in_channels // groups) == o // (out_channels // groups):
                    _link(ax, (x_in, 0), (x_out, 3), lit=True)
        for n, x in enumerate(inputs):
            _cell(ax, x, 0, "input", str(n), scale, lit=True)
        for n, x in enumerate(outputs):
            _cell(ax, x, 3, "output", str(n), scale, lit=True)

    return _on_sheet(wide, 4, label, draw)


def receptive_field_diagram(layers: Sequence[_Layer], input_size: int, at: int, *, label: str = "") -> Figure:
    """Draw one axis of a stack of convolutions, and light every cell that output `at` depends on.

    Parameters
    ----------
    layers : sequence of convref.Layer
        Convolutions, first to last, with integers as arguments.
    input_size : int
        Cells of the input.
    at : int
        Index of the output cell.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If an argument is no integer, the stack does not fit the input, or `at` is outside its output.

    Examples
    --------
    >>> from convref import Layer
    >>> len(receptive_field_diagram([Layer(3), Layer(3, stride=2)], 9, at=1).axes)
    1
    """
    lengths = _lengths(layers, integer("input_size", input_size, 1))
    if not integer("at", at, 0) < lengths[-1]:
        raise ValueError(f"at must be from 0 to {lengths[-1] - 1}, got at={at}")
    lit = _lit(layers, lengths, at)
    places = _places(layers, lengths)
    rows = list(zip(places, lit, strict=True))
    left = min(place for row in places for place in row)
    right = max(place for row in places for place in row)

    def draw(ax: Axes, scale: float) -> None:
        for number, layer in enumerate(layers):
            for o, x_out in enumerate(places[number + 1]):
                for t in range(layer.kernel_size):
                    i = o * layer.stride + layer.dilation * t - layer.padding
                    if 0 <= i < lengths[number]:
                        ends = (places[number][i] - left, 2.2 * number), (x_out - left, 2.2 * (number + 1))
                        _link(ax, *ends, lit=o in rows[number + 1][1])
        for number, (row, cells) in enumerate(rows):
            for cell, x in enumerate(row):
                role = "output" if number else "input"
                _cell(ax, x - left, 2.2 * number, role, str(cell), scale, lit=cell in cells)

    return _on_sheet(right - left + 1, 2.2 * len(layers) + 1, label, draw)


def _lengths(layers: Sequence[_Layer], input_size: int) -> list[int]:
    """Return the cells of the input and of each layer's output, once the layers are such as can be drawn."""
    for layer in _checks.several("layers", layers):
        if not hasattr(layer, "kernel_size"):
            raise TypeError(f"layers must be a sequence of convref.Layer, got one of type {type(layer).__name__}")
    for layer, name in product(layers, ("kernel_size", "stride", "padding", "dilation")):
        integer(name, getattr(layer, name), 0)
    lengths = [input_size]
    for layer in layers:
        settings = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
        lengths.append(sizes.conv_output_size(lengths[-1], layer.kernel_size, **settings))
    return lengths


def _lit(layers: Sequence[_Layer], lengths: Sequence[int], at: int) -> list[set[int]]:
    """Return which cells of the input and of each output the last one's cell `at` depends on."""
    lit = [{at}]
    for layer, length in zip(reversed(layers), reversed(lengths[:-1]), strict=True):
        taps = [layer.dilation * t - layer.padding for t in range(layer.kernel_size)]
        lit.append({o * layer.stride + t for o in lit[-1] for t in taps} & set(range(length)))
    return lit[::-1]


def _places(layers: Sequence[_Layer], lengths: Sequence[int]) -> list[list[float]]:
    """Return where each cell's centre lies, in input cells: an output stands over the middle of its window."""
    jump, first, places = 1.0, 0.0, [[float(cell) for cell in range(lengths[0])]]
    for layer, length in zip(layers, lengths[1:], strict=True):
        first += jump * (layer.dilation * (layer.kernel_size - 1) / 2 - layer.padding)
        jump *= layer.stride
        places.append([first + jump * cell for cell in range(length)])
    return places
