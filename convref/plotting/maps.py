"""Feature maps, overlap counts and matrices as pictures, each with its scale."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter

from convref._arguments.checks import flag, integer
from convref._arguments.types import Array
from convref.plotting import _checks
from convref.plotting.grids import Board, boards_figure, cell_scale, number_text, rows_of, show_cells
from convref.plotting.panels import MOST, check_titles, panels
from convref.plotting.sheet import WIDE, points
from convref.plotting.style import GREY, LIGHT, SIGNED

__all__ = ["draw_overlap", "feature_map", "feature_maps", "matrix", "overlap_map", "photo"]

NUMBERED_CELLS = 16  # along one side; larger maps are shown as colours with a bar


def feature_map(
    ax: Axes, values: Array, *, limit: float | None = None, colorbar: bool = True, signed: bool = True
) -> None:
    """Draw a feature map on a scale that is symmetric about zero, and that scale below it.

    A feature map is no picture: its numbers have no bounds, so they are neither clipped nor cast. Behind a ReLU they
    cannot be negative, and two colours would promise a sign that is never there: such a map is drawn in greys from 0.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values : ndarray
        Array of two axes.
    limit : float, optional
        End of the scale; by default the largest magnitude.
    colorbar : bool
        Whether to draw the scale.
    signed : bool
        Whether the map can have numbers below zero.

    Raises
    ------
    TypeError, ValueError
        If `values` has not two axes, or numbers below zero where it is not `signed`, or a switch is no truth value.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> feature_map(ax, np.array([[1.3, -0.2]]))
    """
    values, colorbar, signed = _checks.numbers("values", values, 2), flag("colorbar", colorbar), flag("signed", signed)
    finite = values[np.isfinite(values)]
    if not signed and finite.min(initial=0) < 0:
        raise ValueError(f"values must not be below 0 where signed=False, got {finite.min():g} among them")
    end = float(np.abs(finite).max(initial=0) if limit is None else _checks.number("limit", limit)) or 1.0
    ticks = (-end, 0.0, end) if signed else (0.0, end)
    _checks.axes("ax", ax).imshow(values, cmap=SIGNED if signed else GREY, vmin=ticks[0], vmax=end)
    ax.set_axis_off()
    if colorbar:
        _bar(ax, ticks)


def _bar(ax: Axes, ticks: Sequence[float]) -> None:
    """Draw the scale of a picture below it."""
    below = ax.inset_axes((0, -0.07, 1, 0.035))
    fmt = "{:.2g}" if max(map(abs, ticks)) < 99.5 else "{:.0f}"
    texts = FixedFormatter([number_text(tick, fmt) for tick in ticks])
    bar = ax.figure.colorbar(ax.images[0], cax=below, orientation="horizontal", ticks=list(ticks), format=texts)
    bar.ax.tick_params(length=0, labelsize=points(13), pad=points(4), labelcolor=LIGHT["ink-2"])
    labels = bar.ax.get_xticklabels()
    labels[0].set_horizontalalignment("left")
    labels[-1].set_horizontalalignment("right")
    bar.outline.set_visible(False)


def photo(ax: Axes, picture: Array) -> None:
    """Draw a photograph, in colours or in grey, as it is.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    picture : ndarray or PIL.Image.Image
        Shape ``(h, w, 3)`` or ``(h, w)``, as bytes or from 0 to 1.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> photo(ax, np.zeros((2, 2, 3)))
    """
    pixels = _checks.numbers("picture", picture, 2, 3)
    _checks.axes("ax", ax).imshow(pixels, cmap="gray", vmin=0, vmax=255 if pixels.dtype == np.uint8 else 1)
    ax.set_axis_off()


def feature_maps(
    maps: Sequence[Array],
    titles: Sequence[str] | None = None,
    columns: int | None = None,
    *,
    signed: bool = True,
    label: str = "",
) -> Figure:
    """Draw several feature maps, each on a scale of its own; an entry of three axes is drawn as a photograph.

    Parameters
    ----------
    maps : sequence of ndarray
        Arrays of two axes, and photographs of shape ``(h, w, 3)`` among them.
    titles : sequence of str, optional
        Symbols or argument names above the maps.
    columns : int, optional
        Maps in a row; by default as many as fit with at least 220 page pixels each.
    signed : bool
        Whether the maps can have numbers below zero, as in `feature_map`.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If there are no maps, or not one title each, or `feature_map` refuses one.

    Examples
    --------
    >>> len(feature_maps([np.eye(3), np.ones((3, 3))]).axes)
    2
    """
    check_titles("maps", maps, titles)
    arrays = [_checks.numbers("maps", values, 2, 3) for values in maps]
    draws = [
        partial(photo, picture=values) if values.ndim == 3 else partial(feature_map, values=values, signed=signed)
        for values in arrays
    ]
    return panels(draws, titles, columns, label=label)


def overlap_map(counts: Array, role: str = "output", *, label: str = "") -> Figure:
    """Draw counts per cell, shaded by size: with numbers when there are few cells, with a scale when there are many.

    Parameters
    ----------
    counts : ndarray
        Array of one or two axes, as from `convref.overlap_counts`.
    role : {'input', 'output'}
        Which cells are counted.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If `counts` has no or more than two axes, or `role` is neither of the two.

    Examples
    --------
    >>> len(overlap_map(np.array([1, 2, 1])).axes)
    1
    """
    counts = _checks.numbers("counts", counts, 1, 2)
    side = MOST if max(rows_of(counts).shape) > NUMBERED_CELLS else WIDE
    return panels([partial(draw_overlap, counts=counts, role=role)], side=side, label=label)


def draw_overlap(ax: Axes, counts: Array, role: str = "output", *, limit: float | None = None) -> None:
    """Draw counts per cell on axes, as `overlap_map` does.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    counts : ndarray
        Array of one or two axes, as from `convref.overlap_counts`.
    role : {'input', 'output'}
        Which cells are counted.
    limit : float, optional
        Count that has the deepest shade; by default the largest there is. Maps that are compared share one.

    Raises
    ------
    TypeError, ValueError
        If `counts` has no or more than two axes, or `role` is neither of the two.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> draw_overlap(ax, np.array([1, 2, 1]))
    """
    ax, role = _checks.axes("ax", ax), _checks.one_of("role", role, "input", "output")
    cells = rows_of(_checks.numbers("counts", counts, 1, 2))
    least, most = min(0, cells.min()), cells.max() if limit is None else _checks.number("limit", limit)
    if max(cells.shape) > NUMBERED_CELLS:
        _grey_map(ax, cells, most)
        return
    show_cells(ax, cells.shape[1], cells.shape[0])
    shares = (cells / ((most - least) or 1)).clip(0, 1)
    Board(cells, role, shares=shares).draw(ax, cell_scale(ax, cells.shape))


def _grey_map(ax: Axes, values: Array, most: float) -> None:
    ax.imshow(values, cmap=GREY, vmin=0, vmax=most)
    ax.set_axis_off()
    _bar(ax, sorted({0, *np.unique(values).tolist(), most}) if len(np.unique(values)) < 9 else (0, most))


def matrix(values: Array, row: int | None = None, *, label: str = "") -> Figure:
    """Draw the matrix of a layer: zeros are left empty, one row may be lit.

    Parameters
    ----------
    values : ndarray
        Array of two axes.
    row : int, optional
        Row to light: one output cell.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If `values` has not two axes, or there is no such row.

    Examples
    --------
    >>> len(matrix(np.eye(3), row=1).axes)
    1
    """
    values = _checks.numbers("values", values, 2)
    height, width = values.shape
    if row is not None and not integer("row", row, 0) < height:
        raise ValueError(f"row must be from 0 to {height - 1}, got row={row}")
    if max(height, width) > NUMBERED_CELLS:
        shown = np.where(values == 0, np.nan, values)
        return panels([partial(feature_map, values=shown, limit=float(np.abs(values).max()))], label=label)
    zeros = {(int(r), int(c)) for r, c in np.argwhere(values == 0)}
    lit = set() if row is None else {(row, column) for column in range(width)} - zeros
    return boards_figure([Board(values, "kernel", faded=zeros, empty=zeros, lit=lit)], label)
