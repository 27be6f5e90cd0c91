"""One library in a process of its own; it times, or weighs, the layers that it is asked for on standard input."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

from layers import read_layers
from libraries import Run, prepared

SHORT = 2e-4  # seconds; quicker calls are timed several at once, for the clock takes time too
CLOCKS: dict[str, Callable[[], float]] = {"processor": process_time, "wall": perf_counter}


def seconds(run: Run, at_least: float, clock: Callable[[], float]) -> float:
    """Return the shortest time of a call, among as many as fill `at_least` seconds."""
    start = clock()
    run()
    best = passed = clock() - start
    calls = max(1, int(SHORT / max(best, 1e-9)))
    while passed < at_least:
        start = clock()
        for _ in range(calls):
            run()
        took = clock() - start
        best, passed = min(best, took / calls), passed + took
    return best


def peak_mib(small: Run, run: Run) -> float:
    """Return by how much one call raises the process's memory, measured in a forked child that ends with it.

    A small call comes first, so that the library's own code is not counted, and free memory is given back.
    """
    receive, send = os.pipe()
    if not os.fork():
        small()
        ctypes.CDLL(None).malloc_trim(0)
        os.write(send, str(_growth(run)).encode())
        os._exit(0)
    os.wait()
    return float(os.read(receive, 100)) / 1024


def _growth(run: Run) -> int:
    status = Path("/proc/self/status")
    Path("/proc/self/clear_refs").write_text("5")
    before = _kib(status, "VmRSS:")
    run()
    return _kib(status, "VmHWM:") - before


def _kib(status: Path, key: str) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(key))


def main() -> None:
    """Answer each request, one JSON object a line, with one number a line."""
    library, layers = sys.argv[1], read_layers()
    runs: dict[tuple[str, str], Run] = {}
    small: dict[str, Run] = {}
    for line in sys.stdin:
        request = json.loads(line)
        layer, what = layers[request["layer"]], request["what"]
        if (layer.name, what) not in runs:
            runs = {key: run for key, run in runs.items() if key[0] == layer.name}
            runs[layer.name, what] = prepared(library, what, layer)
        run = runs[layer.name, what]
        if request["weigh"]:
            small = small or {kind: prepared(library, what, layers[kind]) for kind in ("tiny", "tiny_t")}
            answer = peak_mib(small["tiny_t" if layer.transposed else "tiny"], run)
        else:
            answer = seconds(run, request["at_least"], CLOCKS[request["clock"]])
        print(answer, flush=True)


if __name__ == "__main__":
    main()
