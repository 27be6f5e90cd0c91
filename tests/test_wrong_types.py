"""Every argument of every public function, given every kind of wrong thing: a clear and quick refusal."""

from __future__ import annotations

import inspect
from time import perf_counter
from typing import Any

import numpy as np
import pytest

import convref as F
from convref import definition, gradients

X, W = np.ones((1, 2, 6)), np.ones((2, 2, 3))
Y = np.ones((1, 2, 4))
# fmt: off
WRONG = (
    None, "x", b"x", 1.5, True, np.True_, float("nan"), object(), {}, {1}, (), (1.5,), (None,), ("x",), [[1]],
    -1, 0, (-1,), 2**62, 2**80, (2**62,), (2**80,), (1,) * 4, len, 1j, range(3),
    np.array(1.0), np.array([1.0]), np.ones((1, 2, 6), bool), np.array([["x"]]), np.ones((2, 2, 3), object),
)
# fmt: on
CALLS: dict[Any, dict[str, Any]] = {
    F.conv1d: {"input": X, "weight": W, "bias": np.ones(2)},
    F.conv_transpose1d: {"input": X, "weight": W, "bias": np.ones(2)},
    definition.conv1d: {"input": X, "weight": W},
    definition.conv_transpose1d: {"input": X, "weight": W},
    F.conv_matrix: {"weight": W, "input_size": 6},
    F.conv_transpose_matrix: {"weight": W, "input_size": 6},
    F.conv_output_size: {"input_size": 6, "kernel_size": 3},
    F.conv_transpose_output_size: {"input_size": 6, "kernel_size": 3},
    F.same_padding: {"kernel_size": 3},
    F.conv_parameters: {"in_channels": 2, "out_channels": 2, "kernel_size": 3},
    F.conv_macs: {"in_channels": 2, "out_channels": 2, "input_size": 6, "kernel_size": 3},
    F.conv_transpose_macs: {"in_channels": 2, "out_channels": 2, "input_size": 6, "kernel_size": 3},
    F.read_counts: {"input_size": 6, "kernel_size": 3},
    F.overlap_counts: {"input_size": 6, "kernel_size": 3},
    F.phase_sums: {"weight": W[0, 0]},
    F.is_even_overlap: {"kernel_size": 3, "stride": 2},
    F.find_settings: {"input_size": 6, "output_size": 3},
    F.mirror: {"layers": [F.Layer(3)], "input_size": 6},
    F.receptive_field: {"layers": [F.Layer(3)]},
    F.trace: {"layers": [F.Layer(3)], "input_shape": (2, 6)},
    F.Layer: {"kernel_size": 3},
    F.Layer(3).output_size: {"input_size": 6},
    gradients.conv_bias: {"grad_output": Y},
    gradients.conv1d_input: {"input_size": (1, 2, 6), "weight": W, "grad_output": Y},
    gradients.conv1d_weight: {"input": X, "weight_size": (2, 2, 3), "grad_output": Y},
    gradients.conv_transpose1d_input: {"input_size": (1, 2, 4), "weight": W, "grad_output": X},
    gradients.conv_transpose1d_weight: {"input": Y, "weight_size": (2, 2, 3), "grad_output": X},
}
PLACES = [(call, name) for call in CALLS for name in inspect.signature(call).parameters]


def test_every_function_is_among_them() -> None:
    functions = {name for name in F.__all__ if inspect.isfunction(getattr(F, name)) and name[-2:] not in ("2d", "3d")}
    assert functions <= {getattr(call, "__name__", "") for call in CALLS}


@pytest.mark.parametrize(("call", "name"), PLACES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_wrong_things_are_refused_by_name(call: Any, name: str) -> None:
    call(**CALLS[call])
    begin = perf_counter()
    for wrong in WRONG:
        try:
            call(**CALLS[call] | {name: wrong})
        except (TypeError, ValueError) as error:
            text = str(error)
            assert " must " in text or " needs " in text, (wrong, text)
            named = name in text or name in (
                "dilation",
                "input_size",
                "weight",
                "padding",
                "input",
                "stride",
                "grad_output",
            )
            assert named or "kernel_size" in text or "channels" in text, (wrong, text)
    assert perf_counter() - begin < 5


@pytest.mark.parametrize(("call", "name"), PLACES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_words_and_numbers_that_are_not_whole_are_never_taken(call: Any, name: str) -> None:
    for wrong in ("x", b"x", 1.5, float("nan"), object(), 1j, len):
        with pytest.raises((TypeError, ValueError)) as caught:
            call(**CALLS[call] | {name: wrong})
        assert name in str(caught.value), wrong


NUMBERS = ("stride", "padding", "dilation", "groups", "kernel_size", "input_size", "in_channels", "out_channels")


@pytest.mark.parametrize(
    ("call", "name"),
    [(call, name) for call, name in PLACES if name in NUMBERS and "_input" not in getattr(call, "__name__", "")],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_integers_of_numpy_are_taken_and_truth_values_are_not(call: Any, name: str) -> None:
    number = CALLS[call].get(name, 0 if name == "padding" else 1)
    plain = call(**CALLS[call] | {name: number})
    for kind in (np.int8, np.uint16, np.int64, np.uint64):
        np.testing.assert_equal(call(**CALLS[call] | {name: kind(number)}), plain)
    for truth in (True, np.True_):
        with pytest.raises(TypeError, match=f"{name} must be an integer"):
            call(**CALLS[call] | {name: truth})
