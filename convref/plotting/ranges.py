"""Measurements of several things, repeated: the median of each and how far the repetitions lie apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from convref.plotting.sheet import points
from convref.plotting.style import INK, OUTPUT, PADDING, PAPER

__all__ = ["draw_ranges"]

_APART = 0.26  # between the lines of one name, in rows


def draw_ranges(
    ax: Axes,
    groups: Sequence[Mapping[str, Sequence[float]]],
    symbol: str,
    *,
    scale: str = "linear",
    linthresh: float = 1.0,
    mark: float | None = None,
) -> None:
    """Draw a row for each name: a dot at the median of its numbers, on a line from the smallest to the largest.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    groups : sequence of mapping
        One or two sets of numbers by the same names. The dots of the first are filled, those of the second open.
    symbol : str
        What is measured, as a symbol for the axis.
    scale : {'linear', 'log', 'symlog'}
        Scale of the axis.
    linthresh : float
        Up to where a 'symlog' axis is linear.
    mark : float, optional
        A number to compare with, drawn as a dashed line.

    Raises
    ------
    ValueError
        If there are no groups or more than two, or their names differ.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> draw_ranges(ax, [{"k=3": [1, 2, 4], "k=4": [2, 3, 3]}], "$P$")
    """
    if len(groups) not in (1, 2) or any(list(group) != list(groups[0]) for group in groups):
        raise ValueError(f"groups must be one or two of the same names, got {[list(group) for group in groups]}")
    names = list(groups[0])
    for row, name in enumerate(names):
        ax.axhline(row + 0.5, color=PADDING, linewidth=0.5)
        place = ax.get_yaxis_transform()
        ax.text(0, row - 0.28, name, transform=place, ha="left", va="center", fontsize=points(13))
        for number, group in enumerate(groups):
            values = np.asarray(group[name], float)
            line = row + 0.06 + number * _APART
            ax.plot([values.min(), values.max()], [line, line], color=OUTPUT, linewidth=1.5)
            face = PAPER if number else OUTPUT
            middle = [float(np.median(values))]
            ax.plot(middle, [line], "o", markersize=6, markerfacecolor=face, markeredgecolor=OUTPUT)
    if mark is not None:
        rows = np.arange(len(names))
        ax.vlines([mark] * len(names), rows - 0.08, rows + 0.5, color=INK, linestyle="--", linewidth=1)  # below names
    options = {"linthresh": linthresh} if scale == "symlog" else {}
    ax.set_xscale(scale, **options)
    ax.set_ylim(len(names) - 0.5, -0.55)
    ax.set_xlabel(symbol)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
