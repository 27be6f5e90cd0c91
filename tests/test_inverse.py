"""The search against trying every setting on a real convolution; its order; its reasons; mirrored encoders."""

from __future__ import annotations

from itertools import count, product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from work import at_most

import convref as F
from convref import definition
from convref.inverse import rank_key

BOUNDS: dict[str, Any] = {"kernel_size": range(1, 5), "stride": range(1, 4), "padding": range(3), "dilation": (1, 2)}


def brute_force(i: int, o: int, transposed: bool) -> dict[tuple[int, ...], tuple[bool, int, int]]:
    """Return every setting whose output, in plain loops, has `o` cells; with evenness, unread cells and MACs."""
    found = {}
    for k, s, p, d, op in product(*BOUNDS.values(), range(3) if transposed else [0]):
        x, w = np.ones((1, i), int), np.ones((1, 1, k), int)
        try:
            if transposed:
                y = definition.conv_transpose1d(x, w, None, s, p, op, 1, d)[0]
            else:
                y = definition.conv1d(x, w, None, s, p, d)[0]
        except ValueError:
            continue
        if len(y) == o:
            read = [-p + a * s + t * d for a in range(o) for t in range(k)]
            unread = 0 if transposed else i + p - 1 - max(read)
            found[k, s, p, d, op] = (_even(k, s, d), unread, int(y.sum()))
    return found


def _even(k: int, s: int, d: int) -> bool:
    counts = np.zeros(40 * s + d * k, int)
    for cell, tap in product(range(40), range(k)):
        counts[cell * s + tap * d] += 1
    return len(set(counts[d * k : 40 * s - d * k])) == 1


@settings(max_examples=25)
@given(i=st.integers(1, 12), o=st.integers(1, 20), transposed=st.booleans())
def test_search_finds_all_and_nothing_else_in_the_stated_order(i: int, o: int, transposed: bool) -> None:
    found = F.find_settings(i, o, transposed=transposed, **BOUNDS, output_padding=range(3))
    expected = brute_force(i, o, transposed)
    made = {
        (one.kernel_size, one.stride, one.padding, one.dilation, one.output_padding): (one.even, one.unread, one.macs)
        for one in found.settings
    }
    assert len(made) == len(found.settings)
    assert made == expected
    order = [
        (not one.even, one.output_padding, one.unread, one.macs, one.dilation, one.kernel_size, one.stride, one.padding)
        for one in found.settings
    ]
    assert order == sorted(order) == [rank_key(one) for one in found.settings]
    assert bool(found.reason) != bool(found.settings)


def test_the_best_halving_is_the_plainest() -> None:
    best = F.find_settings(224, 112).settings[0]
    assert (best.kernel_size, best.stride, best.padding, best.even, best.unread) == (2, 2, 0, True, 0)
    best = F.find_settings(7, 14, transposed=True, kernel_size=4).settings[0]
    assert (best.stride, best.padding, best.output_padding) == (2, 1, 0)


def test_reasons() -> None:
    assert F.find_settings(6, 100).reason == "none: within these bounds a convolution turns 6 into 1 to 12"
    assert F.find_settings(2, 1, kernel_size=9, padding=0, dilation=1).reason == (
        "none: within these bounds no convolution accepts an input of 2"
    )
    between = F.find_settings(9, 4, kernel_size=1, stride=(1, 3), padding=0, dilation=1)
    assert between.settings == ()
    assert (
        between.reason == "none: within these bounds a convolution turns 9 into some sizes from 3 to 9, but not into 4"
    )
    assert F.find_settings(3, 99, transposed=True, output_padding=0).reason.startswith(
        "none: within these bounds a trans"
    )


def test_values_may_come_in_any_form_and_count_once() -> None:
    plain = F.find_settings(9, 5, kernel_size=[3, 3, 1], stride=2, padding=iter((1, 0)), dilation=np.arange(1, 3))
    assert plain == F.find_settings(9, 5, kernel_size=(1, 3), stride=(2,), padding=range(2), dilation=(1, 2))
    assert all(type(one.kernel_size) is int for one in plain.settings)


