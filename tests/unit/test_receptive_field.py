"""The receptive field against what really reaches an output: which inputs of all-ones layers have a gradient."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from work import at_most

import convref as F

convolutions = st.builds(
    F.Layer, st.integers(1, 4), stride=st.integers(1, 7), padding=st.integers(0, 3), dilation=st.integers(1, 3)
)
transposed = st.builds(
    lambda k, s, p, d: F.Layer(k, stride=s, padding=p, dilation=d, transposed=True),
    st.integers(1, 4), st.integers(1, 4), st.integers(0, 3), st.integers(1, 3),
)  # fmt: skip


def sources(layers: list[F.Layer], output: int) -> set[int]:
    """Return the input cells that one output depends on, layer by layer, as if no axis had an end."""
    cells = {output}
    for layer in reversed(layers):
        k, s, p, d = layer.kernel_size, layer.stride, layer.padding, layer.dilation
        if layer.transposed:
            cells = {(o + p - d * t) // s for o in cells for t in range(k) if (o + p - d * t) % s == 0}
        else:
            cells = {o * s - p + d * t for o in cells for t in range(k)}
    return cells


def extents(layers: list[F.Layer]) -> list[tuple[int, int]]:
    """Return first and last source of each output of one period of phases."""
    period = int(np.prod([layer.stride for layer in layers if layer.transposed], dtype=int))
    reached = [sources(layers, output) for output in range(period)]
    return [(min(cells), max(cells)) if cells else (0, -1) for cells in reached]


@settings(max_examples=100)
@given(st.lists(convolutions, min_size=1, max_size=4))
def test_stack_of_convolutions(layers: list[F.Layer]) -> None:
    field = F.receptive_field(layers)
    first, last = extents(layers)[0]
    following = sources(layers, 1)
    assert field.size == last - first + 1
    assert field.centre == Fraction(first + last, 2)
    assert field.jump == min(following) - first


@settings(max_examples=200)
@given(st.lists(st.one_of(convolutions, transposed), min_size=1, max_size=4))
def test_stack_with_transposed_layers(layers: list[F.Layer]) -> None:
    assert F.receptive_field(layers).size == max(last - first + 1 for first, last in extents(layers))


@given(transposed)
def test_centre_of_a_transposed_layer_is_the_mean_over_its_phases(layer: F.Layer) -> None:
    spans = extents([layer])
    assume(all(first <= last for first, last in spans))
    field = F.receptive_field([layer])
    assert field.jump == Fraction(1, layer.stride)
    middles = [Fraction(first + last, 2) - field.jump * output for output, (first, last) in enumerate(spans)]
    assert field.centre == sum(middles) / len(middles)


@settings(max_examples=60)
@given(st.lists(st.one_of(convolutions, transposed), min_size=1, max_size=3))
def test_an_input_matters_exactly_when_it_changes_the_output(layers: list[F.Layer]) -> None:
    """One input cell after the other is set to 1; all weights are 1. It says that `sources` is right, too."""
    images, sizes = np.eye(40, dtype=int)[:, None], [40]
    for layer in layers:
        name = "conv_transpose1d" if layer.transposed else "conv1d"
        arguments = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
        try:
            images = getattr(F, name)(images, np.ones((1, 1, layer.kernel_size), int), **arguments)
        except ValueError:
            assume(False)
        sizes.append(images.shape[2])
    field = F.receptive_field(layers)
    inside = 0  # outputs that no border keeps from anything
    for output in range(min(sizes[-1], 200)):
        reached = set(np.flatnonzero(images[:, 0, output]).tolist())
        assert not reached or max(reached) - min(reached) < field.size
        if all(cell in range(size) for start, size in enumerate(sizes) for cell in sources(layers[start:], output)):
            assert reached == sources(layers, output)
            inside += 1
    assume(inside)


@given(k=st.integers(1, 9), p=st.integers(0, 9), d=st.integers(1, 5))
def test_dilation_moves_the_centre(k: int, p: int, d: int) -> None:
    """The shift is d(k−1)/2 − p."""
    assert F.receptive_field([F.Layer(k, padding=p, dilation=d)]).centre == Fraction(d * (k - 1), 2) - p


def test_alexnet() -> None:
    pools = F.Layer(3, stride=2)
    layers = [
        F.Layer(11, stride=4, padding=2),
        pools,
        F.Layer(5, stride=1, padding=2),
        pools,
        F.Layer(3, stride=1, padding=1),
        F.Layer(3, stride=1, padding=1),
        F.Layer(3, stride=1, padding=1),
        pools,
    ]
    field = F.receptive_field(layers)
    assert (field.size, field.jump) == (195, 32)


def test_each_axis_has_its_own_field() -> None:
    field = F.receptive_field([F.Layer((3, 1), stride=(2, 1)), F.Layer(3, dilation=(1, 4))])
    assert field == F.ReceptiveField((7, 9), (2, 1), (3, 4))
    assert field.per_axis == [(7, 9), (2, 1), (3, 4)]
    assert F.receptive_field([F.Layer(3)]).per_axis == [(3,), (1,), (1,)]
    assert F.receptive_field([F.Layer(4, padding="same")]).centre == Fraction(1, 2)


def test_outputs_may_depend_on_nothing() -> None:
    holes = [F.Layer(1, stride=2, transposed=True), F.Layer(1, stride=2, padding=1)]
    assert F.receptive_field(holes).size == 0


@pytest.mark.parametrize("huge", [2**31, 2**62, 2**80])
def test_absurd_numbers_are_right_or_refused_and_never_much_work(huge: int) -> None:
    with at_most(lines=5000):
        assert (
            F.receptive_field([F.Layer(huge, stride=huge, padding=huge, dilation=huge), F.Layer(3)]).size
            == huge * (huge - 1) + 1 + 2 * huge
        )
        assert F.receptive_field([F.Layer(2, stride=huge, transposed=True), F.Layer(3, stride=1, padding=1)]).size == 1
        assert F.receptive_field([F.Layer(huge, stride=2, transposed=True)]).size == huge // 2
        assert F.receptive_field([F.Layer(3, dilation=huge, stride=2, transposed=True)]).size == huge + 1
    smaller = "stride and kernel_size of transposed layers must be smaller: with .* more than 262144 phases"
    with pytest.raises(ValueError, match=smaller), at_most(lines=5000, megabytes=20):
        F.receptive_field([F.Layer(huge, stride=huge, transposed=True)])


def test_phases_that_double_with_each_layer_are_followed_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("convref._reach")
    monkeypatch.setattr(module, "MOST_STEPS", 2**10)
    smaller = "stride and kernel_size of transposed layers must be smaller: with .* more than 1024 phases"
    with pytest.raises(ValueError, match=smaller), at_most(lines=30_000):
        F.receptive_field([F.Layer(4, stride=2, transposed=True)] * 40)


def test_many_layers_are_little_work() -> None:
    with at_most(lines=1_000_000, megabytes=2):
        assert F.receptive_field([F.Layer(3)] * 3000).size == 6001
    up_and_down = [F.Layer(4, stride=2, padding=1, transposed=True), F.Layer(4, stride=2, padding=1)] * 300
    with at_most(lines=300_000):
        assert F.receptive_field(up_and_down).size == 601


def test_sizes_without_a_common_factor_are_followed_to_a_limit() -> None:
    layers = []
    for stride, sizes in ((2, (41, 23)), (3, (29, 31)), (5, (37,))):
        layers.append(F.Module("ConvTranspose1d", 1, 1, 3, stride, 1))
        layers += [F.Module("Upsample", size=size, mode="linear") for size in sizes]
    with pytest.raises(ValueError, match="with sizes in the ratio of 37 to 151 there"), at_most(lines=1_000_000):
        F.trace(layers, (1, 40))


@pytest.mark.parametrize(
    ("layers", "error", "message"),
    [
        ([], ValueError, "layers must hold at least one layer, got none"),
        (None, TypeError, "layers must be a sequence of Layer, got layers=None"),
        (F.Layer(3), TypeError, "layers must be a sequence of Layer"),
        ("k3", TypeError, "layers must be a sequence of Layer, got layers='k3'"),
        ([F.Layer(3), 3], TypeError, "layers must be a sequence of Layer, got 3 of type int as layer 2"),
        ([F.Layer((3, 3)), F.Layer((3, 3, 3))], ValueError, "must be an integer or a sequence of length 1 or 3"),
    ],
)
def test_refusals(layers: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.receptive_field(layers)
    assert message in str(caught.value)


def test_a_field_is_a_table_of_its_axes() -> None:
    field = F.receptive_field([F.Layer((3, 1), stride=(2, 1)), F.Layer(3, padding=1)])
    assert [(one.size, one.jump, one.centre) for one in field] == [(7, 2, 1), (3, 1, 0)]
    assert (len(field), field[1], field[-1:]) == (2, field[1], (field[1],))
    assert str(field).splitlines() == [
        "axis  size  jump  centre",
        "   0     7     2       1",
        "   1     3     1       0",
    ]
    single = F.receptive_field([F.Layer(4, stride=2, transposed=True)])
    assert (len(single), single[0]) == (1, single)
    assert "<td" in field._repr_html_()
