"""From networks to inputs: what is said to fit is what fits, and nothing smaller does."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from work import at_most

import convref as F
from convref import networks

layers = st.builds(
    F.Layer, st.integers(1, 5), stride=st.integers(1, 3), padding=st.integers(0, 2), dilation=st.integers(1, 2)
)
pools = st.builds(lambda k, ceil: F.Module("MaxPool2d", k, ceil_mode=ceil), st.integers(1, 4), st.booleans())


def fits(stack: list[Any], shape: tuple[int, ...]) -> bool:
    try:
        F.trace(stack, shape)
    except ValueError:
        return False
    return True


@settings(max_examples=60)
@given(st.lists(st.one_of(layers, pools), min_size=1, max_size=4))
def test_the_smallest_input_fits_and_no_smaller_one(stack: list[Any]) -> None:
    smallest = F.smallest_input(stack, in_channels=1)
    assert fits(stack, (1, *smallest))
    height, width = smallest
    below = [(height - 1, width), (height, width - 1)]
    assert not any(fits(stack, (1, *size)) for size in below if min(size) > 0)


@settings(max_examples=60)
@given(st.lists(st.one_of(layers, pools), min_size=1, max_size=3))
def test_what_loses_nothing_has_a_gradient_at_its_end(stack: list[F.Layer]) -> None:
    """The last cell of each map is read, unless it lies in a gap of a stride wider than the kernel."""
    plain = [one if isinstance(one, F.Layer) else F.Layer(dict(one.arguments)["kernel_size"]) for one in stack]
    assume(all(one.stride <= one.kernel_size and one.dilation == 1 for one in plain))
    sizes = range(10, 40)
    found = F.fitting_inputs(plain, sizes, lossless=True)
    for size in sizes:
        cells = torch.ones(1, 1, size, requires_grad=True)
        output = cells
        for one in plain:
            weight = torch.ones(1, 1, one.kernel_size)
            if output.shape[-1] + 2 * one.padding < one.kernel_size:
                break
            output = torch.nn.functional.conv1d(output, weight, None, one.stride, one.padding)
        else:
            (slope,) = torch.autograd.grad(output.sum(), cells)
            if size in found:
                assert slope[0, 0, -1] > 0


def test_unet_takes_what_its_paper_says() -> None:
    """Each input of 188 + 16·n; the paper's 572 among them."""
    rows = networks.named_network("unet")
    assert F.smallest_input(rows) == (188, 188)
    assert F.fitting_inputs(rows, range(560, 600)) == (572, 588)
    padded = networks.named_network("unet_padded")
    assert F.fitting_inputs(padded, range(1, 70)) == (16, 32, 48, 64)


def test_resnet_takes_every_size_and_loses_nothing_of_224() -> None:
    rows = networks.named_network("resnet50")
    assert F.fitting_inputs(rows, (1, 2, 224), lossless=True) == (1, 2, 224)
    halving = [F.Module("MaxPool2d", 2)] * 5
    assert F.fitting_inputs(halving, range(220, 260), in_channels=1, lossless=True) == (224, 256)


def test_many_sizes_of_a_long_network_are_tried_in_a_moment() -> None:
    """Where only sizes are asked for, nothing is followed back through its many phases."""
    rows = networks.named_network("hifigan")
    with at_most(lines=2_000_000):
        assert F.fitting_inputs(rows, range(1, 21)) == tuple(range(1, 21))


def test_each_axis_is_as_short_as_it_can_be() -> None:
    assert F.smallest_input([F.Layer((3, 7)), F.Module("MaxPool2d", (2, 1))]) == (4, 7)
    assert F.smallest_input([F.Module("Conv1d", 2, 2, 9)]) == (9,)
    assert F.smallest_input([F.Layer(5)], rank=3) == (5, 5, 5)


@settings(max_examples=60)
@given(st.lists(layers, min_size=1, max_size=3), st.integers(1, 6))
def test_the_area_behind_some_outputs(stack: list[F.Layer], outputs: int) -> None:
    """Neighbouring outputs lie one jump apart."""
    assume(fits(stack, (1, 60, 60)))
    field = F.receptive_field(stack)
    assert F.input_area(stack, (1, 60, 60), outputs) == (field.size + (outputs - 1) * field.jump,) * 2


def test_the_area_is_that_of_the_group_that_sees_most() -> None:
    """With k = 3 and s = 2 every other output sees two cells; two neighbours see two, three see two or three."""
    up = [F.Layer(3, stride=2, transposed=True)]
    assert [F.input_area(up, (1, 9), n)[0] for n in (1, 2, 3, 4, 5)] == [2, 2, 3, 3, 4]
    assert F.input_area([F.Module("Upsample", scale_factor=2)], (1, 9, 9), (1, 2)) == (1, 2)


def test_the_group_that_sees_most_is_counted_by_hand() -> None:
    up = [F.Layer(3, stride=2, transposed=True)]
    for outputs, start in product((1, 2, 3, 4, 5), (10, 11)):
        cells = torch.ones(1, 1, 20, requires_grad=True)
        made = torch.nn.functional.conv_transpose1d(cells, torch.ones(1, 1, 3), stride=2)
        (slope,) = torch.autograd.grad(made[..., start : start + outputs].sum(), cells)
        assert int((slope > 0).sum()) <= F.input_area(up, (1, 20), outputs)[0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: F.smallest_input([F.Module("MaxPool2d", 2)]), "in_channels must be given"),
        (lambda: F.smallest_input([F.Layer(99)], largest=50), "layers must take an input of at most 50 cells an axis"),
        (
            lambda: F.smallest_input([F.Module("Conv2d", 1, 8, 3), F.Module("Flatten"), F.Module("Linear", 16, 2)]),
            "of at most 1024 cells an axis that has as many along all axes; of 1024, layer 3 Linear",
        ),
        (lambda: F.smallest_input([F.Layer(3)], largest=0), "largest must be at least 1"),
        (lambda: F.smallest_input([]), "layers must hold at least one layer"),
        (lambda: F.fitting_inputs([F.Layer(3)], (3, 0)), "sizes must be at least 1"),
        (lambda: F.fitting_inputs([F.Layer(3)], (3,), lossless=1), "lossless must be True or False"),  # type: ignore
        (lambda: F.input_area([F.Layer(3)], (1, 9), 0), "outputs must be at least 1"),
        (lambda: F.input_area([F.Layer(3)], (1, 2)), "layer 1 on 1×2: kernel_size must fit"),
    ],
)  # fmt: skip
def test_refusals(call: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message in str(caught.value)
