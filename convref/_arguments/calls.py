"""A whole call of either operation, checked once at the boundary; shapes stand in its messages where shapes decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from convref import formulas
from convref._arguments.checks import check_addressable, check_dtype, check_same_dtype, integer, plain_array, stored
from convref._arguments.geometry import (
    check_fits,
    check_limit,
    check_output_padding,
    check_transposed_sizes,
    conv_sizes,
    output_padding_for_size,
    padding_pairs,
)
from convref._arguments.modes import known_mode
from convref._arguments.types import CONV_TYPES, TRANSPOSED_TYPES, Array, Pairs


@dataclass(frozen=True)
class ConvCall:
    """A checked call of a convolution: arrays with a batch axis, one entry per spatial axis."""

    input: Array
    weight: Array
    bias: Array | None
    stride: tuple[int, ...]
    padding: Pairs
    dilation: tuple[int, ...]
    groups: int
    padding_mode: str
    batched: bool

    @property
    def output_size(self) -> tuple[int, ...]:
        """Spatial size of the output."""
        return conv_sizes(self.input.shape[2:], self.weight.shape[2:], self.stride, self.padding, self.dilation)


@dataclass(frozen=True)
class ConvTransposeCall:
    """A checked call of a transposed convolution: arrays with a batch axis, one entry per spatial axis."""

    input: Array
    weight: Array
    bias: Array | None
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    output_padding: tuple[int, ...]
    groups: int
    dilation: tuple[int, ...]
    batched: bool

    @property
    def output_size(self) -> tuple[int, ...]:
        """Spatial size of the output."""
        geometry = (self.input.shape[2:], self.weight.shape[2:], self.stride, self.padding)
        return tuple(map(formulas.conv_transpose_size, *geometry, self.output_padding, self.dilation))


def check_arrays(
    rank: int, input: Any, weight: Any, bias: Any, types: tuple[np.dtype[Any], ...]
) -> tuple[Array, Array, Array | None]:
    """Check kinds, dtypes and numbers of axes of the three arrays, and return them as plain ones."""
    input, weight = plain_array("input", input), plain_array("weight", weight)
    arrays = {"input": input, "weight": weight}
    if bias is not None:
        arrays["bias"] = bias = plain_array("bias", bias)
    for name, array in arrays.items():
        check_dtype(name, array, types)
        check_same_dtype(name, array, "input", input)
    if input.ndim not in (rank + 1, rank + 2):
        raise ValueError(
            f"input must have {rank + 1} axes (channels first) or {rank + 2} axes (batch first), "
            f"got input of shape {input.shape}"
        )
    if weight.ndim != rank + 2:
        raise ValueError(f"weight must have {rank + 2} axes, got weight of shape {weight.shape}")
    if min(weight.shape[2:]) == 0:
        raise ValueError(f"weight must have a kernel of at least 1 cell per axis, got shape {weight.shape}")
    if min(input.shape[-rank:]) == 0:
        raise ValueError(f"input must have at least 1 cell per spatial axis, got shape {input.shape}")
    return input, weight, bias


def check_bias(bias: Array | None, channels: int) -> None:
    """Check that there is one bias per output channel."""
    if bias is not None and bias.shape != (channels,):
        raise ValueError(f"bias must have shape ({channels},), one number per output channel, got shape {bias.shape}")


def check_groups(groups: Any, weight: Array, name: str) -> int:
    """Check that the first axis of the weight splits into groups."""
    count = integer("groups", groups, 1)
    if weight.shape[0] == 0 or weight.shape[0] % count:
        raise ValueError(
            f"groups must divide the {name}, got groups={count} and weight of shape {weight.shape} "
            f"with {weight.shape[0]} {name}"
        )
    return count


def conv_call(
    rank: int,
    input: Any,
    weight: Any,
    bias: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    groups: Any,
    padding_mode: Any,
) -> ConvCall:
    """Check a call of a convolution."""
    input, weight, bias = check_arrays(rank, input, weight, bias, CONV_TYPES)
    groups = check_groups(groups, weight, "output channels")
    channels, wanted = input.shape[-rank - 1], weight.shape[1] * groups
    if channels != wanted:
        raise ValueError(
            f"input must have {wanted} channels for weight of shape {weight.shape} and groups={groups}, "
            f"got input of shape {input.shape} with {channels}"
        )
    check_bias(bias, weight.shape[0])
    stride = stored("stride", stride, rank, 1)
    dilation = stored("dilation", dilation, rank, 1)
    pairs = padding_pairs(padding, weight.shape[2:], stride, dilation)
    check_padding_mode(padding_mode, pairs, input.shape[-rank:])
    check_fits(input.shape[-rank:], weight.shape[2:], pairs, dilation)
    padded = [size + sum(pair) for size, pair in zip(input.shape[-rank:], pairs, strict=True)]
    check_addressable("padding", (*input.shape[:-rank], *padded), input.itemsize)
    batched = input.ndim == rank + 2
    return ConvCall(
        input if batched else input[None],
        weight,
        bias,
        stride,
        pairs,
        dilation,
        groups,
        padding_mode,
        batched,
    )


def check_padding_mode(mode: Any, pairs: Pairs, sizes: tuple[int, ...]) -> None:
    """Check the name of the mode, and that it can fill so many cells."""
    known_mode("padding_mode", mode)
    check_limit("padding", "padding_mode", mode, pairs, sizes)


def conv_transpose_call(
    rank: int,
    input: Any,
    weight: Any,
    bias: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    groups: Any,
    dilation: Any,
    output_size: Any,
    size_name: str = "output_size",
) -> ConvTransposeCall:
    """Check a call of a transposed convolution; `size_name` is what its caller calls `output_size`."""
    input, weight, bias = check_arrays(rank, input, weight, bias, TRANSPOSED_TYPES)
    groups = check_groups(groups, weight, "input channels")
    if input.shape[-rank - 1] != weight.shape[0]:
        raise ValueError(
            f"input must have {weight.shape[0]} channels for weight of shape {weight.shape}, "
            f"got input of shape {input.shape} with {input.shape[-rank - 1]}"
        )
    if weight.shape[1] == 0:
        raise ValueError(f"weight must have at least 1 output channel, got shape {weight.shape}")
    check_bias(bias, weight.shape[1] * groups)
    stride = stored("stride", stride, rank, 1)
    dilation = stored("dilation", dilation, rank, 1)
    if isinstance(padding, str):
        raise TypeError(f"padding of a transposed convolution must be integers, got padding={padding!r}")
    padding = stored("padding", padding, rank, 0)
    geometry = (input.shape[-rank:], weight.shape[2:], stride, padding, dilation)
    if output_size is None:
        extra = check_output_padding(stored("output_padding", output_padding, rank, 0), stride, dilation)
    else:
        extra = output_padding_for_size(size_name, output_size, *geometry)
    output = check_transposed_sizes(*geometry, extra)
    check_addressable(
        "stride, dilation or output_size", (*input.shape[:-rank], groups, *weight.shape[1:2], *output), 16
    )
    batched = input.ndim == rank + 2
    return ConvTransposeCall(
        input if batched else input[None], weight, bias, stride, padding, extra, groups, dilation, batched
    )
