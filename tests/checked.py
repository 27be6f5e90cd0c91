"""Spoil each public function in turn, and see whether the test that is said to check it fails: python tests/checked.py.

The tests are those of checked.toml. Names of functions as arguments, such as cost.conv_macs, take these alone.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import inspect
import os
import sys
import tomllib
from io import StringIO
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest
import torch  # noqa: F401  imported here once, not in every child
from tqdm import tqdm

TESTS = Path(__file__).parent
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=unshrunk"]
right: FunctionType  # What the spoiled function was; the one name that `_answer` needs from here.


def other(answer: Any) -> Any:
    """Return an answer of the same kind that differs; None in the place of what no other can be made of."""
    if isinstance(answer, (bool, np.bool_)):
        return not answer
    if isinstance(answer, str):
        return f"{answer} and more"
    if isinstance(answer, (list, tuple)) and answer and not hasattr(answer, "_fields"):
        return type(answer)([other(answer[0]), *answer[1:]])
    if isinstance(answer, dict):
        return dict(list(answer.items())[1:])
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        first = dataclasses.fields(answer)[0].name
        return dataclasses.replace(answer, **{first: other(getattr(answer, first))})
    try:
        return -1 - answer  # This changes the order, too.
    except TypeError:
        return None


def _answer(*arguments: Any, **keywords: Any) -> Any:
    """Stand in a function's place, in its module: so it imports what it needs from here."""
    import checked

    if checked.right.__annotations__.get("return") == "None":  # what it does is all there is of it
        return None
    return checked.other(checked.right(*arguments, **keywords))


def spoil(function: FunctionType) -> None:
    """Let a function give wrong answers under whatever name it is known already."""
    global right
    right = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    right.__kwdefaults__, right.__annotations__ = function.__kwdefaults__, function.__annotations__
    function.__code__ = _answer.__code__


def result(module: str, name: str, test: str) -> pytest.ExitCode:
    """Return what a test says while the function is spoiled; all of it happens in a child of this process."""
    child = os.fork()
    if child == 0:
        code: int = pytest.ExitCode.INTERNAL_ERROR
        try:
            spoil(inspect.unwrap(getattr(importlib.import_module(f"convref.{module}"), name)))
            with contextlib.redirect_stdout(StringIO()):
                code = pytest.main([*OPTIONS, str(TESTS / test)])
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return pytest.ExitCode(os.waitstatus_to_exitcode(status))


def main(chosen: list[str]) -> bool:
    """Print the functions whose test does not fail; return whether there are any."""
    table = tomllib.loads((TESTS / "checked.toml").read_text(encoding="utf-8"))["functions"]
    rows = [(module, name, row["test"]) for module, functions in table.items() for name, row in functions.items()]
    if chosen:
        rows = [row for row in rows if f"{row[0]}.{row[1]}" in chosen]
    missed = 0
    for module, name, test in tqdm(rows):
        said = result(module, name, test)
        if said != pytest.ExitCode.TESTS_FAILED:
            missed += 1
            tqdm.write(f"{module}.{name} is spoiled, and {test} says {said.name}")
    return missed > 0


if __name__ == "__main__":
    sys.modules["checked"] = sys.modules["__main__"]
    sys.exit(main(sys.argv[1:]))
