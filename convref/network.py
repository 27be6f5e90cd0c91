"""A list of layers in, a table out: shape, receptive field, MACs and parameters after each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from convref.arguments import integer, per_axis
from convref.cost import conv_parameters, layer_macs
from convref.layers import Layer, checked_layers
from convref.receptive_field import ReceptiveField, fields


@dataclass(frozen=True)
class Row:
    """What one layer makes of its input.

    Attributes
    ----------
    layer : Layer
        The layer.
    shape : tuple[int, ...]
        Channels first, without the batch.
    field : ReceptiveField
        From the first layer to this one.
    macs, parameters : int
        Of this layer alone, for one example.
    """

    layer: Layer
    shape: tuple[int, ...]
    field: ReceptiveField
    macs: int
    parameters: int


@dataclass(frozen=True)
class Trace:
    """The rows of a network; ``print`` shows them as a table.

    Attributes
    ----------
    input_shape : tuple[int, ...]
        Channels first, without the batch.
    rows : tuple[Row, ...]
        One per layer.
    """

    input_shape: tuple[int, ...]
    rows: tuple[Row, ...]

    @property
    def macs(self) -> int:
        """Multiply-accumulates of all layers."""
        return sum(row.macs for row in self.rows)

    @property
    def parameters(self) -> int:
        """Parameters of all layers."""
        return sum(row.parameters for row in self.rows)

    def __str__(self) -> str:
        head = ("layer", "shape", "field", "jump", "centre", "MACs", "parameters")
        lines: list[tuple[str, ...]] = [head, ("input", _joined(self.input_shape), "1", "1", "0", "", "")]
        for number, row in enumerate(self.rows, start=1):
            name = f"{number} {'conv_transpose' if row.layer.transposed else 'conv'}"
            field = [_joined(values) for values in row.field.per_axis]
            lines.append((name, _joined(row.shape), *field, f"{row.macs:,}", f"{row.parameters:,}"))
        lines.append(("total", "", "", "", "", f"{self.macs:,}", f"{self.parameters:,}"))
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )


def trace(layers: Iterable[Layer], input_shape: Sequence[int]) -> Trace:
    """Follow the shape of one example through a list of layers.

    Parameters
    ----------
    layers : sequence of Layer
        First to last.
    input_shape : sequence of int
        Channels and spatial sizes: ``(C, L)``, ``(C, H, W)`` or ``(C, D, H, W)``.

    Returns
    -------
    Trace

    Raises
    ------
    TypeError, ValueError
        If a layer does not fit what comes before it; the message begins with the layer's number.

    Examples
    --------
    >>> print(trace([Layer(3, stride=2, padding=1, out_channels=8)], (3, 32, 32)))
    layer   shape      field  jump  centre  MACs    parameters
    input   3×32×32    1      1     0
    1 conv  8×16×16    3×3    2×2   0×0     55,296  224
    total                                   55,296  224
    """
    if not isinstance(input_shape, (tuple, list)):
        raise TypeError(f"input_shape must be a sequence of integers, got input_shape={input_shape!r}")
    shape = tuple(integer("input_shape", entry, 1) for entry in input_shape)
    if not 2 <= len(shape) <= 4:
        raise ValueError(f"input_shape must hold channels and one, two or three sizes, got {shape}")
    checked, start, rows = checked_layers(layers), shape, []
    seen = fields(checked, len(shape) - 1)
    for number, layer in enumerate(checked, start=1):
        try:
            if layer.axes not in (0, 1, len(shape) - 1):
                raise ValueError(f"layer must have arguments for {len(shape) - 1} axes, got some for {layer.axes}")
            rows.append(_row(layer, shape, next(seen)))
        except (TypeError, ValueError) as error:
            raise type(error)(f"layer {number} on {_joined(shape)}: {error}") from error
        shape = rows[-1].shape
    return Trace(start, tuple(rows))


def _row(layer: Layer, shape: tuple[int, ...], field: ReceptiveField) -> Row:
    channels, *sizes = shape
    out_channels = layer.out_channels or channels
    output = layer.output_size(tuple(sizes))
    assert isinstance(output, tuple)
    kernel = per_axis("kernel_size", layer.kernel_size, len(sizes), 1)
    return Row(
        layer,
        (out_channels, *output),
        field,
        layer_macs(layer, channels, tuple(sizes)),
        conv_parameters(channels, out_channels, kernel, layer.groups, layer.bias),
    )


def _joined(values: Sequence[object]) -> str:
    return "×".join(str(value) for value in values)
