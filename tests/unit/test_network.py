"""Layers and traces against torch's modules: shapes, parameters, refusals."""

from __future__ import annotations

import dataclasses
import inspect
import pickle
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from work import at_most

import convref as F


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[F.Layer], tuple[int, ...]]:
    """Return one to four layers whose channels fit, and a shape to start from; sizes may not fit."""
    rank = draw(st.integers(1, 3))
    channels = [draw(st.sampled_from((1, 2, 4))) for _ in range(draw(st.integers(2, 5)))]

    def entry(least: int, most: int) -> Any:
        number = st.integers(least, most)
        return draw(st.one_of(number, st.tuples(*[number] * rank), st.lists(number, min_size=rank, max_size=rank)))

    layers = []
    for before, after in pairwise(channels):
        transposed = draw(st.booleans())
        layers.append(
            F.Layer(
                entry(1, 4),
                stride=entry(2, 3) if transposed else entry(1, 3),
                padding=entry(0, 2),
                dilation=entry(1, 2),
                output_padding=entry(0, 1) if transposed else 0,
                out_channels=draw(st.just(after)) if after != before else draw(st.sampled_from((None, after))),
                groups=draw(st.sampled_from([g for g in (1, 2) if before % g == 0 == after % g])),
                bias=draw(st.booleans()),
                transposed=transposed,
            )
        )
    return layers, (channels[0], *(draw(st.integers(1, 9)) for _ in range(rank)))


def module(layer: F.Layer, channels: int, rank: int) -> torch.nn.Module:
    made = {"output_padding": layer.output_padding} if layer.transposed else {}
    return getattr(torch.nn, f"Conv{'Transpose' * layer.transposed}{rank}d")(
        channels, layer.out_channels or channels, layer.kernel_size, layer.stride, layer.padding,
        dilation=layer.dilation, groups=layer.groups, bias=layer.bias, **made,
    )  # fmt: skip


@settings(max_examples=100)
@given(networks())
def test_shapes_and_parameters_are_those_of_torch(network: tuple[list[F.Layer], tuple[int, ...]]) -> None:
    layers, shape = network
    tensor = torch.zeros(1, *shape)
    expected = []
    for layer in layers:
        torch_layer = module(layer, tensor.shape[1], len(shape) - 1)
        try:
            tensor = torch_layer(tensor)
            if tensor.numel() == 0:  # a defect of torch, on the written list
                raise RuntimeError("the output has no cells")
        except RuntimeError:
            with pytest.raises(ValueError, match=f"layer {len(expected) + 1} on "):
                F.trace(layers, shape, rank=len(shape) - 1)
            return
        expected.append((tuple(tensor.shape[1:]), sum(p.numel() for p in torch_layer.parameters())))
    made = F.trace(layers, shape, rank=len(shape) - 1)
    assert [(row.shape, row.parameters) for row in made.rows] == expected
    assert made.parameters == sum(parameters for _, parameters in expected)
    assert made.macs == sum(row.macs for row in made.rows)
    for number, row in enumerate(made.rows, start=1):
        wide = [dataclasses.replace(layer, kernel_size=_wide(layer.kernel_size, shape)) for layer in layers[:number]]
        assert row.field == F.receptive_field(wide)


def _wide(value: Any, shape: tuple[int, ...]) -> Any:
    return value if isinstance(value, tuple) else (value,) * (len(shape) - 1)


def test_alexnet_as_a_table() -> None:
    """An input of 224 with padding 2 gives 55, with padding 0 gives 54; 227 gives 55."""
    first = F.trace([F.Layer(11, stride=4, padding=2, out_channels=64)], (3, 224, 224))
    assert first.rows[0].shape == (64, 55, 55)
    assert (first.parameters, first.macs) == (23296, 70276800)
    assert F.trace([F.Layer(11, stride=4, out_channels=64)], (3, 224, 224)).rows[0].shape == (64, 54, 54)
    assert F.trace([F.Layer(11, stride=4, out_channels=96)], (3, 227, 227)).rows[0].shape == (96, 55, 55)
    lines = str(first).splitlines()
    assert lines[0] == "MACs: products with the padding's zeros counted, cropped products not counted"
    assert lines[1].split() == ["layer", "shape", "field", "jump", "centre", "MACs", "parameters"]
    assert lines[2].split() == ["input", "3×224×224", "1×1", "1×1", "0×0"]
    assert lines[3].split() == ["1", "conv", "64×55×55", "11×11", "4×4", "3×3", "70,276,800", "23,296"]
    assert lines[4].split() == ["total", "70,276,800", "23,296"]


