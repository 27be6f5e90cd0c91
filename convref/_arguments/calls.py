"""A whole call of either operation: its arguments as they are given, and the same call checked, once, at the boundary.

An argument of a layer stands once in a record of settings. Each function that takes a layer has a record of its own,
which puts other arguments before or after the settings: see `takes`. Of two bases, the fields of the latter come first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convref._arguments.checks import check_addressable, check_dtype, check_same_dtype, integer, plain_array, stored
from convref._arguments.geometry import (
    check_conv_sizes,
    check_limit,
    check_output_padding,
    check_transposed_sizes,
    equal_pairs,
    named_pairs,
    output_padding_for_size,
    padded_sizes,
)
from convref._arguments.modes import MODES
from convref._arguments.types import CONV_TYPES, TRANSPOSED_TYPES, Array, Pairs, PerAxis


class ConvCall(NamedTuple):
    """A checked call of a convolution: arrays with a batch axis, one entry per spatial axis."""

    input: Array
    weight: Array
    bias: Array | None
    stride: tuple[int, ...]
    padding: Pairs
    dilation: tuple[int, ...]
    groups: int
    padding_mode: str
    padded_size: tuple[int, ...]
    output_size: tuple[int, ...]
    batched: bool

    def sources(self, axis: int) -> NDArray[np.intp]:
        """Return which input cell stands at each cell of a padded spatial axis; −1 for a zero."""
        return MODES[self.padding_mode].sources(self.input.shape[2 + axis], *self.padding[axis])


class ConvTransposeCall(NamedTuple):
    """A checked call of a transposed convolution: arrays with a batch axis, one entry per spatial axis."""

    input: Array
    weight: Array
    bias: Array | None
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    output_padding: tuple[int, ...]
    groups: int
    dilation: tuple[int, ...]
    output_size: tuple[int, ...]
    batched: bool


class Names(NamedTuple):
    """What a caller calls its arrays, or the sizes that arrays stand in for."""

    input: str = "input"
    weight: str = "weight"


_NAMES = Names()


def check_arrays(
    rank: int, input: Any, weight: Any, bias: Any, types: tuple[np.dtype[Any], ...], names: Names
) -> tuple[Array, Array, Array | None]:
    """Check kinds, dtypes and numbers of axes of the three arrays, and return them as plain ones."""
    input, weight = plain_array(names.input, input), plain_array(names.weight, weight)
    arrays = {names.input: input, names.weight: weight}
    if bias is not None:
        arrays["bias"] = bias = plain_array("bias", bias)
    for name, array in arrays.items():
        check_dtype(name, array, types)
        check_same_dtype(name, array, names.input, input)
    if input.ndim not in (rank + 1, rank + 2):
        raise ValueError(
            f"{names.input} must have {rank + 1} axes (channels first) or {rank + 2} axes (batch first), "
            f"got {names.input} of shape {input.shape}"
        )
    if weight.ndim != rank + 2:
        raise ValueError(f"{names.weight} must have {rank + 2} axes, got {names.weight} of shape {weight.shape}")
    if min(weight.shape[2:]) == 0:
        raise ValueError(f"{names.weight} must have a kernel of at least 1 cell per axis, got shape {weight.shape}")
    if min(input.shape[-rank:]) == 0:
        raise ValueError(f"{names.input} must have at least 1 cell per spatial axis, got shape {input.shape}")
    return input, weight, bias


def check_channels(found: int, wanted: int, input: Array, weight: Array, names: Names, groups: str = "") -> None:
    """Check that the input has as many channels as the weight takes."""
    if found != wanted:
        raise ValueError(
            f"{names.input} must have {wanted} channels for {names.weight} of shape {weight.shape}{groups}, "
            f"got {names.input} of shape {input.shape} with {found}"
        )


def check_bias(bias: Array | None, channels: int) -> None:
    """Check that there is one bias per output channel."""
    if bias is not None and bias.shape != (channels,):
        raise ValueError(f"bias must have shape ({channels},), one number per output channel, got shape {bias.shape}")


def check_groups(groups: Any, weight: Array, name: str, names: Names = _NAMES) -> int:
    """Check that the first axis of the weight splits into groups."""
    count = integer("groups", groups, 1)
    if weight.shape[0] == 0 or weight.shape[0] % count:
        raise ValueError(
            f"groups must divide the {name}, got groups={count} and {names.weight} of shape {weight.shape} "
            f"with {weight.shape[0]} {name}"
        )
    return count


@dataclass(eq=False)
class Operands:
    """The arrays of either operation, as given."""

    input: Array
    weight: Array
    bias: Array | None = None


@dataclass(eq=False)
class ConvSettings:
    """How a convolution slides, as given."""

    stride: PerAxis = 1
    padding: PerAxis | str = 0
    dilation: PerAxis = 1
    groups: int = 1
    padding_mode: str = field(default="zeros", kw_only=True)

    def checked(
        self, rank: int, input: Array, weight: Array, bias: Array | None = None, *, names: Names = _NAMES
    ) -> ConvCall:
        """Check a call with these settings."""
        input, weight, bias = check_arrays(rank, input, weight, bias, CONV_TYPES, names)
        groups = check_groups(self.groups, weight, "output channels", names)
        wanted = weight.shape[1] * groups
        check_channels(input.shape[-rank - 1], wanted, input, weight, names, f" and groups={groups}")
        check_bias(bias, weight.shape[0])
        stride = stored("stride", self.stride, rank, 1)
        dilation = stored("dilation", self.dilation, rank, 1)
        spatial, kernel = input.shape[-rank:], weight.shape[2:]
        pairs = self._pairs(rank, kernel, stride, dilation)
        check_limit("padding", "padding_mode", self.padding_mode, pairs, spatial)
        output = check_conv_sizes(spatial, kernel, stride, pairs, dilation)
        padded = padded_sizes(spatial, pairs)
        check_addressable("padding", (*input.shape[:-rank], *padded), input.itemsize)
        batched = input.ndim == rank + 2
        return ConvCall(
            input=input if batched else input[None],
            weight=weight,
            bias=bias,
            stride=stride,
            padding=pairs,
            dilation=dilation,
            groups=groups,
            padding_mode=self.padding_mode,
            padded_size=padded,
            output_size=output,
            batched=batched,
        )

    def _pairs(self, rank: int, kernel: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]) -> Pairs:
        """Return the padding before and after each axis."""
        if isinstance(self.padding, str):
            return named_pairs(self.padding, kernel, stride, dilation)
        return equal_pairs(stored("padding", self.padding, rank, 0))


@dataclass(eq=False)
class ConvArguments(ConvSettings, Operands):
    """The arguments of a convolution."""

    def call(self, rank: int) -> ConvCall:
        """Return the checked call."""
        return self.checked(rank, self.input, self.weight, self.bias)


@dataclass(eq=False)
class ConvTransposeSettings:
    """How a transposed convolution slides, as given."""

    stride: PerAxis = 1
    padding: PerAxis = 0
    output_padding: PerAxis = 0
    groups: int = 1
    dilation: PerAxis = 1

    def checked(
        self,
        rank: int,
        input: Array,
        weight: Array,
        bias: Array | None = None,
        *,
        output_size: PerAxis | None = None,
        size_name: str = "output_size",
        names: Names = _NAMES,
    ) -> ConvTransposeCall:
        """Check a call with these settings; `size_name` is what its caller calls `output_size`."""
        input, weight, bias = check_arrays(rank, input, weight, bias, TRANSPOSED_TYPES, names)
        groups = check_groups(self.groups, weight, "input channels", names)
        check_channels(input.shape[-rank - 1], weight.shape[0], input, weight, names)
        if weight.shape[1] == 0:
            raise ValueError(f"{names.weight} must have at least 1 output channel, got shape {weight.shape}")
        check_bias(bias, weight.shape[1] * groups)
        stride = stored("stride", self.stride, rank, 1)
        dilation = stored("dilation", self.dilation, rank, 1)
        padding = self._padding(rank)
        geometry = (input.shape[-rank:], weight.shape[2:], stride, padding, dilation)
        if output_size is None:
            extra = check_output_padding(stored("output_padding", self.output_padding, rank, 0), stride, dilation)
        else:
            extra = output_padding_for_size(size_name, output_size, *geometry)
        output = check_transposed_sizes(*geometry, extra)
        needed = (*input.shape[:-rank], groups, *weight.shape[1:2], *output)
        check_addressable("stride, dilation or output_size", needed, 16)
        batched = input.ndim == rank + 2
        return ConvTransposeCall(
            input=input if batched else input[None],
            weight=weight,
            bias=bias,
            stride=stride,
            padding=padding,
            output_padding=extra,
            groups=groups,
            dilation=dilation,
            output_size=output,
            batched=batched,
        )

    def _padding(self, rank: int) -> tuple[int, ...]:
        """Return by how many cells each axis is cropped on both sides."""
        if isinstance(self.padding, str):
            raise TypeError(f"padding of a transposed convolution must be integers, got padding={self.padding!r}")
        return stored("padding", self.padding, rank, 0)


@dataclass(eq=False)
class ConvTransposeArguments(ConvTransposeSettings, Operands):
    """The arguments of a transposed convolution."""

    output_size: PerAxis | None = field(default=None, kw_only=True)

    def call(self, rank: int) -> ConvTransposeCall:
        """Return the checked call."""
        return self.checked(rank, self.input, self.weight, self.bias, output_size=self.output_size)
