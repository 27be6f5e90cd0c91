"""Back through the sizes of an encoder: the transposed layers that undo a list of convolutions."""

from __future__ import annotations

from collections.abc import Iterable

from convref import formulas
from convref._arguments.checks import integer, named_axes, one_for_all, per_axis
from convref._arguments.types import PerAxis
from convref.layers import Layer, check_rank, checked_layers, checked_rank

__all__ = ["mirror"]


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
    kernel_size, stride, crop, dilation, output_padding = map(one_for_all, (kernel, steps, padding, gaps, extra))
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


def _symmetric_padding(layer: Layer, kernel: tuple[int, ...], gaps: tuple[int, ...]) -> tuple[int, ...]:
    if not isinstance(layer.padding, str):
        return per_axis("padding", layer.padding, len(kernel), 0)
    totals = [formulas.same_total(k, d) if layer.padding == "same" else 0 for k, d in zip(kernel, gaps, strict=True)]
    if any(total % 2 for total in totals):
        odd = next(total for total in totals if total % 2)
        raise ValueError(f"padding='same' must be symmetric to be mirrored, got an odd total of {odd}")
    return tuple(total // 2 for total in totals)
