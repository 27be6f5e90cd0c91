"""The calculators agree with convref: stacks of layers, phase sums, evenness."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
import torch

import explorer as directive
import explorer_state
from convref import search
from convref.__main__ import parse_values
from convref.cost import conv_parameters
from convref.inverse import find_settings
from convref.layers import Layer
from convref.network import trace
from convref.overlap import is_even_overlap, phase_sums
from convref.receptive_field import receptive_field
from convref.sizes import conv_output_size, conv_transpose_output_size

ROWS = """states => states.map((state) => Explorer.trace.trace(state).map((row) => row.refusal ? null
  : [row.size, row.field, row.macs, row.parameters, ...row.jump, ...row.centre].map(String)))"""


def random_layer(draw):
    transposed = draw.random() < 0.4
    k, s, p, d = draw.randint(1, 5), draw.randint(1, 3), draw.randint(0, 3), draw.randint(1, 3)
    op = draw.randint(0, 1) if transposed else 0
    return Layer(
        k, stride=s, padding=p, dilation=d, output_padding=op, out_channels=draw.randint(1, 6), transposed=transposed
    )


def written(layer):
    kind = "ConvTranspose2d" if layer.transposed else "Conv2d"
    numbers = (
        layer.out_channels, layer.kernel_size, layer.stride, layer.padding, layer.output_padding, layer.dilation, 1,
    )  # fmt: skip
    return ",".join([kind, *map(str, numbers)])


def expected(layers, channels, size, choice):
    """Return one row for each layer, None for the first that is refused."""
    rows = []
    for number, layer in enumerate(layers, 1):
        try:
            output = layer.output_size(size)
        except ValueError:
            return [*rows, None]
        field = receptive_field(layers[:number])
        macs = trace([layer], (channels, size, size), **choice).macs
        parameters = conv_parameters(channels, layer.out_channels, (layer.kernel_size,) * 2)
        positions = [part for value in (field.jump, field.centre) for part in Fraction(value).as_integer_ratio()]
        rows.append([str(value) for value in (output, field.size, macs, parameters, *positions)])
        size, channels = output, layer.out_channels
    return rows


def test_stacks_agree_with_convref(rules_page):
    draw = Random(3)
    stacks = [[random_layer(draw) for _ in range(draw.randint(1, 4))] for _ in range(600)]
    sizes = [draw.randint(4, 30) for _ in stacks]
    choices = [{name: draw.random() < 0.5 for name in ("count_zeros", "count_cropped")} for _ in stacks]
    states = [
        {"size": str(size), "channels": "3", "layers": ";".join(map(written, layers))}
        | {name: "1" * chosen for name, chosen in choice.items()}
        for layers, size, choice in zip(stacks, sizes, choices, strict=True)
    ]
    for layers, size, choice, found in zip(stacks, sizes, choices, rules_page.evaluate(ROWS, states), strict=True):
        assert found == expected(layers, 3, size, choice), (layers, size, choice)


def test_phase_sums_and_evenness_agree_with_convref(rules_page):
    cases = [
        (k, s, d, name) for k in range(1, 9) for s in range(1, 5) for d in range(1, 5) for name in ("blur", "count")
    ]
    found = rules_page.evaluate(
        """cases => cases.map(([k, s, d, name]) => {
          const { rules, presets: { KERNELS }, checkerboard } = Explorer;
          const w = Array.from({ length: k * k }, (_, at) => KERNELS[name](Math.floor(at / k), at % k, k, k));
          return [checkerboard.phaseSums(w, k, s, d), rules.isEven(BigInt(k), BigInt(s), BigInt(d))];
        })""",
        cases,
    )
    for (k, s, d, name), (sums, even) in zip(cases, found, strict=True):
        weight = np.array(explorer_state.numbers(name, explorer_state.KERNELS, (k, k)), dtype=float).reshape(k, k)
        np.testing.assert_allclose(sums, phase_sums(weight, s, d).ravel(), atol=1e-12)
        assert even == is_even_overlap(k, s, d)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"size": "6", "stride": "2"}, "No window reads 11 of the 36 input cells: along each axis, 1 at the end."),
        (
            {"size": "8", "kernel_size": "1", "stride": "2"},
            "No window reads 48 of the 64 input cells: along each axis, 3 in gaps and 1 at the end.",
        ),
        (
            {"size": "(6, 5)", "stride": "2"},
            "No window reads 5 of the 30 input cells: vertically 1 at the end, horizontally none.",
        ),
        ({"layer": "Conv1d", "size": "6", "stride": "2"}, "No window reads 1 of the 6 input cells: 1 at the end."),
        ({"layer": "Conv1d", "size": "6", "stride": "2", "padding": "1"}, ""),
        ({"size": "224", "kernel_size": "7", "stride": "2", "padding": "3"}, ""),
        ({"layer": "ConvTranspose1d", "size": "6", "kernel_size": "1", "stride": "2"}, ""),
    ],
)
def test_the_explorer_says_where_the_unread_cells_lie(show, state, sentence):
    assert show(("conv", state)).locator(".ex-unread").inner_text() == sentence
