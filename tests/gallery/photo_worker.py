"""Run programs, which come as JSON on the standard input, and say of each how it went; photos.py starts this."""

import json
import resource
import sys
import time
import traceback
from pathlib import Path

import matplotlib.pyplot as plt

from convref import plotting

MOST_BYTES = 2e9


def run(code, name):
    """Run one program and draw all it leaves, as the site does: for light pages and for dark ones."""
    exec(compile(code, name, "exec"), {"__name__": "__main__"})
    for figure in map(plt.figure, plt.get_fignums()):
        figure.savefig("light.png", bbox_inches="tight")
        plotting.dark(figure)
        figure.savefig("dark.png", bbox_inches="tight")
    plt.close("all")


def most_bytes():
    """Return how much memory this process has taken at most; Linux counts what it had before it became this program."""
    status = Path("/proc/self/status")
    if status.is_file():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main():
    """Return how many programs failed, or took the process beyond the memory that is allowed."""
    failures = 0
    for name, code in json.load(sys.stdin).items():
        begin = time.perf_counter()
        try:
            run(code, name)
            error = "" if most_bytes() < MOST_BYTES else "took too much memory"
        except Exception:
            error = traceback.format_exc()
        failures += bool(error)
        used = f"{time.perf_counter() - begin:6.1f} s {most_bytes() / 1e6:6.0f} MB"
        print("----", "FAIL" if error else "ok  ", used, name, error, flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(main())
