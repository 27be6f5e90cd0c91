"""Hold convref against torch on seeded random examples: python tests/fuzz.py [count] [first seed] [processes] [kind].

The kind is calls, gradients, networks, texts or backs: calls of the functions, gradients of calls, printed networks
that are read and traced, networks as code with random changes, and what a network is asked, such as its smallest input.
Every seed is one example, so that a range can be run in parts, in parallel, and a failure again by its seed alone.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

import torch
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parent / "helpers"))
import random_backs
import random_gradients
import random_networks
import random_texts
from judge import mismatch
from random_calls import Call, random_call
from torch_defects import known_defect
from torch_oracle import REFUSED, convref_answer

CHUNK = 500


def run_chunk(kind: str, first: int) -> tuple[list[str], Counter[str]]:
    """Judge the calls of `CHUNK` seeds; return the failures and what kinds of calls there were."""
    torch.set_num_threads(1)
    warnings.simplefilter("error")
    failures, kinds = [], Counter[str]()
    judged = JUDGES[kind]
    for seed in range(first, first + CHUNK):
        try:
            found, name = judged(seed)
            kinds[name] += 1
        except Exception as error:  # an error of the wrong kind, or a warning
            found = f"{type(error).__name__}: {error}"
        if found:
            failures.append(f"seed {seed}: {found}")
    return failures, kinds


def _call(seed: int) -> tuple[str | None, str]:
    call = random_call(Random(seed))
    found = mismatch(call)
    return found and f"{found}\n    {call}", _kind(call)


JUDGES = {
    "calls": _call,
    "gradients": lambda seed: (random_gradients.mismatch(seed), "gradients"),
    "networks": lambda seed: (random_networks.mismatch(seed), "networks"),
    "texts": random_texts.judged,
    "backs": lambda seed: (random_backs.mismatch(seed), "backs"),
}


def _kind(call: Call) -> str:
    """Return whether a call is refused or computed, or on torch's list of defects."""
    if known_defect(call):
        return "defect of torch"
    return "refused" if convref_answer(call) is REFUSED else call.name


def main(count: int = 200_000, first: int = 0, processes: int = 2, kind: str = "calls") -> int:
    """Run `count` seeds from `first` on and print what failed."""
    failures: list[str] = []
    kinds: Counter[str] = Counter()
    starts = range(first, first + count, CHUNK)
    with ProcessPoolExecutor(processes) as pool:
        for found, counted in tqdm(pool.map(partial(run_chunk, kind), starts), total=len(starts), unit=f"×{CHUNK}"):
            for failure in found:
                tqdm.write(failure)
            failures += found
            kinds += counted
    print(f"{count} {kind}, {len(failures)} mismatches;", dict(kinds.most_common()))
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4]), *sys.argv[4:]))
