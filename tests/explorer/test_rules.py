"""The rules of the interactive figures are convref's, and their messages PyTorch's."""

import warnings
from random import Random

import numpy as np
import pytest
import torch
from node import hold
from settings import PLAIN, filled, keywords, per_axis, random_state, reference

from convref.__main__ import parse_values
from convref._arguments.modes import MODES
from convref.inverse import _search as search
from convref.inverse import find_settings
from convref.overlap import overlap_counts
from convref.padding import PADDING_MODES, source_indices
from convref.sizes import conv_output_size, conv_transpose_output_size

CASES = 10_000


def overlaps(state):
    """Return how many products convref counts in each output cell of a transposed layer."""
    axes = int(state["layer"][-2])
    sizes = [per_axis(state[name], axes) for name in ("size", "kernel_size")]
    options = {key: value for key, value in keywords(state).items() if key != "groups"}
    return overlap_counts(*sizes, **options).ravel().tolist()


def torch_message(state):
    """Return what PyTorch says to this state, or None when it computes it."""
    axes, transposed = int(state["layer"][-2]), "Transpose" in state["layer"]
    numbers = {name: per_axis(state[name], axes) for name in ("kernel_size", "stride", "dilation")}
    word = state["padding"].strip("'")
    padding = word if word.isalpha() else per_axis(word, axes)
    last = {"output_padding": per_axis(state["output_padding"], axes)}
    if not transposed:
        last = {"padding_mode": state["padding_mode"]}
    channels = int(state["in_channels"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layer = getattr(torch.nn, state["layer"])(
                channels, int(state["out_channels"]), padding=padding, groups=int(state["groups"]), **numbers, **last
            )
            layer(torch.zeros(1, channels, *per_axis(state["size"], axes)))
    except (RuntimeError, ValueError, TypeError) as error:
        return str(error).split("\nException raised")[0].replace("{'valid', 'same'}", "{'same', 'valid'}")
    return None


def case(state):
    """Return what convref makes of a state: size and values, or nothing and PyTorch's message."""
    expected = reference(state)
    if expected is None:
        return {"state": state, "size": None} | ({} if state["causal"] else {"message": torch_message(state)})
    found = {"state": state, "size": list(expected.shape[2:]), "y": expected.ravel().tolist()}
    return found | ({"counts": overlaps(state)} if "Transpose" in state["layer"] else {})


def test_ten_thousand_settings_agree_with_convref(tmp_path):
    draw = Random(1)
    cases = [case(filled(random_state(draw, wrong=0.2), draw)) for _ in range(CASES)]
    refused = [one for one in cases if one["size"] is None]
    assert CASES / 10 < len(refused) < CASES / 2
    assert sum("counts" in one for one in cases) > CASES / 4
    hold("settings", tmp_path, cases)


ILLEGAL = [
    PLAIN | {"layer": layer} | change
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


@pytest.mark.newest_torch
def test_illegal_settings_carry_the_message_of_pytorch(tmp_path):
    hold("illegal", tmp_path, [{"state": state, "message": torch_message(state)} for state in ILLEGAL])


def test_padding_modes_are_those_of_convref(tmp_path):
    cases = {}
    for mode, known in MODES.items():
        cases[mode] = []
        for size in (1, 2, 5):
            limit = known.most and known.most(size)
            reach = size if limit is None else min(size, limit)
            places = source_indices(size, reach, reach, mode).tolist()
            cases[mode].append({"size": size, "limit": limit, "reach": reach, "places": places})
    hold("modes", tmp_path, cases)


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
    """Return what convref finds, as the figures write it."""
    values = {name: parse_values(name, text) for name, text in given.items()}
    found = find_settings(i, o, transposed=transposed, **values)
    if found.settings:
        return {"settings": [[int(getattr(one, name)) for name in NAMES] for one in found.settings]}
    missed = search.miss(i, o, found.bounds)
    near = missed and [missed.lowest, missed.highest, missed.nearest, list(missed.setting)]
    return {"settings": [], "missed": near, "wider": search.widened(i, o, found.bounds)}


def test_thousands_of_ways_round_are_ranked_as_in_convref(tmp_path):
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
    questions = [{"question": one, "expected": answer(*one)} for one in cases]
    answered = sum(bool(one["expected"]["settings"]) for one in questions)
    assert len(cases) / 2 < answered < len(cases) * 0.95
    hold("inverse", tmp_path, {"names": NAMES, "questions": questions})


def unread_case(state):
    """Return the cells to which torch gives a gradient of 0, or None where it refuses the layer."""
    numbers = [int(state[name]) for name in ("kernel_size", "stride", "padding", "dilation")]
    layer = torch.nn.Conv1d(1, 1, *numbers, padding_mode=state["padding_mode"])
    torch.nn.init.ones_(layer.weight)
    x = torch.zeros(1, 1, int(state["size"]), requires_grad=True)
    try:
        y = layer(x)
    except RuntimeError:
        return None
    y.sum().backward()
    zero = np.flatnonzero(x.grad[0, 0] == 0)
    kernel, stride, padding, dilation = numbers
    ends = stride * (y.shape[-1] - 1) + dilation * (kernel - 1) - padding
    gaps, end = int((zero < ends).sum()), int((zero > ends).sum())
    return {"state": state, "gaps": gaps, "end": end, "cells": zero.tolist()}


def test_unread_cells_are_those_without_a_gradient(tmp_path):
    draw, cases = Random(6), []
    for _ in range(600):
        numbers = {
            "size": draw.randint(1, 12), "kernel_size": draw.randint(1, 4), "stride": draw.randint(1, 6),
            "padding": draw.randint(0, 4), "dilation": draw.randint(1, 4),
        }  # fmt: skip
        mode = draw.choice(PADDING_MODES)
        texts = {name: str(value) for name, value in numbers.items()}
        cases.append(unread_case(PLAIN | texts | {"layer": "Conv1d", "padding_mode": mode}))
    checked = [one for one in cases if one is not None]
    assert len(checked) > 300
    assert sum(bool(one["cells"]) for one in checked) > 100
    hold("unread", tmp_path, checked)


def test_what_is_typed_is_read_or_explained(tmp_path):
    hold("typed", tmp_path)
