"""Random settings of the figures, legal and illegal, as the text that a reader would type."""

from math import prod
from random import Random
from typing import Any

import numpy as np

import convref as F
from convref.padding import PADDING_MODES

LAYERS = ("Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d")
PLAIN = {
    "layer": "Conv2d",
    "in_channels": "1",
    "out_channels": "1",
    "size": "5",
    "kernel_size": "3",
    "stride": "1",
    "padding": "0",
    "output_padding": "0",
    "groups": "1",
    "dilation": "1",
    "padding_mode": "zeros",
    "causal": "",
}


def per_axis(text: str, axes: int) -> tuple[int, ...]:
    """Return one integer for each axis from ``3`` or ``(3, 5)``."""
    found = tuple(int(part) for part in text.strip("() ").split(","))
    return found * axes if len(found) == 1 else found


def written(values: list[int]) -> str:
    return str(values[0]) if len(values) == 1 else f"({', '.join(map(str, values))})"


def random_state(draw: Random, wrong: float) -> dict[str, str]:
    """Return a state whose numbers are out of their range with about the probability `wrong`."""
    layer = draw.choice(LAYERS)
    axes, transposed = int(layer[-2]), "Transpose" in layer

    def numbers(low: int, high: int) -> str:
        return written([low - 1 if draw.random() < wrong / 8 else draw.randint(low, high) for _ in range(axes)])

    groups = draw.choice((1, 1, 1, 2, 3))
    state = PLAIN | {
        "layer": layer,
        "size": numbers(1, 9),
        "kernel_size": numbers(1, 4),
        "stride": numbers(1, 3),
        "padding": numbers(0, 3),
        "dilation": numbers(1, 3),
        "groups": str(groups),
        "in_channels": str(groups * draw.randint(1, 2) + (draw.random() < wrong / 8)),
        "out_channels": str(groups * draw.randint(1, 2)),
    }
    if transposed and draw.random() < 0.5:
        state["output_padding"] = numbers(0, 2)
    if not transposed:
        state["padding_mode"] = draw.choice(("zeros", *PADDING_MODES))
        if draw.random() < 0.15:
            state |= {"padding": draw.choice(("'same'", "'valid'", "'full'")), "stride": draw.choice(("1", "1", "2"))}
    if layer == "Conv1d" and draw.random() < 0.2:
        state |= {"causal": "1", "padding": "0", "padding_mode": "zeros"}
    return state


def shapes(state: dict[str, str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the shapes of input and weight."""
    axes = int(state["layer"][-2])
    groups, channels = int(state["groups"]), (int(state["in_channels"]), int(state["out_channels"]))
    bank = (
        (channels[0], channels[1] // groups) if "Transpose" in state["layer"] else (channels[1], channels[0] // groups)
    )
    return (1, channels[0], *per_axis(state["size"], axes)), (*bank, *per_axis(state["kernel_size"], axes))


def filled(state: dict[str, str], draw: Random) -> dict[str, str]:
    """Return the state with numbers of one's own in input and weight, as far as its shapes can be filled."""
    texts = {}
    for name, shape in zip("xw", shapes(state), strict=True):
        texts[name] = ",".join(str(draw.randint(-9, 9)) for _ in range(max(0, prod(shape))))
    return state | texts


def arrays(state: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Return input and weight."""
    return tuple(
        np.array(state[name].split(",") if state[name] else [], dtype=float).reshape(shape)
        for name, shape in zip("xw", shapes(state), strict=True)
    )


def keywords(state: dict[str, str]) -> dict[str, Any]:
    """Return the arguments of convref's function."""
    axes, transposed = int(state["layer"][-2]), "Transpose" in state["layer"]
    names = ("stride", "dilation", *(("output_padding",) if transposed else ()))
    found: dict[str, Any] = {name: per_axis(state[name], axes) for name in names}
    word = state["padding"].strip("'")
    found["padding"] = word if word.isalpha() else per_axis(word, axes)
    return found | {"groups": int(state["groups"])} | ({} if transposed else {"padding_mode": state["padding_mode"]})


def reference(state: dict[str, str]) -> np.ndarray | None:
    """Return what convref computes, or None when it refuses."""
    name = state["layer"].replace("ConvTranspose", "conv_transpose").replace("Conv", "conv")
    try:
        x, weight = arrays(state)
        if state["causal"]:
            before = int(state["dilation"]) * (int(state["kernel_size"]) - 1)
            x = np.pad(x, [(0, 0), (0, 0), (max(before, 0), 0)])
        return getattr(F, name)(x, weight, **keywords(state))
    except ValueError:
        return None
