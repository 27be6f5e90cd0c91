"""Every argument of every drawing, given wrong things: a refusal that names it, not an error out of Matplotlib."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.animation import FuncAnimation

import convref as F
from convref import plotting

X, K = np.ones((4, 4)), np.ones((2, 2))
WRONG: dict[str, Any] = {
    "None": None,
    "a word": "x",
    "a negative number": -1,
    "a fraction": 1.5,
    "no number": float("nan"),
    "an object": object(),
    "nothing": (),
    "three numbers": (1, 2, 3),
    "an array of words": np.array([["x"]]),
    "an array of no rows": np.ones((0, 3)),
    "lists of different lengths": [[1, 2], [3]],
    "a function": len,
}
CALLS: dict[Any, dict[str, Any]] = {
    plotting.colours: {"kernels": np.ones((2, 3, 3, 3))},
    plotting.draw_grid: {"ax": None, "values": X, "role": "input"},
    plotting.draw_overlap: {"ax": None, "counts": X},
    plotting.feature_map: {"ax": None, "values": X},
    plotting.feature_maps: {"maps": [X, X]},
    plotting.groups_diagram: {"in_channels": 4, "out_channels": 4, "groups": 2},
    plotting.kernel_film: {"stages": [np.ones((2, 3, 3, 3))]},
    plotting.kernel_grid: {"weights": np.ones((4, 3, 3, 3))},
    plotting.matrix: {"values": X},
    plotting.overlap_map: {"counts": X},
    plotting.panels: {"draws": [lambda ax: None]},
    plotting.photo: {"ax": None, "picture": np.ones((5, 5, 3))},
    plotting.receptive_field_diagram: {"layers": [F.Layer(3)], "input_size": 7, "at": 2},
    plotting.sliding_animation: {"input": X, "weight": K},
    plotting.sliding_window: {"input": X, "weight": K},
    plotting.tiles: {"pictures": np.ones((4, 3, 3)), "columns": 2},
    plotting.transposed_animation: {"input": X, "weight": K},
    plotting.transposed_gather: {"input": X, "weight": K},
    plotting.transposed_scatter: {"input": X, "weight": K},
    plotting.volumes: {"table": F.trace([F.Layer(3, out_channels=2)], (2, 6))},
}
PLACES = [(call, name) for call in CALLS for name in inspect.signature(call).parameters]
NONE, WORD = {"None"}, {"a word"}
# What is taken, by argument.
TAKEN: dict[str, set[str]] = {
    "titles": NONE,
    "title": WORD,
    "label": NONE | WORD,
    "limit": NONE | {"a negative number", "a fraction"},
    "row": NONE,
    "columns": NONE,
    "aspect": NONE | {"a fraction"},
    "highlight": {"nothing", "an array of no rows"},
    "counts": {"three numbers"},
    "values": {"three numbers"},
    "layers": {"nothing", "an array of no rows"},
}


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def draw(call: Any, given: dict[str, Any]) -> None:
    """Draw, and do not warn of a film that nobody sees."""
    made = call(**given)
    if isinstance(made, FuncAnimation):
        made._draw_was_started = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(("call", "name"), PLACES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_wrong_things_are_refused_by_name(call: Any, name: str) -> None:
    right = CALLS[call] | ({"ax": plt.figure().gca()} if "ax" in CALLS[call] else {})
    draw(call, right)
    for thing, wrong in WRONG.items():
        try:
            draw(call, right | {name: wrong})
        except (TypeError, ValueError) as error:
            assert re.search(rf"\b{name}\b.* must ", str(error)), (thing, error)
        else:
            assert thing in TAKEN.get(name, set()), thing
