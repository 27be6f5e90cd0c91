"""Rows with a kernel that learns: convolutions and transposed convolutions; and unfold, fold."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

from convref import formulas
from convref._arguments.checks import integer, per_axis
from convref._arguments.geometry import check_limit, sliding
from convref._arguments.modes import known_mode
from convref._kinds.registry import RANKS, At, Flow, Made, kind, lazy, unread_by
from convref._reach import Spread, Window, all_after
from convref.cost import conv_parameters, layer_macs
from convref.layers import Layer
from convref.receptive_field import reads_of


@kind("Conv", ranks=RANKS)
def conv(
    at: At,
    in_channels: Any,
    out_channels: Any,
    kernel_size: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
    bias: bool = True,
    padding_mode: str = "zeros",
    device: Any = None,
    dtype: Any = None,
) -> Made:
    """Convolve, with zeros around the input or with other padding."""
    sizes = at.sizes()
    at.check_channels("in_channels", in_channels)
    at.check_each(kernel_size=kernel_size)
    layer = Layer(
        kernel_size,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        bias=bias,
        out_channels=integer("out_channels", out_channels, 1),
    )
    known_mode("padding_mode", padding_mode)
    if padding_mode != "zeros":
        at.check_each(padding=padding)
        slide = sliding(at.rank, kernel_size, stride, padding, dilation)
        check_limit("padding", "padding_mode", padding_mode, slide.padding, sizes)
    return layer_made(at, layer, copies=padding_mode != "zeros")


lazy("Conv", conv, RANKS)


@kind("ConvTranspose", ranks=RANKS)
def conv_transpose(
    at: At,
    in_channels: Any,
    out_channels: Any,
    kernel_size: Any,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: Any = 1,
    bias: bool = True,
    dilation: Any = 1,
    padding_mode: str = "zeros",
    device: Any = None,
    dtype: Any = None,
) -> Made:
    """Convolve, transposed."""
    at.sizes()
    at.check_channels("in_channels", in_channels)
    at.check_each(kernel_size=kernel_size)
    if padding_mode != "zeros":
        raise ValueError(f"padding_mode of a transposed convolution must be 'zeros', got {padding_mode!r}")
    layer = Layer(
        kernel_size,
        stride=stride,
        padding=padding,
        dilation=dilation,
        output_padding=output_padding,
        groups=groups,
        bias=bias,
        out_channels=integer("out_channels", out_channels, 1),
        transposed=True,
    )
    return layer_made(at, layer)


lazy("ConvTranspose", conv_transpose, RANKS)


def layer_made(at: At, layer: Layer, *, copies: bool = False) -> Made:
    """Return what a `Layer` makes; with `copies`, its padding holds copies of the input and no zeros."""
    channels, *sizes = at.shape
    rank, out_channels = len(sizes), layer.out_channels or channels
    if layer.axes not in (0, 1, rank):
        given = {name: value for name, value in vars(layer).items() if isinstance(value, tuple)}
        wrong = [f"{name}={value}" for name, value in given.items() if len(value) not in (1, rank)]
        axes = "one axis" if rank == 1 else f"{rank} axes"
        raise ValueError(f"layer must have arguments for {axes}, got {', '.join(wrong)}")
    output = layer.output_size(tuple(sizes))
    assert isinstance(output, tuple)
    kernel = per_axis("kernel_size", layer.kernel_size, rank, 1)
    parameters = conv_parameters(channels, out_channels, kernel, layer.groups, layer.bias)
    if not layer.transposed and (at.count_zeros or copies):
        macs = formulas.conv_macs(channels, out_channels, kernel, output, layer.groups)
    else:
        choice = {"count_zeros": at.count_zeros, "count_cropped": at.count_cropped}
        macs = layer_macs(layer, channels, tuple(sizes), **choice)
    return at.slid((out_channels, *output), reads_of(layer, rank), macs=macs, parameters=parameters)


@kind("Layer")
def plain_layer(at: At, layer: Any) -> Made:
    """Convolve as a `Layer` says, which takes as many channels as come in."""
    if not isinstance(layer, Layer):
        raise TypeError(f"layer must be a Layer, got {layer!r} of type {type(layer).__name__}")
    at = replace(at, rank=max(1, min(3, len(at.shape) - 1)))
    at.sizes()
    return layer_made(at, layer)


@kind("Unfold")
def unfold(at: At, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Made:
    """Write each window as a column."""
    layer = Layer(kernel_size, dilation=dilation, padding=padding, stride=stride)
    at = replace(at, rank=2)
    sizes = at.sizes()
    at.check_each(kernel_size=kernel_size, dilation=dilation, padding=padding, stride=stride)
    output = layer.output_size(sizes)
    assert isinstance(output, tuple)
    kernel, steps, crops, gaps = _geometry(at, kernel_size, stride=stride, padding=padding, dilation=dilation)
    reads = [Window(*axis) for axis in zip(kernel, steps, crops, gaps, strict=True)]
    reaches = at.flow.reaches if at.flow.dense else all_after(at.flow.reaches, reads)
    unread = tuple(map(unread_by, reads, sizes, output))
    return Made(Flow((at.shape[0] * prod(kernel), prod(output)), reaches, output), unread=unread)


@kind("Fold")
def fold(at: At, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Made:
    """Add columns up, each as a window."""
    at = replace(at, rank=2)
    kernel, steps, crops, gaps = _geometry(at, kernel_size, stride=stride, padding=padding, dilation=dilation)
    output = at.per_axis("output_size", output_size, 1)
    blocks = tuple(map(formulas.conv_size, output, kernel, steps, crops, gaps))
    if len(at.shape) != 2 or at.shape[0] % prod(kernel) or at.shape[1] != prod(blocks) or min(blocks) < 1:
        raise ValueError(
            f"Fold takes channels times {prod(kernel)} and {prod(blocks)} windows "
            f"for output_size={output}, got {at.written}"
        )
    if not at.flow.dense and (at.flow.order or at.flow.sizes != blocks):
        raise ValueError(f"Fold must get one column for each window of a map, got {at.flow.sizes}, not {blocks}")
    reads = [Spread(*axis) for axis in zip(kernel, steps, crops, gaps, strict=True)]
    reaches = at.flow.reaches if at.flow.dense else all_after(at.flow.reaches, reads)
    return Made(Flow((at.shape[0] // prod(kernel), *output), reaches, output))


def _geometry(at: At, kernel_size: Any, *, stride: Any, padding: Any, dilation: Any) -> tuple[tuple[int, ...], ...]:
    values = (
        ("kernel_size", kernel_size, 1),
        ("stride", stride, 1),
        ("padding", padding, 0),
        ("dilation", dilation, 1),
    )
    return tuple(at.per_axis(*one) for one in values)
