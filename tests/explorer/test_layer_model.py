"""The figure of one layer, as far as it needs no browser, is held to convref in node."""

from random import Random

import pytest
from node import hold
from settings import filled, per_axis, random_state, written
from test_rules import ILLEGAL, case, torch_message


def in_depth(state, draw):
    """Return the state of a layer on planes as one on volumes, with numbers for the depth of its own."""
    deeper = {"layer": state["layer"].replace("2d", "3d")}
    for name, most in (("size", 4), ("kernel_size", 2), ("stride", 2), ("dilation", 2), ("padding", 1)):
        if not state[name].startswith("'"):
            values = list(per_axis(state[name], 2))
            deeper[name] = written([draw.randint(name != "padding", most), *values])
    return state | deeper


def test_the_figure_of_a_layer_is_convrefs(tmp_path):
    draw = Random(11)
    cases = [case(filled(random_state(draw, wrong=0.1), draw)) for _ in range(2000)]
    assert sum("counts" in one for one in cases) > 500
    hold("layer", tmp_path, cases)


def test_volumes_are_convrefs_too(tmp_path):
    draw = Random(12)
    plain = [random_state(draw, wrong=0.1) for _ in range(1200)]
    plain = [state for state in plain if state["layer"].endswith("2d") and not state["output_padding"].startswith("(")]
    cases = [case(filled(in_depth(state, draw), draw)) for state in plain]
    assert len(cases) > 300
    hold("layer", tmp_path, cases)


@pytest.mark.newest_torch
def test_illegal_volumes_carry_the_message_of_pytorch(tmp_path):
    planes = [one for one in ILLEGAL if one["layer"].endswith("2d") and "," not in one["stride"]]
    volumes = [one | {"layer": one["layer"].replace("2d", "3d")} for one in planes if one["kernel_size"] != "0"]
    cases = [{"state": state, "message": torch_message(state)} for state in volumes]
    assert len(cases) > 30
    hold("illegal", tmp_path, cases)