@pytest.mark.parametrize("huge", [2**62, 2**80])
def test_absurd_numbers_are_right_or_refused_and_never_much_work(huge: int) -> None:
    with at_most(lines=100_000):
        assert F.find_settings(huge, huge).settings[0].kernel_size == 1
        assert F.find_settings(huge, huge, kernel_size=huge + 1, padding=huge // 2).settings[0].macs > huge
        assert F.find_settings(huge, 2 * huge, transposed=True).settings[0].stride == 2


@pytest.mark.parametrize("bounds", [{"kernel_size": range(1, 2**62)}, {"stride": count(1)}, {"padding": range(10**5)}])
def test_more_settings_than_can_be_tried_are_refused_before_any_is(bounds: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must hold at most 1,000,000"), at_most(lines=1_000_000, megabytes=100):
        F.find_settings(9, 5, **bounds)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"input_size": 0}, ValueError, "input_size must be at least 1"),
        ({"output_size": 1.0}, TypeError, "output_size must be an integer"),
        ({"output_size": None}, TypeError, "output_size must be an integer"),
        ({"input_size": (9, 9)}, TypeError, "input_size must be an integer"),
        ({"kernel_size": ()}, ValueError, "kernel_size must hold at least one value, got none"),
        ({"kernel_size": range(3)}, ValueError, "kernel_size must be at least 1, got kernel_size=0"),
        ({"stride": "2"}, TypeError, "stride must be an integer, got stride='2'"),
        ({"stride": [2, True]}, TypeError, "stride must be an integer, got stride=True"),
        ({"padding": -1}, ValueError, "padding must be at least 0"),
        ({"dilation": 0, "output_size": 100}, ValueError, "dilation must be at least 1"),
        ({"dilation": None}, TypeError, "dilation must be an integer, got dilation=None"),
        ({"transposed": 1}, TypeError, "transposed must be True or False, got transposed=1"),
        ({"transposed": True, "output_padding": -1}, ValueError, "output_padding must be at least 0"),
    ],
)
def test_refusals(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.find_settings(**{"input_size": 9, "output_size": 5} | arguments)
    assert message in str(caught.value)


encoders = st.lists(
    st.builds(F.Layer, st.integers(1, 5), st.integers(1, 4), st.integers(0, 3), st.integers(1, 2)),
    min_size=1,
    max_size=4,
)


@given(encoders, st.integers(1, 60))
def test_mirror_restores_every_size(layers: list[F.Layer], size: int) -> None:
    down = [size]
    try:
        for layer in layers:
            down.append(layer.output_size(down[-1]))  # type: ignore[arg-type]
    except ValueError:
        with pytest.raises(ValueError, match=f"layer {len(down)}: kernel_size must fit"):
            F.mirror(layers, size)
        return
    up = [down[-1]]
    for layer in F.mirror(layers, size):
        assert layer.transposed
        up.append(layer.output_size(up[-1]))  # type: ignore[arg-type]
    assert up == down[::-1]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 1)), min_size=2, max_size=2),
    st.tuples(st.integers(6, 20), st.integers(6, 20)),
    st.booleans(),
)
def test_mirror_restores_whole_shapes(axes: list[tuple[int, ...]], size: tuple[int, int], bias: bool) -> None:
    k, s, p = zip(*axes, strict=True)
    encoder = [
        F.Layer(k, s, p, out_channels=8, bias=bias),
        F.Layer(3, 1, "same", 2, out_channels=6, groups=2, bias=bias),
    ]
    forth = F.trace(encoder, (4, *size))
    back = F.trace(F.mirror(encoder, size, in_channels=4), forth.rows[-1].shape)
    assert back.rows[-1].shape == (4, *size)
    assert back.rows[0].shape == forth.rows[0].shape
    assert [row.layer.groups for row in back.rows] == [2, 1]
    assert {row.layer.bias for row in back.rows} == {bias}


def test_three_sizes_become_one_and_output_padding_tells_them_apart() -> None:
    """C1: k5 s3 p2 sends 16, 17 and 18 to 6."""
    layer = F.Layer(5, 3, 2)
    assert {layer.output_size(size) for size in (16, 17, 18)} == {6}
    assert [F.mirror([layer], size)[0].output_padding for size in (16, 17, 18)] == [0, 1, 2]


@given(k=st.integers(1, 9), s=st.integers(1, 5))
def test_the_usual_recipe_fits_one_size_alone(k: int, s: int) -> None:
    """C9: output_padding = s − 1 with padding = (k − 1) / 2 restores multiples of s, for odd k."""
    assume(k % 2 == 1)
    for size in range(k, k + 3 * s):
        (undo,) = F.mirror([F.Layer(k, s, (k - 1) // 2)], size)
        assert (undo.output_padding == s - 1) == (size % s == 0)


@pytest.mark.parametrize(
    ("layers", "size", "error", "message"),
    [
        ([], 9, ValueError, "layers must hold at least one layer"),
        (None, 9, TypeError, "layers must be a sequence of Layer"),
        ([3], 9, TypeError, "layers must be a sequence of Layer, got 3"),
        ([F.Layer(3)], None, TypeError, "input_size must be an integer"),
        ([F.Layer(3)], (), ValueError, "input_size must have at least one entry"),
        ([F.Layer(3)], 0, ValueError, "input_size must be at least 1"),
        ([F.Layer((3, 3))], (9, 9, 9), ValueError, "kernel_size must be an integer or a sequence of length 1 or 3"),
        ([F.Layer(3), F.Layer(3, transposed=True)], 9, ValueError, "layer 2: layers must be convolutions"),
        ([F.Layer(4, padding="same")], 9, ValueError, "layer 1: padding='same' must be symmetric"),
        ([F.Layer(3), F.Layer(9)], 9, ValueError, "layer 2: kernel_size must fit into the padded input"),
    ],
)
def test_mirror_refuses(layers: Any, size: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.mirror(layers, size)
    assert message in str(caught.value)


def test_mirror_at_absurd_sizes() -> None:
    (undo,) = F.mirror([F.Layer(3, 2, 1)], 2**80)
    assert undo.output_size(2**79) == 2**80
    with pytest.raises(TypeError, match="in_channels must be an integer"):
        F.mirror([F.Layer(3)], 9, in_channels=1.0)  # type: ignore[arg-type]
