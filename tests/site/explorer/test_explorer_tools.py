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


FOUND = """cases => cases.map(([i, o, transposed, given]) => {
  const { bounds: limits, inverse } = Explorer, [input, output] = [BigInt(i), BigInt(o)];
  const typed = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, limits.values(text)]));
  const bounds = limits.boundsFor(input, output, transposed, typed);
  const settings = inverse.findSettings(input, output, bounds);
  const numbers = (one) => NAMES.map((name) => Number(one[name]));
  if (settings.length) return { settings: settings.map(numbers) };
  const missed = inverse.miss(input, output, bounds), wider = inverse.widened(input, output, bounds);
  return { settings: [], missed: missed && [...["lowest", "highest", "nearest"].map((name) => Number(missed[name])),
    NAMES.slice(0, 5).map((name) => Number(missed.setting[name]))],
    wider: Object.fromEntries(Object.entries(wider).map(([name, value]) => [name, Number(value)])) };
})"""
NAMES = [
    "kernel_size", "stride", "padding", "dilation", "output_padding", "even", "unread", "unread_at_end", "empty",
]  # fmt: skip


def question(draw):
    """Return sizes and what is given: mostly an answer's own numbers, so that there is something to be found."""
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
    if transposed:
        chosen["output_padding"] = draw.randint(0, 2)
    free = draw.sample(list(chosen), draw.choice((0, 1, 1, 2)))
    return [i, o, transposed, {name: typed(draw, value) for name, value in chosen.items() if name not in free}]


def typed(draw, value):
    """Return a value as it may be typed: alone, as the end of a range, or in a list."""
    return draw.choice((f"{value}", f"{value}", f"{max(1, value - 1)}-{value + 1}", f"{value}，{value + 3}"))


def answer(i, o, transposed, given):
    """Return what convref finds, as the script writes it."""
    values = {name: parse_values(name, text) for name, text in given.items()}
    found = find_settings(i, o, transposed=transposed, **values)
    if found.settings:
        return {"settings": [[int(getattr(one, name)) for name in NAMES] for one in found.settings]}
    missed = search.miss(i, o, found.bounds)
    near = missed and [missed.lowest, missed.highest, missed.nearest, list(missed.setting)]
    return {"settings": [], "missed": near, "wider": search.widened(i, o, found.bounds)}


def test_thousands_of_ways_round_are_ranked_as_in_convref(rules_page):
    draw = Random(4)
    cases = [question(draw) for _ in range(2000)]
    cases += [[224, 112, False, {}], [7, 14, True, {}], [6, 100, False, {}], [1, 1, True, {"kernel_size": "9"}]]
    cases += [[224, 14, False, {}], [24, 96, True, {}], [7, 1, False, {}], [1, 30, True, {}], [224, 9, False, {}]]
    cases += [
        [224, 14, False, {"stride": "16"}],
        [100, 100, False, {"padding": "4"}],
        [64, 60, False, {"stride": "50"}],
    ]
    cases += [[draw.randint(1, 40), draw.randint(1, 60), draw.random() < 0.5, {}] for _ in range(50)]
    found = rules_page.evaluate(FOUND.replace("NAMES", str(NAMES)), cases)
    answered = 0
    for case, answers in zip(cases, found, strict=True):
        assert answers == answer(*case), case
        answered += bool(answers["settings"])
    assert len(cases) / 2 < answered < len(cases) * 0.95


UNREAD = """states => states.map((state) => {
  const { rules, state: reader } = Explorer, { setting, refusal } = reader.read(state);
  return refusal ? null : setting.input.map((_, axis) => rules.unread(setting, axis).map(Number));
})"""


