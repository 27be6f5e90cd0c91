"""Size calculators against windows counted by hand, and numbers far beyond any memory."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import convref as F
from convref import definition, formulas

small = st.integers(1, 12)
padding_cells = st.integers(0, 6)


@given(i=st.integers(1, 20), k=st.integers(1, 6), s=st.integers(1, 5), p=padding_cells, d=st.integers(1, 4))
def test_conv_size_is_the_number_of_windows(i: int, k: int, s: int, p: int, d: int) -> None:
    windows = [start for start in range(-p, i + p) if (start + p) % s == 0 and start + d * (k - 1) < i + p]
    if windows:
        assert F.conv_output_size(i, k, s, p, d) == len(windows)
        assert definition.conv1d(np.ones((1, i)), np.ones((1, 1, k)), None, s, p, d).shape == (1, len(windows))
    else:
        with pytest.raises(ValueError, match=r"kernel_size must fit into the padded input"):
            F.conv_output_size(i, k, s, p, d)


@given(i=small, k=st.integers(1, 6), s=st.integers(1, 5), p=padding_cells, op=st.integers(0, 3), d=st.integers(1, 4))
def test_transposed_size_is_the_number_of_cells_reached(i: int, k: int, s: int, p: int, op: int, d: int) -> None:
    assume(op < max(s, d))
    reached = {s * cell + d * tap for cell in range(i) for tap in range(k)}
    left = max(reached) + 1 + op - 2 * p
    if left > 0:
        assert F.conv_transpose_output_size(i, k, s, p, op, d) == left
        made = definition.conv_transpose1d(np.ones((1, i)), np.ones((1, 1, k)), None, s, p, op, 1, d)
        assert made.shape == (1, left)
    else:
        with pytest.raises(ValueError, match="padding must leave at least 1 cell"):
            F.conv_transpose_output_size(i, k, s, p, op, d)


@given(i=st.integers(1, 40), k=st.integers(1, 7), s=st.integers(1, 6), p=padding_cells, d=st.integers(1, 3))
def test_the_right_output_padding_gives_the_size_back(i: int, k: int, s: int, p: int, d: int) -> None:
    assume(i + 2 * p >= formulas.dilated_kernel(k, d))
    small_size = F.conv_output_size(i, k, s, p, d)
    op = formulas.output_padding_for(i, k, s, p, d)
    assert 0 <= op < s
    assert F.conv_transpose_output_size(small_size, k, s, p, op, d) == i


@given(k=st.integers(1, 9), d=st.integers(1, 5), i=st.integers(1, 30))
def test_same_keeps_the_size(k: int, d: int, i: int) -> None:
    before, after = F.same_padding(k, d)
    assert 0 <= after - before <= 1
    assert formulas.conv_size(i + before + after, k, 1, 0, d) == i
    assert F.conv_output_size(i, k, padding="same", dilation=d) == i


@pytest.mark.parametrize("huge", [2**31, 2**62, 2**63, 2**80])
def test_absurd_sizes_are_computed_right(huge: int) -> None:
    assert F.conv_output_size(huge, 1) == huge
    assert F.conv_output_size(huge, 3, stride=2, padding=1) == huge // 2
    assert F.conv_output_size(5, 3, padding=huge) == 3 + 2 * huge
    assert F.conv_output_size(4 * huge + 1, 3, dilation=2 * huge) == 1
    assert F.conv_transpose_output_size(huge, 2, stride=2) == 2 * huge
    assert F.conv_transpose_output_size(3, 3, dilation=huge) == 3 + 2 * huge
    assert F.same_padding(3, dilation=huge) == (huge, huge)
    with pytest.raises(ValueError, match="must fit"):
        F.conv_output_size(5, 3, dilation=huge)
    with pytest.raises(ValueError, match="must leave"):
        F.conv_transpose_output_size(5, 3, padding=huge)


def test_axes_have_their_own_values() -> None:
    assert F.conv_output_size((9, 8), (3, 1), (1, 2), (0, 3), (2, 1)) == (5, 7)
    assert F.conv_output_size([9], 3) == (7,)
    assert F.conv_output_size(9, (3, 5)) == (7, 5)
    assert F.conv_output_size((9, 9), (3,)) == (7, 7)
    assert F.conv_transpose_output_size((2, 3), 3, (2, 1), output_padding=(1, 0)) == (6, 5)
    assert F.same_padding((3, 4), dilation=2) == ((2, 2), (3, 3))
    assert F.conv_output_size(np.int64(9), np.int32(3)) == 7


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((0, 3), ValueError, "input_size must be at least 1, got input_size=0"),
        ((9, 3.0), TypeError, "kernel_size must be an integer, got kernel_size=3.0 of type float"),
        ((9, 3, True), TypeError, "stride must be an integer, got stride=True of type bool"),
        ((9, 3, 0), ValueError, "stride must be at least 1, got stride=0"),
        ((9, 3, 1, -1), ValueError, "padding must be at least 0, got padding=-1"),
        ((9, 3, 1, "SAME"), ValueError, "padding must be 'same', 'valid' or integers, got padding='SAME'"),
        ((9, 3, 2, "same"), ValueError, "padding='same' needs stride=1"),
        (((9, 9), (3, 3, 3)), ValueError, "input_size must be an integer or a sequence of length 1 or 3"),
        ((9, ()), ValueError, "kernel_size must have at least one entry"),
    ],
)
def test_refusals_say_what_was_wrong(arguments: tuple, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.conv_output_size(*arguments)
    assert message in str(caught.value)


def test_output_padding_must_be_smaller_than_the_larger_of_stride_and_dilation() -> None:
    assert F.conv_transpose_output_size(4, 3, 1, 0, 1, dilation=2) == 9
    with pytest.raises(ValueError, match="output_padding must be smaller than the larger of stride and dilation"):
        F.conv_transpose_output_size(4, 3, 2, 0, 2)
