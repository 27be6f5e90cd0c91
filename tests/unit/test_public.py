"""What the package offers: nothing missing, nothing extra, everything documented."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import get_type_hints

import pytest

import convref
import convref.definition

PACKAGE = Path(convref.__file__).parent


def test_all_is_what_the_package_imports() -> None:
    tree = ast.parse(Path(convref.__file__).read_text())
    imported = [alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(imported) == sorted(convref.__all__)
    assert len(set(imported)) == len(imported)


def modules() -> list[str]:
    """Return every module that is reachable without an underscore."""
    names = [found.name for found in pkgutil.walk_packages(convref.__path__, "convref.")]
    public = [name for name in names if not any(part.startswith("_") for part in name.split("."))]
    return ["convref", *public]


@pytest.mark.parametrize("name", modules())
def test_a_module_says_what_is_public_and_documents_it(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    assert module.__all__ == list(dict.fromkeys(module.__all__)) != []
    for public in module.__all__:
        value = getattr(module, public, None) or importlib.import_module(f"{name}.{public}")
        assert not public.startswith("_")
        if inspect.ismodule(value):
            assert value.__name__ in modules(), public
        elif inspect.isclass(value) or inspect.isfunction(inspect.unwrap(value)):
            text = inspect.getdoc(value)
            assert text, public
            assert inspect.isclass(value) or ">>>" in text, public


@pytest.mark.parametrize("name", modules())
def test_type_hints_of_all_that_is_public_can_be_asked_for(name: str) -> None:
    module = importlib.import_module(name)
    for public in module.__all__:
        value = getattr(module, public, None)
        owned = vars(value).values() if inspect.isclass(value) else ()
        for one in (value, *(getattr(one, "fget", one) for one in owned)):
            if inspect.isclass(one) or inspect.isfunction(one):
                get_type_hints(one)


def test_what_the_reference_describes_is_public() -> None:
    described = re.compile(r"^\.\. (?:currentmodule:: (\S+)|auto\w+:: (\S+))$", flags=re.MULTILINE)
    pages = sorted((PACKAGE.parent / "docs" / "reference").glob("*.rst"))
    found = set()
    for page in pages:
        module = ""
        for named, name in described.findall(page.read_text(encoding="utf-8")):
            module = named or module
            if name:
                whole = name if name.startswith("convref.") else f"{module}.{name}"
                owner, _, public = whole.rpartition(".")
                assert public in importlib.import_module(owner).__all__, whole
                found.add(whole)
    assert {f"convref.{name}" for name in convref.__all__ if not inspect.ismodule(getattr(convref, name))} <= found


@pytest.mark.parametrize("name", convref.__all__)
def test_public_function_says_what_it_raises(name: str) -> None:
    if inspect.isfunction(getattr(convref, name)):
        assert "Raises" in (inspect.getdoc(getattr(convref, name)) or "")


def test_what_a_function_returns_cannot_be_changed() -> None:
    records = [getattr(convref, name) for name in convref.__all__ if dataclasses.is_dataclass(getattr(convref, name))]
    assert convref.Layer in records
    for record in records:
        (first, *_) = dataclasses.fields(record)
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record.__new__(record), first.name, 1)


def test_one_version_is_named_everywhere() -> None:
    root = PACKAGE.parent
    named = {
        "CITATION.cff": r"^version: (\S+)$",
        "README.md": r"convref-([\d.]+)-py3",
        "README.zh-CN.md": r"convref-([\d.]+)-py3",
    }
    for name, pattern in named.items():
        found = re.findall(pattern, (root / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert found == [convref.__version__], name
    assert metadata.version("convref") == convref.__version__, "installed from another version: install it again"


def test_importing_needs_numpy_alone() -> None:
    code = (
        "import sys, convref, convref.__main__; "
        "print(*{m.split('.')[0] for m in sys.modules} & {'torch', 'scipy', 'matplotlib', 'PIL', 'sklearn'})"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_only_experiments_import_torch() -> None:
    names = [name for name in modules() if not name.startswith("convref.experiments.")]
    assert "convref.datasets.alexnet" in names
    code = f"import sys, {', '.join(names)}; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


CONV = ["input", "weight", "bias", "stride", "padding", "dilation", "groups"]
TRANSPOSED = ["input", "weight", "bias", "stride", "padding", "output_padding", "groups", "dilation"]


@pytest.mark.parametrize("module", [convref, convref.definition])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_arguments_by_position_are_those_of_torch(module: ModuleType, rank: int) -> None:
    for name, torch_names in ((f"conv{rank}d", CONV), (f"conv_transpose{rank}d", TRANSPOSED)):
        parameters = inspect.signature(getattr(module, name)).parameters.values()
        assert [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD] == torch_names
        assert {one.kind for one in parameters} == {
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            inspect.Parameter.KEYWORD_ONLY,
        }


SETTINGS = {"stride", "padding", "output_padding", "dilation", "groups"}


def test_settings_are_handed_on_by_name() -> None:
    """By position two of them could change places, and no type would tell."""
    functions = [getattr(importlib.import_module(name), public) for name in modules() for public in _public(name)]
    swappable = {one.__name__ for one in functions if len(SETTINGS & inspect.signature(one).parameters.keys()) > 1}
    assert {"conv2d", "conv_output_size", "conv_macs", "overlap_counts", "Layer", "sliding_window"} <= swappable
    found = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in PACKAGE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _last_name(call.func) in swappable
        if len(SETTINGS & {_last_name(argument) for argument in call.args}) > 1
    ]
    assert found == []


def _public(name: str) -> list[str]:
    """Return the names of what a module offers and can be called."""
    module = importlib.import_module(name)
    return [one for one in module.__all__ if callable(getattr(module, one, None))]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {path.name: length for path, length in lengths.items() if length > 350} == {}


def test_type_hints_ship() -> None:
    assert (PACKAGE / "py.typed").is_file()
