"""Every argument is checked here, once, at the boundary; every message is written here.

A message names the argument, what it was and what it may be, and shows the shapes where shapes decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convref import formulas
from convref._modes import known_mode

Array = NDArray[Any]
PerAxis = int | Sequence[int]
Pairs = tuple[tuple[int, int], ...]

_LARGEST = 2**63 - 1  # PyTorch keeps its arguments in 64 bits.
# What the operations take, as in PyTorch: only a convolution takes small integers.
TRANSPOSED_TYPES = tuple(map(np.dtype, ("float16", "float32", "float64", "complex64", "complex128", "int64")))
CONV_TYPES = (*TRANSPOSED_TYPES, *map(np.dtype, ("int8", "uint8", "int16", "int32")))


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


def integer(name: str, value: Any, minimum: int) -> int:
    """Return `value` as an int, or say what it should have been."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be an integer, got {name}={value!r} of type {type(value).__name__}")
    if value < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {name}={int(value)}")
    return int(value)


def per_axis(name: str, value: Any, rank: int, minimum: int) -> tuple[int, ...]:
    """Return one integer per spatial axis; an integer or a sequence of length 1 stands for all axes."""
    if not isinstance(value, (tuple, list)):
        return (integer(name, value, minimum),) * rank
    entries = tuple(integer(name, entry, minimum) for entry in value)
    if len(entries) not in (1, rank):
        raise ValueError(
            f"{name} must be an integer or a sequence of length 1 or {rank}, got {name}={value!r} "
            f"of length {len(entries)}"
        )
    return entries * rank if len(entries) == 1 else entries


def named_axes(**arguments: Any) -> int:
    """Return how many axes the longest of the sequences among the arguments speaks of; 0 when all are integers."""
    axes = 0
    for name, value in arguments.items():
        if isinstance(value, (tuple, list)):
            if not value:
                raise ValueError(f"{name} must have at least one entry, got {name}={value!r}")
            axes = max(axes, len(value))
    return axes


def flag(name: str, value: Any) -> bool:
    """Return `value` when it is True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {name}={value!r} of type {type(value).__name__}")
    return bool(value)


def stored(name: str, value: Any, rank: int, minimum: int) -> tuple[int, ...]:
    """Return `per_axis`, and refuse what PyTorch cannot store."""
    plain = (value,) * rank if type(value) is int else value
    usual = type(plain) is tuple and len(plain) == rank and set(map(type, plain)) == {int}
    if usual and minimum <= min(plain) and max(plain) <= _LARGEST:
        return plain  # what the slower checks would return
    entries = per_axis(name, value, rank, minimum)
    if max(entries) > _LARGEST:
        raise ValueError(f"{name} must be at most {_LARGEST}, got {name}={value!r}")
    return entries


def same_pair(kernel_size: int, dilation: int) -> tuple[int, int]:
    """Return the cells before and after that keep the size; the odd one goes after."""
    total = formulas.same_total(kernel_size, dilation)
    return total // 2, total - total // 2


def padding_pairs(
    padding: Any,
    kernel_size: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    numbers: Callable[[str, Any, int, int], tuple[int, ...]] = stored,
) -> Pairs:
    """Return the cells before and after, per axis, for a number, a sequence, 'same' or 'valid'.

    Numbers are read by `numbers`: `per_axis` where nothing is computed that PyTorch would have to store.
    """
    rank = len(kernel_size)
    if isinstance(padding, str):
        if padding == "valid":
            return ((0, 0),) * rank
        if padding != "same":
            raise ValueError(f"padding must be 'same', 'valid' or integers, got padding={padding!r}")
        if any(step != 1 for step in stride):
            raise ValueError(f"padding='same' needs stride=1, got stride={stride}")
        return tuple(same_pair(k, d) for k, d in zip(kernel_size, dilation, strict=True))
    return tuple((p, p) for p in numbers("padding", padding, rank, 0))


def conv_sizes(
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    pairs: Pairs,
    dilation: tuple[int, ...],
) -> tuple[int, ...]:
    """Return the output sizes of a convolution, whose padding may differ before and after."""
    return tuple(
        formulas.conv_size(size + sum(pair), k, s, 0, d)
        for size, k, s, pair, d in zip(sizes, kernel, stride, pairs, dilation, strict=True)
    )


def plain_array(name: str, array: Any) -> Array:
    """Return an array as NumPy's own class; a subclass may index and multiply by rules of its own."""
    if type(array) is np.ndarray:
        return array
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} must be a NumPy array, got {type(array).__name__}")
    if isinstance(array, np.ma.MaskedArray):
        raise TypeError(f"{name} must have no mask, which convolutions cannot respect: fill it first, got MaskedArray")
    return array.view(np.ndarray)


