"""A grid of numbered cells: the element that every picture of the arithmetic is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from convref.arguments import Array
from convref.plotting.style import INK, ROLES

CELL_INCHES = 0.42
WIDEST_INCHES = 7.0

WHOLE_BELOW = 1e6  # integers from here on are rounded in their cells, as in the explorer
FULL_SIZE_CHARACTERS = 3.5  # longer numbers are written smaller, so that they stay inside their cell

Place = tuple[int, ...]  # row and column


def number_text(value: Any, fmt: str = "{:.3g}") -> str:
    """Return a number as it stands in a cell, with a true minus sign; `fmt` rounds no integer below a million."""
    whole = "g}" in fmt and abs(value) < WHOLE_BELOW and value == int(value)
    return (str(int(value)) if whole else fmt.format(value)).replace("-", "−")


def all_digits(value: Any) -> str:
    """Return a number as it stands in a sum: every digit it has, with a true minus sign."""
    return np.format_float_positional(float(value), trim="-").replace("-", "−")


def result_text(value: Any, size: float) -> str:
    """Return the result of a sum of terms of this size with its sign: ``= 6.4375``, or ``≈`` beyond twelve digits."""
    noise = 1e-14 * size  # from computing in binary, as in 0.1 + 0.2
    short = 0.0 if abs(value) <= noise else float(f"{float(value):.12g}")
    return f"{'=' if abs(short - value) <= noise else '≈'} {all_digits(short)}"


def rows_of(values: Array) -> Array:
    """Return a 1-D array as one row, a 2-D array as it is; refuse the rest."""
    values = np.asarray(values)
    if values.ndim not in (1, 2):
        raise ValueError(f"a grid needs an array of 1 or 2 axes, got shape {values.shape}")
    return np.atleast_2d(values)


@dataclass
class Board:
    """A grid at a place of a drawing: its values, its colour, and which cells are special."""

    values: Array
    role: str
    left: float = 0
    top: float = 0
    lit: Collection[Place] = ()
    faded: Collection[Place] = ()
    empty: Collection[Place] = ()
    fmt: str = "{:.3g}"
    columns: list[int] = field(default_factory=list)
    hatched: bool = False

    @property
    def width(self) -> float:
        """Cells from the left edge to the right one."""
        return (self.columns[-1] + 1) if self.columns else float(self.values.shape[1])

    @property
    def height(self) -> float:
        """Cells from the upper edge to the lower one."""
        return float(self.values.shape[0])

    def draw(self, ax: Axes, font_size: float) -> None:
        """Draw the cells; the vertical axis points down."""
        for (row, column), value in np.ndenumerate(self.values):
            place = (row, column)
            x = self.left + (self.columns[column] if self.columns else column)
            y = self.top + row
            colour = ROLES["padding" if place in self.faded else self.role]
            strong = place in self.lit
            ax.add_patch(Rectangle((x, y), 1, 1, facecolor=colour, alpha=0.6 if strong else 0.16, linewidth=0))
            ax.add_patch(
                Rectangle(
                    (x, y),
                    1,
                    1,
                    fill=False,
                    edgecolor=colour if strong else INK,
                    linewidth=2.4 if strong else 0.6,
                    zorder=3 if strong else 2,
                )
            )
            if self.hatched:
                ax.add_patch(Rectangle((x, y), 1, 1, fill=False, hatch="///", edgecolor=colour, alpha=0.4, linewidth=0))
            if place not in self.empty:
                text = number_text(value, self.fmt)
                ax.text(
                    x + 0.5,
                    y + 0.52,
                    text,
                    ha="center",
                    va="center",
                    color=INK,
                    fontsize=font_size * min(1.0, FULL_SIZE_CHARACTERS / len(text)),
                    zorder=4,
                )


def canvas(width: float, height: float, label: str) -> tuple[Figure, Axes, float]:
    """Return a figure whose one axes counts in cells, and the size of the numbers in points."""
    inches = min(CELL_INCHES, WIDEST_INCHES / width)
    figure = plt.figure(num=label or None, figsize=(width * inches, height * inches), clear=True)
    ax = figure.add_axes((0, 0, 1, 1))
    set_limits(ax, width, height)
    return figure, ax, 72 * inches * 0.44


def set_limits(ax: Axes, width: float, height: float) -> None:
    """Let the axes show exactly so many cells, with room for the thick outlines."""
    ax.set_xlim(-0.08, width + 0.08)
    ax.set_ylim(height + 0.08, -0.08)
    ax.set_aspect("equal")
    ax.set_axis_off()


def draw_grid(
    ax: Axes,
    values: Array,
    role: str,
    *,
    highlight: Collection[Place] = (),
    pad: int | Place = 0,
    fmt: str = "{:.3g}",
) -> None:
    """Draw an array as cells with numbers.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values : ndarray
        Array of one or two axes.
    role : {'input', 'kernel', 'output'}
        Which colour the cells have.
    highlight : collection of (row, column)
        Cells with a thick outline.
    pad : int or (int, int)
        Rows and columns on each side that are padding, drawn in grey.
    fmt : str
        How a number is written; a blank leaves the cells without numbers.

    Raises
    ------
    ValueError
        If `values` has no or more than two axes, `role` is not one of the three, or `fmt` has no place for a number.

    Examples
    --------
    >>> figure, ax = plt.subplots()
    >>> draw_grid(ax, np.eye(3), "input", highlight=[(1, 1)])
    """
    if role not in ("input", "kernel", "output"):
        raise ValueError(f"role must be 'input', 'kernel' or 'output', got role={role!r}")
    _check_format(fmt)
    cells = rows_of(values)
    height, width = cells.shape
    rows, columns = (pad, pad) if isinstance(pad, int) else pad
    faded = outside(cells.shape, (rows, rows), (columns, columns))
    points = ax.get_position().width * ax.figure.get_figwidth() * 72  # type: ignore[union-attr]
    size = max(7.0, min(14.0, 0.42 * points / width))
    Board(cells, role, lit=set(highlight), faded=faded, fmt=fmt).draw(ax, size)
    set_limits(ax, width, height)


def _check_format(fmt: str) -> None:
    """Check that a format is blank, or writes different numbers differently."""
    try:
        usable = fmt == " " or fmt.format(0.0) != fmt.format(1.0)
    except (AttributeError, IndexError, KeyError, ValueError):
        usable = False
    if not usable:
        raise ValueError(f"fmt must have one place for a number, such as '{{:.3g}}', or be ' ', got fmt={fmt!r}")


def outside(shape: tuple[int, ...], rows: Place, columns: Place) -> set[Place]:
    """Return the cells of the margins: so many rows above and below, so many columns left and right."""
    height, width = shape
    return {
        (row, column)
        for row, column in np.ndindex(height, width)
        if not (rows[0] <= row < height - rows[1] and columns[0] <= column < width - columns[1])
    }
