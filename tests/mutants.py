"""Change convref in one place, run the tests, and see whether they notice: python tests/mutants.py [count] [seed].

The changes are those of cosmic-ray: another operator, another comparison, a number one greater, a condition denied.
Places are drawn at random with a fixed seed, and at each place one of its changes. Left out are changes of annotations,
which are never evaluated, of `strict=True`, which is a test itself, and those with which convref cannot be imported.
The modules that draw, learn or download are left out as well: their tests look at pictures or at files.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import time

import pytest
import scipy.sparse  # noqa: F401  imported here once, not in every child
import torch  # noqa: F401
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[1]
LEFT_OUT = {"__init__.py", "datasets", "experiments", "plotting"}
# Tests of modules that have none of their own name.
OWN = {"__main__": "test_command_line", "functional": "test_definition", "_kinds": "test_modules"}
OWN |= {"_arguments": "test_arguments", "_reach": "test_modules", "torch_code": "test_networks"}
SLOW = {"test_against_torch", "test_gradients", "test_strategies"}
NOT_CONCERNED = {
    "test_alexnet",
    "test_images",
    "test_learning",
    "test_pins",
    "test_plotting",
    "test_upsamplers",
    "test_work",
}
CPU_SECONDS = 240  # all tests together take about 40
MEMORY = 12 * 2**30  # torch alone reserves some
KILLED, SURVIVED, NO_IMPORT, NOT_RUN = range(4)
NAMES = ("killed", "SURVIVED", "not imported", "NOT RUN")


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    module: str
    line: int
    code: str

    def difference(self, original: str) -> str:
        """Return the changed lines."""
        lines = difflib.unified_diff(original.splitlines(), self.code.splitlines(), lineterm="", n=0)
        return "\n".join(line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@")


def draw(seed: int, modules: list[str]) -> Iterator[Mutant]:
    """Yield mutants at random places."""
    sources = {module: (ROOT / "convref" / f"{module}.py").read_text(encoding="utf-8") for module in modules}
    places = [(module, place) for module, source in sources.items() for place in find_places(source).items()]
    random = Random(seed)
    random.shuffle(places)
    for module, ((line, _), changes) in places:
        operator, occurrence = random.choice(changes)
        code = mutate_code(sources[module], get_operator(operator)(), occurrence)
        if evaluated(code) not in ("", evaluated(sources[module])):
            yield Mutant(module, line, code)


def find_places(source: str) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """Return the changes that can be made, by line and column: the operator and which of its occurrences it is."""
    places: dict[tuple[int, int], list[tuple[str, int]]] = {}
    nodes = list(ast_nodes(get_ast(source)))
    for name in operator_names():
        if get_operator(name).arguments():  # those replace names of variables, and need to be told which
            continue
        operator = get_operator(name)()
        starts = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, start in enumerate(starts):
            places.setdefault(start, []).append((name, occurrence))
    return places


def evaluated(code: str) -> str:
    """Return what a module computes: its tree without what is left out; nothing when it is no Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return ""
    tree.body = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and _is_empty(node))]
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            if getattr(node, field, None) is not None:
                setattr(node, field, ast.Constant(None))
        if isinstance(node, ast.Call):
            node.keywords = [word for word in node.keywords if word.arg != "strict"]
    return ast.dump(tree)


def _is_empty(function: ast.FunctionDef) -> bool:
    return isinstance(function.body[-1], ast.Expr) and ast.unparse(function.body[-1]) == "..."


def files_to_run(module: str) -> list[str]:
    """Return the tests and examples to run, first those that concern the module most, last those that take long."""
    files = {path.stem: path for place in ("unit", "oracle") for path in (ROOT / "tests" / place).glob("test_*.py")}
    room = module.partition("/")[0]
    own = OWN.get(room, f"test_{room}")
    order = sorted(files.keys() - NOT_CONCERNED, key=lambda name: (name != own, name in SLOW, name))
    examples = [f"convref/{name}.py" for name in (module, *module_names()) if name != "__main__"]
    return list(
        dict.fromkeys([*examples[:1], *(files[name].relative_to(ROOT).as_posix() for name in order), *examples])
    )


