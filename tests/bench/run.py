"""Measure convref beside torch and onnx.reference: python tests/bench/run.py [--rounds N] [--only NAME ...].

One thread each. Every library has a process of its own and they take turns, round by round; a number is the median.
convref runs twice: with OpenBLAS free to choose its kernels, and with AVX2 only (OPENBLAS_CORETYPE=Haswell).
Memory is weighed in processes that never time anything, so that no memory is left over from other layers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from layers import Layer, read_layers
from tqdm import tqdm

HERE = Path(__file__).parent
RESULT = HERE.parents[1] / "docs" / "reference" / "speed.json"
COLUMNS = [
    "layer", "torch [ms]", "convref / torch", "convref / torch (AVX2)", "onnx / torch", "convref [MiB]", "torch [MiB]"
]  # fmt: skip
SLOW = 0.3  # seconds; what takes longer than this is measured once


class Worker:
    """A process that answers requests for one library."""

    def __init__(self, library: str, core: str | None = None) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
        environment |= {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
        if core:
            environment["OPENBLAS_CORETYPE"] = core
        self.process = subprocess.Popen(
            [sys.executable, HERE / "worker.py", library],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def ask(self, layer: Layer, at_least: float = 0.0, weigh: bool = False) -> float:
        """Return the seconds of a call, or the MiB that it adds."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"layer": layer.name, "at_least": at_least, "weigh": weigh}) + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def measure(layer: Layer, workers: dict[str, Worker], rounds: int) -> dict[str, float]:
    """Return the median seconds of each library, which take turns."""
    times = {name: [worker.ask(layer)] for name, worker in workers.items()}  # the first call only warms up
    quick = {name for name, (first,) in times.items() if first < SLOW}
    for name in quick:
        times[name].clear()
    for _ in range(rounds):
        for name in workers:
            if name in quick:
                times[name].append(workers[name].ask(layer, 0.01))
    return {name: median(values) for name, values in times.items()}


def row(layer: Layer, workers: dict[str, Worker], scales: list[Worker], rounds: int) -> list[Any]:
    """Return one row of the table."""
    memory = [scale.ask(layer, weigh=True) for scale in scales]
    times = measure(layer, workers, rounds)
    ratios = [f"{times[name] / times['torch']:.2f}" if name in times else "" for name in ("native", "avx2", "onnx")]
    return [layer.name, f"{1000 * times['torch']:.3f}", *ratios, *(f"{mib:.1f}" for mib in memory)]


def machine() -> str:
    """Return what was measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), platform.processor())
    return f"{model}, {platform.system()}"


def versions() -> dict[str, str]:
    """Return the version of Python and of every library measured."""
    return {"Python": platform.python_version()} | {name: version(name) for name in ("numpy", "torch", "onnx")}


def show(columns: list[str], rows: list[list[Any]]) -> None:
    """Print the table."""
    widths = [max(len(str(line[i])) for line in [columns, *rows]) for i in range(len(columns))]
    for line in [columns, *rows]:
        print("  ".join(str(cell).rjust(width) for cell, width in zip(line, widths, strict=True)))


def main() -> None:
    """Measure, print, and write the table when it is whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--without-onnx", action="store_true")
    chosen = parser.parse_args()
    layers = [layer for layer in read_layers().values() if not chosen.only or layer.name in chosen.only]
    workers = {"torch": Worker("torch"), "native": Worker("convref"), "avx2": Worker("convref", "Haswell")}
    if not chosen.without_onnx:
        workers["onnx"] = Worker("onnx")
    scales = [Worker("convref"), Worker("torch")]
    rows = [row(layer, workers, scales, chosen.rounds) for layer in tqdm(layers, unit="layer")]
    for worker in (*workers.values(), *scales):
        worker.close()
    show(COLUMNS, rows)
    if not chosen.only and not chosen.without_onnx:
        table = {
            "date": str(date.today()),
            "machine": machine(),
            "versions": versions(),
            "columns": COLUMNS,
            "rows": rows,
        }
        RESULT.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
