"""The other way round: from two sizes to the settings that lead from one to the other.

The order of the answers is stated once, in `rank_key`: even overlap first, then symmetric ones, then those that leave
the fewest cells unread, then the cheapest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from html import escape
from itertools import islice, product
from math import prod
from typing import overload

import numpy as np

from convref import formulas
from convref._tables import Rows, Table
from convref.arguments import PerAxis, flag, integer, named_axes, per_axis
from convref.cost import links_inside
from convref.layers import Layer, check_rank, checked_layers, checked_rank
from convref.overlap import is_even_overlap

MOST_TRIED = 1_000_000  # settings in one search: a second or two
MOST_SHOWN = 20  # rows of the table of what was found


@dataclass(frozen=True)
class Settings:
    """Arguments of a layer along one axis that lead from one size to another, with what ranks them.

    Attributes
    ----------
    kernel_size, stride, padding, dilation, output_padding : int
        As in PyTorch.
    even : bool
        Whether the overlap of the transposed layer is even.
    unread : int
        Cells at the end of the padded input that a convolution never reads.
    macs : int
        Multiply-accumulates along the axis, without zeros of the padding and without cropped products.
    """

    kernel_size: int
    stride: int
    padding: int
    dilation: int
    output_padding: int
    even: bool
    unread: int
    macs: int


@dataclass(frozen=True, repr=False)
class Found(Rows[Settings]):
    """What a search found: a sequence of `Settings`, which prints as a table and shows as one in a notebook.

    A slice is a `Found`, too, so that ``print(found[:5])`` shows the five best. A table has at most 20 rows.

    Attributes
    ----------
    settings : tuple[Settings, ...]
        Best first.
    reason : str
        Why there are none; empty when there are some.
    """

    settings: tuple[Settings, ...]
    reason: str

    def __repr__(self) -> str:
        return f"Found({len(self)} settings, best {self[0]})" if self.settings else f"Found({self.reason!r})"

    @overload
    def __getitem__(self, index: int) -> Settings: ...
    @overload
    def __getitem__(self, index: slice) -> Found: ...
    def __getitem__(self, index: int | slice) -> Settings | Found:
        return replace(self, settings=self.settings[index]) if isinstance(index, slice) else self.settings[index]

    def _rows(self) -> tuple[Settings, ...]:
        return self.settings

    def _table(self) -> Table:
        names = [field.name for field in fields(Settings)]
        rows = [[getattr(one, name) for name in names] for one in self.settings[:MOST_SHOWN]]
        more = len(self) - len(rows)
        return Table(tuple(names), tuple(tuple(map(_cell, row)) for row in rows), note=f"and {more} more" * (more > 0))

    def __str__(self) -> str:
        return super().__str__() if self.settings else self.reason

    def _repr_html_(self) -> str:
        return super()._repr_html_() if self.settings else f"<p>{escape(self.reason)}</p>"


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def rank_key(settings: Settings) -> tuple[int, ...]:
    """Return the key of the order: evenness, symmetry, unread cells, MACs, then the smaller numbers."""
    return (
        not settings.even,
        settings.output_padding,
        settings.unread,
        settings.macs,
        settings.dilation,
        settings.kernel_size,
        settings.stride,
        settings.padding,
    )


def find_settings(
    input_size: int,
    output_size: int,
    *,
    transposed: bool = False,
    kernel_size: int | Iterable[int] = range(1, 8),
    stride: int | Iterable[int] = range(1, 5),
    padding: int | Iterable[int] = range(4),
    dilation: int | Iterable[int] = range(1, 3),
    output_padding: int | Iterable[int] = range(4),
) -> Found:
    """Find all settings within bounds that turn one size into another.

    Parameters
    ----------
    input_size, output_size : int
        In cells, along one axis.
    transposed : bool
        Whether to look for transposed convolutions.
    kernel_size, stride, padding, dilation, output_padding : int or iterable of int
        Values to try; an integer fixes the argument. ``output_padding`` matters to transposed layers only.

    Returns
    -------
    Found
        The settings, best first: even overlap, then the least ``output_padding``, fewest unread cells, fewest MACs;
        or the reason why there are none.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, is out of range, or holds no value, or there are too many settings to try.

    Examples
    --------
    >>> best = find_settings(224, 112).settings[0]
    >>> best.kernel_size, best.stride, best.padding
    (2, 2, 0)
    >>> find_settings(6, 100).reason
    'none: within these bounds a convolution turns 6 into 1 to 12'
    """
    i, wanted = integer("input_size", input_size, 1), integer("output_size", output_size, 1)
    flag("transposed", transposed)
    kernels, strides = _values("kernel_size", kernel_size, 1), _values("stride", stride, 1)
    paddings, dilations = _values("padding", padding, 0), _values("dilation", dilation, 1)
    extras = _values("output_padding", output_padding, 0)
    bounds = (kernels, strides, paddings, dilations, extras if transposed else (0,))
    if prod(map(len, bounds)) > MOST_TRIED:
        raise ValueError(f"bounds must hold at most {MOST_TRIED:,} settings, got {prod(map(len, bounds)):,}")
    found, reachable = [], set()
    for k, s, p, d, op in product(*bounds):
        size = _size(i, k, s, p, d, op, transposed)
        if size is not None:
            reachable.add(size)
        if size == wanted:
            found.append(_settings(i, wanted, k, s, p, d, op, transposed))
    return Found(tuple(sorted(found, key=rank_key)), "" if found else _reason(i, wanted, reachable, transposed))


def mirror(
    layers: Iterable[Layer], input_size: PerAxis, *, in_channels: int | None = None, rank: int | None = None
) -> tuple[Layer, ...]:
    """Return the transposed layers that undo the sizes of a list of convolutions, last first.

    Parameters
    ----------
    layers : sequence of Layer
        Convolutions, first to last.
    input_size : int or sequence of int
        Cells of the input along one axis, or along each, without channels and batch: three sizes are taken only for
        layers that have arguments for three axes, or with ``rank=3``.
    in_channels : int, optional
        Channels of the input, which the last of the transposed layers gives back; without it, that layer keeps the
        channels that it receives.
    rank : int, optional
        How many axes there are; another number of sizes is then refused.

    Returns
    -------
    tuple of Layer
        Transposed layers; each ``output_padding`` makes up for what the floor of the convolution lost.

    Raises
    ------
    TypeError, ValueError
        If a layer is transposed, its padding is 'same' with an even kernel, a size does not fit, or there is one for
        the channels.

    Examples
    --------
    >>> mirror([Layer(5, stride=3, padding=2)], 18)
    (Layer(5, stride=3, padding=2, output_padding=2, transposed=True),)
    """
    checked = checked_layers(layers)
    rank, sizes = checked_rank(rank), named_axes(input_size=input_size)
    if sizes > 1 or rank is not None:
        shape = per_axis("input_size", input_size, sizes or rank or 1, 1)
        check_rank(checked, "input_size", shape, rank, channels=False)
    size = per_axis("input_size", input_size, max(sizes, rank or 1, *(layer.axes for layer in checked)), 1)
    channels = in_channels if in_channels is None else integer("in_channels", in_channels, 1)
    result = []
    for number, layer in enumerate(checked, start=1):
        try:
            mirrored, size = _mirrored(layer, size, channels)
        except (TypeError, ValueError) as error:
            raise type(error)(f"layer {number}: {error}") from error
        result.append(mirrored)
        channels = layer.out_channels or channels
    return tuple(reversed(result))


def _mirrored(layer: Layer, size: tuple[int, ...], channels: int | None) -> tuple[Layer, tuple[int, ...]]:
    """Return the transposed layer that leads back to `size`, and the size that it starts from."""
    if layer.transposed:
        raise ValueError("layers must be convolutions, got a transposed one")
    kernel, steps, gaps = (
        per_axis(name, getattr(layer, name), len(size), 1) for name in ("kernel_size", "stride", "dilation")
    )
    padding = _symmetric_padding(layer, kernel, gaps)
    output = layer.output_size(size)
    assert isinstance(output, tuple)
    extra = tuple(map(formulas.output_padding_for, size, kernel, steps, padding, gaps))
    kernel_size, stride, crop, dilation, output_padding = map(_joined, (kernel, steps, padding, gaps, extra))
    mirrored = Layer(
        kernel_size,
        stride=stride,
        padding=crop,
        dilation=dilation,
        output_padding=output_padding,
        out_channels=channels,
        groups=layer.groups,
        bias=layer.bias,
        transposed=True,
    )
    return mirrored, output


def _joined(values: tuple[int, ...]) -> int | tuple[int, ...]:
    """Return one number in place of numbers that are all the same."""
    return values[0] if len(set(values)) == 1 else values


def _symmetric_padding(layer: Layer, kernel: tuple[int, ...], gaps: tuple[int, ...]) -> tuple[int, ...]:
    if not isinstance(layer.padding, str):
        return per_axis("padding", layer.padding, len(kernel), 0)
    totals = [formulas.same_total(k, d) if layer.padding == "same" else 0 for k, d in zip(kernel, gaps, strict=True)]
    if any(total % 2 for total in totals):
        odd = next(total for total in totals if total % 2)
        raise ValueError(f"padding='same' must be symmetric to be mirrored, got an odd total of {odd}")
    return tuple(total // 2 for total in totals)


def _values(name: str, value: int | Iterable[int], minimum: int) -> tuple[int, ...]:
    """Return the values to try, each once, in order."""
    if isinstance(value, (str, bytes)) or not np.iterable(value):
        return (integer(name, value, minimum),)
    entries = tuple(islice(value, MOST_TRIED + 1))
    if not entries:
        raise ValueError(f"{name} must hold at least one value, got none")
    if len(entries) > MOST_TRIED:
        raise ValueError(f"{name} must hold at most {MOST_TRIED:,} values, got more")
    return tuple(sorted({integer(name, entry, minimum) for entry in entries}))


def _size(i: int, k: int, s: int, p: int, d: int, op: int, transposed: bool) -> int | None:
    """Return the output size, or None where PyTorch refuses."""
    if transposed:
        size = formulas.conv_transpose_size(i, k, s, p, op, d)
        return size if op < formulas.output_padding_range(s, d) and size >= 1 else None
    return formulas.conv_size(i, k, s, p, d) if formulas.dilated_kernel(k, d) <= i + 2 * p else None


def _settings(i: int, o: int, k: int, s: int, p: int, d: int, op: int, transposed: bool) -> Settings:
    small, large = (i, o) if transposed else (o, i)
    unread = 0 if transposed else formulas.output_padding_for(i, k, s, p, d)
    return Settings(k, s, p, d, op, is_even_overlap(k, s, d), unread, links_inside(small, large, k, s, p, d))


def _reason(i: int, wanted: int, reachable: set[int], transposed: bool) -> str:
    kind = "transposed convolution" if transposed else "convolution"
    if not reachable:
        return f"none: within these bounds no {kind} accepts an input of {i}"
    span = f"{min(reachable)} to {max(reachable)}"
    if min(reachable) <= wanted <= max(reachable):
        return f"none: within these bounds a {kind} turns {i} into some sizes from {span}, but not into {wanted}"
    return f"none: within these bounds a {kind} turns {i} into {span}"
