"""Which part of the input an output of a stack of layers can depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from convref._arguments.geometry import sliding
from convref._reach import START, Reach, Spread, Window, all_after
from convref._tables import Rows, Table
from convref.layers import Layer, checked_layers

__all__ = ["ReceptiveField", "receptive_field"]


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
        see different cells: it is where the first output would lie if all phases saw the same. Behind an upsampling it
        is the place of the first output on the grid of half pixels, although that is computed from whole cells.
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
    Along a stack of convolutions it is ``receptive_field`` and ``jump`` of `convref.formulas`. The cells are followed
    one by one, since the outputs of one phase of a transposed layer see more than those of another.

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
    reaches: tuple[Reach, ...] = (START,) * max(named, 1)
    for layer in checked:
        reaches = all_after(reaches, reads_of(layer, len(reaches)))
        one = reaches[0]
        yield field_of(reaches) if named else ReceptiveField(one.size, one.jump, one.centre)


def field_of(reaches: Sequence[Reach]) -> ReceptiveField:
    """Return the field along all axes."""
    return ReceptiveField(
        tuple(one.size for one in reaches), tuple(one.jump for one in reaches), tuple(one.centre for one in reaches)
    )


def reads_of(layer: Layer, axes: int) -> list[Window | Spread]:
    """Return how a layer reads along each axis."""
    slide = sliding(axes, layer.kernel_size, layer.stride, layer.padding, layer.dilation)
    kind = Spread if layer.transposed else Window
    return [kind(*axis) for axis in zip(slide.kernel, slide.stride, slide.before, slide.dilation, strict=True)]
