"""A bound on work that is the same on every machine, in place of a bound on time."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from types import FrameType
from typing import Any


@contextmanager
def at_most(lines: int, megabytes: float = 1) -> Iterator[None]:
    """Fail as soon as more lines of Python are run than `lines`; then, when more memory was held than `megabytes`."""
    passed, before = count(1), sys.gettrace()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line" and next(passed) > lines:
            sys.settrace(before)
            raise AssertionError(f"more than {lines} lines are run")
        return trace

    tracemalloc.start()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < megabytes * 2**20, f"{peak / 2**20:.1f} MB are held"
