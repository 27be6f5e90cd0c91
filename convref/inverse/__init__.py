"""The other way round: from two sizes to the settings that lead from one to the other.

The order of the answers is stated once, in `rank_key`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import overload

from convref._arguments.checks import flag, integer
from convref._tables import Rows, Table
from convref.cost import links_inside
from convref.inverse import _search
from convref.inverse.bounds import Bounds, bounds_for
from convref.overlap import is_even_overlap
from convref.reads import untouched_cells

__all__ = ["MOST_SHOWN", "Found", "Settings", "find_settings", "rank_key"]

MOST_SHOWN = 20  # rows of the table of what was found
_ARGUMENTS = ("kernel_size", "stride", "padding", "dilation")
_COLUMNS = {  # of that table, for a convolution and for a transposed one
    False: (*_ARGUMENTS, "unread", "unread_at_end", "macs"),
    True: (*_ARGUMENTS, "output_padding", "even", "empty", "macs"),
}


@dataclass(frozen=True)
class Settings:
    """Arguments of a layer along one axis that lead from one size to another, with what they mean for the cells.

    Attributes
    ----------
    kernel_size, stride, padding, dilation, output_padding : int
        As in PyTorch.
    even : bool
        Whether the overlap of the transposed layer is even.
    unread : int
        Input cells that no window of a convolution reads; 0 for a transposed one.
    unread_at_end : int
        Those of them that lie after the last window. The others lie in gaps.
    empty : int
        Output cells of a transposed convolution that no product reaches; 0 for a convolution.
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
    unread_at_end: int
    empty: int
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
        Why there are none, how near the nearest comes, and what to widen; empty when there are some.
    bounds : Bounds
        What was tried.
    """

    settings: tuple[Settings, ...]
    reason: str
    bounds: Bounds

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
        names = _COLUMNS[self.bounds.transposed]
        rows = [tuple(_cell(getattr(one, name)) for name in names) for one in self.settings[:MOST_SHOWN]]
        more = f"and {len(self) - len(rows)} more; " if len(self) > len(rows) else ""
        return Table(names, tuple(rows), note=f"{more}searched: {self.bounds}")

    def __str__(self) -> str:
        return super().__str__() if self.settings else f"{self.reason}\nsearched: {self.bounds}"

    def _repr_html_(self) -> str:
        if self.settings:
            return super()._repr_html_()
        return f"<p>{escape(self.reason)}</p><p>{escape(f'searched: {self.bounds}')}</p>"


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def rank_key(settings: Settings, input_size: int, output_size: int, *, transposed: bool = False) -> tuple[int, ...]:
    """Return what `find_settings` sorts its answers by, smallest first.

    Parameters
    ----------
    settings : Settings
        One answer.
    input_size, output_size : int
        The sizes that it leads from and to.
    transposed : bool
        Whether the layer is a transposed convolution.

    Returns
    -------
    tuple of int
        One number for each of the rules below.

    Notes
    -----
    Each rule decides where those before it leave a tie.

    1. No cell is lost: the fewer input cells that no window reads, the better. For a transposed convolution these are
       the output cells that no product reaches.
    2. The stride does the scaling: the nearer it is to the ratio of the two sizes, the better. A layer of stride 1
       without padding passes too, because there the kernel alone makes the size.
    3. The smaller dilation comes first.
    4. The usual paddings come first: none, half of d(k−1), or less than half with both ends treated alike.
    5. For a transposed convolution, even overlap comes first. A convolution is not ranked by it.
    6. The smaller ``output_padding`` comes first.
    7. The smaller kernel comes first.
    8. What is left is decided by windows that lean to neither end, then by the smaller stride and padding.

    Examples
    --------
    >>> found = find_settings(224, 112).settings
    >>> rank_key(found[0], 224, 112) < rank_key(found[1], 224, 112)
    True
    """
    k, s, p, d = settings.kernel_size, settings.stride, settings.padding, settings.dilation
    small, large = (input_size, output_size) if transposed else (output_size, input_size)
    reach = d * (k - 1)
    lean = abs(s * (small - 1) + reach + 1 - 2 * p - large)  # cells over at the end, less those over at the start
    nearest = min(large % small, small - large % small) if large > small else small - large
    plain = s == 1 and p == 0 and settings.output_padding == 0
    usual = p == 0 or 2 * p == reach or (2 * p < reach and lean == 0)
    return (
        settings.unread + settings.empty,
        0 if plain else abs(s * small - large) - nearest,
        d,
        not usual,
        transposed and not settings.even,
        settings.output_padding,
        k,
        lean,
        s,
        p,
    )


def find_settings(
    input_size: int,
    output_size: int,
    *,
    transposed: bool = False,
    kernel_size: int | Iterable[int] | None = None,
    stride: int | Iterable[int] | None = None,
    padding: int | Iterable[int] | None = None,
    dilation: int | Iterable[int] | None = None,
    output_padding: int | Iterable[int] | None = None,
) -> Found:
    """Find all settings within bounds that turn one size into another.

    Parameters
    ----------
    input_size, output_size : int
        In cells, along one axis.
    transposed : bool
        Whether to look for transposed convolutions.
    kernel_size, stride, padding, dilation, output_padding : int or iterable of int, optional
        Values to try; an integer fixes the argument. Without it the bounds follow from the sizes and from what is
        given: strides up to 4 or to the ratio of the sizes, kernels up to 11 or to twice the stride, dilations up to
        2, padding up to d(k−1), and any ``output_padding`` that PyTorch takes. ``output_padding`` matters to
        transposed layers only.

    Returns
    -------
    Found
        The settings, each layer once, in the order of `convref.inverse.rank_key`; or the reason why there are none.
        The bounds that were searched are in it.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, is out of range, or holds no value, or there are too many settings to try.

    Examples
    --------
    >>> for one in find_settings(224, 112).settings[:3]:
    ...     print(one.kernel_size, one.stride, one.padding, one.unread)
    2 2 0 0
    3 2 1 0
    4 2 1 0
    >>> print(find_settings(224, 112).bounds)
    kernel_size 1 to 11, stride 1 to 4, padding 0 to d(k−1), dilation 1 to 2
    >>> find_settings(224, 112, stride=1, dilation=1).reason  # doctest: +NORMALIZE_WHITESPACE
    'none: within these bounds a convolution turns 224 into 214 to 234;
    nearest is 214, 102 too many, with kernel_size=11 stride=1 padding=0 dilation=1;
    wider bounds reach 112: kernel_size=113, or stride=2, or dilation=12'
    """
    i, wanted = integer("input_size", input_size, 1), integer("output_size", output_size, 1)
    if output_padding is not None and not flag("transposed", transposed):
        raise ValueError(f"output_padding needs transposed=True, got output_padding={output_padding!r}")
    given = {
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "output_padding": output_padding,
    }
    bounds = bounds_for(i, wanted, flag("transposed", transposed), given)
    found = [_described(setting, i, wanted, bounds.transposed) for setting in _search.fitting(i, wanted, bounds)]
    found.sort(key=lambda one: rank_key(one, i, wanted, transposed=bounds.transposed))
    return Found(tuple(found), "" if found else _reason(i, wanted, bounds), bounds)


def _described(setting: _search.Setting, i: int, o: int, transposed: bool) -> Settings:
    k, s, p, d, op = setting
    small, large = (i, o) if transposed else (o, i)
    in_gaps, after = untouched_cells(large, small, k, s, p, d)
    unread, at_end, empty = (0, 0, in_gaps + after) if transposed else (in_gaps + after, after, 0)
    macs = links_inside(small, large, k, s, p, d)
    return Settings(k, s, p, d, op, is_even_overlap(k, s, d), unread, at_end, empty, macs)


def _reason(i: int, wanted: int, bounds: Bounds) -> str:
    """Say what the bounds allow in place of the wanted size, and what to widen."""
    kind = "transposed convolution" if bounds.transposed else "convolution"
    missed, wider = _search.miss(i, wanted, bounds), _search.widened(i, wanted, bounds)
    if missed is None:
        parts = [f"none: within these bounds no {kind} accepts an input of {i}"]
    else:
        low, high, near = missed.lowest, missed.highest, missed.nearest
        sizes = f"{low}" if low == high else f"{low} to {high}"
        into = f"some sizes from {sizes}, but not into {wanted}" if low < wanted < high else sizes
        names = ("kernel_size", "stride", "padding", "dilation", "output_padding")[: 5 if bounds.transposed else 4]
        setting = " ".join(f"{name}={value}" for name, value in zip(names, missed.setting, strict=False))
        by = f"{wanted - near} short" if near < wanted else f"{near - wanted} too many"
        parts = [
            f"none: within these bounds a {kind} turns {i} into {into}",
            f"nearest is {near}, {by}, with {setting}",
        ]
    if wider:
        choices = ", or ".join(f"{name}={value}" for name, value in wider.items())
        parts.append(f"wider bounds reach {wanted}: {choices}")
    return "; ".join(parts)
