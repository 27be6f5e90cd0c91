"""The table of who checks each public function: no function is missing, and each test that it names is there."""

from __future__ import annotations

import ast
import importlib
import inspect
import tomllib
from pathlib import Path
from typing import Any

import pytest
from test_public import modules

TESTS = Path(__file__).parents[1]
TABLE: dict[str, Any] = tomllib.loads((TESTS / "checked.toml").read_text(encoding="utf-8"))
ROWS = [(module, name, row) for module, functions in TABLE["functions"].items() for name, row in functions.items()]


def public_functions() -> set[tuple[str, str]]:
    """Return the module and the name of every public function, where it is defined."""
    found = set()
    for module in map(importlib.import_module, modules()):
        values = [getattr(module, name, None) for name in module.__all__]
        functions = [value for value in values if inspect.isfunction(inspect.unwrap(value))]
        found |= {(value.__module__.removeprefix("convref."), value.__name__) for value in functions}
    return found


def test_no_public_function_is_without_a_test_and_none_is_listed_that_is_not_there() -> None:
    listed = {(module, name) for module, name, _ in ROWS}
    assert public_functions() - listed == set()
    assert listed - public_functions() == set()


@pytest.mark.parametrize("test", sorted({row["test"] for _, _, row in ROWS}))
def test_the_tests_are_there(test: str) -> None:
    file, _, name = test.partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in [one.name for one in tree.body if isinstance(one, ast.FunctionDef)]


def test_what_the_tests_compare_with_is_explained() -> None:
    assert {row["by"] for _, _, row in ROWS} == set(TABLE["who"])
