"""A list of layers in, a table out: shape, receptive field, MACs and parameters after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from convref._arguments.checks import flag, integer
from convref._kinds import At, Flow, Made, known_kind
from convref._reach import START, Reach
from convref._tables import Rows, Table, joined
from convref.layers import Layer, check_rank, checked_layers, checked_rank
from convref.modules import Module
from convref.network._wording import table_of
from convref.receptive_field import ReceptiveField, field_of

__all__ = ["BYTES", "Row", "Trace", "trace"]

#: Bytes of one value, by the name of its type in PyTorch.
BYTES = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "int8": 1}


@dataclass(frozen=True)
class Row:
    """What one layer makes of its input.

    Attributes
    ----------
    layer : Layer | Module
        The layer.
    shape : tuple[int, ...]
        Channels first, without the batch.
    field : ReceptiveField
        From the first layer to this one.
    macs, parameters : int
        Of this layer alone, for one example.
    memory : int
        Bytes of its output, for one example; 0 where it writes in place or only looks at its input otherwise.
    inputs : tuple[int, ...]
        The rows that it takes, from 1; 0 is the input of the network.
    unread : tuple[int, ...]
        Cells at the end of each axis that no window of the layer reads, where it has windows.
    """

    layer: Layer | Module
    shape: tuple[int, ...]
    field: ReceptiveField
    macs: int
    parameters: int
    memory: int = 0
    inputs: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()


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
    dtype : str | None
        The type whose bytes the table shows; with None there is no such column.
    notes : tuple[str, ...]
        What was assumed about a text that does not say everything.
    """

    input_shape: tuple[int, ...]
    rows: tuple[Row, ...]
    count_zeros: bool = True
    count_cropped: bool = False
    dtype: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def macs(self) -> int:
        """Multiply-accumulates of all layers."""
        return sum(row.macs for row in self.rows)

    @property
    def parameters(self) -> int:
        """Parameters of all layers."""
        return sum(row.parameters for row in self.rows)

    @property
    def memory(self) -> int:
        """Bytes of the outputs of all layers, for one example."""
        return sum(row.memory for row in self.rows)

    def __repr__(self) -> str:
        shapes = f"{joined(self.input_shape)} → {joined(self.rows[-1].shape)}"
        return f"Trace({shapes}, layers={len(self.rows)}, macs={self.macs}, parameters={self.parameters})"

    def _rows(self) -> tuple[Row, ...]:
        return self.rows

    def _table(self) -> Table:
        return table_of(self)

    def markdown(self) -> str:
        """Return the table as Markdown."""
        return self._table().markdown()

    def csv(self) -> str:
        """Return the table as CSV, with plain numbers and without the sentences above and below it."""
        return self._table().csv()


