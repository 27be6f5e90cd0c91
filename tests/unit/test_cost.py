"""Multiply-accumulates against counting them one by one, and parameters against torch's layers."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from work import at_most

import convref as F
from convref.cost import layer_macs, links_inside

axis = st.tuples(st.integers(1, 7), st.integers(1, 4), st.integers(1, 3), st.integers(0, 4), st.integers(1, 3))
channels = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))


def windows(i: int, k: int, s: int, p: int, d: int) -> list[list[int]]:
    """Return the cells that each window reads along one axis; those outside the input are the padding's zeros."""
    starts = range(-p, i + p, s)
    return [[start + d * t for t in range(k)] for start in starts if start + d * (k - 1) < i + p]


@settings(max_examples=150)
@given(st.lists(axis, min_size=1, max_size=2), channels)
def test_convolution(axes: list[tuple[int, ...]], counts: tuple[int, ...]) -> None:
    groups, inputs, outputs = counts
    read = [windows(*one) for one in axes]
    assume(all(read))
    every = inputs * outputs * groups
    all_products = every * sum(1 for stop in product(*read) for _ in product(*stop))
    true_products = every * sum(
        all(0 <= cell < i for cell, (i, *_) in zip(cells, axes, strict=True))
        for stop in product(*read)
        for cells in product(*stop)
    )
    i, k, s, p, d = zip(*axes, strict=True)
    arguments: Any = (inputs * groups, outputs * groups, i, k, s, p, d, groups)
    assert F.conv_macs(*arguments) == all_products
    assert F.conv_macs(*arguments, count_zeros=False) == true_products


@settings(max_examples=150)
@given(st.lists(st.tuples(axis, st.integers(0, 3)), min_size=1, max_size=2), channels)
def test_transposed_convolution(axes: list[Any], counts: tuple[int, ...]) -> None:
    groups, inputs, outputs = counts
    assume(all(op < max(one[2], one[4]) for one, op in axes))
    sizes = [s * (i - 1) - 2 * p + d * (k - 1) + op + 1 for (i, k, s, p, d), op in axes]
    assume(min(sizes) > 0)
    targets = [[s * cell + d * t - p for cell in range(i) for t in range(k)] for (i, k, s, p, d), _ in axes]
    every = inputs * outputs * groups
    kept = [sum(0 <= target < size for target in one) for one, size in zip(targets, sizes, strict=True)]
    i, k, s, p, d = zip(*(one for one, _ in axes), strict=True)
    arguments: Any = (inputs * groups, outputs * groups, i, k, s, p, [op for _, op in axes], groups, d)
    assert F.conv_transpose_macs(*arguments) == every * int(np.prod(kept))
    assert F.conv_transpose_macs(*arguments, count_cropped=True) == every * int(np.prod([len(one) for one in targets]))


def test_exactly_900() -> None:
    """The formulas by input and by output say 1024 and 4096."""
    assert F.conv_transpose_macs(1, 1, (8, 8), 4, stride=2, padding=1) == 900
    assert F.conv_transpose_macs(1, 1, (8, 8), 4, stride=2, padding=1, count_cropped=True) == 1024 == 16 * 8 * 8
    assert 16 * F.Layer(4, stride=2, padding=1, transposed=True).output_size(8) ** 2 == 4096


def test_corners_and_edges_are_read_less_often() -> None:
    """A corner is read 4 times, an edge 6 times, the inside 9 times."""
    assert F.conv_macs(1, 1, (5, 5), 3, padding=1, count_zeros=False) == 4 * 4 + 12 * 6 + 9 * 9


@given(
    st.integers(0, 9), st.integers(1, 30), st.integers(1, 9), st.integers(1, 9), st.integers(0, 30), st.integers(1, 9)
)
def test_links_are_counted_without_a_loop(small: int, large: int, k: int, s: int, p: int, d: int) -> None:
    found = sum(0 <= s * a + d * t - p < large for a in range(small) for t in range(k))
    assert links_inside(small, large, k, s, p, d) == found


@settings(max_examples=60)
@given(rank=st.integers(1, 3), counts=channels, kernel=st.integers(1, 4), bias=st.booleans(), transposed=st.booleans())
def test_parameters_are_those_of_torch(
    rank: int, counts: tuple[int, ...], kernel: int, bias: bool, transposed: bool
) -> None:
    groups, inputs, outputs = counts
    make = getattr(torch.nn, f"Conv{'Transpose' * transposed}{rank}d")
    layer = make(inputs * groups, outputs * groups, kernel, groups=groups, bias=bias)
    expected = sum(parameter.numel() for parameter in layer.parameters())
    assert F.conv_parameters(inputs * groups, outputs * groups, (kernel,) * rank, groups, bias) == expected


