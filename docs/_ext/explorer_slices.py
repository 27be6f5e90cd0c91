"""The still picture of a layer with several channels: input, weight and output as stacked slices, one cell lit."""

from collections.abc import Collection

import numpy as np
from matplotlib.figure import Figure

import convref as F
from convref._geometry import padding_pairs
from convref._types import Array
from convref.padding import pad
from convref.plotting.grids import Board, boards_figure, outside

GAP = 1.0
Place = tuple[int, int, int]


def window(weight: Array, at: Place, stride: tuple[int, ...], dilation: tuple[int, ...], groups: int) -> set[Place]:
    """Return the cells of the padded input that an output cell reads."""
    per_group = weight.shape[0] // groups
    first = at[0] // per_group * weight.shape[1]
    return {
        (first + c, at[1] * stride[0] + r * dilation[0], at[2] * stride[1] + t * dilation[1])
        for c, r, t in np.ndindex(weight.shape[1:])
    }


def boards(slices: Array, role: str, left: float, lit: Collection[Place], padding: Collection = ()) -> list[Board]:
    """Return one board for each slice, below each other."""
    return [
        Board(
            values, role, left, number * (slices.shape[1] + GAP / 2), faded=padding,
            lit={place[1:] for place in lit if place[0] == number},
        )
        for number, values in enumerate(slices)
    ]  # fmt: skip


def figure(
    x: Array, weight: Array, at: Place, stride: tuple[int, ...], padding: str | tuple[int, ...],
    dilation: tuple[int, ...], groups: int, padding_mode: str,
) -> Figure:  # fmt: skip
    """Draw a 2-D convolution of several channels; `at` is the channel, row and column of the lit output cell."""
    pairs = padding_pairs(padding, weight.shape[2:], stride, dilation)
    padded = pad(x, ((0, 0), *pairs), padding_mode)
    output = F.conv2d(x, weight, None, stride, padding, dilation, groups, padding_mode=padding_mode)
    kernels = weight.reshape(-1, *weight.shape[2:])
    used = range(at[0] * weight.shape[1], (at[0] + 1) * weight.shape[1])
    lit = {(number, *place) for number in used for place in np.ndindex(weight.shape[2:])}
    places, grey = [0.0], outside(padded.shape[1:], *pairs)
    for slices in (padded, kernels):
        places.append(places[-1] + slices.shape[2] + GAP)
    drawn = [
        *boards(padded, "input", places[0], window(weight, at, stride, dilation, groups), grey),
        *boards(kernels, "kernel", places[1], lit),
        *boards(output, "output", places[2], {at}),
    ]
    return boards_figure(drawn, "")
