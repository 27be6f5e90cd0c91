"""Overlap counts against transposed convolutions of ones, the rule of even overlap, and phase sums."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convref as F
from convref import definition

axis = st.tuples(
    st.integers(1, 6), st.integers(1, 5), st.integers(1, 4), st.integers(0, 3), st.integers(0, 3), st.integers(1, 3)
)


@settings(max_examples=150)
@given(st.lists(axis, min_size=1, max_size=3))
def test_counts_are_a_transposed_convolution_of_ones(axes: list[tuple[int, ...]]) -> None:
    i, k, s, p, op, d = zip(*axes, strict=True)
    ones = np.ones((1, *i), int), np.ones((1, 1, *k), int)
    try:
        expected = getattr(F, f"conv_transpose{len(axes)}d")(*ones, None, s, p, op, 1, d)[0]
    except ValueError:
        with pytest.raises(ValueError, match="padding must"):
            F.overlap_counts(i, k, s, p, op, d)
        return
    found = F.overlap_counts(i, k, s, p, op, d)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.int64


@settings(max_examples=60)
@given(axis)
def test_counts_along_one_axis_are_those_of_the_definition(one: tuple[int, ...]) -> None:
    i, k, s, p, op, d = one
    try:
        ones = np.ones((1, i), int), np.ones((1, 1, k), int)
        expected = definition.conv_transpose1d(*ones, None, s, p, op, 1, d)[0]
    except ValueError:
        assume(False)
    np.testing.assert_array_equal(F.overlap_counts(*one), expected)


def inside_counts(k: int, s: int, d: int) -> set[int]:
    """Return the different counts far from both ends, by stamping."""
    counts = np.zeros(s * 120 + d * k, int)
    for cell, tap in product(range(120), range(k)):
        counts[s * cell + d * tap] += 1
    edge = d * k + s
    return set(counts[edge : s * 120 - edge].tolist())


def test_the_rule_of_even_overlap_never_fails_and_divisibility_alone_does() -> None:
    """Over k ≤ 8, s ≤ 4, d ≤ 4 the plain rule fails 14 times, the rule with the gcd never."""
    cases = list(product(range(1, 9), range(1, 5), range(1, 5)))
    truth = {case: len(inside_counts(*case)) == 1 for case in cases}
    assert {case: F.is_even_overlap(*case) for case in cases} == truth
    assert sum((k % s == 0) != truth[k, s, d] for k, s, d in cases) == 14
    assert not F.is_even_overlap(4, 2, 2)
    assert (F.overlap_counts(8, 4, 2, dilation=2)[1::2] == 0).all()


def test_overlap_is_even_when_it_is_along_every_axis() -> None:
    assert F.is_even_overlap((4, 6), (2, 3))
    assert not F.is_even_overlap((4, 6), (2, 4))
    assert not F.is_even_overlap(4, 2, (1, 2))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(1, 3)), min_size=1, max_size=2),
    st.integers(0, 999),
)
def test_inside_of_a_constant_picture_repeats_the_phase_sums(axes: list[tuple[int, ...]], seed: int) -> None:
    """There are s sums along one axis, s² on a picture."""
    k, s, d = zip(*axes, strict=True)
    weight = np.random.default_rng(seed).integers(-9, 10, k)
    sums = F.phase_sums(weight, s, d)
    assert sums.shape == s
    ones = np.ones((1, *(3 * d_ * k_ for k_, _, d_ in axes)), int)
    output = getattr(F, f"conv_transpose{len(axes)}d")(ones, weight[None, None], stride=s, dilation=d)[0]
    edges = [d_ * (k_ - 1) for k_, _, d_ in axes]
    for place in product(*(range(edge, size - edge) for edge, size in zip(edges, output.shape, strict=True))):
        phase = tuple(cell % step for cell, step in zip(place, s, strict=True))
        assert output[place] == sums[phase]


def test_even_overlap_is_not_enough() -> None:
    """A random kernel of 4 with stride 2 has an even overlap and unequal phase sums."""
    kernel = np.random.default_rng(0).normal(size=(4, 4))
    assert F.is_even_overlap(4, 2)
    assert np.ptp(F.phase_sums(kernel, 2)) > 0.1


def test_resizing_then_convolving_is_a_transposed_convolution_with_equal_phase_sums() -> None:
    """Nearest ×2 then 3×3 with padding 1 is k4 s2 p1 with 16 weights made of 9."""
    numbers = np.random.default_rng(1)
    x, small = numbers.normal(size=(1, 6, 7)), numbers.normal(size=(3, 3))
    resized = x.repeat(2, 1).repeat(2, 2)
    tied = np.zeros((4, 4))
    flipped = small[::-1, ::-1]
    for a, b in product(range(2), range(2)):
        tied[a : a + 3, b : b + 3] += flipped
    expected = F.conv2d(resized, small[None, None], padding=1)
    np.testing.assert_allclose(F.conv_transpose2d(x, tied[None, None], stride=2, padding=1), expected, atol=1e-12)
    np.testing.assert_allclose(F.phase_sums(tied, 2), np.full((2, 2), small.sum()))


def test_sums_keep_the_dtype_and_round_once() -> None:
    assert F.phase_sums(np.array([2048, 1, 1, 1], np.float16), 1).item() == np.float16(2051)
    assert F.phase_sums(np.array([1j, 2], np.complex64), 2).dtype == np.complex64
    assert F.phase_sums(np.array([100, 100], np.int8), 1).tolist() == [-56]  # wraps, as the convolution does


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: F.overlap_counts((), 3), ValueError, "input_size must have at least one entry"),
        (lambda: F.overlap_counts(None, 3), TypeError, "input_size must be an integer, got input_size=None"),
        (lambda: F.overlap_counts(4, "3"), TypeError, "kernel_size must be an integer, got kernel_size='3'"),
        (
            lambda: F.overlap_counts(4, 3, 2, 0, 2),
            ValueError,
            "output_padding must be smaller than the larger of stride and dilation",
        ),
        (lambda: F.overlap_counts(4, 3, 1, 3), ValueError, "padding must leave at least 1 cell"),
        (lambda: F.overlap_counts(2**62, 3), ValueError, "input_size must be smaller"),
        (lambda: F.overlap_counts(3, 2**62, 1, 2**61), ValueError, "kernel_size must be smaller"),
        (lambda: F.overlap_counts((2**31, 2**31), 3), ValueError, "input_size must be smaller"),
        (lambda: F.overlap_counts(3, 3, 2**80), ValueError, "must be smaller"),
        (lambda: F.phase_sums([1, 2], 2), TypeError, "weight must be a NumPy array, got list"),
        (lambda: F.phase_sums(np.array(1.0), 2), ValueError, "weight must have at least one axis"),
        (lambda: F.phase_sums(np.array(["1"]), 2), TypeError, "weight must hold numbers"),
        (lambda: F.phase_sums(np.ones(3), 2.0), TypeError, "stride must be an integer"),
        (lambda: F.phase_sums(np.ones((3, 3)), (2, 2, 2)), ValueError, "stride must be an integer or a sequence"),
        (lambda: F.phase_sums(np.ones(3), 2**62), ValueError, "stride must be smaller"),
        (lambda: F.is_even_overlap((), 2), ValueError, "kernel_size must have at least one entry"),
        (lambda: F.is_even_overlap(4, 0), ValueError, "stride must be at least 1"),
        (lambda: F.is_even_overlap(4, None), TypeError, "stride must be an integer"),
    ],
)
def test_refusals(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


def test_absurd_numbers_are_told_at_once() -> None:
    assert F.is_even_overlap(2**80, 2**62)
    assert not F.is_even_overlap(2**80, 2**62, 2)
