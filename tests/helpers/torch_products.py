"""The products with weights that torch makes."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn


def products(model: nn.Module, shape: tuple[int, ...]) -> int:
    """Return the products with weights that torch makes, counted at each convolution and linear layer."""
    counted = []

    def count(layer: nn.Module, taken: Any, given: torch.Tensor) -> None:
        if isinstance(layer, nn.Linear):
            counted.append(given.numel() * layer.in_features)
        elif isinstance(layer, nn.modules.conv._ConvTransposeNd):
            counted.append(taken[0].numel() * layer.weight[0].numel())
        elif isinstance(layer, nn.modules.conv._ConvNd):
            counted.append(given.numel() * layer.weight[0].numel())

    for layer in model.modules():
        layer.register_forward_hook(count)
    device = next(model.parameters()).device
    model.eval()(torch.zeros(1, *shape, device=device))
    return sum(counted)
