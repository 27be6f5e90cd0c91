"""Measure convref beside other libraries: python tests/bench/run.py [--rounds N] [--only NAME ...] [--tables NAME ...].

Every library has a process of its own and they take turns, round by round. A number is the shortest time of all
rounds, by the processor's clock and not the one on the wall, so that it holds on a machine that is busy with more.
Each has one thread; whether a second one helps convref is measured too, and there the clock on the wall counts.
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
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from layers import Layer, read_layers
from tqdm import tqdm

HERE = Path(__file__).parent
RESULT = HERE.parents[1] / "docs" / "reference" / "speed.json"
SLOW = 0.3  # seconds; what takes longer than this is measured once
LONG_ENOUGH = 0.02  # seconds; shorter calls are repeated so long in each round
# Freed memory stays with the process: to have it back from the system costs whoever asks more than many a layer.
KEPT = {f"MALLOC_{name}_THRESHOLD_": str(2**32) for name in ("MMAP", "TRIM")}


def environment(core: str | None = None, threads: int = 1, keeps: bool = True) -> dict[str, str]:
    """Return the environment of a process that is measured: its threads, its memory, and OpenBLAS's kernels."""
    wanted = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
    wanted |= {f"{name}_NUM_THREADS": str(threads) for name in ("OMP", "OPENBLAS", "MKL")}
    wanted |= {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"}
    wanted |= KEPT if keeps else {}
    return wanted | ({"OPENBLAS_CORETYPE": core} if core else {})


class Worker:
    """A process that answers requests for one library."""

    def __init__(self, library: str, **surroundings: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, HERE / "worker.py", library],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(**surroundings),
        )

    def ask(self, layer: Layer, what: str = "output", **request: Any) -> float:
        """Return the seconds of a call, or the MiB that it adds."""
        assert self.process.stdin and self.process.stdout
        defaults = {"layer": layer.name, "what": what, "at_least": 0.0, "weigh": False, "clock": "processor"}
        self.process.stdin.write(json.dumps(defaults | request) + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


# What is timed: whose process, and what it computes there.
Timed = tuple[str, str]
PROCESSES: dict[str, dict[str, Any]] = {
    "torch": {"library": "torch"},
    "convref": {"library": "convref"},
    "convref (AVX2)": {"library": "convref", "core": "Haswell"},
    "two threads": {"library": "convref", "threads": 2},
    "onnx": {"library": "onnx"},
    "jax": {"library": "jax"},
}


@dataclass(frozen=True)
class Table:
    """One table: what it times, by which clock, and its columns: a time in milliseconds, or a ratio of two."""

    columns: dict[str, Timed | tuple[Timed, Timed]]
    clock: str = "processor"
    weighed: tuple[str, ...] = ()

    @property
    def timed(self) -> list[Timed]:
        """What has to be timed, each once."""
        pairs = [column if isinstance(column[0], tuple) else (column,) for column in self.columns.values()]
        return list(dict.fromkeys(timed for pair in pairs for timed in pair))  # type: ignore[misc]


OURS, PRODUCTS, THEIRS = ("convref", "output"), ("convref", "products"), ("torch", "output")
TABLES = {
    "output": Table(
        {
            "torch [ms]": THEIRS,
            "convref / torch": (OURS, THEIRS),
            "convref / torch (AVX2)": (("convref (AVX2)", "output"), THEIRS),
            "products / torch": (PRODUCTS, THEIRS),
            "convref / products": (OURS, PRODUCTS),
            "jax / torch": (("jax", "output"), THEIRS),
            "onnx / torch": (("onnx", "output"), THEIRS),
        }
    ),
    "gradients": Table(
        {
            "torch input [ms]": ("torch", "input"),
            "convref / torch input": (("convref", "input"), ("torch", "input")),
            "torch weight [ms]": ("torch", "weight"),
            "convref / torch weight": (("convref", "weight"), ("torch", "weight")),
        }
    ),
    "memory": Table({}, weighed=("convref", "torch")),
    "threads": Table({"convref [ms]": OURS, "two threads / one": (("two threads", "output"), OURS)}, clock="wall"),
}


def measure(layer: Layer, table: Table, workers: dict[str, Worker], rounds: int) -> dict[Timed, float]:
    """Return the shortest seconds of everything that the table times, which take turns."""
    best: dict[Timed, float] = {}
    for _ in range(2):  # the first call only warms up
        best |= {(name, what): workers[name].ask(layer, what, clock=table.clock) for name, what in table.timed}
    quick = [timed for timed, first in best.items() if first < SLOW]
    for _ in range(rounds):
        for name, what in quick:
            found = workers[name].ask(layer, what, at_least=LONG_ENOUGH, clock=table.clock)
            best[name, what] = min(found, best[name, what])
    return best


def row(layer: Layer, table: Table, workers: dict[str, Worker], scales: dict[str, Worker], rounds: int) -> list[str]:
    """Return one row of the table."""
    times, cells = measure(layer, table, workers, rounds), [layer.name]
    for column in table.columns.values():
        if isinstance(column[0], tuple):
            cells.append(f"{times[column[0]] / times[column[1]]:.2f}")  # type: ignore[index]
        else:
            cells.append(f"{1000 * times[column]:.3f}")  # type: ignore[index]
    return [*cells, *(f"{scales[name].ask(layer, weigh=True):.1f}" for name in table.weighed)]


def measured(table: Table, layers: list[Layer], rounds: int) -> dict[str, Any]:
    """Return the columns and the rows of one table."""
    names = dict.fromkeys(name for name, _ in table.timed)
    workers = {name: Worker(**PROCESSES[name]) for name in names}
    scales = {name: Worker(name, keeps=False) for name in table.weighed}
    rows = [row(layer, table, workers, scales, rounds) for layer in tqdm(layers, unit="layer")]
    for worker in (*workers.values(), *scales.values()):
        worker.close()
    return {"columns": ["layer", *table.columns, *(f"{name} [MiB]" for name in table.weighed)], "rows": rows}


def machine() -> str:
    """Return what was measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), platform.processor())
    return f"{model}, {platform.system()}"


def versions() -> dict[str, str]:
    """Return the version of Python and of every library measured."""
    return {"Python": platform.python_version()} | {name: version(name) for name in ("numpy", "torch", "jax", "onnx")}


def show(columns: list[str], rows: list[list[Any]]) -> None:
    """Print a table."""
    widths = [max(len(str(line[i])) for line in [columns, *rows]) for i in range(len(columns))]
    for line in [columns, *rows]:
        print("  ".join(str(cell).rjust(width) for cell, width in zip(line, widths, strict=True)))


def main() -> None:
    """Measure and print; write the tables, where rows of layers that were not measured stay as they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--tables", nargs="*", default=list(TABLES), choices=list(TABLES))
    chosen = parser.parse_args()
    layers = [layer for layer in read_layers().values() if not chosen.only or layer.name in chosen.only]
    result = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    tables = result.get("tables", {})
    for name in chosen.tables:
        found = measured(TABLES[name], layers, chosen.rounds)
        show(**found)
        rows = {row[0]: row for row in (*tables.get(name, found)["rows"], *found["rows"])}
        tables[name] = found | {"rows": list(rows.values())}
        result = {"date": str(date.today()), "machine": machine(), "versions": versions(), "tables": tables}
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
