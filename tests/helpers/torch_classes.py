"""The class that a kind of row stands for: one of PyTorch's or of torchvision's."""

from typing import Any

import torch
import torchvision

# Kinds that no installed package has a class for: joins, calls of a forward, classes of other packages.
OWN = (
    "Layer", "Cat", "Add", "Sub", "Mul", "Div", "Maximum", "Minimum", "OverChannels", "Select", "StochasticDepth",
    "DropPath", "View", "Squeeze", "Unsqueeze", "Elementwise", "Channels", "UpsampleLike", "PadLike", "Slice",
    "Permute", "Scale", "Shift",
)  # fmt: skip
PLACES = (torch.nn, torchvision.ops, torchvision.models.convnext, torchvision.transforms, torch.ao.quantization)


def torch_class(name: str) -> Any:
    """Return the class of that name."""
    return next(getattr(place, name) for place in PLACES if hasattr(place, name))
