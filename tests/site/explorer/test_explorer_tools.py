"""The calculators agree with convref: stacks of layers, phase sums, evenness."""

from fractions import Fraction
from random import Random

import numpy as np

import explorer_state
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


FOUND = """cases => cases.map(([i, o, transposed, fixed]) => {
  const exact = Object.fromEntries(Object.entries(fixed).map(([name, value]) => [name, BigInt(value)]));
  const { settings } = Explorer.inverse.findSettings(BigInt(i), BigInt(o), transposed, exact);
  return settings.map((one) => NAMES.map((name) => Number(one[name])));
})"""
NAMES = ["kernel_size", "stride", "padding", "dilation", "output_padding", "even", "unread", "macs"]


def question(draw):
    """Return sizes and what is fixed: mostly an answer's own numbers, so that there is something to be found."""
    transposed = draw.random() < 0.5
    chosen = {
        "kernel_size": draw.randint(1, 8),
        "stride": draw.randint(1, 4),
        "padding": draw.randint(0, 3),
        "dilation": draw.randint(1, 3),
    }
    i, step = draw.randint(1, 60), draw.random()
    size = conv_transpose_output_size if transposed else conv_output_size
    try:
        o = size(i, **chosen)
    except ValueError:
        o = draw.randint(1, 60)
    if step < 0.2:
        o = max(1, o + draw.randint(-2, 2))
    free = draw.sample(list(chosen), draw.choice((0, 1, 1, 2)))
    return [i, o, transposed, {name: value for name, value in chosen.items() if name not in free}]


def test_ten_thousand_ways_round_are_ranked_as_in_convref(rules_page):
    draw = Random(4)
    cases = [question(draw) for _ in range(10_000)]
    cases += [[224, 112, False, {}], [7, 14, True, {}], [6, 100, False, {}], [1, 1, True, {"kernel_size": 9}]]
    cases += [[draw.randint(1, 40), draw.randint(1, 60), draw.random() < 0.5, {}] for _ in range(50)]
    found = rules_page.evaluate(FOUND.replace("NAMES", str(NAMES)), cases)
    answered = 0
    for (i, o, transposed, fixed), answers in zip(cases, found, strict=True):
        wanted = find_settings(i, o, transposed=transposed, **fixed).settings
        assert answers == [[int(getattr(one, name)) for name in NAMES] for one in wanted], (i, o, transposed, fixed)
        answered += bool(answers)
    assert answered > len(cases) / 2
