"""The layers that are measured, from layers.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Layer:
    """One row of the file."""

    name: str
    transposed: bool
    input: tuple[int, ...]
    weight: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    output_padding: tuple[int, ...]
    groups: int

    @property
    def rank(self) -> int:
        return len(self.input) - 2

    @property
    def function(self) -> str:
        """The name of the function in torch.nn.functional and in convref."""
        return f"conv{'_transpose' * self.transposed}{self.rank}d"

    @property
    def keywords(self) -> dict[str, Any]:
        names = ["stride", "padding", "dilation", "groups"] + ["output_padding"] * self.transposed
        return {name: getattr(self, name) for name in names}


def read_layers() -> dict[str, Layer]:
    """Return the layers by name."""
    with Path(__file__).with_name("layers.csv").open(newline="") as file:
        return {row["name"]: _layer(row) for row in csv.DictReader(file)}


def _layer(row: dict[str, str]) -> Layer:
    rank = row["input"].count("x") - 1
    axes = {name: _numbers(row[name]) for name in ("stride", "padding", "dilation", "output_padding")}
    return Layer(
        row["name"],
        row["transposed"] == "1",
        _numbers(row["input"]),
        _numbers(row["weight"]),
        groups=int(row["groups"]),
        **{name: value * (rank if len(value) == 1 else 1) for name, value in axes.items()},
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("x")))
