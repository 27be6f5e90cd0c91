"""Random calls of all six functions: every argument at once, most of them legal, some spoiled on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np

WIDE = ("float16", "float32", "float64", "complex64", "complex128", "int64")
NARROW = ("int8", "uint8", "int16", "int32")
MODES = ("zeros", "reflect", "replicate", "circular")


@dataclass
class Call:
    """One call: the function's name, its three arrays and its keywords."""

    rank: int
    transposed: bool
    input: Any
    weight: Any
    bias: Any
    keywords: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"conv{'_transpose' * self.transposed}{self.rank}d"

    def __str__(self) -> str:
        arrays = ", ".join(
            f"{name}={array.dtype}{array.shape}" if isinstance(array, np.ndarray) else f"{name}={array!r}"
            for name, array in (("input", self.input), ("weight", self.weight), ("bias", self.bias))
        )
        return f"{self.name}({arrays}, {self.keywords})"


def random_call(random: Random) -> Call:
    """Return a call; about one in five was spoiled, others are refused for shapes that happen not to fit."""
    rank, transposed = random.choice((1, 1, 2, 2, 2, 3)), random.random() < 0.5
    groups, inputs, outputs = (random.choice(choice) for choice in ((1, 1, 1, 2, 3, 4), (1, 1, 2, 3), (1, 1, 2, 3)))
    longest = (12, 8, 5)[rank - 1]
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
    if random.random() < 0.2:
        random.choice(SPOILERS)(random, call)
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


def _entries(random: Random, rank: int, least: int, most: int) -> Any:
    """Return a number, or a sequence of length 1 or one entry per axis."""
    form = random.choice((int, int, np.int64, tuple, tuple, list))
    if form in (tuple, list):
        length = random.choice((1, rank, rank, rank))
        return form(random.randint(least, most) for _ in range(length))
    return form(random.randint(least, most))


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


LAYOUTS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    np.ascontiguousarray,
    np.ascontiguousarray,
    np.asfortranarray,
    _read_only,
    _spread,
    _stride_zero,
)

BAD_NUMBERS = (0, -1, 1.0, True, None, "1", 2**63, (1, 1, 1, 1), (), (1.5,), (False,), np.float32(1), np.array([1]))
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
    ones = np.ones(getattr(call, name).shape, random.choice((*WIDE, *NARROW, "bool")))
    setattr(call, name, ones)


def _spoil_array(random: Random, call: Call) -> None:
    setattr(call, random.choice(("input", "weight")), random.choice((None, 1, [[1.0]], "x")))


SPOILERS: tuple[Callable[[Random, Call], None], ...] = (
    _spoil_number,
    _spoil_number,
    _spoil_with_huge,
    _spoil_mode,
    _spoil_shape,
    _spoil_shape,
    _spoil_dtype,
    _spoil_array,
)
