"""The calls in which torch does not do what it documents, each with an example, torch's answer and convref's.

The page docs/reference/torch-defects.md explains the same list, and runs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from random_calls import NARROW, Call, per_axis
from torch_oracle import REFUSED, convref_answer, torch_answer


@dataclass(frozen=True)
class Defect:
    """What goes wrong, for which calls, and one of them with both answers."""

    name: str
    applies: Callable[[Call], bool]
    example: Call
    torch: str
    convref: str


def _axes(call: Call, name: str) -> list[int]:
    """Return an argument per axis; nothing when it is no list of integers."""
    try:
        return per_axis(call.keywords.get(name, 1), call.rank)
    except (TypeError, ValueError, OverflowError):
        return []


def _no_channels(call: Call) -> bool:
    return call.input.ndim > call.rank and call.input.shape[-call.rank - 1] == 0


def _empty_batch(call: Call) -> bool:
    """Tell whether a call is refused with an empty batch and with a batch of one alike."""
    if call.input.ndim != call.rank + 2 or len(call.input):
        return False
    one = replace(call, input=np.ones((1, *call.input.shape[1:]), call.input.dtype))
    return convref_answer(call) is REFUSED is convref_answer(one)


def _extent_overflows(call: Call) -> bool:
    """Tell whether a product with stride or dilation may leave 64 bits; torch forms it even where it meets a 0."""
    return any(isinstance(n, int) and n >= 2**61 for name in ("stride", "dilation") for n in _axes(call, name))


def _small_and_dilated(call: Call) -> bool:
    return call.input.dtype.name in NARROW and any(d != 1 for d in _axes(call, "dilation"))


def _bias_of_another_dtype(call: Call) -> bool:
    unchecked = call.transposed or isinstance(call.keywords.get("padding"), str)
    return unchecked and isinstance(call.bias, np.ndarray) and call.bias.dtype != call.input.dtype


def _size_past_stride(call: Call) -> bool:
    steps = zip(_axes(call, "stride"), _axes(call, "dilation"), strict=False)
    return "output_size" in call.keywords and any(d > s for s, d in steps)


def _no_output(call: Call) -> bool:
    """Tell whether torch's answer is an array without cells, from a transposed convolution of a batch that has some."""
    if not call.transposed or call.input.size == 0:
        return False
    answer = torch_answer(call)
    return not isinstance(answer, str) and answer.size == 0


def _no_dilation(call: Call) -> bool:
    return call.transposed and call.input.dtype in (np.float32, np.complex64) and 0 in _axes(call, "dilation")


def _number_in_an_array(call: Call) -> bool:
    return any(
        isinstance(entry, np.ndarray) and entry.ndim == 0
        for value in call.keywords.values()
        for entry in (value if isinstance(value, (tuple, list)) else [value])
    )


def _bytes_as_padding(call: Call) -> bool:
    return isinstance(call.keywords.get("padding"), bytes)


def _ones(*shape: int, dtype: str = "float32") -> np.ndarray:
    return np.ones(shape, dtype)


DEFECTS = (
    Defect(
        "an input with 0 channels gives 0 output channels",
        _no_channels,
        Call(2, False, _ones(1, 0, 5, 5), _ones(4, 0, 3, 3), _ones(4)),
        "float32(1, 0, 3, 3)",
        "float32(1, 4, 3, 3)",
    ),
    Defect(
        "an empty batch skips the check of output_padding",
        _empty_batch,
        Call(1, True, _ones(0, 1, 5), _ones(1, 1, 2), None, {"output_padding": 5}),
        "float32(0, 1, 11)",
        "refused",
    ),
    Defect(
        "an empty batch skips the check of dtypes",
        _empty_batch,
        Call(1, False, _ones(0, 1, 5), _ones(1, 1, 2, dtype="float64"), None),
        "float32(0, 1, 4)",
        "refused",
    ),
    Defect(
        "an empty batch skips the check of empty axes",
        _empty_batch,
        Call(2, False, _ones(0, 1, 0, 5), _ones(1, 1, 3, 3), None, {"padding": 3}),
        "float32(0, 1, 4, 9)",
        "refused",
    ),
    Defect(
        "the extent of a dilated kernel overflows 64 bits",
        _extent_overflows,
        Call(1, False, _ones(1, 1, 5), _ones(1, 1, 5), None, {"dilation": 2**62}),
        "float32(1, 1, 5)",
        "refused",
    ),
    Defect(
        "small integers are refused with dilation",
        _small_and_dilated,
        Call(2, False, _ones(1, 1, 5, 5, dtype="int32"), _ones(1, 1, 2, 2, dtype="int32"), None, {"dilation": 2}),
        "refused",
        "int32(1, 1, 3, 3)",
    ),
    Defect(
        "a transposed convolution, or one whose padding is a word, accepts a bias of another dtype",
        _bias_of_another_dtype,
        Call(1, True, _ones(1, 1, 4), _ones(1, 1, 2), _ones(1, dtype="int16")),
        "float32(1, 1, 5)",
        "refused",
    ),
    Defect(
        "a transposed convolution of float32 or complex64 accepts dilation 0 for some sizes",
        _no_dilation,
        Call(1, True, _ones(2, 1, 4), _ones(1, 1, 1), None, {"dilation": 0}),
        "float32(2, 1, 4)",
        "refused",
    ),
    Defect(
        "the range of output_size ignores dilation",
        _size_past_stride,
        Call(1, True, _ones(1, 1, 4), _ones(1, 1, 3), None, {"stride": 2, "dilation": 3, "output_size": [15]}),
        "refused",
        "float32(1, 1, 15)",
    ),
    Defect(
        "an output without cells is refused for some dtypes and returned for others",
        _no_output,
        Call(1, True, _ones(1, 4, 2, dtype="complex64"), _ones(4, 1, 5, dtype="complex64"), None,
             {"groups": 2, "padding": 3}),
        "complex64(1, 2, 0)",
        "refused",
    ),
    Defect(
        "an array of no axes counts as an integer within a sequence, and as groups; elsewhere it does not",
        _number_in_an_array,
        Call(1, False, _ones(1, 1, 4), _ones(1, 1, 2), None, {"stride": (np.array(2),)}),
        "float32(1, 1, 2)",
        "refused",
    ),
    Defect(
        "bytes count as a word of padding",
        _bytes_as_padding,
        Call(1, False, _ones(1, 1, 4), _ones(1, 1, 2), None, {"padding": b"valid"}),
        "float32(1, 1, 3)",
        "refused",
    ),
)  # fmt: skip


def known_defect(call: Call) -> str | None:
    """Return the name of the defect that a call meets."""
    if not all(isinstance(array, np.ndarray) for array in (call.input, call.weight)):
        return None
    return next((defect.name for defect in DEFECTS if defect.applies(call)), None)
