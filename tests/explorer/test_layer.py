"""The figure of one layer, as far as it needs no browser, is held to convref in node."""

from random import Random

from node import hold
from settings import filled, random_state
from test_rules import case


def test_the_figure_of_a_layer_is_convrefs(tmp_path):
    draw = Random(11)
    cases = [case(filled(random_state(draw, wrong=0.1), draw)) for _ in range(2000)]
    assert sum("counts" in one for one in cases) > 500
    hold("layer", tmp_path, cases)
