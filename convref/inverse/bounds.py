"""Which settings a search tries: the values given, and for what is not given, bounds that follow from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod

import numpy as np

from convref._arguments.checks import integer

__all__ = ["MOST_TRIED", "Bounds"]

MOST_TRIED = 1_000_000  # settings in one search: a second or two
_LARGEST_SCALE, _LARGEST_ALONE = 32, 1000  # as far as bounds follow other numbers
_LOWEST = {"kernel_size": 1, "stride": 1, "padding": 0, "dilation": 1, "output_padding": 0}


@dataclass(frozen=True)
class Bounds:
    """The values that a search tries. It prints as a line of text.

    Attributes
    ----------
    kernel_size, stride, dilation : tuple[int, ...]
        The values, in order.
    padding : tuple[int, ...] | None
        The values; with None, 0 to d(k−1). With more, whole windows would read nothing but padding.
    output_padding : tuple[int, ...] | None
        The values; with None, all that PyTorch takes: 0 to max(s, d) − 1. A convolution has none, and tries 0.
    transposed : bool
        Whether these are settings of a transposed convolution.
    """

    kernel_size: Sequence[int]
    stride: Sequence[int]
    padding: Sequence[int] | None
    dilation: Sequence[int]
    output_padding: Sequence[int] | None
    transposed: bool

    def __str__(self) -> str:
        names = list(_LOWEST)[: 5 if self.transposed else 4]
        return ", ".join(f"{name} {self._text(name)}" for name in names)

    def _text(self, name: str) -> str:
        values = getattr(self, name)
        if values is None:
            return {"padding": "0 to d(k−1)", "output_padding": "0 to max(s, d)−1"}[name]
        first, last = values[0], values[-1]
        if last - first == len(values) - 1:
            return f"{first}" if first == last else f"{first} to {last}"
        return ", ".join(map(str, values)) if len(values) <= 8 else f"{len(values)} values from {first} to {last}"


def bounds_for(
    input_size: int, output_size: int, transposed: bool, given: dict[str, int | Iterable[int] | None]
) -> Bounds:
    """Return the bounds of a search.

    Where a value is not given, the stride goes up to 4, or to the ratio of the sizes; the kernel up to 11, or to twice
    the stride; the dilation up to 2. Given padding raises the last two, to what keeps the size with it. Where one of
    the sizes is 1, the stride scales nothing, and the kernel goes up to the other size. `Bounds` tells of padding and
    output_padding. None of these grows without limit: a value beyond it must be given.
    """
    values = {name: None if value is None else _values(name, value) for name, value in given.items()}
    if not transposed:
        values["output_padding"] = (0,)
    small, large = (input_size, output_size) if transposed else (output_size, input_size)
    ratio = min(-(-large // small), _LARGEST_SCALE) if small > 1 else 1
    step = values["stride"][-1] if values["stride"] else ratio
    pad = min(values["padding"][-1], _LARGEST_SCALE) if values["padding"] else 0
    alone = large if small == 1 else 1
    most = {
        "kernel_size": max(11, 2 * min(step, _LARGEST_SCALE), min(max(step, alone), _LARGEST_ALONE), 2 * pad + 1),
        "stride": max(4, ratio),
        "dilation": max(2, pad),
    }
    for name, largest in most.items():
        values[name] = values[name] or tuple(range(1, largest + 1))
    bounds = Bounds(**values, transposed=transposed)  # type: ignore[arg-type]  # those of `most` are no longer None
    tried = prod(len(getattr(bounds, name)) for name in given if getattr(bounds, name) is not None)
    if tried > MOST_TRIED:
        raise ValueError(f"bounds must hold at most {MOST_TRIED:,} settings, got {tried:,}")
    return bounds


def _values(name: str, value: int | Iterable[int]) -> tuple[int, ...]:
    """Return the values to try, each once, in order."""
    minimum = _LOWEST[name]
    if isinstance(value, (str, bytes)) or not np.iterable(value):
        return (integer(name, value, minimum),)
    entries = tuple(islice(value, MOST_TRIED + 1))
    if not entries:
        raise ValueError(f"{name} must hold at least one value, got none")
    if len(entries) > MOST_TRIED:
        raise ValueError(f"{name} must hold at most {MOST_TRIED:,} values, got more")
    return tuple(sorted({integer(name, entry, minimum) for entry in entries}))
