"""The fast functions against the plain loops, and both operations against each other."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import compare_not_finite
from random_calls import Call, random_call
from torch_oracle import REFUSED, brief, convref_answer

import convref
from convref import definition


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_fast_equals_definition(random: Random) -> None:
    call = random_call(random)
    fast, plain = convref_answer(call), convref_answer(call, definition)
    assert brief(fast) == brief(plain), call
    if fast is REFUSED:
        return
    if not np.isfinite(plain).all():
        assert compare_not_finite(fast, plain) is None, call
    else:
        tolerance = 0 if fast.dtype.kind in "iu" else 64 * np.finfo(fast.dtype).eps
        np.testing.assert_allclose(fast, plain, tolerance, tolerance * np.abs(plain).max(initial=1))


@settings(max_examples=200)
@given(st.randoms(use_true_random=False))
def test_transposed_is_the_adjoint(random: Random) -> None:
    call = _whole_numbers(random_call(random), random)
    if call is None:
        return
    forth = convref_answer(Call(call.rank, False, call.input, call.weight, None, call.keywords))
    if forth is REFUSED:
        return
    numbers = np.random.default_rng(random.getrandbits(32))
    other = numbers.integers(-4, 5, forth.shape)
    back = getattr(convref, f"conv_transpose{call.rank}d")(
        other, call.weight, **call.keywords, output_size=call.input.shape[-call.rank :]
    )
    assert (forth * other).sum() == (call.input * back).sum()


def _whole_numbers(call: Call, random: Random) -> Call | None:
    """Return a call that both operations take, on int64 arrays; nothing when the drawn one cannot be turned into it."""
    arrays = (call.input, call.weight)
    keywords = {
        name: call.keywords[name] for name in ("stride", "padding", "dilation", "groups") if name in call.keywords
    }
    if call.transposed or isinstance(keywords.get("padding"), str):
        return None
    if not all(isinstance(array, np.ndarray) for array in arrays):
        return None
    numbers = np.random.default_rng(random.getrandbits(32))
    return Call(call.rank, False, *(numbers.integers(-4, 5, array.shape) for array in arrays), None, keywords)


def test_half_precision_is_the_exact_sum_rounded_once() -> None:
    signal, kernel = np.full((1, 1, 3), 2048, np.float16), np.ones((1, 1, 3), np.float16)
    bias = np.array([1], np.float16)
    for function in (convref.conv1d, definition.conv1d):
        assert function(signal, kernel, bias).item() == np.float16(6145)
