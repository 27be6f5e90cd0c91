"""A trace as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convref._arguments.checks import per_axis
from convref._kinds import known_kind
from convref._tables import Table, joined
from convref.layers import Layer
from convref.modules import Module
from convref.overlap import is_even_overlap

if TYPE_CHECKING:
    from convref.network import Row, Trace


def table_of(made: Trace) -> Table:
    """Return the table: one line for the input, one for each row, one for the totals."""
    counted = {True: "counted", False: "not counted"}
    sizes = made.input_shape[1:]
    seen = [joined(1 for _ in sizes), joined(1 for _ in sizes), joined(0 for _ in sizes)]
    lines: list[tuple[str, ...]] = [("input", joined(made.input_shape), *seen, "", "", "")]
    for number, row in enumerate(made.rows, start=1):
        field = [joined(values) for values in row.field.per_axis]
        lines.append((f"{number} {name_of(row.layer)}", joined(row.shape), *field, *_cost(row)))
    lines.append(("total", "", "", "", "", f"{made.macs:,}", f"{made.parameters:,}", f"{made.memory:,}"))
    head = ("layer", "shape", "field", "jump", "centre", "MACs", "parameters", f"bytes ({made.dtype})")
    shown = len(head) - (made.dtype is None)
    return Table(
        head[:shown],
        tuple(line[:shown] for line in lines),
        words=1,
        caption=f"MACs: products with the padding's zeros {counted[made.count_zeros]}, "
        f"cropped products {counted[made.count_cropped]}",
        note="\n".join([*made.notes, *remarks(made)]),
    )


def name_of(layer: Layer | Module) -> str:
    """Return what a row is called in a table."""
    if isinstance(layer, Layer):
        return "conv_transpose" if layer.transposed else "conv"
    kind = name_of(layer.arguments[0][1]) if layer.kind == "Layer" else layer.kind
    return f"{layer.name}: {kind}" if layer.name else kind


def _cost(row: Row) -> tuple[str, str, str]:
    return f"{row.macs:,}", f"{row.parameters:,}", f"{row.memory:,}"


def remarks(made: Trace) -> list[str]:
    """Return what one should know of some rows, each as one sentence."""
    larger = [number for number, row in enumerate(made.rows, start=1) if _exceeds(row, made.input_shape[1:])]
    uneven = [number for number, row in enumerate(made.rows, start=1) if has_uneven_overlap(row)]
    said = []
    if larger:
        said.append(f"field larger than the input: {numbered(larger)}")
    if uneven:
        said.append(f"uneven overlap of a transposed convolution: {numbered(uneven)}")
    return said


def _exceeds(row: Row, sizes: tuple[int, ...]) -> bool:
    seen = row.field.size if isinstance(row.field.size, tuple) else (row.field.size,)
    return any(one > size for one, size in zip(seen, sizes, strict=True))


def has_uneven_overlap(row: Row) -> bool:
    """Return whether a row is a transposed convolution whose outputs get unequally many products."""
    layer = row.layer.arguments[0][1] if isinstance(row.layer, Module) and row.layer.kind == "Layer" else row.layer
    if isinstance(layer, Layer):
        return layer.transposed and not is_even_overlap(layer.kernel_size, stride=layer.stride, dilation=layer.dilation)
    if not layer.kind.removeprefix("Lazy").startswith("ConvTranspose"):
        return False
    given, rank = dict(layer.arguments), known_kind(layer.kind).rank
    values = [per_axis(name, given.get(name, 1), rank, 1) for name in ("kernel_size", "stride", "dilation")]
    return not is_even_overlap(*values)


def numbered(numbers: list[int]) -> str:
    """Write row numbers, with runs of them as first–last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(words)}"
