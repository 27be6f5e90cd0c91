"""Which part of the input an output of a stack of layers can depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd

from convref import formulas
from convref._checks import per_axis
from convref._geometry import padding_pairs
from convref._tables import Rows, Table
from convref.layers import Layer, checked_layers

MOST_STEPS = 2**18  # of phases and weights that one transposed layer may ask to follow


@dataclass(frozen=True)
class ReceptiveField(Rows["ReceptiveField"]):
    """A receptive field in input cells; tuples when an argument of the layers was a sequence.

    It is a sequence of the fields along each axis, which prints as a table and shows as one in a notebook.

    Attributes
    ----------
    size : int | tuple[int, ...]
        Cells from the first that can matter to the last, for the output that sees most.
    jump : Fraction | tuple[Fraction, ...]
        Distance between the centres of two neighbouring outputs.
    centre : Fraction | tuple[Fraction, ...]
        Position of the middle of the first output's field; 0 is the first input cell. The phases of transposed layers
        see different cells: it is where the first output would lie if all phases saw the same.
    """

    size: int | tuple[int, ...]
    jump: Fraction | tuple[Fraction, ...]
    centre: Fraction | tuple[Fraction, ...]

    @property
    def per_axis(self) -> list[tuple[object, ...]]:
        """Size, jump and centre, each with one entry per axis."""
        return [value if isinstance(value, tuple) else (value,) for value in (self.size, self.jump, self.centre)]

    def _rows(self) -> tuple[ReceptiveField, ...]:
        return tuple(ReceptiveField(*axis) for axis in zip(*self.per_axis, strict=True))

    def _table(self) -> Table:
        return Table(
            ("axis", "size", "jump", "centre"),
            tuple((str(axis), *map(str, values)) for axis, values in enumerate(zip(*self.per_axis, strict=True))),
        )


@dataclass(frozen=True)
class _AxisLayer:
    kernel_size: int
    stride: int
    before: int
    dilation: int
    transposed: bool


def receptive_field(layers: Iterable[Layer]) -> ReceptiveField:
    """Return the receptive field of a stack of layers.

    Parameters
    ----------
    layers : sequence of Layer
        First to last.

    Returns
    -------
    ReceptiveField
        Numbers for one axis, or one entry per axis when an argument of a layer is a sequence.

    Raises
    ------
    TypeError, ValueError
        If `layers` is empty, or an argument has the wrong type or is out of range.

    Notes
    -----
    The relations are ``receptive_field`` and ``jump`` of `convref.formulas`; for transposed layers the cells are
    followed one by one, since the outputs of one phase see more than those of another.

    Examples
    --------
    >>> field = receptive_field([Layer(3, stride=2, padding=1), Layer(3, padding=2, dilation=2)])
    >>> print(field.size, field.jump, field.centre)
    11 2 0
    """
    *_, last = fields(layers)
    return last


def fields(layers: Iterable[Layer], axes: int = 0) -> Iterator[ReceptiveField]:
    """Yield the receptive field after each layer, along `axes` axes at least."""
    checked = checked_layers(layers)
    named = max(axes, *(layer.axes for layer in checked))
    count = max(named, 1)
    along = [_along_axis(_column(checked, count, axis)) for axis in range(count)]
    for values in zip(*along, strict=True):
        yield ReceptiveField(*zip(*values, strict=True)) if named else ReceptiveField(*values[0])


def _column(layers: Iterable[Layer], axes: int, axis: int) -> Iterator[_AxisLayer]:
    return (_split(layer, axes)[axis] for layer in layers)


def _split(layer: Layer, axes: int) -> list[_AxisLayer]:
    kernel, steps = per_axis("kernel_size", layer.kernel_size, axes, 1), per_axis("stride", layer.stride, axes, 1)
    gaps = per_axis("dilation", layer.dilation, axes, 1)
    before = [pair[0] for pair in padding_pairs(layer.padding, kernel, steps, gaps, per_axis)]
    return [_AxisLayer(*axis, layer.transposed) for axis in zip(kernel, steps, before, gaps, strict=True)]


def _along_axis(layers: Iterable[_AxisLayer]) -> Iterator[tuple[int, Fraction, Fraction]]:
    """Yield size, jump and centre after each layer."""
    size, jump, centre = 1, Fraction(1), Fraction(0)
    reach: _Reach | None = None  # needed from the first transposed layer on
    for layer in layers:
        shift = Fraction(layer.dilation * (layer.kernel_size - 1), 2) - layer.before
        if layer.transposed and reach is None:
            reach = _Reach(1, int(jump), {0: (0, size - 1)})
        if reach is not None:
            reach = _next_reach(reach, layer)
            size = max((last - first + 1 for first, last in reach.cells.values()), default=0)
        else:
            size = formulas.receptive_field(size, int(jump), layer.kernel_size, layer.dilation)
        if layer.transposed:
            jump /= layer.stride
            centre -= jump * shift
        else:
            centre += jump * shift
            jump = Fraction(formulas.jump(jump.numerator, layer.stride), jump.denominator)
        yield size, jump, centre


@dataclass(frozen=True)
class _Reach:
    """First and last input cell that each cell of a layer can depend on, up to one shift common to all.

    It repeats: what holds for a cell holds `period` cells further on, `advance` input cells further on. Only one period
    is kept, and in it only cells that depend on something.
    """

    period: int
    advance: int
    cells: dict[int, tuple[int, int]]


def _next_reach(reach: _Reach, layer: _AxisLayer) -> _Reach:
    period, advance, s = reach.period, reach.advance, layer.stride
    common = s if layer.transposed else gcd(period, s)
    new_period = period * s if layer.transposed else period // common
    new_advance = advance if layer.transposed else advance * (s // common)
    taps = _outer_taps(layer, new_period if layer.transposed else period)
    if len(taps) * len(reach.cells) > MOST_STEPS:
        raise ValueError(
            f"stride and kernel_size of transposed layers must be smaller: with stride={s} and "
            f"kernel_size={layer.kernel_size} there are more than {MOST_STEPS} phases and weights to follow"
        )
    inverse = 0 if layer.transposed else pow(period // common, -1, s // common)
    cells: dict[int, tuple[int, int]] = {}
    for (cell, (first, last)), tap in product(reach.cells.items(), taps):
        if layer.transposed:
            output, periods = cell * s + layer.dilation * tap - layer.before, 0
        else:
            distance = cell + layer.before - layer.dilation * tap
            if distance % common:
                continue  # no output reads this cell, nor one a few periods further on, with this weight
            periods = -distance // common * inverse % (s // common)
            output = (distance + periods * period) // s
        turns, place = divmod(output, new_period)
        moved = periods * advance - turns * new_advance
        found = cells.get(place, (first + moved, last + moved))
        cells[place] = (min(found[0], first + moved), max(found[1], last + moved))
    return _Reach(new_period, new_advance, cells)


def _outer_taps(layer: _AxisLayer, period: int) -> list[int]:
    """Return the taps that can meet a first or a last cell: the outer ones of those that meet cells of one kind."""
    kinds, count = period // gcd(period, layer.dilation), layer.kernel_size
    if 2 * kinds >= count:
        return list(range(min(count, MOST_STEPS + 1)))
    return [*range(min(kinds, MOST_STEPS + 1)), *range(count - min(kinds, MOST_STEPS + 1), count)]
