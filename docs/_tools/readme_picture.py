"""Draw the picture at the head of the README: a photo, the nine numbers under a kernel, one pixel, the feature map.

It shows what the landing page shows before anybody has touched it, from the same numbers.
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch, Rectangle

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from _ext.pages import landing  # noqa: E402
from convref import plotting  # noqa: E402
from convref.plotting.grids import Board, show_cells  # noqa: E402
from convref.plotting.style import LIGHT, SIGNED  # noqa: E402

FILE = ROOT / "docs" / "readme.png"
WIDTH, HEIGHT, SIDE, CELL = 880, 250, 220, 44  # pixels


def _axes(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    return figure.add_axes((left / WIDTH, 1 - (top + height) / HEIGHT, width / WIDTH, height / HEIGHT))


def _board(figure: Figure, values: list[list[int]], role: str, left: float) -> Axes:
    cells = np.array(values)
    height, width = cells.shape
    ax = _axes(figure, left, (HEIGHT - CELL * height) / 2, CELL * width, CELL * height)
    Board(cells, role, lit=set(np.ndindex(cells.shape))).draw(ax, 1.0)
    show_cells(ax, width, height)
    return ax


def _ray(figure: Figure, start: tuple[Axes, float, float], end: tuple[Axes, float, float], role: str) -> None:
    line, colour = (0, (3, 2)), LIGHT[f"{role}-line"]
    ray = ConnectionPatch(
        start[1:], end[1:], start[0].transData, end[0].transData, color=colour, linewidth=0.9, ls=line
    )
    figure.add_artist(ray)


def draw() -> Figure:
    """Return the figure."""
    plotting.use_style()
    found, pixels = landing.state(), landing.photo()
    row, column = found["row"], found["column"]
    values = landing.feature_map(pixels, found["kernels"]["edges"])
    figure = Figure(figsize=(WIDTH / 96, HEIGHT / 96), facecolor=LIGHT["paper"])
    photo = _axes(figure, 15, 15, SIDE, SIDE)
    photo.imshow(pixels, cmap="gray", vmin=0, vmax=255)
    photo.add_patch(Rectangle((column - 0.5, row - 0.5), 3, 3, fill=False, edgecolor=LIGHT["input-line"], linewidth=2))
    mapped = _axes(figure, WIDTH - SIDE - 15, 15, SIDE, SIDE)
    end = np.abs(values).max()
    mapped.imshow(values, cmap=SIGNED, vmin=-end, vmax=end)
    mapped.add_patch(
        Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=LIGHT["output-line"], linewidth=2)
    )
    for ax in (photo, mapped):
        ax.set_axis_off()
    window = _board(figure, found["window"], "input", 262)
    _board(figure, found["weights"], "kernel", 432)
    total = _board(figure, [[found["sum"]]], "output", 590)
    for sign, x in (("∗", 413), ("=", 577)):
        figure.text(x / WIDTH, 0.5, sign, ha="center", va="center", fontsize=15, color=LIGHT["ink-2"])
    for up in (0, 3):
        _ray(figure, (photo, column + 2.5, row + up - 0.5), (window, 0, up), "input")
    _ray(figure, (total, 1, 0.5), (mapped, column - 0.5, row), "output")
    return figure


if __name__ == "__main__":
    draw().savefig(FILE, dpi=192, metadata={"Software": None})
