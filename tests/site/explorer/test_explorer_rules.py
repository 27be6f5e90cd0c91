"""The explorer's rules in chromium are convref's: sizes, refusals, values, counts; its messages are PyTorch's."""

import warnings
from random import Random

import numpy as np
import torch
from settings import READ, keywords, random_state, reference

import convref as F
import explorer_state
from convref._modes import MODES
from convref.overlap import overlap_counts
from convref.padding import PADDING_MODES, source_indices
from explorer_words import WORDS

CASES = 10_000


def ask(page, states):
    return page.evaluate(f"states => states.map({READ})", states)


def test_padding_modes_are_those_of_convref(rules_page):
    found = rules_page.evaluate(
        """() => Object.entries(Explorer.rules.MODES).map(([mode, { most }]) => [mode, [1, 2, 5].map((size) =>
          [most ? Number(most(BigInt(size))) : null, [...Array(3 * size).keys()].map((at) =>
            Explorer.rules.source(at - size, size, mode))])])"""
    )
    assert [mode for mode, _ in found] == list(PADDING_MODES)
    assert rules_page.evaluate("Explorer.state.MODES") == list(PADDING_MODES)
    for mode, sizes in found:
        known = MODES[mode]
        assert (known.most is None) == (f"rule_{mode}" not in WORDS)
        for size, (most, places) in zip((1, 2, 5), sizes, strict=True):
            assert most == (known.most and known.most(size))
            reach = size if most is None else min(size, most)
            assert places[size - reach : 2 * size + reach] == source_indices(size, reach, reach, mode).tolist()


def overlaps(state):
    """Return how many products convref counts in each output cell of a transposed layer."""
    axes = int(state["layer"][-2])
    sizes = [explorer_state.per_axis(state[name], axes) for name in ("size", "kernel_size")]
    options = {key: value for key, value in keywords(state).items() if key != "groups"}
    return overlap_counts(*sizes, **options).ravel().tolist()


def test_ten_thousand_settings_agree_with_convref(rules_page):
    draw = Random(1)
    states = [random_state(draw, wrong=0.2) for _ in range(CASES)]
    refused = counted = spoken = 0
    for start in range(0, CASES, 1000):
        chunk = states[start : start + 1000]
        for state, found in zip(chunk, ask(rules_page, chunk), strict=True):
            expected = reference(state)
            assert ("rule" in found) == (expected is None), state
            if expected is None:
                refused += 1
                if found["message"] is not None and not state["causal"]:
                    assert found["message"] == torch_message(state), state
                    spoken += 1
                continue
            assert found["size"] == list(expected.shape[2:]), state
            np.testing.assert_allclose(found["values"], expected.ravel(), rtol=1e-12, atol=1e-12, err_msg=str(state))
            if "Transpose" in state["layer"]:
                assert found["counts"] == overlaps(state), state
                counted += 1
    assert CASES / 10 < refused < CASES / 2
    assert counted > CASES / 4
    assert spoken > refused / 2


def changed(state, **changes):
    return explorer_state.DEFAULTS | state | changes


ILLEGAL = [
    changed({"layer": layer}, **change)
    for layer in ("Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d")
    for change in (
        {"kernel_size": "0"},
        {"kernel_size": "-1"},
        {"kernel_size": "7"},
        {"dilation": "3"},
        {"dilation": "0"},
        {"dilation": "-1"},
        {"stride": "0"},
        {"stride": "-2"},
        {"stride": "(1, 1, 1)"},
        {"padding": "-1"},
        {"padding": "'SAME'"},
        {"padding": "'same'", "stride": "2"},
        {"padding": "9"},
        {"size": "0"},
        {"size": "0", "padding": "2"},
        {"groups": "0"},
        {"groups": "2", "in_channels": "3", "out_channels": "2"},
        {"groups": "2", "in_channels": "2", "out_channels": "3"},
        {"output_padding": "1"},
        {"output_padding": "-1"},
        {"output_padding": "2", "stride": "2"},
        {"padding": "5", "padding_mode": "reflect"},
        {"padding": "6", "padding_mode": "circular"},
        {"padding": "9", "padding_mode": "replicate"},
    )
]


def torch_message(state):
    """Return what PyTorch says to this state, or None when it computes it."""
    axes, transposed = int(state["layer"][-2]), "Transpose" in state["layer"]
    numbers = {name: explorer_state.per_axis(state[name], axes) for name in ("kernel_size", "stride", "dilation")}
    word = state["padding"].strip("'")
    padding = word if word.isalpha() else explorer_state.per_axis(word, axes)
    last = {"output_padding": explorer_state.per_axis(state["output_padding"], axes)}
    if not transposed:
        last = {"padding_mode": state["padding_mode"]}
    channels = int(state["in_channels"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layer = getattr(torch.nn, state["layer"])(
                channels, int(state["out_channels"]), padding=padding, groups=int(state["groups"]), **numbers, **last
            )
            layer(torch.zeros(1, channels, *explorer_state.per_axis(state["size"], axes)))
    except (RuntimeError, ValueError, TypeError) as error:
        return str(error).split("\nException raised")[0].replace("{'valid', 'same'}", "{'same', 'valid'}")
    return None


def test_illegal_settings_carry_the_message_of_pytorch(rules_page):
    for state, found in zip(ILLEGAL, ask(rules_page, ILLEGAL), strict=True):
        assert found.get("message") == torch_message(state), state


def test_no_number_freezes_the_page(rules_page):
    computed = set()
    for value in ("9" * 40, "-" + "9" * 39, "abc", "3.5", "", "(1, 2, 3)", "1e9", "<b>", "٣", "9007199254740993"):
        for name in ("size", "kernel_size", "stride", "padding", "dilation", "groups", "in_channels"):
            state = changed({"layer": "Conv2d"}, **{name: value})
            found = rules_page.evaluate(
                """state => {
                  const { setting, refusal } = Explorer.state.read(state);
                  return refusal ? refusal.rule : Explorer.rules.outputSize(setting).map(String);
                }""",
                state,
            )
            if not isinstance(found, str):
                computed.add((name, value))
    exact = {(name, "9007199254740993") for name in ("size", "stride", "padding", "in_channels")}
    assert computed == exact | {("in_channels", "9" * 40)}  # The size does not depend on the channels.


def test_sizes_are_exact_beyond_the_numbers_of_javascript(rules_page):
    state = changed({"layer": "Conv2d"}, size="9007199254740993", stride="2")
    size = rules_page.evaluate("s => Explorer.rules.outputSize(Explorer.state.read(s).setting).map(String)", state)
    assert size == [str(F.conv_output_size(9007199254740993, 3, 2))] * 2


def test_fragment_keeps_the_state_and_refuses_nonsense(rules_page):
    state = changed({"layer": "ConvTranspose2d"}, padding="(1, 0)", x="1,2,3", at="x.0.1.1", view="scatter")
    back = "state => Explorer.state.fromFragment('#' + Explorer.state.toFragment('explorer-1', state), 'explorer-1')"
    assert rules_page.evaluate(back, state) == state
    bad = "#explorer-1:layer=Nonsense&at=zz&view=%00&stride=" + "9" * 500 + "&padding_mode=x&__proto__=1&%E0%A4%A"
    assert rules_page.evaluate("f => Explorer.state.fromFragment(f, 'explorer-1')", bad) == explorer_state.DEFAULTS