def judge(mutant: Mutant, folder: Path) -> tuple[int, str]:
    """Run the tests on a mutant in a child of this process, which has imported what takes long to import."""
    file = folder / "convref" / f"{mutant.module}.py"
    original = file.read_text(encoding="utf-8")
    file.write_text(mutant.code, encoding="utf-8")
    child = os.fork()
    if child == 0:
        verdict = NOT_RUN
        try:
            with open(folder / "output.txt", "w") as output, contextlib.redirect_stdout(output):
                verdict = run_tests(mutant, folder)
        finally:
            os._exit(verdict)
    _, status = os.waitpid(child, 0)
    file.write_text(original, encoding="utf-8")
    failed = re.findall("^(?:FAILED|ERROR) (.*)", (folder / "output.txt").read_text(), re.MULTILINE)
    if os.WIFSIGNALED(status):
        return KILLED, f"signal {os.WTERMSIG(status)}"
    return os.WEXITSTATUS(status), failed[0][:90] if failed else ""


def run_tests(mutant: Mutant, folder: Path) -> int:
    """Return what the tests say; the system ends what takes too long or too much, and that counts as noticed."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    imported = subprocess.run([sys.executable, "-c", "import convref.__main__"], capture_output=True)
    if imported.returncode:
        return NO_IMPORT
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files_to_run(mutant.module)])
    return {
        pytest.ExitCode.OK: SURVIVED,
        pytest.ExitCode.TESTS_FAILED: KILLED,
        pytest.ExitCode.INTERRUPTED: KILLED,
    }.get(code, NOT_RUN)


def module_names() -> list[str]:
    """Return the modules that are changed."""
    root = ROOT / "convref"
    files = [path.relative_to(root) for path in root.rglob("*.py")]
    return sorted(path.with_suffix("").as_posix() for path in files if path.parts[0] not in LEFT_OUT)


def main(count: int = 200, seed: int = 0, *modules: str) -> int:
    """Judge mutants of some modules or all, print each, and how many of each module were killed."""
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
    sys.dont_write_bytecode = True  # a changed file may keep its size and its second
    verdicts: dict[str, Counter[int]] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("convref", "tests"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("docs", "pyproject.toml", "CITATION.cff", "README.md", "README.zh-CN.md"):  # Some tests read them.
            (folder / name).symlink_to(ROOT / name)
        os.environ["PYTHONPATH"] = place
        unchanged = (ROOT / "convref" / "sizes.py").read_text(encoding="utf-8")
        if judge(Mutant("sizes", 0, unchanged), folder)[0] != SURVIVED:
            print((folder / "output.txt").read_text(), "The tests must pass before anything is changed.")
            return 1
        for mutant in draw(seed, list(modules) or module_names()):
            begin = time()
            verdict, reason = judge(mutant, folder)
            if verdict == NO_IMPORT:
                continue
            counter = verdicts.setdefault(mutant.module, Counter())
            counter[verdict] += 1
            number = sum(map(Counter.total, verdicts.values()))
            original = (ROOT / "convref" / f"{mutant.module}.py").read_text(encoding="utf-8")
            print(
                f"{number}/{count} {NAMES[verdict]} in {time() - begin:.0f} s: {mutant.module}:{mutant.line} {reason}"
            )
            print(mutant.difference(original), flush=True)
            if number == count:
                break
    for module, counter in sorted(verdicts.items()):
        print(f"{module:20}{counter[KILLED]:4} of {counter.total():4} killed")
    killed, total = sum(counter[KILLED] for counter in verdicts.values()), sum(map(Counter.total, verdicts.values()))
    print(f"{killed} of {total} killed: {killed / total:.1%}")
    return 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(main(*numbers, *sys.argv[3:]))
