"""Gradients of random calls, held against torch's autograd to the last digit: all values are small integers."""

from __future__ import annotations

from random import Random

import numpy as np
import torch

from convref import gradients
from convref.padding import PADDING_MODES


def mismatch(seed: int) -> str | None:
    """Return what differs in the gradients of the call with this number, or None."""
    random = Random(seed)
    rank, groups = random.randint(1, 3), random.choice([1, 1, 2, 3])
    transposed = random.random() < 0.4
    settings = {name: [random.randint(1, 3) for _ in range(rank)] for name in ("stride", "dilation")}
    kernel, padding = ([random.randint(low, 3) for _ in range(rank)] for low in (1, 0))
    reach = [d * (k - 1) + 1 for d, k in zip(settings["dilation"], kernel, strict=True)]
    sizes = [random.randint(max(p + 1, span - 2 * p), 7) if max(p + 1, span - 2 * p) <= 7 else span + p + 1
             for span, p in zip(reach, padding, strict=True)]  # fmt: skip
    per_group = random.randint(1, 2), random.randint(1, 2)
    outer = groups * per_group[1 if transposed else 0]
    draw = np.random.default_rng(seed)
    x = draw.integers(-9, 10, (random.randint(1, 2), outer, *sizes)).astype(float)
    if transposed:
        w = draw.integers(-9, 10, (outer, per_group[0], *kernel)).astype(float)
        settings["output_padding"] = [
            random.randrange(max(s, d)) for s, d in zip(settings["stride"], settings["dilation"], strict=True)
        ]
    else:
        w = draw.integers(-9, 10, (groups * per_group[1], per_group[0], *kernel)).astype(float)
    mode = "zeros" if transposed else random.choice(PADDING_MODES)
    return _compared(rank, x, w, {**settings, "padding": padding, "groups": groups}, mode, transposed, draw)


def _compared(rank, x, w, settings, mode, transposed, draw) -> str | None:
    inputs = [torch.tensor(array, requires_grad=True) for array in (x, w)]
    try:
        output = _forward(rank, *inputs, settings, mode, transposed)
    except RuntimeError:
        return None  # An empty output: the fuzz run of calls compares the refusals.
    grad = draw.integers(-9, 10, tuple(output.shape)).astype(float)
    output.backward(torch.tensor(grad))
    if transposed:
        settings = {name: value for name, value in settings.items() if name != "output_padding"}  # In grad's size.
        found = (
            gradients.conv_transpose_input(x.shape, w, grad, **settings),
            gradients.conv_transpose_weight(x, w.shape, grad, **settings),
        )
    else:
        by_input = getattr(gradients, f"conv{rank}d_input")(x.shape, w, grad, **settings, padding_mode=mode)
        found = by_input, getattr(gradients, f"conv{rank}d_weight")(x, w.shape, grad, **settings, padding_mode=mode)
    for name, value, tensor in zip(("input", "weight"), found, inputs, strict=True):
        if not np.array_equal(value, tensor.grad.numpy()):
            return f"gradient of the {name}: {x.shape} {w.shape} {settings} {mode} transposed={transposed}"
    return None


def _forward(rank, x, w, settings, mode, transposed):
    functional = torch.nn.functional
    if transposed:
        return getattr(functional, f"conv_transpose{rank}d")(x, w, **settings)
    if mode == "zeros":
        return getattr(functional, f"conv{rank}d")(x, w, **settings)
    both = [side for p in reversed(settings["padding"]) for side in (p, p)]
    padded = functional.pad(x, both, mode=mode)
    return getattr(functional, f"conv{rank}d")(padded, w, **{**settings, "padding": 0})
