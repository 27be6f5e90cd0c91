"""A grid of numbered cells: the element that every picture of the arithmetic is made of."""

from __future__ import annotations

import operator
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from convref._arguments.checks import per_axis
from convref._arguments.types import Array
from convref.plotting import _checks
from convref.plotting.sheet import CELLS, NARROW, PITCH, WIDE, points, sheet, size_of, with_narrow
from convref.plotting.style import LIGHT, ROLES, between, colour

__all__ = ["Board", "boards_figure", "draw_grid"]

GAP = 2 / PITCH  # between two cells, as a share of a cell
ROUNDING = 3 / PITCH
DIGIT_PIXELS = 15.0
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


def box(ax: Axes, x: float, y: float, width: float, height: float, *, grow: float = 0.0, **style: Any) -> None:
    """Draw a rectangle with round corners over so many cells; `grow` moves its edges outwards."""
    inset = GAP / 2 - grow
    rounding = ROUNDING + max(0.0, grow)
    ax.add_patch(
        FancyBboxPatch(
            (x + inset, y + inset),
            width - 2 * inset,
            height - 2 * inset,
            boxstyle=f"round,pad=0,rounding_size={rounding}",
            mutation_aspect=1,
            **style,
        )
    )


def frame(ax: Axes, x: float, y: float, width: float, height: float, line: str, **style: Any) -> None:
    """Draw a frame of two page pixels around so many cells."""
    look = {"linewidth": points(2), "zorder": 3} | style
    box(ax, x, y, width, height, grow=1.5 / PITCH, fill=False, edgecolor=line, **look)


@dataclass
class Board:
    """A grid at a place of a drawing: its values, its colour, and which cells are special.

    `lit` cells are the ones at work, `faded` ones are padding, `hatched` ones are zeros put in between, `crossed`
    ones are read by nothing, and `empty` ones hold no number yet. `texts` replaces the numbers of some cells.
    """

    values: Array
    role: str
    left: float = 0
    top: float = 0
    lit: Collection[Place] = ()
    faded: Collection[Place] = ()
    hatched: Collection[Place] = ()
    crossed: Collection[Place] = ()
    empty: Collection[Place] = ()
    ghost: Collection[Place] = ()
    texts: dict[Place, str] = field(default_factory=dict)
    shares: Array | None = None
    gradient: bool = False
    symbol: str = ""
    fmt: str = "{:.3g}"
    columns: list[int] = field(default_factory=list)

    @property
    def width(self) -> float:
        """Cells from the left edge to the right one."""
        return (self.columns[-1] + 1) if self.columns else float(self.values.shape[1])

    @property
    def height(self) -> float:
        """Cells from the upper edge to the lower one."""
        return float(self.values.shape[0])

    def draw(self, ax: Axes, scale: float) -> None:
        """Draw the cells; the vertical axis points down, and `scale` is the size of a cell beside a full one."""
        for (row, column), value in np.ndenumerate(self.values):
            place = (row, column)
            x = self.left + (self.columns[column] if self.columns else column)
            self._cell(ax, place, x, self.top + row)
            text = self.texts.get(place) or ("" if place in self.empty else number_text(value, self.fmt))
            self._write(ax, place, text, x + 0.5, self.top + row + 0.52, scale)
        if self.lit:
            self._frame(ax, self.lit, linestyle="solid")
        if self.ghost:
            self._frame(ax, self.ghost, linestyle=(0, (2, 2)))

    def _cell(self, ax: Axes, place: Place, x: float, y: float) -> None:
        role = "padding" if place in self.faded else self.role
        face = colour("minus" if self._wears_its_sign(place) else role, "deep" if place in self.lit else "tint")
        if self.shares is not None:
            face = between(role, float(self.shares[place]))
        box(ax, x, y, 1, 1, facecolor=face, linewidth=0)
        if place in self.hatched or (self.gradient and place not in self.faded):
            pattern = "////" if place in self.hatched else ".."
            edge = LIGHT["control"] if place in self.lit or role == "padding" else colour(role, "deep")
            box(ax, x, y, 1, 1, fill=False, hatch=pattern, edgecolor=edge, linewidth=0)
        if place in self.crossed:
            look: dict[str, Any] = {"color": LIGHT["ink-3"], "linewidth": points(1), "solid_capstyle": "round"}
            low, high = 0.14, 0.86
            ax.plot([x + low, x + high], [y + low, y + high], **look)
            ax.plot([x + low, x + high], [y + high, y + low], **look)

    def _wears_its_sign(self, place: Place) -> bool:
        """Return whether a cell has the colour of numbers below zero, by the rule of the interactive figures.

        A result has it always; of input and kernel, what is at work shows rather whose it is.
        """
        if place in self.faded or place in self.empty or self.gradient or self.values[place] >= 0:
            return False
        return self.role == "output" or place not in self.lit

    def _write(self, ax: Axes, place: Place, text: str, x: float, y: float, scale: float) -> None:
        if not text.strip():
            return
        quiet = place in self.faded and place not in self.lit
        longest = max(map(len, text.split("\n")))
        size = DIGIT_PIXELS * scale * min(1.0, FULL_SIZE_CHARACTERS / longest)
        ax.text(
            x,
            y,
            text,
            ha="center",
            va="center",
            linespacing=1.05,
            color=LIGHT["ink-2" if quiet else "ink"],
            fontsize=points(size),
            zorder=4,
            gid="cell",
        )

    def _frame(self, ax: Axes, cells: Collection[Place], **style: Any) -> None:
        """Frame a block of cells as one, and cells that lie apart one by one."""
        line = colour(self.role, "line")
        columns = self.columns or range(self.values.shape[1])
        places = sorted({(row, columns[column]) for row, column in cells if column < len(columns)})
        rows, across = ({place[axis] for place in places} for axis in (0, 1))
        height, width = max(rows) - min(rows) + 1, max(across) - min(across) + 1
        if len(places) == height * width:
            frame(ax, self.left + min(across), self.top + min(rows), width, height, line, **style)
            return
        for row, column in places:
            frame(ax, self.left + column, self.top + row, 1, 1, line, **style)


