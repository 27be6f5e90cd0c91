"""The search against trying every setting on a real convolution; its order; its reasons; mirrored encoders."""

from __future__ import annotations

from itertools import count, product
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from work import at_most

import convref as F
from convref import definition
from convref.inverse import _search as search
from convref.inverse import rank_key

BOUNDS: dict[str, Any] = {"kernel_size": range(1, 5), "stride": range(1, 4), "padding": range(3), "dilation": (1, 2)}
NAMES = ("kernel_size", "stride", "padding", "dilation", "output_padding")


def written(one: F.Settings) -> str:
    """Return the setting in short, such as k3 s2 p1; what is usual is left out."""
    values = zip(("k", "s", "p", "d", "op"), NAMES, (0, 0, 0, 1, 0), strict=True)
    return " ".join(f"{short}{getattr(one, name)}" for short, name, usual in values if getattr(one, name) != usual)


def best(i: int, o: int, count: int = 3, **options: Any) -> list[str]:
    return [written(one) for one in F.find_settings(i, o, **options).settings[:count]]


def outputs(i: int, transposed: bool, k: int, s: int, p: int, d: int, op: int) -> np.ndarray[Any, Any] | None:
    """Return what plain loops make of ones, or None where PyTorch refuses."""
    x, w = np.ones((1, i), int), np.ones((1, 1, k), int)
    try:
        if transposed:
            return definition.conv_transpose1d(x, w, None, s, p, op, 1, d)[0]
        return definition.conv1d(x, w, None, s, p, d)[0]
    except ValueError:
        return None


def brute_force(i: int, o: int, transposed: bool) -> dict[tuple[int, ...], tuple[Any, ...]]:
    """Return every layer whose output, in plain loops, has `o` cells; what it does to the cells, and its settings.

    A stride of one window, or a dilation of one weight, makes no other layer.
    """
    found: dict[tuple[int, ...], tuple[Any, ...]] = {}
    small, large = (i, o) if transposed else (o, i)
    for setting in product(*BOUNDS.values(), range(3) if transposed else [0]):
        k, s, p, d, op = setting
        y = outputs(i, transposed, *setting)
        if y is None or len(y) != o:
            continue
        touched = {a * s + t * d - p for a in range(small) for t in range(k)}
        missing = [cell for cell in range(large) if cell not in touched]
        at_end = sum(cell > max(touched) for cell in missing)
        losses = (0, 0, len(missing)) if transposed else (len(missing), at_end, 0)
        layer = (k, s if small > 1 else 0, p, d if k > 1 else 0, op)
        found.setdefault(layer, (setting, _even(k, s, d), *losses, int(y.sum())))
    return found


def _even(k: int, s: int, d: int) -> bool:
    counts = np.zeros(40 * s + d * k, int)
    for cell, tap in product(range(40), range(k)):
        counts[cell * s + tap * d] += 1
    return len(set(counts[d * k : 40 * s - d * k])) == 1


@settings(max_examples=25)
@given(i=st.integers(1, 12), o=st.integers(1, 20), transposed=st.booleans())
def test_search_finds_all_and_nothing_else_in_the_stated_order(i: int, o: int, transposed: bool) -> None:
    found = F.find_settings(i, o, transposed=transposed, **BOUNDS, output_padding=range(3) if transposed else None)
    expected = {setting: facts for setting, *facts in brute_force(i, o, transposed).values()}
    made = {
        tuple(getattr(one, name) for name in NAMES): [one.even, one.unread, one.unread_at_end, one.empty, one.macs]
        for one in found.settings
    }
    assert len(made) == len(found.settings)
    assert made == expected
    order = [rank_key(one, i, o, transposed=transposed) for one in found.settings]
    assert order == sorted(order)
    lost = [one.unread + one.empty for one in found.settings]
    assert lost == sorted(lost)
    assert bool(found.reason) != bool(found.settings)


@settings(max_examples=60)
@given(i=st.integers(1, 40), o=st.integers(1, 40), transposed=st.booleans())
def test_no_layer_is_offered_that_pytorch_refuses(i: int, o: int, transposed: bool) -> None:
    kind = torch.nn.ConvTranspose1d if transposed else torch.nn.Conv1d
    names = NAMES if transposed else NAMES[:4]
    for one in F.find_settings(i, o, transposed=transposed).settings[:40]:
        layer = kind(1, 1, **{name: getattr(one, name) for name in names}, device="meta")
        assert layer(torch.zeros(1, 1, i, device="meta")).shape == (1, 1, o)


