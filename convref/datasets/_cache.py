"""Where results that take long are kept, how they are written whole, and what they are told apart by."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from convref.datasets import _console, environment

VARIABLE = "CONVREF_CACHE"
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def named() -> bool:
    """Return whether the user, or a build, chose the folder."""
    return environment.path(VARIABLE) is not None


def folder() -> Path:
    """Return the folder that ``CONVREF_CACHE`` names, or the one that the platform has for such files."""
    own = environment.path(VARIABLE)
    if own:
        return own
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "convref"


def load(file: Path) -> NDArray[np.float32]:
    """Return the array of a file; a file that holds none is a ValueError, a file that cannot be read an OSError."""
    try:
        array: NDArray[np.float32] = np.load(file, allow_pickle=False)
    except EOFError as error:  # NumPy's answer to an empty file.
        raise ValueError(str(error)) from error
    return array


@contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """Open a file under another name until all is written: whoever stops half-way leaves no half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.stem}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def kept(file: Path, shape: tuple[int, ...], compute: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the array of a file when it is there and whole; else compute it, and write it for the next time."""
    if file.is_file():
        try:
            array = load(file)
            if array.shape == shape:
                return array
            reason = f"its shape is {array.shape}"
        except (OSError, ValueError) as error:
            reason = str(error)
        _console.tell(f"{file} is damaged ({reason}): what it held is learned again.")
    array = compute()
    try:
        with written_whole(file) as stream:
            np.save(stream, array)
    except OSError as error:
        _console.tell(f"What was learned could not be kept, and is learned anew each time: {error}")
    return array


def code(file: Path) -> str:
    """Return what a module does, without its comments, docstrings and line breaks.

    A module that reads ``__doc__`` keeps its docstrings, since there they are more than words about it.
    """
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source)
    if "__doc__" not in source:
        for node in ast.walk(tree):
            if isinstance(node, _Documented) and ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:]
    return ast.dump(tree)
