"""One build of a checkout at a time: two would write the same files under each other's hands.

As an extension it guards one run of Sphinx. docs/_tools/build_alone.py guards a command that runs Sphinx several times,
and lets all of them show the same kernels. The lock belongs to the system: it is gone with the process that held it,
however that ended.
"""

import os
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from _ext.build import fingerprint, unchanged

try:
    import fcntl
except ImportError:  # Windows, where the site is not built by make.
    fcntl = None  # type: ignore[assignment]

GUARDED = "CONVREF_BUILDING"  # Set below a process that holds the lock.
ROOT = Path(__file__).parents[3]
_held: dict[Path, Any] = {}


class AnotherBuildError(ExtensionError):
    """Another process builds this checkout."""


def hold(folder: Path) -> int | None:
    """Take the lock of a folder until this process ends, and return its number; None where there are no such locks."""
    if fcntl is None:
        return None
    if folder not in _held:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "building.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise AnotherBuildError(
                f"Another build of this checkout is running (process {lock.read().strip()}). "
                "Wait until it has ended, or stop it; then run this again."
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        _held[folder] = lock
    return _held[folder].fileno()


def guard(app: Sphinx, config: Any) -> None:
    """Guard one run of Sphinx, unless what started it does."""
    if GUARDED not in os.environ:
        hold(Path(config.convref_root, "_build"))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", guard, priority=1)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def main(command: list[str]) -> None:
    """Become the command, with the lock in its hands and those of all that it starts, unless nothing is to be built."""
    try:
        lock = hold(ROOT / "_build")
    except AnotherBuildError as error:
        sys.exit(str(error))
    if lock is not None:
        os.set_inheritable(lock, True)
    os.environ[GUARDED] = "1"
    fingerprint.settle()
    if not unchanged.begin(ROOT):
        print("Nothing has changed since the site was built.")
        return
    os.execvp(command[0], command)
