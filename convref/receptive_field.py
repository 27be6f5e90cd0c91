"""Which part of the input an output of a stack of layers can depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from convref import formulas
from convref.arguments import padding_pairs, per_axis
from convref.layers import Layer


@dataclass(frozen=True)
class ReceptiveField:
    """A receptive field in input cells; tuples when an argument of the layers was a sequence.

    Attributes
    ----------
    size : int or tuple of int
        Cells from the first that can matter to the last, for the output that sees most.
    jump : Fraction or tuple of Fraction
        Distance between the centres of two neighbouring outputs.
    centre : Fraction or tuple of Fraction
        Position of the middle of the first output's field; 0 is the first input cell.
    """

    size: int | tuple[int, ...]
    jump: Fraction | tuple[Fraction, ...]
    centre: Fraction | tuple[Fraction, ...]

    @property
    def per_axis(self) -> list[tuple[object, ...]]:
        """Size, jump and centre, each with one entry per axis."""
        return [value if isinstance(value, tuple) else (value,) for value in (self.size, self.jump, self.centre)]


@dataclass(frozen=True)
class _AxisLayer:
    kernel_size: int
    stride: int
    before: int
    dilation: int
    transposed: bool


def receptive_field(layers: Sequence[Layer]) -> ReceptiveField:
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
    if not layers:
        raise ValueError("layers must hold at least one layer, got none")
    named = max(_axes_named(layer) for layer in layers)
    rank = max(named, 1)
    columns = list(zip(*[_split(layer, rank) for layer in layers], strict=True))
    fields = [_along_axis(column) for column in columns]
    if not named:
        return ReceptiveField(*fields[0])
    return ReceptiveField(*(tuple(values) for values in zip(*fields, strict=True)))


def _axes_named(layer: Layer) -> int:
    """Return the length of the longest sequence among the arguments; 0 when all are integers."""
    values = (layer.kernel_size, layer.stride, layer.padding, layer.dilation)
    return max(len(value) if isinstance(value, (tuple, list)) else 0 for value in values)


def _split(layer: Layer, rank: int) -> list[_AxisLayer]:
    kernel, steps = per_axis("kernel_size", layer.kernel_size, rank, 1), per_axis("stride", layer.stride, rank, 1)
    gaps = per_axis("dilation", layer.dilation, rank, 1)
    pairs = padding_pairs(layer.padding, kernel, steps, gaps)
    return [
        _AxisLayer(k, s, before, d, layer.transposed)
        for k, s, (before, _), d in zip(kernel, steps, pairs, gaps, strict=True)
    ]


def _along_axis(layers: Sequence[_AxisLayer]) -> tuple[int, Fraction, Fraction]:
    jump, centre = Fraction(1), Fraction(0)
    for layer in layers:
        shift = Fraction(layer.dilation * (layer.kernel_size - 1), 2) - layer.before
        if layer.transposed:
            jump /= layer.stride
            centre -= jump * shift
        else:
            centre += jump * shift
            jump *= layer.stride
    return _extent(layers), jump, centre


def _extent(layers: Sequence[_AxisLayer]) -> int:
    """Return the largest extent over the phases of the output."""
    if not any(layer.transposed for layer in layers):
        size, jump = 1, 1
        for layer in layers:
            size = formulas.receptive_field(size, jump, layer.kernel_size, layer.dilation)
            jump = formulas.jump(jump, layer.stride)
        return size
    phases = prod(layer.stride for layer in layers if layer.transposed)
    extents = [0]
    for output in range(phases):
        cells = {output}
        for layer in reversed(layers):
            cells = _sources(layer, cells)
        if cells:
            extents.append(max(cells) - min(cells) + 1)
    return max(extents)


def _sources(layer: _AxisLayer, outputs: set[int]) -> set[int]:
    """Return the input cells of one layer that the outputs depend on, as if the input had no end."""
    taps = [layer.dilation * t - layer.before for t in range(layer.kernel_size)]
    if layer.transposed:
        return {(o - t) // layer.stride for o in outputs for t in taps if (o - t) % layer.stride == 0}
    return {o * layer.stride + t for o in outputs for t in taps}