# What an engineer would take; each list is the beginning of the answer.
EVERYDAY = [
    ((224, 112), {}, ["k2 s2", "k3 s2 p1", "k4 s2 p1"]),
    ((32, 16), {}, ["k2 s2", "k3 s2 p1", "k4 s2 p1"]),
    ((28, 14), {}, ["k2 s2", "k3 s2 p1", "k4 s2 p1"]),
    ((14, 7), {}, ["k2 s2", "k3 s2 p1", "k4 s2 p1"]),
    ((7, 4), {}, ["k3 s2 p1", "k4 s1"]),
    ((7, 1), {}, ["k7 s1"]),
    ((5, 3), {}, ["k3 s1", "k3 s2 p1"]),
    ((6, 4), {}, ["k3 s1", "k5 s1 p1"]),
    ((32, 28), {}, ["k5 s1", "k7 s1 p1"]),
    ((299, 149), {}, ["k3 s2", "k5 s2 p1"]),
    ((56, 56), {}, ["k1 s1", "k3 s1 p1", "k5 s1 p2"]),
    ((64, 64), {"kernel_size": 5, "dilation": 2}, ["k5 s1 p4 d2"]),
    ((100, 100), {"kernel_size": 9}, ["k9 s1 p4"]),
    ((100, 100), {"kernel_size": 3, "dilation": 4}, ["k3 s1 p4 d4"]),
    ((100, 100), {"kernel_size": 3, "padding": 4}, ["k3 s1 p4 d4"]),
    ((100, 100), {"padding": 6}, ["k13 s1 p6"]),
    ((224, 56), {}, ["k4 s4", "k6 s4 p1", "k7 s4 p3", "k8 s4 p2"]),
    ((224, 55), {"kernel_size": 11}, ["k11 s4 p2", "k11 s4 p3"]),
    ((227, 55), {}, ["k11 s4"]),
    ((224, 14), {}, ["k16 s16"]),
    ((224, 14), {"stride": 16}, ["k16 s16"]),
    ((224, 7), {}, ["k32 s32"]),
    ((224, 1), {}, ["k224 s1"]),
    ((8, 4), {"kernel_size": 1}, ["k1 s2"]),
    ((8, 4), {"kernel_size": 1, "padding": range(4)}, ["k1 s2"]),
]
EVERYDAY_UP = [
    ((112, 224), {}, ["k2 s2", "k4 s2 p1", "k6 s2 p2"]),
    ((7, 14), {}, ["k2 s2", "k4 s2 p1", "k6 s2 p2"]),
    ((7, 14), {"kernel_size": 4}, ["k4 s2 p1"]),
    ((7, 14), {"kernel_size": 5}, ["k5 s2 p2 op1", "k5 s1 p1 d2 op1"]),
    ((7, 14), {"kernel_size": 3}, ["k3 s2 p1 op1"]),
    ((4, 8), {}, ["k2 s2", "k4 s2 p1"]),
    ((13, 26), {}, ["k2 s2", "k4 s2 p1"]),
    ((7, 13), {"stride": 2}, ["k3 s2 p1"]),
    ((7, 15), {"stride": 2}, ["k3 s2"]),
    ((1, 4), {}, ["k4 s1"]),
    ((16, 64), {}, ["k4 s4", "k8 s4 p2"]),
    ((7, 56), {}, ["k8 s8", "k16 s8 p4"]),
    ((14, 224), {}, ["k16 s16", "k32 s16 p8"]),
    ((24, 96), {"kernel_size": 9, "stride": 4}, ["k9 s4 p4 op3", "k9 s4 p3 op1"]),
    ((56, 56), {}, ["k1 s1", "k3 s1 p1"]),
]


@pytest.mark.parametrize(("sizes", "given", "first"), EVERYDAY)
def test_convolutions_come_in_the_order_of_engineers(
    sizes: tuple[int, int], given: dict[str, Any], first: list[str]
) -> None:
    assert best(*sizes, len(first), **given) == first


@pytest.mark.parametrize(("sizes", "given", "first"), EVERYDAY_UP)
def test_transposed_ones_come_in_the_order_of_engineers(
    sizes: tuple[int, int], given: dict[str, Any], first: list[str]
) -> None:
    assert best(*sizes, len(first), transposed=True, **given) == first