def test_unread_cells_are_those_without_a_gradient(rules_page):
    """In every padding mode, the cells that the explorer calls unread are those that torch gives a gradient of 0."""
    draw, states = Random(6), []
    for _ in range(600):
        numbers = {
            "size": draw.randint(1, 12), "kernel_size": draw.randint(1, 4), "stride": draw.randint(1, 6),
            "padding": draw.randint(0, 4), "dilation": draw.randint(1, 4),
        }  # fmt: skip
        texts = {name: str(value) for name, value in numbers.items()}
        mode = draw.choice(("zeros", "reflect", "replicate", "circular"))
        states.append(explorer_state.DEFAULTS | texts | {"layer": "Conv1d", "padding_mode": mode})
    checked = unread = 0
    for state, found in zip(states, rules_page.evaluate(UNREAD, states), strict=True):
        if found is None:
            continue
        size, kernel, stride, padding, dilation = (
            int(state[name]) for name in ("size", "kernel_size", "stride", "padding", "dilation")
        )
        layer = torch.nn.Conv1d(1, 1, kernel, stride, padding, dilation, padding_mode=state["padding_mode"])
        torch.nn.init.ones_(layer.weight)
        x = torch.zeros(1, 1, size, requires_grad=True)
        layer(x).sum().backward()
        zero = np.flatnonzero(x.grad[0, 0] == 0)
        ends = stride * (layer(x).shape[-1] - 1) + dilation * (kernel - 1) - padding
        assert found == [[(zero < ends).sum(), (zero > ends).sum()]], state
        checked, unread = checked + 1, unread + bool(len(zero))
    assert checked > 300
    assert unread > 100


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


SIZES = directive.DEFAULTS["sizes"]


def field(page, name):
    return page.get_by_label(f"{name}=" if name[-4:] != "size" or name == "kernel_size" else name.replace("_", " "))


def test_the_tool_of_sizes_names_the_bounds_and_takes_ranges(show):
    page = show(("sizes", SIZES))
    first = page.locator("tbody tr").first
    assert first.inner_text().split("\t") == ["nn.Conv2d(…, kernel_size=2, stride=2)", "✓", "0"]
    assert (
        "Searched: kernel_size=1–11, stride=1–4, padding=0–d(k−1), dilation=1"
        in page.locator(".ex-code ~ div").inner_text()
    )
    field(page, "kernel_size").fill("3，5")
    assert page.locator("tbody tr").count() == 2
    field(page, "kernel_size").fill("1")
    assert first.inner_text().split("\t") == [
        "nn.Conv2d(…, kernel_size=1, stride=2)",
        "−",
        "112 (111 in gaps, 1 at the end)",
    ]
    field(page, "kernel_size").fill("3-")
    assert "kernel_size must look like 3, 1-7 or 3,5,7." in page.locator(".ex-refusal").inner_text()
    field(page, "kernel_size").fill("0-3")
    assert "kernel_size must be at least 1. It is 0." in page.locator(".ex-refusal").inner_text()
    field(page, "kernel_size").fill("1-9999")
    field(page, "stride").fill("1-9999")
    assert "100000 are the most" in page.locator(".ex-refusal").inner_text()


def test_none_says_how_near_and_what_to_widen(show):
    page = show(("sizes", SIZES | {"stride": "1"}))
    text = page.locator(".ex-code ~ div").inner_text()
    assert "such layers give sizes from 214 to 234, but not this one" in text
    assert "The nearest size is 214, 102 too many: nn.Conv2d(…, kernel_size=11)" in text
    assert "Wider bounds reach 112. Any one of these is enough: kernel_size=113 · stride=2 · dilation=12" in text


def test_choosing_the_other_layer_turns_the_sizes_round(show):
    page = show(("sizes", SIZES))
    page.get_by_label("Layer").select_option("1")
    assert [field(page, name).input_value() for name in ("input_size", "output_size")] == ["112", "224"]
    assert page.locator("tbody tr").first.inner_text().startswith("nn.ConvTranspose2d(…, kernel_size=2, stride=2)")
    page.get_by_label("Layer").select_option("")
    assert [field(page, name).input_value() for name in ("input_size", "output_size")] == ["224", "112"]
    field(page, "input_size").fill("7")
    page.get_by_label("Layer").select_option("1")  # 7 to 112 goes up already
    assert [field(page, name).input_value() for name in ("input_size", "output_size")] == ["7", "112"]
