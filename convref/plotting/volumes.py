"""The sizes of a network's maps to scale, as the network tool of the site draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from convref.network import Trace
from convref.plotting.sheet import NARROW, WIDE, points, sheet, with_narrow
from convref.plotting.style import LIGHT, colour

__all__ = ["volumes"]

TALL, THICK = 120.0, 44.0  # page pixels of the longest side and of the most channels
SLANT, LEANING = 0.35, 0.7  # how deep a side that goes back looks, and how much of it a box keeps free beside it
GAP, LEAST = 9.0, 1.2

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """One map in the picture: its row, 0 for the input, its place from the left, and its sides."""

    row: int
    x: float
    height: float
    depth: float
    thick: float

    def faces(self, middle: float) -> Iterator[tuple[Point, ...]]:
        """Yield the corners of the face in front, of the one above, and of the one at the side."""
        left, right, back = self.x, self.x + self.thick, self.depth
        top = middle - self.height / 2 + back / 2
        bottom = top + self.height
        yield (left, top), (right, top), (right, bottom), (left, bottom)
        yield (left, top), (left + back, top - back), (right + back, top - back), (right, top)
        yield (right, top), (right + back, top - back), (right + back, bottom - back), (right, bottom)


def boxes(table: Trace) -> list[Box]:
    """Return the input and each map whose shape differs from that of what its row takes, to one scale."""
    shapes = [table.input_shape, *(row.shape for row in table.rows)]
    new = [0] + [at for at, row in enumerate(table.rows, 1) if row.shape != shapes[row.inputs[0]]]
    longest = max([1, *(size for at in new for size in shapes[at][1:])])
    most = max(shapes[at][0] for at in new)
    found, x = [], GAP
    for at in new:
        channels, *sizes = shapes[at]
        height, depth = ([1, 1, *sizes][-2:]) if sizes else (1, 1)
        sides = [max(LEAST, TALL * size / longest) for size in (height, depth)]
        box = Box(at, x, sides[0], sides[1] * SLANT, max(LEAST, THICK * channels / most))
        x += box.thick + box.depth * LEANING + GAP
        found.append(box)
    return found


def volumes(table: Trace, *, label: str = "") -> Figure:
    """Draw the maps of a network as boxes to scale: height and width as they are, the channels as thickness.

    The input is blue, the last map green. A row that keeps the shape of what it takes has no box of its own. Of three
    axes the first is not drawn.

    Parameters
    ----------
    table : convref.Trace
        As `convref.trace` returns it.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError
        If `table` is no trace.

    Examples
    --------
    >>> import convref as F
    >>> from convref import plotting
    >>> layers = [F.Layer(3, stride=2, padding=1, out_channels=8), F.Layer(3, padding=1, out_channels=8)]
    >>> figure = plotting.volumes(F.trace(layers, (3, 32, 32)))
    >>> len(figure.axes[0].patches)  # three faces of two boxes: the second layer keeps the shape
    6
    """
    if not isinstance(table, Trace):
        raise TypeError(f"table must be a Trace, as convref.trace returns it, got table={table!r}")
    found = boxes(table)
    width = max(box.x + box.thick + box.depth for box in found) + GAP
    room = max(box.height + box.depth for box in found) + 2 * GAP

    def make(page: int, label: str | None) -> Figure:
        scale = min(1.0, page / width)
        figure = sheet(width * scale, room * scale, label)
        ax = figure.add_axes((0, 0, 1, 1))
        _draw(ax, found, room / 2, len(table.rows), scale)
        ax.set(xlim=(0, width), ylim=(room, 0))
        ax.set_axis_off()
        return figure

    return with_narrow(make(WIDE, label), width, lambda: make(NARROW, None))


def _draw(ax: Axes, found: list[Box], middle: float, last: int, scale: float) -> None:
    """Draw every box; those further right stand in front."""
    for order, box in enumerate(found):
        role = "input" if box.row == 0 else "output" if box.row == last else None
        face = colour(role, "tint") if role else LIGHT["sunken"]
        line = colour(role, "line") if role else LIGHT["control"]
        for corners in box.faces(middle):
            look = {"facecolor": face, "edgecolor": line, "linewidth": points(scale), "joinstyle": "round"}
            ax.add_patch(Polygon(corners, closed=True, zorder=1 + order, **look))