def test_even_overlap_stands_first_for_transposed_layers_alone() -> None:
    up = F.find_settings(112, 224, transposed=True).settings
    assert [one.even for one in up[:8]] == [True] * 5 + [False] * 3
    down = F.find_settings(224, 112).settings
    assert [one.even for one in down[:4]] == [True, False, True, False]


@pytest.mark.parametrize(
    ("arguments", "unread", "at_end"),
    [
        ((224, 112, 3, 2, 1, 1), 0, 0),
        ((224, 112, 5, 2, 2, 1), 0, 0),
        ((224, 112, 7, 2, 3, 1), 0, 0),
        ((224, 112, 1, 2, 0, 1), 112, 1),
        ((224, 112, 3, 2, 2, 2), 112, 0),
        ((224, 55, 11, 4, 2, 1), 0, 0),
        ((224, 55, 11, 4, 3, 1), 0, 0),
        ((8, 3, 3, 2, 0, 1), 1, 1),
        ((8, 4, 1, 3, 1, 1), 6, 0),
    ],
)
def test_unread_cells_are_those_that_no_window_reads(arguments: tuple[int, ...], unread: int, at_end: int) -> None:
    i, o, *setting = arguments
    (one,) = F.find_settings(i, o, **dict(zip(NAMES, setting, strict=False))).settings
    assert (one.unread, one.unread_at_end, one.empty) == (unread, at_end, 0)


def test_empty_cells_are_those_that_no_product_reaches() -> None:
    (one,) = F.find_settings(7, 14, transposed=True, kernel_size=1, stride=2, padding=0, dilation=1).settings
    assert (one.output_padding, one.empty, one.unread) == (1, 7, 0)


def test_bounds_follow_from_sizes_and_from_what_is_given() -> None:
    def bounds(*sizes: int, **given: Any) -> str:
        return str(F.find_settings(*sizes, **given).bounds)

    assert bounds(224, 112) == "kernel_size 1 to 11, stride 1 to 4, padding 0 to d(k−1), dilation 1 to 2"
    assert bounds(224, 14).startswith("kernel_size 1 to 32, stride 1 to 16,")
    assert bounds(64, 60, stride=50).startswith("kernel_size 1 to 64, stride 50,")
    assert bounds(64, 60, stride=200).startswith("kernel_size 1 to 200, stride 200,")
    assert (
        bounds(64, 64, padding=(3, 7, 20)) == "kernel_size 1 to 41, stride 1 to 4, padding 3, 7, 20, dilation 1 to 20"
    )
    assert bounds(1, 30, transposed=True) == (
        "kernel_size 1 to 30, stride 1 to 4, padding 0 to d(k−1), dilation 1 to 2, output_padding 0 to max(s, d)−1"
    )
    assert bounds(7, 14, transposed=True, output_padding=range(3)).endswith(", output_padding 0 to 2")
    assert bounds(7, 7, kernel_size=range(1, 40, 2)).startswith("kernel_size 20 values from 1 to 39,")


def test_reasons_say_how_near_and_what_to_widen() -> None:
    assert F.find_settings(224, 112, stride=1, dilation=1).reason == (
        "none: within these bounds a convolution turns 224 into 214 to 234; "
        "nearest is 214, 102 too many, with kernel_size=11 stride=1 padding=0 dilation=1; "
        "wider bounds reach 112: kernel_size=113, or stride=2, or dilation=12"
    )
    assert F.find_settings(6, 100).reason == (
        "none: within these bounds a convolution turns 6 into 1 to 26; "
        "nearest is 26, 74 short, with kernel_size=11 stride=1 padding=20 dilation=2; "
        "wider bounds reach 100: kernel_size=48, or dilation=10, or padding=47"
    )
    refused = F.find_settings(2, 1, kernel_size=9, padding=0, dilation=1).reason
    assert refused == (
        "none: within these bounds no convolution accepts an input of 2; "
        "wider bounds reach 1: kernel_size=1, or padding=4"
    )
    between = F.find_settings(9, 4, kernel_size=1, stride=(1, 3), padding=0, dilation=1)
    assert between.settings == ()
    assert between.reason == (
        "none: within these bounds a convolution turns 9 into some sizes from 3 to 9, but not into 4; "
        "nearest is 3, 1 short, with kernel_size=1 stride=3 padding=0 dilation=1; "
        "wider bounds reach 4: kernel_size=6, or padding=1"
    )
    one_size = F.find_settings(64, 9, kernel_size=2, stride=1, padding=0, dilation=1).reason
    assert one_size.startswith("none: within these bounds a convolution turns 64 into 63; nearest is 63, 54 too many")
    up = F.find_settings(7, 14, transposed=True, kernel_size=3, stride=2, padding=1, output_padding=0).reason
    assert "nearest is 13, 1 short, with kernel_size=3 stride=2 padding=1 dilation=1 output_padding=0" in up
    assert up.endswith("wider bounds reach 14: kernel_size=4, or output_padding=1")