def test_a_number_alone_stands_for_every_axis() -> None:
    assert F.conv_macs(1, 1, 8, (3, 3)) == F.conv_macs(1, 1, (8, 8), 3) == F.conv_macs(1, 1, [8, 8], (3,))
    assert F.conv_macs(1, 1, 8, 3) == 18
    assert F.conv_transpose_macs(1, 1, 8, 3, (2, 2)) == F.conv_transpose_macs(1, 1, (8, 8), 3, 2)
    assert F.conv_parameters(3, 64, 11) == 64 * 3 * 11 + 64


def test_small_numpy_integers_do_not_wrap() -> None:
    small = np.int8(100)
    assert F.conv_parameters(small, small, np.int8(3)) == 30100
    assert F.conv_macs(small, small, small, np.int8(3)) == 98 * 3 * 10000
    assert F.conv_transpose_macs(small, small, small, np.int8(3), np.uint8(2)) == 100 * 3 * 10000
    assert type(F.conv_macs(small, small, small, np.int8(3))) is int


@pytest.mark.parametrize("huge", [2**31, 2**62, 2**80])
def test_absurd_sizes_are_little_work(huge: int) -> None:
    with at_most(lines=3000):
        assert F.conv_macs(1, 1, huge, huge, padding=huge, count_zeros=False) == huge**2
        assert F.conv_macs(huge, huge, 2 * huge, huge) == huge**2 * huge * (huge + 1)
        assert F.conv_transpose_macs(1, 1, huge, huge) == huge**2
        assert F.conv_transpose_macs(1, 1, 3, huge, stride=huge, padding=1) == 3 * huge - 2


def test_a_layer_costs_what_its_arguments_cost() -> None:
    assert layer_macs(F.Layer(3, stride=2, padding=1, out_channels=8, groups=2), 4, (9, 9)) == F.conv_macs(
        4, 8, (9, 9), 3, 2, 1, 1, 2
    )
    layer = F.Layer(4, stride=(2, 1), padding=1, dilation=1, output_padding=(1, 0), transposed=True)
    assert layer_macs(layer, 4, (9, 9)) == F.conv_transpose_macs(4, 4, (9, 9), 4, (2, 1), 1, (1, 0))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: F.conv_macs(3, 8, (), 3), ValueError, "input_size must have at least one entry, got input_size=()"),
        (lambda: F.conv_macs(3, 8, None, 3), TypeError, "input_size must be an integer, got input_size=None"),
        (lambda: F.conv_macs(3, 8, (5, 5), (3, 3, 3)), ValueError, "input_size must be an integer or a sequence"),
        (lambda: F.conv_macs(3, 8, 5, 7), ValueError, "kernel_size must fit into the padded input"),
        (lambda: F.conv_macs(3, 8, 5, 3, groups=2), ValueError, "in_channels must be divisible by groups"),
        (lambda: F.conv_macs(4, 7, 5, 3, groups=2), ValueError, "out_channels must be divisible by groups"),
        (lambda: F.conv_macs(0, 7, 5, 3), ValueError, "in_channels must be at least 1, got in_channels=0"),
        (lambda: F.conv_macs(1.0, 7, 5, 3), TypeError, "in_channels must be an integer"),
        (lambda: F.conv_macs(1, True, 5, 3), TypeError, "out_channels must be an integer"),
        (lambda: F.conv_macs(1, 1, 5, 3, count_zeros=None), TypeError, "count_zeros must be True or False"),
        (lambda: F.conv_macs(1, 1, 5, 3, padding="SAME"), ValueError, "padding must be 'same', 'valid' or integers"),
        (lambda: F.conv_transpose_macs(1, 1, 5, 3, padding="same"), TypeError, "padding of a transposed convolution"),
        (lambda: F.conv_transpose_macs(1, 1, 5, 3, 2, 0, 2), ValueError, "output_padding must be smaller"),
        (lambda: F.conv_transpose_macs(1, 1, 5, 3, padding=4), ValueError, "padding must leave at least 1 cell"),
        (lambda: F.conv_transpose_macs(1, 1, 5, 3, count_cropped=1), TypeError, "count_cropped must be True or False"),
        (lambda: F.conv_parameters(3, 8, ()), ValueError, "kernel_size must have at least one entry"),
        (lambda: F.conv_parameters(3, 8, 3, bias="no"), TypeError, "bias must be True or False, got bias='no'"),
        (lambda: F.conv_parameters(3, 8, "3"), TypeError, "kernel_size must be an integer, got kernel_size='3'"),
        (lambda: F.conv_parameters(3, 8, 3, None), TypeError, "groups must be an integer, got groups=None"),
    ],
)
def test_refusals(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