def trace(
    layers: Iterable[Layer | Module],
    input_shape: Sequence[int],
    *,
    rank: int | None = None,
    count_zeros: bool = True,
    count_cropped: bool = False,
    dtype: str | None = None,
) -> Trace:
    """Follow the shape of one example through a list of layers.

    Parameters
    ----------
    layers : sequence of Layer or Module
        First to last; what `read_network` returns is one.
    input_shape : sequence of int
        Channels and spatial sizes: ``(C, L)``, ``(C, H, W)`` or ``(C, D, H, W)``. There is no batch in front: four
        entries are taken only for layers that have arguments for three axes, or with ``rank=3``. Networks of linear
        layers take ``(features,)``.
    rank : int, optional
        How many spatial axes there are; a shape with another number of them is then refused.
    count_zeros : bool
        Whether the multiply-accumulates of convolutions hold the products with the zeros of the padding.
    count_cropped : bool
        Whether those of transposed convolutions hold the products that padding crops away.
    dtype : {'float32', 'float16', 'bfloat16', 'float64', 'int8'}, optional
        The type of the values, for the memory of the outputs; the table shows it when a type is given. Without one
        ``memory`` is that of float32.

    Returns
    -------
    Trace

    Raises
    ------
    TypeError, ValueError
        If the shape seems to have a batch in front, or a layer does not fit what comes before it; the message of the
        latter begins with the layer's number, and its line where it was read from a text.

    Notes
    -----
    Multiply-accumulates are products with weights: those of convolutions and linear layers. Pooling, upsampling,
    normalisation and activations have none. The receptive field of a row that takes several rows is the union of
    theirs. Upsampling divides the jump; its outputs see the cells that they are computed from, which can be more for
    one output than for its neighbour, and the size is that of the one that sees most. A linear layer sees everything
    in front of it, and has the jump 0. Statistics of normalising layers are not counted as a field.

    Examples
    --------
    >>> print(trace([Layer(3, stride=2, padding=1, out_channels=8)], (3, 32, 32)))
    MACs: products with the padding's zeros counted, cropped products not counted
    layer     shape  field  jump  centre    MACs  parameters
    input   3×32×32    1×1   1×1     0×0
    1 conv  8×16×16    3×3   2×2     0×0  55,296         224
    total                                 55,296         224
    >>> trace([Layer(3, out_channels=8), Module("MaxPool2d", 3, 2, ceil_mode=True)], (3, 32, 32))[-1].shape
    (8, 15, 15)
    """
    if not isinstance(input_shape, (tuple, list)):
        raise TypeError(f"input_shape must be a sequence of integers, got input_shape={input_shape!r}")
    shape = tuple(integer("input_shape", entry, 1) for entry in input_shape)
    checked = checked_layers(layers, Module)
    _check_axes(checked, shape, checked_rank(rank))
    if dtype is not None and (not isinstance(dtype, str) or dtype not in BYTES):
        raise ValueError(f"dtype must be one of {', '.join(BYTES)}, got dtype={dtype!r}")
    counting = {"count_zeros": flag("count_zeros", count_zeros), "count_cropped": flag("count_cropped", count_cropped)}
    size = BYTES[dtype or "float32"]
    steps = list(followed(layers, checked, shape, counting))
    shapes = [shape, *(made.flow.shape for made, _ in steps)]
    rows = tuple(
        _row(_settled(layer, shapes), made, inputs, size) for layer, (made, inputs) in zip(checked, steps, strict=True)
    )
    return Trace(shape, rows, **counting, dtype=dtype, notes=tuple(getattr(layers, "notes", ())))


def followed(
    source: Any,
    layers: Sequence[Layer | Module],
    shape: tuple[int, ...],
    counting: dict[str, bool],
    start: Reach = START,
) -> Iterator[tuple[Made, tuple[int, ...]]]:
    """Yield what each layer makes, and the numbers of the rows that it takes."""
    flows, shapes = [Flow(shape, (start,) * (len(shape) - 1), shape[1:])], [shape]
    numbers: dict[str, int] = {"input": 0}
    for number, layer in enumerate(layers, start=1):
        taken: tuple[int, ...] = (number - 1,)
        try:
            taken = _taken(layer, number, numbers)
            _check_weights(layer, layers[: number - 1])
            made = _made(_settled(layer, shapes), tuple(flows[one] for one in taken), counting)
        except (TypeError, ValueError) as error:
            advice = getattr(source, "advice", "") if isinstance(error, ValueError) else ""
            _refuse(error, layer, number, flows[taken[0]].shape, advice)
        yield made, taken
        flows.append(made.flow)
        shapes.append(made.flow.shape)
        if isinstance(layer, Module) and layer.name:
            numbers[layer.name] = number


def _settled(layer: Layer | Module, shapes: Sequence[tuple[int, ...]]) -> Layer | Module:
    """Return a layer with numbers for the sizes that it takes from earlier rows."""
    return layer.settled(shapes) if isinstance(layer, Module) else layer