def reachable(i: int, bounds: F.Bounds, transposed: bool) -> set[int]:
    """Return every size that plain loops give within the bounds."""
    values = (bounds.kernel_size, bounds.stride, bounds.padding, bounds.dilation, bounds.output_padding)
    results = (outputs(i, transposed, *setting) for setting in product(*values))  # type: ignore[arg-type]
    return {len(y) for y in results if y is not None}


@settings(max_examples=100)
@given(
    i=st.integers(1, 9),
    o=st.integers(1, 40),
    transposed=st.booleans(),
    values=st.tuples(*(st.lists(st.integers(low, 5), min_size=1, max_size=2) for low in (1, 1, 0, 1, 0))),
)
def test_the_nearest_miss_is_nearest_and_what_is_widened_fits(
    i: int, o: int, transposed: bool, values: tuple[list[int], ...]
) -> None:
    given_values = dict(zip(NAMES[: 5 if transposed else 4], values, strict=False))
    found = F.find_settings(i, o, transposed=transposed, **given_values)
    sizes = reachable(i, found.bounds, transposed)
    assert (o in sizes) == bool(found.settings)
    missed = search.miss(i, o, found.bounds)
    if found.settings or not sizes:
        assert not sizes or missed is not None
    else:
        assert missed is not None
        assert abs(missed.nearest - o) == min(abs(size - o) for size in sizes)
        assert (missed.lowest, missed.highest) == (min(sizes), max(sizes))
        y = outputs(i, transposed, *missed.setting)
        assert y is not None
        assert len(y) == missed.nearest
    for name, value in search.widened(i, o, found.bounds).items():
        assert F.find_settings(i, o, transposed=transposed, **given_values | {name: value}).settings


def test_values_may_come_in_any_form_and_count_once() -> None:
    plain = F.find_settings(9, 5, kernel_size=[3, 3, 1], stride=2, padding=iter((1, 0)), dilation=np.arange(1, 3))
    assert plain == F.find_settings(9, 5, kernel_size=(1, 3), stride=(2,), padding=range(2), dilation=(1, 2))
    assert all(type(one.kernel_size) is int for one in plain.settings)


