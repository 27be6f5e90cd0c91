"""Single arguments: kind, range, length, dtype. Every message names the argument, what it was and what it may be."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import Any

import numpy as np

from convref._arguments.types import Array

LARGEST = 2**63 - 1  # PyTorch keeps its arguments in 64 bits.


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


def one_for_all(values: tuple[int, ...]) -> int | tuple[int, ...]:
    """Return one number in place of numbers that are all the same: the way back from `per_axis`."""
    return values[0] if len(set(values)) == 1 else values


def integers(name: str, values: Any, minimum: int) -> tuple[int, ...]:
    """Return the entries of anything that can be gone through as ints."""
    if isinstance(values, (str, bytes, dict, np.ndarray)) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a sequence of integers, got {name}={values!r} of type {type(values).__name__}")
    return tuple(integer(name, value, minimum) for value in values)


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
    if usual and minimum <= min(plain) and max(plain) <= LARGEST:
        return plain  # what the slower checks would return
    entries = per_axis(name, value, rank, minimum)
    if max(entries) > LARGEST:
        raise ValueError(f"{name} must be at most {LARGEST}, got {name}={value!r}")
    return entries


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


def check_groups_divide(groups: Any, in_channels: Any, out_channels: Any) -> tuple[int, int, int]:
    """Return the three numbers as integers, once `groups` divides both numbers of channels."""
    count = integer("groups", groups, 1)
    channels = integer("in_channels", in_channels, 1), integer("out_channels", out_channels, 1)
    for name, value in zip(("in_channels", "out_channels"), channels, strict=True):
        if value % count:
            raise ValueError(f"{name} must be divisible by groups, got {name}={value} and groups={count}")
    return count, *channels


def check_addressable(name: str, shape: tuple[int, ...], itemsize: int) -> None:
    """Check that an array of `shape` has an address for each of its bytes."""
    if prod(shape) * itemsize > LARGEST:
        raise ValueError(f"{name} must be smaller: an array of shape {shape} is needed, more than any memory holds")


def stand_in(name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return an array of `shape` that takes no memory, for checks that look at shapes."""
    check_addressable(name, shape, dtype.itemsize)
    return np.broadcast_to(np.zeros((), dtype), shape)
