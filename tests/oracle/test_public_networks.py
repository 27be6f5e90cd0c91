"""Printed networks of public projects: rows, parameters and products against torch, which runs the model itself."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from public_networks import NETWORKS
from torch import nn
from torch_products import products

import convref as F


def outputs(model: nn.Module, shape: tuple[int, ...]) -> list[tuple[tuple[int, ...], int]]:
    """Return shape and parameters of every layer, in the order in which torch runs them."""
    seen = []
    leaves = [one for one in model.modules() if not list(one.children()) or hasattr(one, "parametrizations")]
    held = {inner for one in leaves if hasattr(one, "parametrizations") for inner in one.parametrizations.modules()}

    def note(layer: nn.Module, taken: Any, given: torch.Tensor) -> None:
        seen.append((tuple(given.shape[1:]), sum(one.numel() for one in layer.parameters())))

    for one in leaves:
        if one not in held:
            one.register_forward_hook(note)
    model.eval()(torch.zeros(2, *shape))
    return seen


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize("name", NETWORKS)
def test_a_printed_network_is_what_torch_makes_of_it(name: str) -> None:
    torch.manual_seed(0)
    model, shape = NETWORKS[name]()
    text = str(model)
    made = F.trace(F.read_network(text), shape, rank=len(shape) - 1 or None, count_cropped=True)
    expected = outputs(model, shape)
    added = [row for row in made if row.layer.kind == "Flatten" and not row.layer.name]  # the forward's own
    assert [(row.shape, row.parameters) for row in made if row not in added] == expected
    assert made.macs == products(model, shape)
    again = F.trace(F.read_network(str(model)), shape, rank=len(shape) - 1 or None)  # lazy layers have become others
    assert [(row.shape, row.parameters) for row in again] == [(row.shape, row.parameters) for row in made]
    scope: dict[str, Any] = {}
    exec(F.torch_code(made), scope)
    assert scope["network"].eval()(torch.zeros(2, *shape)).shape[1:] == made[-1].shape
    assert sum(one.numel() for one in scope["network"].parameters()) == made.parameters
