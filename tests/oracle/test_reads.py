"""Counts of windows that read a cell against torch's gradient of an all-ones kernel; unread cells without counting."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import convref as F
from convref import definition
from convref.reads import unread_at_end, untouched_cells


def gradient(sizes: tuple[int, ...], kernel: tuple[int, ...], *arguments: Any) -> np.ndarray[Any, Any]:
    """Return what torch gives each input cell when kernel and output gradient are ones."""
    x = torch.zeros(1, 1, *sizes, dtype=torch.float64, requires_grad=True)
    convolve = getattr(torch.nn.functional, f"conv{len(sizes)}d")
    convolve(x, torch.ones(1, 1, *kernel, dtype=torch.float64), None, *arguments).sum().backward()
    return x.grad[0, 0].numpy()


def random_setting(draw: Random, rank: int) -> tuple[Any, ...] | None:
    """Return input size, kernel size, stride, padding and dilation, or None when the kernel does not fit."""
    axes = [[draw.randint(1, most) for _ in range(rank)] for most in (14, 5, 6, 4, 4)]
    size, kernel, stride, padding, dilation = map(tuple, axes)
    sort = draw.random()
    if sort < 0.1:
        padding = "valid"
    elif sort < 0.2:
        padding, stride = "same", (1,) * rank
    else:
        padding = tuple(p - 1 for p in padding)
    try:
        F.conv_output_size(size, kernel, stride, padding, dilation)
    except ValueError:
        return None
    return size, kernel, stride, padding, dilation


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@pytest.mark.parametrize("rank", [1, 2])
def test_a_thousand_settings_are_read_as_gradients_say(rank: int) -> None:
    draw, checked, with_unread = Random(rank), 0, 0
    while checked < 1000:
        setting = random_setting(draw, rank)
        if setting is None:
            continue
        counts, expected = F.read_counts(*setting), gradient(*setting)
        np.testing.assert_array_equal(counts, expected, err_msg=str(setting))
        assert ((counts == 0) == (expected == 0)).all()
        assert counts.dtype == np.int64
        checked, with_unread = checked + 1, with_unread + (counts == 0).any()
    assert 200 < with_unread < 900


def test_three_axes_and_one_number_for_all() -> None:
    assert (F.read_counts((5, 4, 6), 2, 2, 1) == gradient((5, 4, 6), (2, 2, 2), 2, 1)).all()
    assert F.read_counts(6, (3,), 2).tolist() == F.read_counts((6,), 3, 2).tolist() == [1, 1, 2, 1, 1, 0]


@settings(max_examples=300)
@given(st.integers(1, 30), st.integers(1, 8), st.integers(1, 8), st.integers(0, 10), st.integers(1, 8), st.booleans())
def test_untouched_cells_are_counted_without_touching_any(
    i: int, k: int, s: int, p: int, d: int, transposed: bool
) -> None:
    ones = np.ones((1, i), int), np.ones((1, 1, k), int)
    try:
        if transposed:
            touched = definition.conv_transpose1d(*ones, None, s, p, 0, 1, d)[0]
            large, small = len(touched), i
        else:
            large, small = i, F.conv_output_size(i, k, s, p, d)
            touched = F.read_counts(i, k, s, p, d)
    except ValueError:
        return
    end = s * (small - 1) + d * (k - 1) + 1 - p
    missing = np.flatnonzero(touched == 0)
    assert untouched_cells(large, small, k, s, p, d) == ((missing < end).sum(), (missing >= end).sum())
    assert unread_at_end(large, small, k, s, p, d) == large - 1 - max(np.flatnonzero(touched), default=-1)


LAYERS = [
    ((224, 3, 2, 1), 0),
    ((224, 5, 2, 2), 0),
    ((224, 7, 2, 3), 0),
    ((224, 1, 2, 0), 112),
    ((224, 3, 2, 2, 2), 112),
    ((224, 11, 4, 2), 0),
    ((224, 11, 4, 3), 0),
    ((8, 3, 2), 1),
    ((224, 4, 1, "same"), 0),
]


@pytest.mark.parametrize(("layer", "unread"), LAYERS)
def test_unread_cells_of_well_known_layers(layer: tuple[Any, ...], unread: int) -> None:
    assert (F.read_counts(*layer) == 0).sum() == unread


def test_a_kernel_of_one_with_stride_2_reads_a_quarter_of_a_picture() -> None:
    counts = F.read_counts((8, 8), 1, stride=2)
    assert (counts == 0).sum() == 48
    assert counts.sum() == 16


def test_large_sizes_are_exact() -> None:
    counts = F.read_counts(1_000_000, 99_999, stride=7, padding=50_000, dilation=3)
    output = F.conv_output_size(1_000_000, 99_999, 7, 50_000, 3)
    places = np.arange(99_999) * 3
    for cell in (0, 1, 7, 500_000, 999_999):
        first = cell + 50_000 - places  # where a window that reads the cell by each weight would have to start
        assert counts[cell] == ((first >= 0) & (first % 7 == 0) & (first // 7 < output)).sum()
    assert untouched_cells(2**80, 2**79, 3, 2, 1, 1) == (0, 0)
    assert untouched_cells(2**80, 2**79, 1, 2, 0, 1) == (2**79 - 1, 1)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: F.read_counts((), 3), ValueError, "input_size must have at least one entry"),
        (lambda: F.read_counts(None, 3), TypeError, "input_size must be an integer, got input_size=None"),
        (lambda: F.read_counts(4, "3"), TypeError, "kernel_size must be an integer, got kernel_size='3'"),
        (lambda: F.read_counts(4, 3, 2, "same"), ValueError, "padding='same' needs stride=1"),
        (lambda: F.read_counts(4, 3, 1, "SAME"), ValueError, "padding must be 'same', 'valid' or integers"),
        (lambda: F.read_counts(2, 3), ValueError, "kernel_size must fit into the padded input"),
        (lambda: F.read_counts((4, 4), (3, 3, 3)), ValueError, "input_size must be an integer or a sequence"),
        (lambda: F.read_counts(2**62, 3), ValueError, "input_size must be smaller"),
        (lambda: F.read_counts(3, 2**62, 1, 2**61), ValueError, "padding, kernel_size or dilation must be smaller"),
        (lambda: F.read_counts((2**31, 2**31), 3), ValueError, "input_size must be smaller"),
    ],
)
def test_refusals(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
