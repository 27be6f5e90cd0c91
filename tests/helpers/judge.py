"""Whether torch and convref agree on a call."""

from __future__ import annotations

from random import Random

import numpy as np
from random_calls import Call, random_call
from torch_defects import known_defect
from torch_oracle import REFUSED, brief, convref_answer, torch_answer


def mismatch(call: Call) -> str | None:
    """Say how the two answers differ, or nothing when they agree."""
    arrays = [array for array in (call.input, call.weight, call.bias) if isinstance(array, np.ndarray)]
    before = [array.tobytes() for array in arrays]
    ours = convref_answer(call)
    if before != [array.tobytes() for array in arrays]:
        return "an input was written to"
    if ours is not REFUSED and not _stands_alone(ours, arrays):
        return "the output is no plain array of its own"
    if known_defect(call):  # held against the plain loops alone: test_fast_equals_definition
        return None
    theirs = torch_answer(call)
    if ours is REFUSED or theirs is REFUSED:
        return None if ours is theirs else f"torch {brief(theirs)}, convref {brief(ours)}"
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return f"torch {brief(theirs)}, convref {brief(ours)}"
    return compare_values(call, ours)


def _stands_alone(output: np.ndarray, arrays: list[np.ndarray]) -> bool:
    """Tell whether an output is as torch's: of the plain class, contiguous, writeable and apart from the inputs."""
    return (
        type(output) is np.ndarray
        and output.flags.c_contiguous
        and output.flags.writeable
        and not any(np.may_share_memory(output, array) for array in arrays)
    )


def compare_values(call: Call, ours: np.ndarray) -> str | None:
    """Compare with torch in double precision, within the rounding that the dtype allows."""
    exact = torch_answer(call, wide=True)
    if _zeros_meet_infinity(call):  # torch passes over zeros or not: see test_zeros_of_the_padding_are_multiplied
        return None
    if ours.dtype.kind in "iu":
        return None if np.array_equal(ours, exact) else "integers differ"
    if ours.dtype == np.float16:
        with np.errstate(over="ignore"):
            return (
                None
                if np.array_equal(ours, exact.astype(np.float16), equal_nan=True)
                else "float16 is not rounded once"
            )
    if not np.isfinite(exact).all():
        return compare_not_finite(ours, exact)
    bound = torch_answer(_of_magnitudes(call), wide=True)
    error = np.abs(ours - exact)
    allowed = 16 * np.finfo(ours.dtype).eps * np.abs(bound)
    return None if (error <= allowed).all() else f"values differ by {error.max()}"


def _zeros_meet_infinity(call: Call) -> bool:
    """Tell whether zeros of the padding may meet a weight that is not finite."""
    return not call.transposed and not np.isfinite(call.weight).all() and call.keywords.get("padding", 0) != 0


def compare_not_finite(ours: np.ndarray, exact: np.ndarray) -> str | None:
    """Compare where not all is finite; of complex numbers, whether a part is infinite or no number is not compared."""
    if ours.dtype.kind == "c":
        ours, exact = (np.where(np.isfinite(array), array, np.nan) for array in (ours, exact))
    with np.errstate(all="ignore"):
        close = np.isclose(ours, exact, 1e-3 if ours.dtype.itemsize < 8 else 1e-9, 1e-3, equal_nan=True)
    return None if close.all() else "what is not finite spreads otherwise"


def _of_magnitudes(call: Call) -> Call:
    """Return the call with every number replaced by its magnitude: it bounds the rounding error."""
    arrays = (
        None if array is None else np.abs(array.view(np.ndarray)) for array in (call.input, call.weight, call.bias)
    )
    return Call(call.rank, call.transposed, *arrays, call.keywords)


def legal_call(random: Random, no_bias: bool = False) -> Call:
    """Return a random call that is computed, on float64 arrays of few numbers."""
    while True:
        call = random_call(random)
        answer = convref_answer(call)
        if answer is REFUSED or known_defect(call) or max(call.input.size, answer.size) > 400:
            continue
        numbers = np.random.default_rng(random.getrandbits(32))
        arrays = [
            None if one is None else numbers.normal(size=one.shape) for one in (call.input, call.weight, call.bias)
        ]
        return Call(call.rank, call.transposed, *arrays[:2], None if no_bias else arrays[2], call.keywords)
