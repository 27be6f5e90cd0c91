"""Random calls of all six functions: every argument at once, most of them legal, some spoiled on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np

from convref.padding import PADDING_MODES as MODES

WIDE = ("float16", "float32", "float64", "complex64", "complex128", "int64")
NARROW = ("int8", "uint8", "int16", "int32")


@dataclass
class Call:
    """One call: the function's name, its three arrays and its keywords."""

    rank: int
    transposed: bool
    input: Any
    weight: Any
    bias: Any
    keywords: dict[str, Any] = field(default_factory=dict)
    # Numbers of convref._strategies._tuning, which choose the way.
    tuning: dict[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"conv{'_transpose' * self.transposed}{self.rank}d"

    def __str__(self) -> str:
        arrays = ", ".join(
            f"{name}={array.dtype}{array.shape}" if isinstance(array, np.ndarray) else f"{name}={array!r}"
            for name, array in (("input", self.input), ("weight", self.weight), ("bias", self.bias))
        )
        return f"{self.name}({arrays}, {self.keywords}, {self.tuning})"


def random_call(random: Random) -> Call:
    """Return a call; about one in five was spoiled, others are refused for shapes that happen not to fit."""
    rank, transposed = random.choice((1, 1, 2, 2, 2, 3)), random.random() < 0.5
    groups, inputs, outputs = (random.choice(choice) for choice in ((1, 1, 1, 2, 3, 4), (1, 1, 2, 3), (1, 1, 2, 3)))
    longest = (12, 8, 5)[rank - 1] if random.random() < 0.9 else (900, 40, 12)[rank - 1]
    sizes = [random.randint(1, longest) for _ in range(rank)]
    kernel = [random.randint(1, (6, 4, 3)[rank - 1]) for _ in range(rank)]
    batch = random.choice(([], [0], [1], [1], [2], [3]))
    weight = [inputs * groups, outputs] if transposed else [outputs * groups, inputs]
    dtype = random.choice(WIDE if transposed or random.random() < 0.8 else NARROW)
    call = Call(
        rank,
        transposed,
        _array(random, [*batch, inputs * groups, *sizes], dtype),
        _array(random, weight + kernel, dtype),
        _array(random, [outputs * groups], dtype) if random.random() < 0.5 else None,
    )
    _add_keywords(random, call, groups)
    if call.input.ndim == 2 and random.random() < 0.2:
        call.input = call.input.view(np.matrix)
    if call.input.dtype.kind in "fc" and random.random() < 0.1:
        _add_not_finite(random, call)
    if random.random() < 0.2:
        random.choice(SPOILERS)(random, call)
    if random.random() < 0.6:  # Last, so that another number to tune leaves the call of a seed as it is.
        call.tuning = {name: random.choice(values) for name, values in TUNING.items()}
    return call


def _add_keywords(random: Random, call: Call, groups: int) -> None:
    keywords: dict[str, Any] = {}
    if groups > 1 or random.random() < 0.3:
        keywords["groups"] = random.choice((int, np.int32))(groups)
    limits = {"stride": (1, 4), "dilation": (1, 3), "padding": (0, 4)}
    if call.transposed:
        limits["output_padding"] = (0, 2)
    for name, (least, most) in limits.items():
        if random.random() < 0.6:
            keywords[name] = _entries(random, call.rank, least, most)
    if not call.transposed:
        if random.random() < 0.2:
            keywords["padding"] = random.choice(("same", "same", "valid"))
            if keywords["padding"] == "same" and random.random() < 0.8:
                keywords.pop("stride", None)
        if random.random() < 0.4:
            keywords["padding_mode"] = random.choice(MODES)
    elif random.random() < 0.2:
        keywords.pop("output_padding", None)
        keywords["output_size"] = _wanted_size(random, call, keywords)
    call.keywords = keywords


def _add_not_finite(random: Random, call: Call) -> None:
    """Put numbers that are not finite into one array."""
    name = random.choice([n for n in ("input", "weight", "bias") if getattr(call, n) is not None])
    array = np.array(getattr(call, name))
    for _ in range(random.randint(1, 3) if array.size else 0):
        array.flat[random.randrange(array.size)] = random.choice((np.nan, np.inf, -np.inf))
    setattr(call, name, array)


def _entries(random: Random, rank: int, least: int, most: int) -> Any:
    """Return a number, or a sequence of length 1 or one entry per axis."""
    form = random.choice((int, int, np.int64, np.uint8, Step, tuple, tuple, list))
    if form in (tuple, list):
        length = random.choice((1, rank, rank, rank))
        kinds = random.choice(((int,), (int,), (int, np.int8, np.uint64, Step)))
        return form(random.choice(kinds)(random.randint(least, most)) for _ in range(length))
    return form(random.randint(least, most))


Step = IntEnum("Step", {f"OF_{number}": number for number in range(5)})
TUNING = {
    "BLOCK_BYTES": (64, 1024, 4 * 2**20),
    "FEW_BYTES": (0, 0, 2**16),
    "FEW_CELLS": (0, 512, 2**40),
    "WORTH_ADDING": (0.0, 1.6, 1e9),
    "WORTH_REARRANGING": (0, 3),
    "WORTH_GATHERING": (0.0, 1.5, 1e9),
    "WORTH_FLIPPING": (0, 1, 1e9),
    "WORTH_SKIPPING": (0, 8, 1e9),
}


def per_axis(value: Any, rank: int) -> list[int]:
    """Return one entry per axis."""
    entries = list(value) if isinstance(value, (tuple, list)) else [value]
    return [int(entry) for entry in entries] * (rank if len(entries) == 1 else 1)


def _wanted_size(random: Random, call: Call, keywords: dict[str, Any]) -> list[int]:
    """Return a size in or just beside the range that output_padding reaches."""
    stride, padding, dilation = (
        per_axis(keywords.get(name, default), call.rank)
        for name, default in (("stride", 1), ("padding", 0), ("dilation", 1))
    )
    axes = zip(call.input.shape[-call.rank :], call.weight.shape[2:], stride, padding, dilation, strict=True)
    return [s * (i - 1) - 2 * p + d * (k - 1) + 1 + random.randint(0, s) - (random.random() < 0.1)
            for i, k, s, p, d in axes]  # fmt: skip


def _array(random: Random, shape: list[int], dtype: str) -> np.ndarray:
    """Return small whole numbers, real numbers, or integers so large that sums wrap, in any layout."""
    numbers = np.random.default_rng(random.getrandbits(32))
    kind = np.dtype(dtype).kind
    if kind in "iu":
        largest = np.iinfo(dtype).max if random.random() < 0.3 else 4
        values = numbers.integers(-largest if kind == "i" else 0, largest, shape, dtype, endpoint=True)
    else:
        whole = random.random() < 0.5
        values = numbers.integers(-4, 5, shape).astype(float) if whole else numbers.normal(size=shape)
        if kind == "c":
            values = values + 1j * (numbers.integers(-4, 5, shape) if whole else numbers.normal(size=shape))
    return random.choice(LAYOUTS)(np.asarray(values).astype(dtype))


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _spread(array: np.ndarray) -> np.ndarray:
    """Return a view that steps over every second cell, backwards."""
    room = np.zeros([2 * size for size in array.shape], array.dtype)
    view = room[tuple(slice(None, None, -2) for _ in array.shape)]
    view[...] = array
    return view


def _stride_zero(array: np.ndarray) -> np.ndarray:
    return np.broadcast_to(array[..., :1], array.shape)


def _unaligned(array: np.ndarray) -> np.ndarray:
    """Return a copy that begins one byte past where its numbers would begin."""
    room = np.zeros(array.nbytes + 1, np.uint8)
    view = np.ndarray(array.shape, array.dtype, room, offset=1)
    view[...] = array
    return view


def _other_axes_first(array: np.ndarray) -> np.ndarray:
    """Return a copy whose axes lie in memory in another order: channels last."""
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(array, min(1, array.ndim - 1), -1)), -1, min(1, array.ndim - 1))


