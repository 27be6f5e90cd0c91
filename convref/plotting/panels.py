"""Drawings side by side on a wide page and below each other on a narrow one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, zip_longest
from math import ceil

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath

from convref._arguments.checks import integer
from convref.plotting import _checks
from convref.plotting.sheet import CELLS, NARROW, PER_INCH, PITCH, WIDE, points, sheet, size_of, with_narrow
from convref.plotting.style import LIGHT

__all__ = ["panels"]

LEAST, MOST = 220, 344  # page pixels of a panel's side across
HIGHEST = 2  # times its column's width; a photo of one's own may be a narrow strip
BETWEEN = 16
HALF = (NARROW - BETWEEN) / 2
TITLE = 14  # page pixels high
TALL = 1200  # page pixels of a narrow figure from which its pictures become smaller
TITLE_ROOM, BAR_ROOM = 26, 40
SMALLEST = 16  # page pixels along a panel
AXIS_LEFT, AXIS_BELOW = 60, 52  # for the numbers and the symbol of a chart's axes
AXIS_END = 18  # for the half of a number that stands beyond the end of an axis

Draw = Callable[[Axes], object]


def panels(
    draws: Sequence[Draw],
    titles: Sequence[str] | None = None,
    columns: int | None = None,
    *,
    aspect: float | None = None,
    side: float = MOST,
    label: str | None = "",
) -> Figure:
    """Draw several things, each on axes of its own: in rows on a wide page, one below the other on a narrow one.

    Where that would be very high on a narrow page, photos and maps are 220 page pixels wide there. Where that is very
    high as well, they stand in their rows at that width, and the page lets the figure be moved sideways: smaller, they
    would show nothing. Cells that have the room stand in two columns instead.

    Cells are as large as in every other figure; a picture, a map or a chart is as wide as its column. Where the
    panels of a row differ in height, their middles are level.

    Parameters
    ----------
    draws : sequence of callable
        Each is given the axes to draw on, and is called once for each version of the figure.
    titles : sequence of str, optional
        Symbols or argument names above the panels.
    columns : int, optional
        Panels in a row, which then belong together: in two columns on a narrow page each row begins anew. By default
        as many as fit with at least 220 page pixels each, and in two columns they follow one another without gaps.
    aspect : float, optional
        Height of a panel divided by its width; by default that of the picture drawn first on it, or 0.75.
    side : float
        Widest that a panel may be, in page pixels.
    label : str, optional
        Sentence that says what is seen; it becomes the figure's label. None makes a figure that pyplot does not keep.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If there is nothing to draw, or not one title each.

    Examples
    --------
    >>> figure = panels([lambda ax: ax.plot([1, 3, 2])] * 2, ["$s=1$", "$s=2$"])
    >>> len(figure.axes)
    2
    """
    check_titles("draws", draws, titles)
    columns = None if columns is None else integer("columns", columns, 1)
    aspect, side = None if aspect is None else _checks.positive("aspect", aspect), _checks.positive("side", side)
    if side < SMALLEST:
        raise ValueError(f"side must be at least {SMALLEST} page pixels, got side={side:g}")
    if not all(map(callable, draws)):
        raise TypeError(f"draws must be functions that draw on axes, got draws={draws!r}")
    fitting = min(len(draws), (WIDE + BETWEEN) // (LEAST + BETWEEN))
    across = columns or ceil(len(draws) / ceil(len(draws) / fitting))
    together = columns or len(draws)

    def make(room: int, columns: int, label: str | None) -> Figure:
        width = min(side, (room - BETWEEN * (columns - 1)) / columns)
        return _rows(draws, titles, _places(len(draws), together, columns), width, aspect, label)

    def narrow() -> Figure:
        figure = make(NARROW, 1, None)
        if size_of(figure)[1] <= TALL or not all(map(_reads_at_half, figure.axes)):
            return figure
        smaller = make(LEAST, 1, None)
        if size_of(smaller)[1] <= TALL:
            return smaller
        if any(ax.get_gid() != CELLS for ax in figure.axes):
            return make(across * (LEAST + BETWEEN) - BETWEEN, across, None)
        return make(NARROW, 2, None) if all(map(_fits_in_half, titles or ())) else smaller

    figure = make(WIDE, across, label)
    return with_narrow(figure, size_of(figure)[0], narrow)


def check_titles(name: str, things: Sequence[object], titles: Sequence[str] | None) -> None:
    """Check that there is something to draw, and one title each."""
    _checks.several(name, things)
    for title in () if titles is None else _checks.several("titles", titles):
        _checks.text("titles", title)
    if not len(things) or (titles is not None and len(titles) != len(things)):
        raise ValueError(
            f"{name} and titles must be of one length above 0, got {len(things)} {name}, titles={titles!r}"
        )


def _places(count: int, together: int, columns: int) -> list[range]:
    """Return the panels of each row: so many belong together, and meet no others in it."""
    return [
        range(start, min(start + columns, first + together, count))
        for first in range(0, count, together)
        for start in range(first, min(first + together, count), columns)
    ]


def _reads_at_half(ax: Axes) -> bool:
    """Return whether axes hold no digits that would become too small, or cells that have room there as they are."""
    if ax.get_gid() == CELLS:
        return PITCH * _span(ax.get_xlim()) <= HALF
    return not (ax.axison or ax.texts)


def _fits_in_half(title: str) -> bool:
    return _title_width(title) <= HALF


def _title_width(title: str) -> float:
    return float(TextPath((0, 0), title, size=TITLE).get_extents().width) if title else 0.0


def _rows(
    draws: Sequence[Draw],
    titles: Sequence[str] | None,
    rows: Sequence[range],
    side: float,
    aspect: float | None,
    label: str | None,
) -> Figure:
    """Draw first, for only then is it known how high each panel is; then give each its place."""
    figure = sheet(side, 8 * side, label)  # so high that the width alone decides how large a cell and its digits are
    drawn = []
    for number, draw in enumerate(draws):
        ax = figure.add_axes((0, 0, 1, 1), label=str(number))
        draw(ax)
        if titles is not None:
            ax.set_title(titles[number], fontsize=points(TITLE), color=LIGHT["ink-2"], loc="left", pad=points(7))
        drawn.append(ax)
    aspects = [aspect or _aspect(ax) for ax in drawn]
    widths = [_width(ax, side, shape) for ax, shape in zip(drawn, aspects, strict=True)]
    heights = [width * shape for width, shape in zip(widths, aspects, strict=True)]
    below = [_room_below(ax) for ax in drawn]
    above = TITLE_ROOM if titles is not None else 2
    taken = [above + max(heights[n] + below[n] for n in row) for row in rows]
    height = sum(taken) + BETWEEN * (len(rows) - 1)
    across = [_across(ax, side) for ax in drawn]
    columns = [max(across[n] for n in column if n is not None) for column in zip_longest(*rows)]
    starts = [0.0, *accumulate(column + BETWEEN for column in columns)]
    width = starts[-1] - BETWEEN
    figure.set_size_inches(width / PER_INCH, height / PER_INCH)
    top = 0.0
    for row, used in zip(rows, taken, strict=True):
        for column, number in enumerate(row):
            left = starts[column] + _beside(drawn[number])[0]
            tallest = max(heights[other] for other in row)
            bottom = height - top - above - (tallest + heights[number]) / 2
            drawn[number].set_position(
                (left / width, bottom / height, widths[number] / width, heights[number] / height)
            )
            _place_bar(drawn[number], heights[number])
        top += used + BETWEEN
    return figure


def _width(ax: Axes, side: float, aspect: float) -> float:
    """Return how wide the axes themselves are in a column of this width: a very high picture gets less."""
    if ax.get_gid() == CELLS:
        return min(side, PITCH * _span(ax.get_xlim()))
    return side - sum(_beside(ax)) if ax.axison else min(side, HIGHEST * side / aspect)


def _across(ax: Axes, side: float) -> float:
    """Return the room that axes take across: cells and the title above them may need less than a column has."""
    if ax.get_gid() != CELLS:
        return side
    return min(side, max(PITCH * _span(ax.get_xlim()), _title_width(ax.get_title("left"))))


def _beside(ax: Axes) -> tuple[int, int]:
    """Return the room to the left and to the right of axes, for their numbers."""
    if not ax.axison:
        return 0, 0
    return AXIS_LEFT if len(ax.get_yticks()) else AXIS_END, AXIS_END


def _span(limits: tuple[float, float]) -> float:
    return abs(limits[1] - limits[0])


def _aspect(ax: Axes) -> float:
    if ax.get_gid() == CELLS:
        return _span(ax.get_ylim()) / _span(ax.get_xlim())
    if not ax.images:
        return 0.75
    height, width = ax.images[0].get_size()
    return float(height) / float(width)


def _room_below(ax: Axes) -> float:
    if ax.axison:
        return AXIS_BELOW
    return BAR_ROOM if ax.child_axes else 2


def _place_bar(ax: Axes, height: float) -> None:
    """Put a scale so many page pixels below its map, whatever the map's height."""
    for child in ax.child_axes:
        child.set_axes_locator(None)  # type: ignore[arg-type]
        ax_place = ax.get_position()
        unit = ax_place.height / height
        child.set_position((ax_place.x0, ax_place.y0 - 16 * unit, ax_place.width, 8 * unit))
