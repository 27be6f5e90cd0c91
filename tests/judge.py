"""Whether torch and convref agree on a call."""

from __future__ import annotations

import numpy as np
from random_calls import Call
from torch_defects import known_defect
from torch_oracle import REFUSED, brief, convref_answer, torch_answer


def mismatch(call: Call) -> str | None:
    """Say how the two answers differ, or nothing when they agree."""
    before = [array.copy() for array in (call.input, call.weight, call.bias) if isinstance(array, np.ndarray)]
    ours = convref_answer(call)
    after = [array for array in (call.input, call.weight, call.bias) if isinstance(array, np.ndarray)]
    if not all(np.array_equal(*pair) for pair in zip(before, after, strict=True)):
        return "an input was written to"
    if known_defect(call):
        return None
    theirs = torch_answer(call)
    if ours is REFUSED or theirs is REFUSED:
        return None if ours is theirs else f"torch {brief(theirs)}, convref {brief(ours)}"
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return f"torch {brief(theirs)}, convref {brief(ours)}"
    return compare_values(call, ours)


def compare_values(call: Call, ours: np.ndarray) -> str | None:
    """Compare with torch in double precision, within the rounding that the dtype allows."""
    exact = torch_answer(call, wide=True)
    if ours.dtype.kind in "iu":
        return None if np.array_equal(ours, exact) else "integers differ"
    if ours.dtype == np.float16:
        with np.errstate(over="ignore"):
            return None if np.array_equal(ours, exact.astype(np.float16)) else "float16 is not rounded once"
    bound = torch_answer(_of_magnitudes(call), wide=True)
    error = np.abs(ours - exact)
    allowed = 16 * np.finfo(ours.dtype).eps * np.abs(bound)
    return None if (error <= allowed).all() else f"values differ by {error.max()}"


def _of_magnitudes(call: Call) -> Call:
    """Return the call with every number replaced by its magnitude: it bounds the rounding error."""
    arrays = (None if array is None else np.abs(array) for array in (call.input, call.weight, call.bias))
    return Call(call.rank, call.transposed, *arrays, call.keywords)
