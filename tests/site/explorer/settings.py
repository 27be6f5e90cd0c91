"""Random settings of the explorer, legal and illegal, as the text that a reader would type."""

from random import Random
from typing import Any

import numpy as np

import convref as F
import explorer_state
from convref.padding import PADDING_MODES

LAYERS = ("Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d")
READ = """state => {
  const { rules, state: states } = Explorer, { setting, refusal } = states.read(state);
  if (refusal) return { rule: refusal.rule, message: refusal.message };
  return { size: rules.outputSize(setting).map(Number),
    values: rules.values(setting, states.inputs(state, setting), states.weights(state, setting)),
    counts: setting.transposed ? rules.overlapCounts(setting) : [] };
}"""


def written(values: list[int]) -> str:
    return str(values[0]) if len(values) == 1 else f"({', '.join(map(str, values))})"


def random_state(draw: Random, wrong: float) -> dict[str, str]:
    """Return a state whose numbers are out of their range with about the probability `wrong`."""
    layer = draw.choice(LAYERS)
    axes, transposed = int(layer[-2]), "Transpose" in layer

    def numbers(low: int, high: int) -> str:
        return written([low - 1 if draw.random() < wrong / 8 else draw.randint(low, high) for _ in range(axes)])

    groups = draw.choice((1, 1, 1, 2, 3))
    state = explorer_state.DEFAULTS | {
        "layer": layer,
        "size": numbers(1, 9),
        "kernel_size": numbers(1, 4),
        "stride": numbers(1, 3),
        "padding": numbers(0, 3),
        "dilation": numbers(1, 3),
        "groups": str(groups),
        "in_channels": str(groups * draw.randint(1, 2) + (draw.random() < wrong / 8)),
        "out_channels": str(groups * draw.randint(1, 2)),
        "x": draw.choice(list(explorer_state.INPUTS)),
        "w": draw.choice(list(explorer_state.KERNELS)),
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


def arrays(state: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Return input and weight, as the explorer fills them."""
    axes = int(state["layer"][-2])
    groups, channels = int(state["groups"]), (int(state["in_channels"]), int(state["out_channels"]))
    bank = (
        (channels[0], channels[1] // groups) if "Transpose" in state["layer"] else (channels[1], channels[0] // groups)
    )
    result = []
    for name, presets, text, shape in (
        ("size", explorer_state.INPUTS, state["x"], (1, channels[0])),
        ("kernel_size", explorer_state.KERNELS, state["w"], bank),
    ):
        sizes = explorer_state.per_axis(state[name], axes)
        count = shape[0] * shape[1]
        flat = explorer_state.numbers(text, presets, sizes, max(count, 0))
        result.append(np.array(flat, dtype=float).reshape(*shape, *sizes))
    return result[0], result[1]


def keywords(state: dict[str, str]) -> dict[str, Any]:
    """Return the arguments of convref's function."""
    axes, transposed = int(state["layer"][-2]), "Transpose" in state["layer"]
    names = ("stride", "dilation", *(("output_padding",) if transposed else ()))
    found: dict[str, Any] = {name: explorer_state.per_axis(state[name], axes) for name in names}
    word = state["padding"].strip("'")
    found["padding"] = word if word.isalpha() else explorer_state.per_axis(word, axes)
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
