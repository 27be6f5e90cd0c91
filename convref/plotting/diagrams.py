"""Which cells and channels depend on which: groups, and the receptive field of a stack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Protocol

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from convref import sizes
from convref.arguments import check_groups_divide, integer
from convref.plotting.style import INK, INPUT, OUTPUT


class _Layer(Protocol):
    """What the receptive field needs to know of a layer."""

    kernel_size: int
    stride: int
    padding: int
    dilation: int


def _cell(ax: Axes, x: float, y: float, colour: str, text: str, *, lit: bool) -> None:
    ax.add_patch(Rectangle((x - 0.4, y - 0.4), 0.8, 0.8, facecolor=colour, alpha=0.6 if lit else 0.16, linewidth=0))
    ax.add_patch(
        Rectangle(
            (x - 0.4, y - 0.4),
            0.8,
            0.8,
            fill=False,
            edgecolor=colour if lit else INK,
            linewidth=2.2 if lit else 0.6,
        )
    )
    ax.text(x, y, text, ha="center", va="center", color=INK, fontsize=11)


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
    """
    groups, in_channels, out_channels = check_groups_divide(groups, in_channels, out_channels)
    wide = max(in_channels, out_channels)
    figure, ax = plt.subplots(
        figsize=(min(7, 0.62 * wide + 0.4), 2.4), num=label or None, clear=True, layout="constrained"
    )
    inputs = [(n + 0.5) * wide / in_channels for n in range(in_channels)]
    outputs = [(n + 0.5) * wide / out_channels for n in range(out_channels)]
    for o, x_out in enumerate(outputs):
        for i, x_in in enumerate(inputs):
            if i // (in_channels // groups) == o // (out_channels // groups):
                ax.plot([x_in, x_out], [0.4, 2.6], color=INK, alpha=0.55, linewidth=1.1)
    for n, x in enumerate(inputs):
        _cell(ax, x, 0, INPUT, str(n), lit=True)
    for n, x in enumerate(outputs):
        _cell(ax, x, 3, OUTPUT, str(n), lit=True)
    ax.set_xlim(-0.1, wide + 0.1)
    ax.set_ylim(3.6, -0.6)
    ax.set_axis_off()
    return figure


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
    """
    for layer, name in product(layers, ("kernel_size", "stride", "padding", "dilation")):
        integer(name, getattr(layer, name), 0)
    lengths = [input_size]
    for layer in layers:
        lengths.append(
            sizes.conv_output_size(lengths[-1], layer.kernel_size, layer.stride, layer.padding, layer.dilation)
        )
    if not 0 <= at < lengths[-1]:
        raise ValueError(f"at must be from 0 to {lengths[-1] - 1}, got at={at}")
    lit = [{at}]
    for layer, length in zip(reversed(layers), reversed(lengths[:-1]), strict=True):
        taps = [layer.dilation * t - layer.padding for t in range(layer.kernel_size)]
        lit.append({o * layer.stride + t for o in lit[-1] for t in taps} & set(range(length)))
    figure, ax = plt.subplots(
        figsize=(min(7, 0.5 * input_size), 1.0 * (len(layers) + 1)), num=label or None, clear=True, layout="constrained"
    )
    jump, first = 1.0, 0.0
    for number, (length, cells) in enumerate(zip(lengths, reversed(lit), strict=True)):
        if number:
            layer = layers[number - 1]
            first += jump * (layer.dilation * (layer.kernel_size - 1) / 2 - layer.padding)
            jump *= layer.stride
        colour = INPUT if number == 0 else OUTPUT
        for cell in range(length):
            _cell(ax, first + jump * cell, 1.6 * number, colour, str(cell), lit=cell in cells)
    ax.set_xlim(-0.6, input_size - 0.4)
    ax.set_ylim(1.6 * len(layers) + 0.6, -0.6)
    ax.set_axis_off()
    return figure
