"""Rows that PyTorch has no module for: the code that is copied runs in torch, and makes what the table says."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from rare_rows import RARE_ROWS

import convref as F


@pytest.mark.parametrize("name", RARE_ROWS)
def test_the_code_of_rare_rows_runs_and_gives_their_shapes(name: str) -> None:
    text, shape = RARE_ROWS[name]
    lines = text.split("\n")
    for count in range(1, len(lines) + 1):  # every row is the last one once
        made = F.trace(F.read_network("\n".join(lines[:count])), shape, rank=len(shape) - 1 or None)
        scope: dict[str, Any] = {}
        exec(F.torch_code(made), scope)
        network = scope["network"].eval()
        assert network(torch.randn(2, *shape)).shape[1:] == made[-1].shape
        assert sum(one.numel() for one in network.parameters()) == made.parameters


def test_a_part_of_a_weight_is_no_larger_than_the_weight() -> None:
    with pytest.raises(ValueError, match="parameters must be at least 4"):
        F.trace(F.read_network("Scale((4,), 3)"), (2, 4))
