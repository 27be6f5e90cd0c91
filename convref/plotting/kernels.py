"""A bank of kernels as a grid of small pictures, and the film of a bank that is being learned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import ceil

import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from convref._arguments.checks import integer
from convref._arguments.types import Array
from convref.plotting import _checks
from convref.plotting.maps import feature_map, photo
from convref.plotting.panels import TALL, check_titles, panels
from convref.plotting.sheet import NARROW, STOP_MILLISECONDS, WIDE, figure_of, size_of, with_narrow
from convref.plotting.tiles import colours, tiles

__all__ = ["kernel_film", "kernel_grid"]

KERNEL_PIXELS = 88  # of a page, the widest that one kernel is shown


def kernel_grid(weights: Array, columns: int = 8, *, title: str = "", label: str = "") -> Figure:
    """Draw a bank of kernels as a grid of small pictures.

    Parameters
    ----------
    weights : ndarray
        Shape ``(n, 3, h, w)`` for colours, each kernel stretched to its own range about grey, or ``(n, 1, h, w)``
        for one channel, all on one diverging scale.
    columns : int
        Kernels in a row; on a narrow page half as many, unless the grid would be very high there.
    title : str
        Symbol or argument name above the kernels.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        If the shape is another.

    Examples
    --------
    >>> len(kernel_grid(np.ones((4, 1, 3, 3)), columns=2).axes)
    1
    """
    weights, columns = _checks.numbers("weights", weights), integer("columns", columns, 1)
    title = _checks.text("title", title)
    if weights.ndim != 4 or weights.shape[1] not in (1, 3) or not weights.size:
        raise ValueError(f"weights must have shape (n, 3, h, w) or (n, 1, h, w), got {weights.shape}")
    wide = _kernel_sheet(weights, columns, WIDE, title, label)
    across = _narrow_columns(len(weights), columns)
    return with_narrow(wide, size_of(wide)[0], lambda: _kernel_sheet(weights, across, NARROW, title, None))


def _narrow_columns(count: int, columns: int) -> int:
    half = ceil(columns / 2)
    return half if ceil(count / half) * NARROW / half <= TALL else columns


def _kernel_sheet(weights: Array, columns: int, room: int, title: str, label: str | None) -> Figure:
    """Draw the kernels in rows, with a gap between them."""
    if weights.shape[1] == 3:
        draw = partial(photo, picture=tiles(colours(weights), columns))
    else:
        draw = partial(feature_map, values=tiles(weights[:, 0], columns), limit=float(np.abs(weights).max()))
    return panels([draw], [title] if title else None, side=min(room, KERNEL_PIXELS * columns), label=label)


def kernel_film(
    stages: Sequence[Array], titles: Sequence[str] | None = None, columns: int = 8, *, label: str = ""
) -> FuncAnimation:
    """Draw kernels in colour at several stages of their learning as a film.

    Parameters
    ----------
    stages : sequence of ndarray
        Each of shape ``(n, 3, h, w)``.
    titles : sequence of str, optional
        Symbol or number above each stage.
    columns : int
        Kernels in a row.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.animation.FuncAnimation

    Raises
    ------
    ValueError
        If there are no stages, not one title each, or the shape is another.

    Examples
    --------
    >>> film = kernel_film([np.ones((4, 3, 5, 5)), np.zeros((4, 3, 5, 5))], columns=2)
    >>> page = film.to_jshtml()  # shows it in a notebook
    """
    check_titles("stages", stages, titles)
    columns = integer("columns", columns, 1)
    frames = [tiles(colours(_checks.numbers("stages", kernels, 4)), columns) for kernels in stages]

    def make(room: int, label: str | None) -> FuncAnimation:
        side = min(room, KERNEL_PIXELS * columns)
        figure = panels([lambda ax: photo(ax, frames[-1])], titles and titles[-1:], side=side, label=label)
        return _film(figure, frames, titles)

    wide = make(WIDE, label)
    return with_narrow(wide, size_of(figure_of(wide))[0], lambda: make(NARROW, None))


def _film(figure: Figure, frames: Sequence[Array], titles: Sequence[str] | None) -> FuncAnimation:
    """Return the film of pictures on the axes of a figure that shows one of them."""
    (ax,) = figure.axes

    def frame(number: int) -> list[Artist]:
        ax.images[0].set_data(frames[number])
        if titles:
            ax.set_title(titles[number], loc="left")
        return []

    return FuncAnimation(figure, frame, frames=len(frames), interval=STOP_MILLISECONDS, init_func=lambda: [])
