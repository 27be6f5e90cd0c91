"""Random networks, printed by torch and read by convref: shapes, parameters and refusals row by row."""

from __future__ import annotations

import re
from random import Random

import torch
from torch import nn

import convref
from convref.padding import PADDING_MODES


def _layer(random: Random, channels: int, rank: int) -> tuple[nn.Module, int]:
    """Return a random layer that takes these channels, and how many it gives."""
    kernel, stride, padding = random.randint(1, 5), random.randint(1, 3), random.randint(0, 2)
    dilation, out = random.randint(1, 2), random.choice([1, 2, 3, 4, 6, 8])
    groups = random.choice([g for g in (1, 1, 2, 3) if channels % g == 0 and out % g == 0])
    bias, ceil = random.random() < 0.5, random.random() < 0.3
    kind = random.choice(["conv", "conv", "up", "max", "avg", "adaptive", "norm", "relu", "upsample", "pad", "drop"])
    if kind == "conv":
        mode = random.choice(["zeros", *PADDING_MODES])
        made = getattr(nn, f"Conv{rank}d")
        return made(channels, out, kernel, stride, padding, dilation, groups, bias, padding_mode=mode), out
    if kind == "up":
        extra = random.randrange(max(stride, dilation))
        made = getattr(nn, f"ConvTranspose{rank}d")
        return made(channels, out, kernel, stride, padding, extra, groups, bias, dilation), out
    if kind == "max":
        return getattr(nn, f"MaxPool{rank}d")(
            kernel, stride, min(padding, kernel // 2), dilation, ceil_mode=ceil
        ), channels
    if kind == "avg":  # Without ceil_mode, which torch leaves out when it prints this one.
        return getattr(nn, f"AvgPool{rank}d")(kernel, stride, min(padding, kernel // 2)), channels
    if kind == "adaptive":
        return getattr(nn, f"AdaptiveAvgPool{rank}d")(random.randint(1, 7)), channels
    if kind == "norm":
        return getattr(nn, f"BatchNorm{rank}d")(channels, affine=bias), channels
    if kind == "upsample":
        return nn.Upsample(scale_factor=random.choice([2, 3, 1.5])), channels
    if kind == "pad":
        return getattr(nn, f"ReflectionPad{rank}d")(padding), channels
    return (nn.ReLU() if kind == "relu" else nn.Dropout(0.5)), channels


def mismatch(seed: int) -> str | None:
    """Return what differs in the network with this number, or None."""
    random = Random(seed)
    rank, channels = random.randint(1, 2), random.randint(1, 4)
    shape = (channels, *(random.randint(1, 24) for _ in range(rank)))
    layers = []
    for _ in range(random.randint(1, 6)):
        layer, channels = _layer(random, channels, rank)
        layers.append(layer)
    model = nn.Sequential(*layers).eval()
    wanted = _rows(model, shape)
    text = str(model) if random.random() < 0.5 else "\n".join(str(layer) for layer in model)
    try:
        rows = convref.trace(convref.read_network(text), shape).rows
        found = [(tuple(row.shape), row.parameters) for row in rows]
    except ValueError as error:
        place = re.search(r"layer (\d+)", str(error))
        found = f"refused at {place[1] if place else error}"
    return None if found == wanted else f"{shape}\n{model}\ntorch {wanted}\nconvref {found}"


def _rows(model: nn.Sequential, shape: tuple[int, ...]) -> object:
    """Return the shape after each layer and its parameters, or where torch refuses to go on."""
    x, rows = torch.zeros((1, *shape)), []
    for number, layer in enumerate(model, start=1):
        try:
            with torch.no_grad():
                x = layer(x)
        except (RuntimeError, ValueError):
            return f"refused at {number}"
        if 0 in x.shape:  # With groups, torch hands an empty map on; without, it refuses to make one.
            return f"refused at {number}"
        rows.append((tuple(x.shape[1:]), sum(one.numel() for one in layer.parameters())))
    return rows
