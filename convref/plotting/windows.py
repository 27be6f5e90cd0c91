"""What becomes of a script's figures when it ends: windows, or files where no window can be opened."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.backends.registry import BackendFilter, backend_registry

from convref.plotting.sheet import figure_of
from convref.plotting.style import PAPER

__all__ = ["show"]

DPI = 192


def show(*films: FuncAnimation) -> None:
    """Open a window for each figure; without a display, save each in the current folder and name the files.

    Parameters
    ----------
    *films : matplotlib.animation.FuncAnimation
        The films among the figures, which are saved as GIF instead of PNG.

    Examples
    --------
    >>> plt.close("all")
    >>> show()  # with no figure open there is nothing to do
    """
    without_windows = backend_registry.list_builtin(BackendFilter.NON_INTERACTIVE)  # type: ignore[no-untyped-call]
    if plt.get_backend().lower() not in without_windows:
        plt.show()
        return
    moving = {figure_of(film): film for film in films}
    stem = Path(sys.argv[0]).stem
    for count, number in enumerate(plt.get_fignums(), 1):
        figure = plt.figure(number)
        figure.set_facecolor(PAPER)
        if figure in moving:
            name = f"{stem}-{count}.gif"
            # Were the paper transparent, each frame would be laid over those before it.
            moving[figure].save(name, writer="pillow", savefig_kwargs={"facecolor": PAPER})
        else:
            name = f"{stem}-{count}.png"
            figure.savefig(name, dpi=DPI, facecolor=PAPER)
        print(f"saved {name}", file=sys.stderr)  # A script's output stays its results.