def boards_figure(boards: Sequence[Board], label: str) -> Figure:
    """Draw boards where they stand, as large as their cells, and smaller on a narrow page.

    Examples
    --------
    >>> len(boards_figure([Board(np.eye(3), "input"), Board(np.ones((2, 2)), "output", left=5)], "").axes)
    1
    """
    width = max(board.left + board.width for board in boards)
    height = max(board.top + board.height for board in boards)

    def make(room: int, label: str | None) -> Figure:
        scale = min(1.0, room / (PITCH * (width + 0.12)))
        figure = sheet(PITCH * scale * (width + 0.12), PITCH * scale * (height + 0.12), label)
        ax = figure.add_axes((0, 0, 1, 1))
        for board in boards:
            board.draw(ax, scale)
        show_cells(ax, width, height)
        return figure

    figure = make(WIDE, label)
    return with_narrow(figure, PITCH * (width + 0.12), lambda: make(NARROW, None))


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
        Cells at work: in the deeper colour, with a frame.
    pad : int or (int, int)
        Rows and columns on each side that are padding, drawn in grey.
    fmt : str
        How a number is written; a blank leaves the cells without numbers.

    Raises
    ------
    TypeError, ValueError
        If `values` has no or more than two axes, `role` is not one of the three, or `fmt` has no place for a number.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> draw_grid(ax, np.eye(3), "input", highlight=[(1, 1)])
    """
    ax, role = _checks.axes("ax", ax), _checks.one_of("role", role, *ROLES[:3])
    _check_format(fmt)
    cells = rows_of(_checks.numbers("values", values, 1, 2))
    height, width = cells.shape
    rows, columns = per_axis("pad", pad, 2, 0)
    faded = outside(cells.shape, (rows, rows), (columns, columns))
    show_cells(ax, width, height)
    Board(cells, role, lit=_places(highlight), faded=faded, fmt=fmt).draw(ax, cell_scale(ax, cells.shape))


def _places(highlight: Any) -> set[Place]:
    """Return the rows and columns of some cells."""
    try:
        return {(operator.index(row), operator.index(column)) for row, column in highlight}
    except (TypeError, ValueError) as error:
        raise TypeError(f"highlight must be pairs of a row and a column, got highlight={highlight!r}") from error


def cell_scale(ax: Axes, shape: tuple[int, ...]) -> float:
    """Return the size of a cell beside a full one, where the axes show so many rows and columns."""
    (height, width), place = shape, ax.get_position()
    figure = ax.get_figure(root=True)
    assert figure is not None
    wide, high = size_of(figure)
    return min(1.0, min(place.width * wide / width, place.height * high / height) / PITCH)


def show_cells(ax: Axes, width: float, height: float) -> None:
    """Let the axes show exactly so many cells, with room for the frames, and say that cells are what they show."""
    ax.set_gid(CELLS)
    ax.set_xlim(-0.06, width + 0.06)
    ax.set_ylim(height + 0.06, -0.06)
    ax.set_aspect("equal")
    ax.set_axis_off()


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
