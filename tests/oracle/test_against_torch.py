"""All six functions against torch: values, shapes, dtypes and refusals, over all arguments at once."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import mismatch
from random_calls import Call, random_call
from torch_oracle import REFUSED, convref_answer, torch_answer

from convref.padding import PADDING_MODES

SEEDED = 2500


@pytest.mark.newest_torch
@settings(max_examples=400)
@given(st.randoms(use_true_random=False))
def test_any_call(random: Random) -> None:
    call = random_call(random)
    assert mismatch(call) is None, call


@pytest.mark.newest_torch
@pytest.mark.parametrize("part", range(5))
def test_seeded_calls(part: int) -> None:
    for seed in range(part * SEEDED // 5, (part + 1) * SEEDED // 5):
        call = random_call(Random(seed))
        assert mismatch(call) is None, f"seed {seed}: {call}"


def test_the_random_calls_are_of_every_kind() -> None:
    calls = [random_call(Random(seed)) for seed in range(1000)]
    answers = [convref_answer(call) for call in calls]
    accepted = [call for call, answer in zip(calls, answers, strict=True) if answer is not REFUSED]
    assert len({call.name for call in accepted}) == 6
    assert {call.input.dtype.name for call in accepted} >= {"float16", "complex64", "int64", "uint8"}
    assert {call.keywords.get("padding_mode") for call in accepted} >= set(PADDING_MODES)
    assert any(0 in call.input.strides for call in accepted)
    assert any(len(call.input) == 0 for call in accepted)
    assert any(not call.input.flags.writeable for call in accepted)
    assert 200 < len(accepted) < 900


LAYERS = (
    Call(2, False, np.zeros((2, 3, 40, 41), "f"), np.zeros((8, 3, 5, 3), "f"), None, {"stride": 2, "padding": (2, 1)}),
    Call(2, False, np.zeros((1, 64, 14, 14), "f"), np.zeros((32, 64, 3, 3), "f"), None, {"padding": 1}),
    Call(2, False, np.zeros((2, 8, 60, 60), "f"), np.zeros((8, 8, 3, 3), "f"), None, {"dilation": 12, "padding": 12}),
    Call(
        2,
        False,
        np.zeros((1, 64, 60, 250), "f"),
        np.zeros((4, 64, 3, 3), "f"),
        None,
        {"dilation": 12, "padding": 12, "stride": (2, 1)},
    ),
    Call(2, False, np.zeros((2, 32, 9, 9), "f"), np.zeros((32, 1, 3, 3), "f"), None, {"groups": 32, "stride": 2}),
    Call(2, False, np.zeros((2, 6, 30, 9), "f"), np.zeros((18, 1, 3, 5), "f"), None, {"groups": 6, "padding": 1}),
    Call(2, False, np.zeros((1, 16, 28, 28), "f"), np.zeros((24, 4, 5, 5), "f"), None, {"groups": 4, "padding": 2}),
    Call(2, False, np.zeros((3, 16, 15, 15), "f"), np.zeros((24, 16, 1, 1), "f"), None, {"stride": (2, 3)}),
    Call(1, False, np.zeros((2, 4, 3000), "f"), np.zeros((64, 4, 10), "f"), None, {"stride": 5}),
    Call(1, False, np.zeros((1, 64, 800), "f"), np.zeros((128, 64, 2), "f"), None, {"dilation": 64}),
    Call(3, False, np.zeros((1, 3, 6, 40, 40), "f"), np.zeros((8, 3, 3, 7, 7), "f"), None, {"stride": (1, 2, 2)}),
    Call(2, True, np.zeros((3, 64, 8, 8), "f"), np.zeros((64, 32, 4, 4), "f"), None, {"stride": 2, "padding": 1}),
    Call(2, True, np.zeros((1, 8, 20, 20), "f"), np.zeros((8, 3, 3, 5), "f"), None, {"stride": (2, 3), "dilation": 3}),
    Call(2, True, np.zeros((2, 8, 9, 9), "f"), np.zeros((8, 3, 2, 2), "f"), None, {"stride": 4, "groups": 2}),
    Call(1, True, np.zeros((1, 32, 100), "f"), np.zeros((32, 16, 16), "f"), None, {"stride": 8, "padding": 4}),
)


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_layers_of_real_sizes(layer: Call) -> None:
    numbers = np.random.default_rng(0)
    outputs = layer.weight.shape[1] * layer.keywords.get("groups", 1) if layer.transposed else len(layer.weight)
    arrays = [
        numbers.normal(size=shape).astype(np.float32) for shape in (layer.input.shape, layer.weight.shape, (outputs,))
    ]
    assert mismatch(Call(layer.rank, layer.transposed, *arrays, layer.keywords)) is None


def test_overflow_does_not_warn() -> None:
    call = Call(1, False, np.full((1, 1, 3), 3e38, np.float32), np.full((1, 1, 2), 9, np.float32), None)
    assert np.isinf(convref_answer(call)).all()
    assert np.isinf(torch_answer(call)).all()


def test_what_is_not_finite_spreads_as_in_torch() -> None:
    signal = np.ones((1, 1, 9), np.float32)
    signal[0, 0, 4] = np.nan
    signal[0, 0, 8] = np.inf
    call = Call(1, False, signal, np.ones((1, 1, 3), np.float32), None, {"padding": 1})
    np.testing.assert_array_equal(convref_answer(call), torch_answer(call))
