"""The rows of a network in PyTorch: each as its class or function, called with what the rows give that it takes."""

from __future__ import annotations

from functools import reduce
from operator import add, mul, sub

import torch
from torch import nn
from torch_classes import torch_class

import convref as F

JOINED = {"Add": add, "Mul": mul, "Sub": sub}


class Rows(nn.Module):
    """Runs rows and keeps what each gives; row 7 is ``row7``, as in the code that convref writes."""

    def __init__(self, made: F.Trace) -> None:
        super().__init__()
        self.rows = [row.layer for row in made]
        self.taken = [row.inputs for row in made]
        for number, row in enumerate(self.rows, start=1):
            if row.kind not in (*JOINED, "Cat"):
                setattr(self, f"row{number}", torch_class(row.kind)(**dict(row.arguments)))

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        """Return the input and what each row gives."""
        maps = [x]
        for number in range(1, len(self.rows) + 1):
            maps.append(self.given(number, [maps[one] for one in self.taken[number - 1]]))
            if 0 in maps[-1].shape:
                raise ValueError("an empty map is none")
        return maps

    def given(self, number: int, inputs: list[torch.Tensor]) -> torch.Tensor:
        """Return what one row gives."""
        kind = self.rows[number - 1].kind
        if kind == "Cat":
            return torch.cat(inputs, 1)
        if kind in JOINED:
            if len({one.ndim for one in inputs}) > 1:
                raise ValueError("PyTorch would take channels for an axis")
            return reduce(JOINED[kind], inputs)
        return getattr(self, f"row{number}")(inputs[0])  # type: ignore[no-any-return]


def runs(rows: Rows, shape: tuple[int, ...]) -> bool:
    """Return whether PyTorch takes two examples of this shape; of one alone it refuses to take some statistics."""
    try:
        with torch.no_grad():
            rows(torch.zeros(2, *shape, dtype=torch.float64))
    except (RuntimeError, ValueError):
        return False
    return True