def _taken(layer: Layer | Module, number: int, numbers: dict[str, int]) -> tuple[int, ...]:
    if isinstance(layer, Layer) or not layer.inputs:
        return (number - 1,)
    for one in layer.inputs:
        if isinstance(one, str) and one not in numbers:
            raise ValueError(f"inputs must be rows that come before, got {one!r}")
        if isinstance(one, int) and one >= number:
            raise ValueError(f"inputs must be rows that come before, got {one}")
    return tuple(numbers[one] if isinstance(one, str) else one for one in layer.inputs)


def _check_weights(layer: Layer | Module, before: Sequence[Layer | Module]) -> None:
    """Check that a row takes the weights of an earlier one that is the same layer."""
    of = layer.weights_of if isinstance(layer, Module) else 0
    other = before[of - 1] if 0 < of <= len(before) else None
    same = [isinstance(one, Module) and (one.kind, one.arguments) for one in (layer, other)]
    if of and (same[0] != same[1] or getattr(other, "weights_of", 0)):
        raise ValueError(f"weights_of must be an earlier row of the same layer, which has weights of its own, got {of}")


def _made(layer: Layer | Module, inputs: tuple[Flow, ...], counting: dict[str, bool]) -> Made:
    if isinstance(layer, Module):
        kind = known_kind(layer.kind)
        arguments = dict(layer.arguments)
        made = kind.rule(At(kind.name, kind.rank, inputs, **counting), **arguments)
        if layer.weights_of:
            return replace(made, parameters=0)
        if layer.parametrization == "weight_norm":
            return replace(made, parameters=made.parameters + _slices(layer.kind, inputs[0].shape, made.flow.shape))
        return made
    return known_kind("Layer").rule(At("layer", 0, inputs, **counting), layer)


def _slices(kind: str, before: tuple[int, ...], after: tuple[int, ...]) -> int:
    """Return how many slices a weight has along its first axis; weight_norm learns a length for each."""
    if kind == "Linear":
        return after[-1]
    return (before if kind.startswith("ConvTranspose") else after)[0]


def _refuse(error: Exception, layer: Layer | Module, number: int, shape: tuple[int, ...], advice: str) -> NoReturn:
    place = f"layer {number}"
    if isinstance(layer, Module):
        line = f"line {layer.line}, " if layer.line else ""
        place = f"{line}{place} {f'{layer.name}: ' if layer.name else ''}{layer.kind}"
    raise type(error)(f"{place} on {joined(shape)}: {error}{advice}") from error


def _row(layer: Layer | Module, made: Made, inputs: tuple[int, ...], size: int) -> Row:
    memory = size * made.cells if made.fresh else 0
    shown = field_of(made.flow.reaches)
    return Row(layer, made.flow.shape, shown, made.macs, made.parameters, memory, inputs, made.unread)


def _check_axes(layers: Sequence[Layer | Module], shape: tuple[int, ...], rank: int | None) -> None:
    """Check that there are channels and sizes, and no batch in front."""
    plain = [layer for layer in layers if isinstance(layer, Layer)]
    if len(plain) == len(layers):
        if len(shape) < 2:
            raise ValueError(f"input_shape must hold channels and one, two or three sizes, got {shape}")
        check_rank(plain, "input_shape", shape, rank, channels=True)
        return
    if not shape or len(shape) > 4:
        raise ValueError(f"input_shape must hold one to four sizes, without a batch, got {shape}")
    named = rank or next((layer.axes for layer in layers if isinstance(layer, Module) and layer.axes), 0)
    if rank is not None and len(shape) != rank + 1:
        raise ValueError(f"input_shape must hold channels and {rank} sizes, without a batch, got {shape}")
    if len(shape) == 4 and named != 3:
        hint = f"; without it: {shape[1:]}"
        hint = hint if named else f"{hint}; for layers along three axes give rank=3 (--rank 3 on the command line)"
        raise ValueError(f"input_shape must hold channels and sizes, without a batch in front, got {shape}{hint}")