class Stubborn(np.ndarray):
    """An array of a class that turns every result into zeros, as long as it is asked to compute."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **keywords: Any) -> Any:
        result = getattr(ufunc, method)(*(np.asarray(one).view(np.ndarray) for one in inputs), **keywords)
        return np.zeros_like(result)


def _of_another_class(array: np.ndarray) -> np.ndarray:
    return array.view(Stubborn)


LAYOUTS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    np.ascontiguousarray,
    np.ascontiguousarray,
    np.asfortranarray,
    _read_only,
    _spread,
    _stride_zero,
    _unaligned,
    _other_axes_first,
    _of_another_class,
)

# fmt: off
BAD_NUMBERS = (
    0, -1, -(2**63), 2**63, (2**63,), (0, 1), [-1], np.int64(-1), np.uint64(2**64 - 1), (), (1, 1, 1, 1),
    1.0, (1.5,), np.float32(1), 1 + 0j, float("nan"), float("inf"), Fraction(1), np.datetime64(1, "D"),
    True, (False,), np.True_, None, (None,), "1", ("same",), (1, "same"), b"valid",
    np.array([1]), np.array(1), (np.array(1),), np.array(1.5),
    [[1]], ((1,),), {1}, {1: 1}, range(1, 2), slice(1), object(), len, int,
)
# fmt: on
HUGE = (2**30, 2**62, 2**63 - 1)


def _spoil_number(random: Random, call: Call) -> None:
    names = ["stride", "dilation", "padding", "groups"] + ["output_padding"] * call.transposed
    call.keywords[random.choice(names)] = random.choice(BAD_NUMBERS)


def _spoil_with_huge(random: Random, call: Call) -> None:
    """Use numbers near the end of 64 bits; 2**30 only where it does not make a huge output."""
    call.keywords[random.choice(("stride", "dilation"))] = random.choice(HUGE[call.transposed :])
    if call.keywords.get("padding") == "same":
        del call.keywords["padding"]


def _spoil_mode(random: Random, call: Call) -> None:
    if call.transposed:
        call.keywords["padding"] = random.choice(("same", "valid"))
    elif random.random() < 0.5:
        call.keywords["padding"] = random.choice(("SAME", "full", ""))
    else:
        call.keywords["padding_mode"] = random.choice(("zero", "constant", "symmetric", 0))


def _spoil_shape(random: Random, call: Call) -> None:
    """Make one axis of one array longer, shorter, empty or missing."""
    name = random.choice([n for n in ("input", "weight", "bias") if getattr(call, n) is not None])
    array = getattr(call, name)
    axis = random.randrange(array.ndim)
    change = random.choice(("more", "less", "none", "axis", "flat"))
    if change == "axis":
        array = array[None]
    elif change == "flat":
        array = array[(0,) * axis] if 0 not in array.shape[:axis] else array
    else:
        size = {"more": array.shape[axis] + 1, "less": max(0, array.shape[axis] - 1), "none": 0}[change]
        array = array.take(np.arange(size) % max(1, array.shape[axis]), axis) if array.size else array
    setattr(call, name, np.asarray(array))


def _spoil_dtype(random: Random, call: Call) -> None:
    name = random.choice([n for n in ("input", "weight", "bias") if getattr(call, n) is not None])
    ones = np.ones(getattr(call, name).shape, random.choice((*WIDE, *NARROW, "bool", *FOREIGN)))
    setattr(call, name, ones)


def _spoil_dtypes(random: Random, call: Call) -> None:
    """Use numbers that no convolution takes, in all arrays: the other byte order, objects, words, booleans, moments."""
    dtype = random.choice((call.input.dtype.newbyteorder(), "bool", *FOREIGN))
    if dtype == call.input.dtype:  # a number of one byte has one order
        dtype = "bool"
    for name in ("input", "weight", "bias"):
        if getattr(call, name) is not None:
            setattr(call, name, np.ones(getattr(call, name).shape).astype(dtype))


FOREIGN = (">f4", ">f8", ">i8", "object", "longdouble", "clongdouble", "uint16", "uint32", "uint64", "U1", "S1", "V4",
           "timedelta64[s]")  # fmt: skip


def _spoil_array(random: Random, call: Call) -> None:
    name = random.choice(("input", "weight", "bias"))
    bad = random.choice((1, 0, False, [[1.0]], [1.0], "x", (), np.float32(1), np.float64(1), np.array(1.0), {}, len))
    setattr(call, name, None if name != "bias" and random.random() < 0.1 else bad)


SPOILERS: tuple[Callable[[Random, Call], None], ...] = (
    _spoil_number,
    _spoil_number,
    _spoil_with_huge,
    _spoil_mode,
    _spoil_shape,
    _spoil_shape,
    _spoil_dtype,
    _spoil_dtypes,
    _spoil_array,
)
