"""The picture of a network's sizes: convref.plotting draws the boxes that the tool draws."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import convref as F
from convref import plotting
from convref.networks import NAMES, input_shape, named_network
from convref.plotting.volumes import boxes

PATH = re.compile(r'<path d="M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)')
TEXTS = {
    "one axis": ("nn.Sequential(nn.Conv1d(1, 8, 5, 2), nn.ReLU(), nn.Conv1d(8, 4, 3))", "1x100"),
    "depth": ("nn.Sequential(nn.Conv3d(2, 4, 3), nn.MaxPool3d(2))", "2x8x20x12"),
    "flat": ("nn.Sequential(nn.Conv2d(1, 6, 5), nn.Flatten(), nn.Linear(216, 10))", "1x10x10"),
}


@pytest.mark.parametrize("name", [*TEXTS, *NAMES])
def test_the_boxes_are_those_of_the_tool(engine, name):
    if name in TEXTS:
        text, size = TEXTS[name]
        network, given = F.read_network(text), {"text": text, "input": size}
    else:
        network = named_network(name)
        size = "x".join(map(str, input_shape(name)))
        given = {"network": name, "input": size}
    drawn = engine.draw("network", given, "explorer-1", engine.words["network"])["html"]
    fronts = [[float(number) for number in found] for found in PATH.findall(drawn)]
    table = F.trace(network, tuple(map(int, size.split("x"))))
    found = [[box.x, box.thick, box.height] for box in boxes(table)]
    assert len(found) > 1
    np.testing.assert_allclose(found, [[x, thick, height] for x, _, thick, height in fronts])
    figure = plotting.volumes(table)
    assert len(figure.axes[0].patches) == 3 * len(fronts)
    plt.close(figure)


def test_only_a_trace_is_drawn():
    with pytest.raises(TypeError, match="table must be a Trace"):
        plotting.volumes([F.Layer(3)])  # type: ignore[arg-type]
