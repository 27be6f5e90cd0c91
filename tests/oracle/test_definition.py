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

SHARED = ("stride", "padding", "dilation", "groups")


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


@settings(max_examples=80)
@given(st.integers(0, 10**6))
def test_transposed_is_the_adjoint(seed: int) -> None:
    random = Random(seed)
    call, forth = _convolution_of_whole_numbers(random)
    numbers = np.random.default_rng(random.getrandbits(32))
    other = numbers.integers(-4, 5, forth.shape)
    back = getattr(convref, f"conv_transpose{call.rank}d")(
        other, call.weight, **call.keywords, output_size=call.input.shape[-call.rank :]
    )
    assert (forth * other).sum() == (call.input * back).sum()


def _convolution_of_whole_numbers(random: Random) -> tuple[Call, np.ndarray]:
    """Return a convolution of int64 arrays whose settings a transposed one takes, too, and its output."""
    numbers = np.random.default_rng(random.getrandbits(32))
    while True:
        drawn = random_call(random)
        arrays = (drawn.input, drawn.weight)
        keywords = {name: drawn.keywords[name] for name in SHARED if name in drawn.keywords}
        if drawn.transposed or isinstance(keywords.get("padding"), str):
            continue
        if not all(isinstance(array, np.ndarray) for array in arrays):
            continue
        whole = (numbers.integers(-4, 5, array.shape) for array in arrays)
        call = Call(drawn.rank, False, *whole, None, keywords)
        output = convref_answer(call)
        if output is not REFUSED:
            return call, output


def test_half_precision_is_the_exact_sum_rounded_once() -> None:
    signal, kernel = np.full((1, 1, 3), 2048, np.float16), np.ones((1, 1, 3), np.float16)
    bias = np.array([1], np.float16)
    for function in (convref.conv1d, definition.conv1d):
        assert function(signal, kernel, bias).item() == np.float16(6145)
