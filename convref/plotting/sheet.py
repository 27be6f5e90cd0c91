"""The sheet a figure is drawn on: sizes in page pixels, and a second version of it for a narrow page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from convref.plotting import _checks

__all__ = ["NARROW", "PER_INCH", "WIDE", "Drawing", "narrow"]

PITCH = 38  # page pixels from one cell to the next
WIDE, NARROW = 694, 316  # page pixels that a figure may take inside its frame: a lesson at 1280, a phone at 360
STOP_MILLISECONDS = 1600  # so long a film stands at each stop: time to read its numbers
CELLS = "cells"  # the name of axes that show cells, which are as large everywhere
PER_INCH = 96  # page pixels
_MAKE = "make_narrow"  # attribute of a figure or film

Drawing = TypeVar("Drawing", Figure, FuncAnimation)


def sheet(width: float, height: float, label: str | None) -> Figure:
    """Return an empty figure of so many page pixels; its label is its alternative text.

    Without one it is a second version of a figure that pyplot has already, and pyplot does not learn of it.
    """
    size = (width / PER_INCH, height / PER_INCH)
    if label is not None:
        _checks.text("label", label)
        return plt.figure(num=label or None, figsize=size, clear=True)
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    return figure


def points(count: float) -> float:
    """Return a length in page pixels as the points that Matplotlib counts in."""
    return count * 72 / PER_INCH


def size_of(figure: Figure) -> tuple[float, float]:
    """Return width and height of a figure in page pixels."""
    return figure.get_figwidth() * PER_INCH, figure.get_figheight() * PER_INCH


def figure_of(film: FuncAnimation) -> Figure:
    """Return the figure that a film is drawn in, for which Matplotlib has no public name."""
    figure: Figure = film._fig  # type: ignore[attr-defined]
    return figure


def with_narrow(drawing: Drawing, width: float, make: Callable[[], Drawing]) -> Drawing:
    """Note how the same drawing is made for a narrow page, where it takes more page pixels than that has."""
    setattr(drawing, _MAKE, make if width > NARROW else None)
    return drawing


def narrow(drawing: Drawing) -> Drawing | None:
    """Return the version of a figure or film for a page of 360 pixels; None when the one there is fits.

    Parameters
    ----------
    drawing : matplotlib.figure.Figure or matplotlib.animation.FuncAnimation
        As the functions of `convref.plotting` return it.

    Returns
    -------
    matplotlib.figure.Figure, matplotlib.animation.FuncAnimation or None

    Examples
    --------
    >>> narrow(Figure()) is None
    True
    """
    make: Callable[[], Drawing] | None = getattr(drawing, _MAKE, None)
    return make() if make else None
