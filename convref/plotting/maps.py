"""Feature maps, kernels, overlap counts and matrices as pictures, each with its scale."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from convref.arguments import Array, flag
from convref.plotting.grids import Board, canvas, number_text, rows_of

DIVERGING, SEQUENTIAL = "RdBu_r", "gray"  # data that may be negative; data that cannot
NUMBERED_CELLS = 16  # along one side; larger maps are shown as colours with a bar


def feature_map(ax: Axes, values: Array, *, limit: float | None = None, colorbar: bool = True) -> None:
    """Draw a feature map on a scale that is symmetric about zero.

    A feature map is no picture: its numbers have no bounds, so they are neither clipped nor cast.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values : ndarray
        Array of two axes.
    limit : float, optional
        End of the scale; by default the largest magnitude.
    colorbar : bool
        Whether to draw the scale beside the map.

    Raises
    ------
    TypeError, ValueError
        If `values` has not two axes, or `colorbar` is no truth value.

    Examples
    --------
    >>> figure, ax = plt.subplots()
    >>> feature_map(ax, np.array([[1.3, -0.2]]))
    """
    values, colorbar = np.asarray(values), flag("colorbar", colorbar)
    if values.ndim != 2:
        raise ValueError(f"a feature map needs an array of 2 axes, got shape {values.shape}")
    end = float(np.abs(values).max(initial=0) if limit is None else limit) or 1.0
    image = ax.imshow(values, cmap=DIVERGING, vmin=-end, vmax=end)
    ax.set_axis_off()
    if colorbar:
        bar = ax.figure.colorbar(image, ax=ax, fraction=0.046, pad=0.04, ticks=[-end, 0, end])
        fmt = "{:.2g}" if end < 99.5 else "{:.0f}"
        bar.ax.set_yticklabels([number_text(tick, fmt) for tick in (-end, 0, end)])
        bar.outline.set_visible(False)


def feature_maps(
    maps: Sequence[Array], titles: Sequence[str] | None = None, columns: int | None = None, *, label: str = ""
) -> Figure:
    """Draw several feature maps, each on its own symmetric scale.

    Parameters
    ----------
    maps : sequence of ndarray
        Arrays of two axes.
    titles : sequence of str, optional
        Symbols or argument names above the maps.
    columns : int, optional
        Maps in a row; by default at most four.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there are no maps, or not one title each.
    """
    if not len(maps) or (titles is not None and len(titles) != len(maps)):
        raise ValueError(f"maps and titles must be of one length above 0, got {len(maps)} maps, titles={titles!r}")
    across = columns or min(4, len(maps))
    down = ceil(len(maps) / across)
    figure, axes = plt.subplots(
        down,
        across,
        figsize=(7, 7 / across * down * 0.86),
        squeeze=False,
        num=label or None,
        clear=True,
        layout="constrained",
    )
    for ax in axes.flat:
        ax.set_axis_off()
    for number, (ax, values) in enumerate(zip(axes.flat, maps, strict=False)):
        feature_map(ax, values)
        if titles is not None:
            ax.set_title(titles[number])
    return figure


def kernel_grid(weights: Array, columns: int = 8, *, label: str = "") -> Figure:
    """Draw a bank of kernels as a grid of small pictures.

    Parameters
    ----------
    weights : ndarray
        Shape ``(n, 3, h, w)`` for colours, each kernel stretched to its own range about grey, or ``(n, 1, h, w)``
        for one channel, all on one diverging scale.
    columns : int
        Kernels in a row.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the shape is another.
    """
    weights = np.asarray(weights)
    if weights.ndim != 4 or weights.shape[1] not in (1, 3):
        raise ValueError(f"weights must have shape (n, 3, h, w) or (n, 1, h, w), got {weights.shape}")
    count, channels, height, width = weights.shape
    down, gap = ceil(count / columns), max(1, height // 8)
    shape = (down * (height + gap) - gap, columns * (width + gap) - gap)
    sheet = np.full((*shape, channels + (channels == 3)), 0.0 if channels == 3 else np.nan)
    for number, kernel in enumerate(weights):
        top, left = (number // columns) * (height + gap), (number % columns) * (width + gap)
        cell = sheet[top : top + height, left : left + width]
        if channels == 3:
            cell[..., :3] = 0.5 + kernel.transpose(1, 2, 0) / (2 * (np.abs(kernel).max() or 1))
            cell[..., 3] = 1
        else:
            cell[..., 0] = kernel[0]
    figure, ax = plt.subplots(
        figsize=(7, 7 * shape[0] / shape[1] + 0.1), num=label or None, clear=True, layout="constrained"
    )
    if channels == 3:
        ax.imshow(sheet)
        ax.set_axis_off()
    else:
        feature_map(ax, sheet[..., 0], limit=float(np.abs(weights).max()))
    return figure


def overlap_map(counts: Array, *, label: str = "") -> Figure:
    """Draw how many products each output cell receives: as numbers when small, as colours with a bar when large.

    Parameters
    ----------
    counts : ndarray
        Array of one or two axes, as from `convref.overlap_counts`.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If `counts` has no or more than two axes.
    """
    cells = rows_of(counts)
    height, width = cells.shape
    if max(cells.shape) > NUMBERED_CELLS:
        figure, ax = plt.subplots(
            figsize=(5, max(1.2, 4.4 * height / width)), num=label or None, clear=True, layout="constrained"
        )
        bar = figure.colorbar(
            ax.imshow(cells, cmap=SEQUENTIAL, vmin=0), ax=ax, ticks=sorted({0, *np.unique(cells).tolist()})
        )
        bar.outline.set_visible(False)
        ax.set_axis_off()
        return figure
    figure, ax, size = canvas(width, height, label)
    most = {(int(row), int(column)) for row, column in np.argwhere(cells == cells.max())}
    Board(cells, "output", lit=most if cells.min() < cells.max() else ()).draw(ax, size)
    return figure


def matrix(values: Array, row: int | None = None, *, label: str = "") -> Figure:
    """Draw the matrix of a layer: zeros are left empty, one row may be lit.

    Parameters
    ----------
    values : ndarray
        Array of two axes.
    row : int, optional
        Row to outline: one output cell.
    label : str
        Sentence that says what is seen; it becomes the figure's label.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If `values` has not two axes, or there is no such row.
    """
    values = np.asarray(values)
    if values.ndim != 2:
        raise ValueError(f"a matrix needs an array of 2 axes, got shape {values.shape}")
    height, width = values.shape
    if row is not None and not 0 <= row < height:
        raise ValueError(f"row must be from 0 to {height - 1}, got row={row}")
    if max(height, width) > NUMBERED_CELLS:
        figure, ax = plt.subplots(
            figsize=(7, max(2.0, 6 * height / width)), num=label or None, clear=True, layout="constrained"
        )
        feature_map(ax, np.where(values == 0, np.nan, values), limit=float(np.abs(values).max()))
        return figure
    figure, ax, size = canvas(width, height, label)
    zeros = {(int(r), int(c)) for r, c in np.argwhere(values == 0)}
    lit = set() if row is None else {(row, column) for column in range(width)} - zeros
    Board(values, "kernel", faded=zeros, empty=zeros, lit=lit).draw(ax, size)
    return figure