def test_many_layers_and_absurd_sizes_are_little_work() -> None:
    with at_most(lines=2_000_000, megabytes=3):
        assert F.trace([F.Layer(3, padding=1)] * 1500, (2, 2**62)).rows[-1].shape == (2, 2**62)
    with at_most(lines=3000):
        assert F.trace([F.Layer(2**62, stride=2**40, padding=2**61)], (1, 2**80)).macs > 2**80


@pytest.mark.parametrize(
    ("layers", "shape", "error", "message"),
    [
        ([], (3, 9), ValueError, "layers must hold at least one layer"),
        (
            "ReLU()",
            (3, 9),
            TypeError,
            "layers must be a sequence of Layer or Module, got layers='ReLU()' of type str; read_network reads",
        ),
        (
            [F.trace([F.Layer(3)], (3, 9))],
            (3, 9),
            TypeError,
            "layers must be a sequence of Layer or Module, got Trace(",
        ),
        (None, (3, 9), TypeError, "layers must be a sequence of Layer or Module, got layers=None of type NoneType"),
        (
            [F.Layer(3), None],
            (3, 9),
            TypeError,
            "layers must be a sequence of Layer or Module, got None of type NoneType as layer 2",
        ),
        ([F.Layer(3)], None, TypeError, "input_shape must be a sequence of integers, got input_shape=None"),
        ([F.Layer(3)], "39", TypeError, "input_shape must be a sequence of integers"),
        ([F.Layer(3)], 9, TypeError, "input_shape must be a sequence of integers, got input_shape=9"),
        ([F.Layer(3)], (3,), ValueError, "input_shape must hold channels and one, two or three sizes, got (3,)"),
        (
            [F.Layer(3)],
            (1, 3, 9, 9, 9),
            ValueError,
            "input_shape must hold channels and one or two sizes, without a batch, got (1, 3, 9, 9, 9)",
        ),
        (
            [F.Layer(3)],  # a batch of 3×9×9, or 3-D: asked, not guessed
            (1, 3, 9, 9),
            ValueError,
            "input_shape must hold channels and one or two sizes, without a batch, got (1, 3, 9, 9); for layers along "
            "three axes give rank=3",
        ),
        (
            [F.Layer(3), F.Layer((3, 3))],
            (1, 3, 9, 9),
            ValueError,
            "input_shape must hold channels and two sizes, without a batch, got (1, 3, 9, 9), and a layer with "
            "arguments for 2 axes",
        ),
        ([F.Layer((3, 3, 3))], (1, 3, 9, 9, 9), ValueError, "must hold channels and three sizes, without a batch"),
        ([F.Layer(3)], (3, 9.0), TypeError, "input_shape must be an integer, got input_shape=9.0"),
        ([F.Layer(3)], (3, 0), ValueError, "input_shape must be at least 1"),
        ([F.Layer(3), F.Layer(9)], (3, 9), ValueError, "layer 2 on 3×7: kernel_size must fit into the padded input"),
        (
            [F.Layer((3, 3))],
            (3, 9),
            ValueError,
            "layer 1 on 3×9: layer must have arguments for one axis, got kernel_size=(3, 3)",
        ),
        ([F.Layer(3), F.Layer((3, 3, 3))], (3, 9, 9), ValueError, "layer 2 on 3×7×7: layer must have arguments for 2"),
        (
            [F.Layer(3, stride=2, output_padding=2, transposed=True)],  # made, as in torch, and refused when it is used
            (3, 9),
            ValueError,
            "layer 1 on 3×9: output_padding must be smaller than the larger of stride and dilation, got output_padding",
        ),
        ([F.Layer(3, groups=2)], (3, 9), ValueError, "layer 1 on 3×9: in_channels must be divisible by groups"),
        ([F.Layer(3, out_channels=3, groups=2)], (4, 9), ValueError, "out_channels must be divisible by groups"),
    ],
)
def test_trace_refuses(layers: Any, shape: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.trace(layers, shape)
    assert message in str(caught.value)


def test_three_axes_must_be_asked_for() -> None:
    shape = (2, 5, 7, 9)
    asked = F.trace([F.Layer(3)], shape, rank=3)
    assert asked.rows[0].shape == F.trace([F.Layer((3, 3, 3))], shape).rows[0].shape == (2, 3, 5, 7)
    assert F.trace([F.Layer(3), F.Layer(3, stride=(1, 1, 2))], shape).rows[-1].shape == (2, 1, 3, 3)
    for rank, wrong, words in ((1, (8, 3, 9), "one size"), (2, (1, 3, 9, 9), "two sizes"), (3, (3, 9, 9), "three")):
        with pytest.raises(ValueError, match=f"input_shape must hold channels and {words}.* and rank={rank}"):
            F.trace([F.Layer(3)], wrong, rank=rank)
    with pytest.raises(ValueError, match="rank must be 1, 2 or 3, got rank=4"):
        F.trace([F.Layer(3)], shape, rank=4)
    with pytest.raises(TypeError, match="rank must be an integer, got rank='3'"):
        F.trace([F.Layer(3)], shape, rank="3")  # type: ignore[arg-type]


SQUARE = [F.Layer(3, padding=1)]
STAMPS = [F.Layer(4, stride=2, padding=1, transposed=True)]


@pytest.mark.parametrize(
    ("layers", "shape", "choice", "macs"),
    [
        (SQUARE, (1, 5, 5), {}, 225),
        (SQUARE, (1, 5, 5), {"count_zeros": False}, 169),
        (SQUARE, (1, 5, 5), {"count_cropped": True}, 225),
        (STAMPS, (1, 8, 8), {}, 900),
        (STAMPS, (1, 8, 8), {"count_cropped": True}, 1024),
        (STAMPS, (1, 8, 8), {"count_zeros": False}, 900),
        (SQUARE + STAMPS, (1, 5, 5), {"count_zeros": False, "count_cropped": True}, 169 + 16 * 25),
    ],
)
def test_what_counts_is_chosen_and_the_heading_says_it(
    layers: list[F.Layer], shape: tuple[int, ...], choice: dict[str, bool], macs: int
) -> None:
    made = F.trace(layers, shape, **choice)  # type: ignore[arg-type]
    assert made.macs == macs
    said = {True: "counted", False: "not counted"}
    zeros, cropped = said[choice.get("count_zeros", True)], said[choice.get("count_cropped", False)]
    heading = f"MACs: products with the padding's zeros {zeros}, cropped products {cropped}"
    assert str(made).startswith(heading + "\n")
    assert f"<p>{heading.replace(chr(39), '&#x27;')}</p><div" in made._repr_html_()


@pytest.mark.parametrize("name", ["count_zeros", "count_cropped"])
def test_the_choice_is_a_truth_value(name: str) -> None:
    with pytest.raises(TypeError, match=f"{name} must be True or False, got {name}=1"):
        F.trace(SQUARE, (1, 5, 5), **{name: 1})  # type: ignore[arg-type]


def test_a_trace_is_a_sequence_of_its_rows() -> None:
    made = F.trace(SQUARE + STAMPS, (1, 5, 5))
    assert (len(made), made[0], made[-1], made[:1]) == (2, made.rows[0], made.rows[1], made.rows[:1])
    assert [row.shape for row in made] == [(1, 5, 5), (1, 10, 10)]
    assert list(reversed(made)) == list(made.rows[::-1])
    assert made.rows[1] in made
    assert repr(made) == f"Trace(1×5×5 → 1×10×10, layers=2, macs={made.macs}, parameters={made.parameters})"
    with pytest.raises(IndexError):
        made[2]


@pytest.mark.parametrize(
    ("unnamed", "named", "message"),
    [
        ((3, 64, 7), {}, "got Layer(3, 64, 7); nn.Conv2d(3, 64, 7) is Layer(7, out_channels=64)"),
        ((3, 64, 7, 2), {}, "got Layer(3, 64, 7, 2); nn.Conv2d(3, 64, 7) is Layer(7, out_channels=64)"),
        ((3, 2), {}, "got Layer(3, 2); such as Layer(3, stride=2)"),
        (
            (3, 64),
            {"kernel_size": 7, "bias": False},
            "got Layer(3, 64, kernel_size=7, bias=False); nn.Conv2d(3, 64, 7) is Layer(7, out_channels=64)",
        ),
    ],
)
def test_a_layer_written_like_nn_conv2d_is_explained(
    unnamed: tuple[int, ...], named: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError) as caught:
        F.Layer(*unnamed, **named)
    assert str(caught.value) == "Layer must get kernel_size first and the rest by keyword, " + message


def test_a_layer_is_shown_as_it_is_called() -> None:
    assert repr(F.Layer(3)) == "Layer(3)"
    layer = F.Layer((3, 5), stride=[2, 1], padding="valid", out_channels=8, bias=False)
    assert repr(layer) == "Layer((3, 5), stride=(2, 1), padding='valid', out_channels=8, bias=False)"
    assert eval(repr(layer), {"Layer": F.Layer}) == layer
    assert pickle.loads(pickle.dumps(layer)) == layer
    named = list(inspect.signature(F.Layer).parameters.values())
    assert [one.name for one in named if one.kind is one.POSITIONAL_OR_KEYWORD] == ["kernel_size"]
    assert {one.kind for one in named[1:]} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"kernel_size": None}, TypeError, "kernel_size must be an integer, got kernel_size=None"),
        ({"kernel_size": "3"}, TypeError, "kernel_size must be an integer, got kernel_size='3'"),
        ({"kernel_size": 3.0}, TypeError, "kernel_size must be an integer"),
        ({"kernel_size": True}, TypeError, "kernel_size must be an integer"),
        ({"kernel_size": ()}, ValueError, "kernel_size must have at least one entry"),
        ({"kernel_size": (3, 0)}, ValueError, "kernel_size must be at least 1"),
        ({"stride": 0}, ValueError, "stride must be at least 1, got stride=0"),
        ({"stride": (1, 2, 3), "kernel_size": (3, 3)}, ValueError, "a sequence of length 1 or 3"),
        ({"padding": -1}, ValueError, "padding must be at least 0"),
        ({"padding": None}, TypeError, "padding must be an integer"),
        ({"padding": "SAME"}, ValueError, "padding must be 'same', 'valid' or integers"),
        ({"padding": "same", "stride": 2}, ValueError, "padding='same' needs stride=1"),
        ({"padding": "same", "transposed": True}, TypeError, "padding of a transposed convolution must be integers"),
        ({"dilation": [1, 1.5]}, TypeError, "dilation must be an integer, got dilation=1.5"),
        ({"output_padding": 1}, ValueError, "output_padding needs transposed=True"),
        ({"output_padding": None}, TypeError, "output_padding must be an integer"),
        ({"groups": 0}, ValueError, "groups must be at least 1"),
        ({"groups": (1,)}, TypeError, "groups must be an integer"),
        ({"out_channels": 0}, ValueError, "out_channels must be at least 1"),
        ({"out_channels": "8"}, TypeError, "out_channels must be an integer"),
        ({"bias": 1}, TypeError, "bias must be True or False, got bias=1"),
        ({"transposed": "no"}, TypeError, "transposed must be True or False"),
    ],
)
def test_layer_refuses_when_it_is_made(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.Layer(**{"kernel_size": 3} | arguments)
    assert message in str(caught.value)


def test_a_layer_keeps_plain_numbers() -> None:
    layer = F.Layer(np.int64(3), stride=[np.int8(2), 1], padding=(1,), groups=np.int16(2), out_channels=np.uint8(4))  # type: ignore
    assert (layer.kernel_size, layer.stride, layer.padding, layer.groups, layer.out_channels) == (3, (2, 1), (1,), 2, 4)
    assert all(type(value) in (int, tuple) for value in (layer.kernel_size, layer.stride, layer.groups))
    assert layer.axes == 2
    assert F.Layer(3).axes == 0
    assert layer == F.Layer(3, stride=(2, 1), padding=(1,), groups=2, out_channels=4)
    assert hash(layer) == hash(F.Layer(3, stride=(2, 1), padding=(1,), groups=2, out_channels=4))


@pytest.mark.parametrize("size", [None, 1.5, "9", True, 0, ()])
def test_output_size_refuses(size: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="input_size must"):
        F.Layer(3).output_size(size)
