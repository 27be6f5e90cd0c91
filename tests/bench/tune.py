"""Find the numbers of convref._strategies._tuning, which choose how a call is computed: tests/bench/tune.py [NAME ...].

Each number parts two ways at a quantity, such as the cells of a plane. Layers from far below to far above are computed
both ways, in turns; the number that loses least time over all of them is found, and what the present one loses.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log, sqrt
from time import process_time
from unittest.mock import patch

from layers import Layer, read_layers
from libraries import Run, prepared
from run import environment
from tqdm import tqdm
from worker import seconds

from convref._strategies import _tuning

AT_LEAST = 0.01  # seconds in each round
ENOUGH = 0.05  # blocks that lose so much to the best size are worth the memory that they save


def conv(batch: int, channels: int, size: int, outputs: int, kernel: int, padding: int, dilation: int = 1) -> Layer:
    """Return a square convolution of stride 1."""
    shapes = (batch, channels, size, size), (outputs, channels, kernel, kernel)
    return Layer("", False, *shapes, (1, 1), (padding,) * 2, (dilation,) * 2, (0, 0), 1)


def transposed(size: int, kernel: int, channels: int = 64, padding: int = 0) -> Layer:
    """Return a square transposed convolution of stride 1."""
    shapes = (1, channels, size, size), (channels, channels, kernel, kernel)
    return Layer("", True, *shapes, (1, 1), (padding,) * 2, (1, 1), (0, 0), 1)


# For each number: layers by the quantity that it is compared with.
LADDERS: dict[str, Callable[[], dict[float, Layer]]] = {
    "FEW_BYTES": lambda: {4 * 9 * 16 * n**2: conv(1, 16, n, 16, 3, 1) for n in (4, 6, 8, 11, 16, 23, 32)},
    "FEW_CELLS": lambda: {n**2: conv(16, 256, n, 64, 3, 1) for n in (4, 6, 8, 10, 12, 14, 16, 20)},
    "WORTH_REARRANGING": lambda: {
        size**2 / n: conv(1, n, size, n, 3, 1)
        for size, n in ((14, 256), (14, 144), (14, 100), (14, 72), (28, 384), (28, 256), (28, 160), (28, 96), (28, 48))
    },
    "WORTH_ADDING": lambda: {3 * n / 128: conv(1, n, 28, 128, 3, 1) for n in (12, 24, 36, 48, 64, 80, 96, 128, 192)},
    "WORTH_GATHERING": lambda: {
        ((n + k - 1) / n) ** 2: transposed(n, k)
        for n, k in ((28, 3), (14, 3), (14, 5), (8, 3), (7, 4), (6, 5), (4, 4), (3, 4), (2, 4))
    },
    "WORTH_FLIPPING": lambda: {
        size**2 / n: transposed(size, 3, n, 1)
        for size, n in ((7, 256), (10, 256), (13, 256), (14, 128), (19, 192), (19, 128), (28, 192), (28, 96), (28, 48))
    },
    "WORTH_SKIPPING": lambda: {28 / p: conv(1, 128, 28, 128, 3, p, p) for p in (1, 2, 3, 4, 6, 9, 14)},
}
BLOCKS = [2**20 * size for size in (0.5, 1, 2, 4, 8, 16)]
BLOCK_LAYERS = (
    "alex1_b1",
    "alex2_b1",
    "res3x3_b1",
    "res3x3s2_b1",
    "grp2_5x5_b1",
    "c3d_64",
    "w2v_512k3s2",
    "dcgan4_b16",
)


@dataclass(frozen=True)
class Step:
    """One layer: the quantity, and its seconds when the number is above it and when it is not."""

    quantity: float
    below: float
    above: float


def timed(run: Run, settings: list[dict[str, float]], rounds: int) -> list[float]:
    """Return the shortest time under each of the settings, which take turns."""
    best = [inf] * len(settings)
    for _ in range(rounds):
        for number, setting in enumerate(settings):
            with patch.multiple(_tuning, **setting):
                best[number] = min(best[number], seconds(run, AT_LEAST, process_time))
    return best


def ladder(name: str, rounds: int) -> list[Step]:
    """Time the layers of a number both ways: with a number that is larger than every quantity, and with 0."""
    others: dict[str, float] = {} if name == "FEW_BYTES" else {"FEW_BYTES": 0}
    steps = []
    for quantity, layer in tqdm(sorted(LADDERS[name]().items()), desc=name):
        run = prepared("convref", "output", layer)
        below, above = timed(run, [others | {name: inf}, others | {name: 0}], rounds)
        steps.append(Step(quantity, below, above))
    return steps


def lost(steps: list[Step], number: float) -> float:
    """Return the mean part of the time that is lost when the ways part at `number`."""
    logs = [log((s.below if s.quantity < number else s.above) / min(s.below, s.above)) for s in steps]
    return exp(sum(logs) / len(logs)) - 1


def best_range(steps: list[Step]) -> tuple[float, float]:
    """Return the two quantities between which the ways part with the least loss."""
    edges = [0.0, *(step.quantity for step in steps), inf]
    return min(pairwise(edges), key=lambda pair: lost(steps, pair[1]))


def show(name: str, rounds: int) -> None:
    """Print how the ways of one number compare, the best number, and what the present one loses."""
    steps, now = ladder(name, rounds), getattr(_tuning, name)
    for step in steps:
        print(f"{step.quantity:12.6g}  below {1e3 * step.below:8.3f} ms  above {1e3 * step.above:8.3f} ms")
    low, high = best_range(steps)
    middle = sqrt(low * high) if low > 0 and high < inf else max(low, min(high, now))
    print(f"{name}: best from {low:.6g} to {high:.6g}, such as {middle:.4g}; {now:g} loses {lost(steps, now):.1%}\n")


def show_blocks(rounds: int) -> None:
    """Print how much slower the layers are, on the mean, with blocks of each size than with their best one.

    Larger blocks need more memory, so that the smallest that is nearly as fast as any is the best.
    """
    layers, logs = read_layers(), [0.0] * len(BLOCKS)
    for name in tqdm(BLOCK_LAYERS, desc="BLOCK_BYTES"):
        times = timed(
            prepared("convref", "output", layers[name]), [{"BLOCK_BYTES": int(size)} for size in BLOCKS], rounds
        )
        logs = [total + log(time / min(times)) for total, time in zip(logs, times, strict=True)]
    means = [exp(total / len(BLOCK_LAYERS)) - 1 for total in logs]
    for size, mean in zip(BLOCKS, means, strict=True):
        print(f"{size / 2**20:12.6g} MiB loses {mean:.1%}")
    best = next(size for size, mean in zip(BLOCKS, means, strict=True) if mean < min(means) + ENOUGH)
    print(f"BLOCK_BYTES: best {best / 2**20:g} MiB; now {_tuning.BLOCK_BYTES / 2**20:g} MiB\n")


def main() -> None:
    """Find the numbers that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["BLOCK_BYTES", *LADDERS])
    parser.add_argument("--rounds", type=int, default=10)
    chosen = parser.parse_args()
    if os.environ != environment():
        os.execve(sys.executable, [sys.executable, *sys.argv], environment())  # in that of the benchmark
    for name in chosen.names:
        if name == "BLOCK_BYTES":
            show_blocks(chosen.rounds)
        else:
            show(name, chosen.rounds)


if __name__ == "__main__":
    main()
