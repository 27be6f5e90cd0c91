"""The tests that hold claims, read and not run: where each stands, and the lines of it that a reader is shown."""

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

IMPORTS = (ast.Import, ast.ImportFrom)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Test:
    """What holds a claim: where the test stands, and lines that can be copied and run."""

    file: str
    lines: str


def tests(root: Path) -> dict[str, Test]:
    """Return the test of every claim by the claim's name; one that could not fail is refused."""
    found: dict[str, Test] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        if "mark.claim(" not in source:
            continue
        module, lines = ast.parse(source), source.splitlines()
        for function in module.body:
            for name in _names(function):
                where = f"{path.relative_to(root).as_posix()}:{function.lineno}"
                if not NAME.fullmatch(name):
                    raise ExtensionError(f"{where}: {name!r} should be lower-case words joined by hyphens")
                if name in found:
                    raise ExtensionError(f"{where}: the claim {name!r} has a test in {found[name].file} already")
                found[name] = Test(path.relative_to(root).as_posix(), _lines(module, function, lines, where))
    return found


def _names(function: ast.stmt) -> Iterator[str]:
    for decorator in getattr(function, "decorator_list", ()):
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.claim":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


def _lines(module: ast.Module, function: Any, source: list[str], where: str) -> str:
    """Return the body of a test and what it imports: a reader sees nothing else, so nothing else may decide it."""
    if function.args.args:
        raise ExtensionError(f"{where}: a test of a claim takes no arguments: a reader sees only its body")
    parts = [part for statement in function.body for part in ast.walk(statement)]
    if not any(isinstance(part, ast.Assert) or _raises(part) for part in parts):
        raise ExtensionError(f"{where}: this test asserts nothing, so that it holds no claim")
    used = {part.id for part in parts if isinstance(part, ast.Name)}
    imports = [ast.unparse(line) for line in module.body if isinstance(line, IMPORTS) and used & _bound(line)]
    body = textwrap.dedent("\n".join(source[function.body[0].lineno - 1 : function.end_lineno]))
    return "\n".join([*imports, "", body]) if imports else body


def _raises(part: ast.AST) -> bool:
    return isinstance(part, ast.Attribute) and ast.unparse(part) == "pytest.raises"


def _bound(line: ast.Import | ast.ImportFrom) -> set[str]:
    return {(alias.asname or alias.name).partition(".")[0] for alias in line.names}