@pytest.mark.parametrize("huge", [2**62, 2**80])
def test_absurd_numbers_are_right_or_refused_and_never_much_work(huge: int) -> None:
    with at_most(lines=1_000_000):
        assert F.find_settings(huge, huge).settings[0].kernel_size == 1
        assert F.find_settings(huge, huge, kernel_size=huge + 1, padding=huge // 2).settings[0].macs > huge
        assert F.find_settings(huge, 2 * huge, transposed=True).settings[0].stride == 2
        assert F.find_settings(huge, huge // 2).settings[1].unread == 0
        assert "short, with kernel_size=1000" in F.find_settings(1, huge, transposed=True).reason


@pytest.mark.parametrize(
    "bounds",
    [
        {"kernel_size": range(1, 2**62)},
        {"stride": count(1)},
        {"padding": range(10**5), "dilation": 1},
    ],
)
def test_more_settings_than_can_be_tried_are_refused_before_any_is(bounds: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must hold at most 1,000,000"), at_most(lines=1_000_000, megabytes=100):
        F.find_settings(9, 1, **bounds)


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
        ({"dilation": [None]}, TypeError, "dilation must be an integer, got dilation=None"),
        ({"dilation": 0, "output_size": 100}, ValueError, "dilation must be at least 1"),
        ({"transposed": 1}, TypeError, "transposed must be True or False, got transposed=1"),
        ({"transposed": True, "output_padding": -1}, ValueError, "output_padding must be at least 0"),
        ({"output_padding": 1}, ValueError, "output_padding needs transposed=True, got output_padding=1"),
    ],
)
def test_refusals(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.find_settings(**{"input_size": 9, "output_size": 5} | arguments)
    assert message in str(caught.value)


encoders = st.lists(
    st.builds(
        F.Layer,
        st.integers(1, 5),
        stride=st.integers(1, 4),
        padding=st.integers(0, 3),
        dilation=st.integers(1, 2),
    ),
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
        F.Layer(k, stride=s, padding=p, out_channels=8, bias=bias),
        F.Layer(3, stride=1, padding="same", dilation=2, out_channels=6, groups=2, bias=bias),
    ]
    forth = F.trace(encoder, (4, *size))
    back = F.trace(F.mirror(encoder, size, in_channels=4), forth.rows[-1].shape)
    assert back.rows[-1].shape == (4, *size)
    assert back.rows[0].shape == forth.rows[0].shape
    assert [row.layer.groups for row in back.rows] == [2, 1]
    assert {row.layer.bias for row in back.rows} == {bias}


def test_three_sizes_become_one_and_output_padding_tells_them_apart() -> None:
    """k5 s3 p2 sends 16, 17 and 18 to 6."""
    layer = F.Layer(5, stride=3, padding=2)
    assert {layer.output_size(size) for size in (16, 17, 18)} == {6}
    assert [F.mirror([layer], size)[0].output_padding for size in (16, 17, 18)] == [0, 1, 2]


@given(k=st.integers(1, 9), s=st.integers(1, 5))
def test_the_usual_recipe_fits_one_size_alone(k: int, s: int) -> None:
    """output_padding = s − 1 with padding = (k − 1) / 2 restores multiples of s, for odd k."""
    assume(k % 2 == 1)
    for size in range(k, k + 3 * s):
        (undo,) = F.mirror([F.Layer(k, stride=s, padding=(k - 1) // 2)], size)
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
        ([F.Layer((3, 3))], (9, 9, 9), ValueError, "input_size must hold two sizes, without channels"),
        ([F.Layer((3, 3, 3))], (9, 9), ValueError, "input_size must be an integer or a sequence of length 1 or 3"),
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
    (undo,) = F.mirror([F.Layer(3, stride=2, padding=1)], 2**80)
    assert undo.output_size(2**79) == 2**80
    with pytest.raises(TypeError, match="in_channels must be an integer"):
        F.mirror([F.Layer(3)], 9, in_channels=1.0)  # type: ignore[arg-type]


def test_three_sizes_may_be_channels_and_two_sizes() -> None:
    for rank, size in ((None, (3, 9, 9)), (2, (3, 9, 9)), (None, (1, 3, 9, 9)), (1, (3, 9))):
        with pytest.raises(ValueError, match=r"input_size must hold .* without channels, which are in_channels, and"):
            F.mirror([F.Layer(3)], size, rank=rank)
    asked = F.mirror([F.Layer(3, stride=2)], (3, 9, 8), rank=3)
    assert asked == F.mirror([F.Layer(3, stride=(2, 2, 2))], (3, 9, 8))
    assert asked[0].output_padding == (0, 0, 1)
    assert F.mirror([F.Layer(3, stride=2)], 8, rank=2)[0].output_size((3, 3)) == (8, 8)


MANY: dict[str, Any] = {"kernel_size": range(1, 12), "stride": 2, "padding": range(9), "dilation": range(1, 4)}


def test_what_is_found_is_a_sequence() -> None:
    found = F.find_settings(40, 20, **MANY)
    assert len(found) == len(found.settings) > 20
    assert (found[0], found[-1]) == (found.settings[0], found.settings[-1])
    assert list(found) == list(found.settings)
    assert isinstance(found[:3], F.Found)
    assert found[:3].settings == found.settings[:3]
    assert found.settings[4] in found
    assert found.index(found.settings[4]) == 4
    with pytest.raises(IndexError):
        found[len(found)]
    assert not F.find_settings(6, 100)


def test_what_is_found_is_a_table() -> None:
    found = F.find_settings(40, 20, **MANY)
    head, *rows, last = str(found).splitlines()
    assert head.split()[:4] == ["kernel_size", "stride", "padding", "dilation"]
    assert (len(rows), last) == (20, f"and {len(found) - 20} more; searched: {found.bounds}")
    for row, one in zip(rows, found, strict=False):
        assert row.split()[:4] == [str(n) for n in (one.kernel_size, one.stride, one.padding, one.dilation)]
    assert len(str(found[:5]).splitlines()) == 7
    assert len(repr(found)) < 250
    assert found._repr_html_().count("<tr>") == 21
    none = F.find_settings(6, 100)
    assert str(none) == f"{none.reason}\nsearched: {none.bounds}"
    assert none._repr_html_() == f"<p>{none.reason}</p><p>searched: {none.bounds}</p>"
    assert none.reason in repr(none)
