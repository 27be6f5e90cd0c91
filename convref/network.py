"""A list of layers in, a table out: shape, receptive field, MACs and parameters after each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from convref._checks import flag, integer, per_axis
from convref._tables import Rows, Table, joined
from convref.cost import conv_parameters, layer_macs
from convref.layers import Layer, check_rank, checked_layers, checked_rank
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


@dataclass(frozen=True, repr=False)
class Trace(Rows[Row]):
    """The rows of a network: a sequence of `Row`, which prints as a table and shows as one in a notebook.

    Attributes
    ----------
    input_shape : tuple[int, ...]
        Channels first, without the batch.
    rows : tuple[Row, ...]
        One per layer.
    count_zeros, count_cropped : bool
        What the multiply-accumulates hold, as `trace` was asked.
    """

    input_shape: tuple[int, ...]
    rows: tuple[Row, ...]
    count_zeros: bool = True
    count_cropped: bool = False

    @property
    def macs(self) -> int:
        """Multiply-accumulates of all layers."""
        return sum(row.macs for row in self.rows)

    @property
    def parameters(self) -> int:
        """Parameters of all layers."""
        return sum(row.parameters for row in self.rows)

    def __repr__(self) -> str:
        shapes = f"{joined(self.input_shape)} → {joined(self.rows[-1].shape)}"
        return f"Trace({shapes}, layers={len(self.rows)}, macs={self.macs}, parameters={self.parameters})"

    def _rows(self) -> tuple[Row, ...]:
        return self.rows

    def _table(self) -> Table:
        counted = {True: "counted", False: "not counted"}
        lines: list[tuple[str, ...]] = [("input", joined(self.input_shape), "1", "1", "0", "", "")]
        for number, row in enumerate(self.rows, start=1):
            name = f"{number} {'conv_transpose' if row.layer.transposed else 'conv'}"
            field = [joined(values) for values in row.field.per_axis]
            lines.append((name, joined(row.shape), *field, f"{row.macs:,}", f"{row.parameters:,}"))
        lines.append(("total", "", "", "", "", f"{self.macs:,}", f"{self.parameters:,}"))
        return Table(
            ("layer", "shape", "field", "jump", "centre", "MACs", "parameters"),
            tuple(lines),
            words=1,
            caption=f"MACs: products with the padding's zeros {counted[self.count_zeros]}, "
            f"cropped products {counted[self.count_cropped]}",
        )


def trace(
    layers: Iterable[Layer],
    input_shape: Sequence[int],
    *,
    rank: int | None = None,
    count_zeros: bool = True,
    count_cropped: bool = False,
) -> Trace:
    """Follow the shape of one example through a list of layers.

    Parameters
    ----------
    layers : sequence of Layer
        First to last.
    input_shape : sequence of int
        Channels and spatial sizes: ``(C, L)``, ``(C, H, W)`` or ``(C, D, H, W)``. There is no batch in front: four
        entries are taken only for layers that have arguments for three axes, or with ``rank=3``.
    rank : int, optional
        How many spatial axes there are; a shape with another number of them is then refused.
    count_zeros : bool
        Whether the multiply-accumulates of convolutions hold the products with the zeros of the padding.
    count_cropped : bool
        Whether those of transposed convolutions hold the products that padding crops away.

    Returns
    -------
    Trace

    Raises
    ------
    TypeError, ValueError
        If the shape seems to have a batch in front, or a layer does not fit what comes before it; the message of the
        latter begins with the layer's number.

    Examples
    --------
    >>> print(trace([Layer(3, stride=2, padding=1, out_channels=8)], (3, 32, 32)))
    MACs: products with the padding's zeros counted, cropped products not counted
    layer     shape  field  jump  centre    MACs  parameters
    input   3×32×32      1     1       0
    1 conv  8×16×16    3×3   2×2     0×0  55,296         224
    total                                 55,296         224
    """
    if not isinstance(input_shape, (tuple, list)):
        raise TypeError(f"input_shape must be a sequence of integers, got input_shape={input_shape!r}")
    shape = tuple(integer("input_shape", entry, 1) for entry in input_shape)
    if len(shape) < 2:
        raise ValueError(f"input_shape must hold channels and one, two or three sizes, got {shape}")
    checked, start, rows = checked_layers(layers), shape, []
    check_rank(checked, "input_shape", shape, checked_rank(rank), channels=True)
    counting = {"count_zeros": flag("count_zeros", count_zeros), "count_cropped": flag("count_cropped", count_cropped)}
    seen = fields(checked, len(shape) - 1)
    for number, layer in enumerate(checked, start=1):
        try:
            if layer.axes not in (0, 1, len(shape) - 1):
                raise ValueError(f"layer must have arguments for {len(shape) - 1} axes, got some for {layer.axes}")
            rows.append(_row(layer, shape, next(seen), counting))
        except (TypeError, ValueError) as error:
            raise type(error)(f"layer {number} on {joined(shape)}: {error}") from error
        shape = rows[-1].shape
    return Trace(start, tuple(rows), **counting)


def _row(layer: Layer, shape: tuple[int, ...], field: ReceptiveField, counting: dict[str, bool]) -> Row:
    channels, *sizes = shape
    out_channels = layer.out_channels or channels
    output = layer.output_size(tuple(sizes))
    assert isinstance(output, tuple)
    kernel = per_axis("kernel_size", layer.kernel_size, len(sizes), 1)
    return Row(
        layer,
        (out_channels, *output),
        field,
        layer_macs(layer, channels, tuple(sizes), **counting),
        conv_parameters(channels, out_channels, kernel, layer.groups, layer.bias),
    )