def check_dtype(name: str, array: Array, types: tuple[np.dtype[Any], ...]) -> None:
    """Check that an array is of one of the dtypes."""
    if array.dtype not in types:
        raise TypeError(f"{name} must have one of the dtypes {', '.join(map(str, types))}, got {array.dtype}")


def check_same_dtype(name: str, array: Array, other_name: str, other: Array) -> None:
    """Check that an array is of the dtype of another one."""
    if array.dtype != other.dtype:
        raise TypeError(
            f"{name} must have the dtype of {other_name}, got {name} {array.dtype} and {other_name} {other.dtype}"
        )


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


def check_limit(padding: str, name: str, mode: str, pairs: Pairs, sizes: tuple[int, ...]) -> None:
    """Check that no axis asks for more than the mode can fill; the first two are what the arguments are called."""
    known = known_mode(name, mode)
    if known.most is None:
        return
    for pair, size in zip(pairs, sizes, strict=True):
        if any(pair) and max(pair) > known.most(size):
            raise ValueError(
                f"{padding} must be {known.limit} the input for {name}={mode!r}, got padding {pair} and size {size}"
            )


def check_fits(sizes: tuple[int, ...], kernel: tuple[int, ...], pairs: Pairs, dilation: tuple[int, ...]) -> None:
    """Check that the dilated kernel fits into the padded input on every axis."""
    for axis, (size, k, pair, d) in enumerate(zip(sizes, kernel, pairs, dilation, strict=True)):
        extent, room = formulas.dilated_kernel(k, d), size + sum(pair)
        if extent > room:
            raise ValueError(
                f"kernel_size must fit into the padded input: on spatial axis {axis} a kernel of {k} with "
                f"dilation={d} covers {extent} cells, the input of {size} padded by {pair} has {room}"
            )


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


def check_output_padding(
    output_padding: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]
) -> tuple[int, ...]:
    """Check that output_padding is smaller than the larger of stride and dilation on every axis."""
    for op, s, d in zip(output_padding, stride, dilation, strict=True):
        if op >= formulas.output_padding_range(s, d):
            raise ValueError(
                f"output_padding must be smaller than the larger of stride and dilation, "
                f"got output_padding={op} with stride={s} and dilation={d}"
            )
    return output_padding


def output_padding_for_size(
    name: str,
    output_size: Any,
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
) -> tuple[int, ...]:
    """Return the output_padding that gives `output_size`; sizes with batch or channel axes are cut to the last ones."""
    rank = len(sizes)
    if isinstance(output_size, (tuple, list)) and len(output_size) in (rank + 1, rank + 2):
        output_size = output_size[-rank:]
    wanted = stored(name, output_size, rank, 1)
    extra = []
    for size, target, k, s, p, d in zip(sizes, wanted, kernel, stride, padding, dilation, strict=True):
        most = formulas.output_padding_range(s, d) - 1
        largest = _transposed_size(size, k, s, p, most, d)
        smallest = largest - most
        if not smallest <= target <= largest:
            raise ValueError(
                f"{name} must be from {max(smallest, 1)} to {largest} for an input of {size} with kernel_size={k}, "
                f"stride={s}, padding={p}, dilation={d}, got {target}"
            )
        extra.append(target - smallest)
    return tuple(extra)


def check_transposed_sizes(
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
    output_padding: tuple[int, ...],
) -> tuple[int, ...]:
    """Return the output sizes, which padding must leave at 1 cell or more on every axis."""
    return tuple(map(_transposed_size, sizes, kernel, stride, padding, output_padding, dilation))


def _transposed_size(size: int, k: int, s: int, p: int, op: int, d: int) -> int:
    output = formulas.conv_transpose_size(size, k, s, p, op, d)
    if output < 1:
        raise ValueError(
            f"padding must leave at least 1 cell of the output: an input of {size} with kernel_size={k}, "
            f"stride={s}, padding={p}, output_padding={op}, dilation={d} gives {output}"
        )
    return output


def check_addressable(name: str, shape: tuple[int, ...], itemsize: int) -> None:
    """Check that an array of `shape` has an address for each of its bytes."""
    if prod(shape) * itemsize > _LARGEST:
        raise ValueError(f"{name} must be smaller: an array of shape {shape} is needed, more than any memory holds")


def stand_in(name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return an array of `shape` that takes no memory, for checks that look at shapes."""
    check_addressable(name, shape, dtype.itemsize)
    return np.broadcast_to(np.zeros((), dtype), shape)


def check_groups_divide(groups: Any, in_channels: Any, out_channels: Any) -> tuple[int, int, int]:
    """Return the three numbers as integers, once `groups` divides both numbers of channels."""
    count = integer("groups", groups, 1)
    channels = integer("in_channels", in_channels, 1), integer("out_channels", out_channels, 1)
    for name, value in zip(("in_channels", "out_channels"), channels, strict=True):
        if value % count:
            raise ValueError(f"{name} must be divisible by groups, got {name}={value} and groups={count}")
    return count, *channels
