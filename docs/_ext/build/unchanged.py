"""Whether the site stands as the last build left it: asked before Sphinx is started, which takes seconds to find out.

As for make, a file is known by its time, and here by its size, too. Every file of the checkout counts, and so do all
that was built, what is installed, and the settings: where anything at all differs, Sphinx decides what to do.
"""

import os
import platform
import sysconfig
from collections.abc import Collection, Iterator
from pathlib import Path

from _ext.build.fingerprint import short
from convref.datasets import images

NOTE = Path("_build", "built.txt")
STARTED = "CONVREF_STARTED"  # The sources as they were when this build began.
SETTINGS = ("HTML", "SPHINXOPTS", "SOURCE_DATE_EPOCH", "LANG", "LC_ALL", "TZ")
MADE = ("_build", "docs/auto_gallery")
KEPT = ("_build/html", "_build/doctrees", "docs/auto_gallery")
COMPILED = ".mo"
ASIDE = ("node_modules", "__pycache__")  # And folders whose names begin with a dot, where tools keep their own.


def begin(root: Path) -> bool:
    """Tell whether there is nothing to build; if there is, remember for `end` what it is built from."""
    note, now = root / NOTE, sources(root)
    if note.is_file() and note.read_text() == f"{now} {made(root)}":
        return False
    note.unlink(missing_ok=True)
    os.environ[STARTED] = now
    return True


def end(root: Path) -> None:
    """Note what was built, and from what, unless a source has changed meanwhile."""
    now = sources(root)
    if os.environ.get(STARTED) == now:
        (root / NOTE).write_text(f"{now} {made(root)}")


def sources(root: Path) -> str:
    """Return a hash of all that a build depends on."""
    apart = [root / name for name in MADE]
    files = [_stamp(path) for path in _files(root, apart) if path.suffix != COMPILED]
    packages = [_stamp(path) for path in sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info"))]
    named = [name for name in sorted(os.environ) if name.startswith("CONVREF_") and name != STARTED]
    settings = [(name, os.environ.get(name)) for name in (*named, *SETTINGS)]
    single = (root / "node_modules" / ".package-lock.json", Path(os.environ.get(images.VARIABLE, "")))
    more = [_stamp(path) for path in single if path.is_file()]
    return short(files, packages, settings, more, platform.python_version())


def made(root: Path) -> str:
    """Return a hash of all that a build has left."""
    folders = [root / name for name in KEPT]
    compiled = sorted((root / "docs" / "locale").rglob(f"*{COMPILED}"))
    return short([_stamp(path) for folder in folders for path in _files(folder)], [_stamp(path) for path in compiled])


def _files(folder: Path, apart: Collection[Path] = ()) -> Iterator[Path]:
    """Yield every file below a folder, but for those of some folders."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield path
        elif not (path.name.startswith(".") or path.name in ASIDE or path in apart):
            yield from _files(path, apart)


def _stamp(path: Path) -> tuple[str, int, int]:
    """Return what a file is known by."""
    found = path.stat()
    return str(path), found.st_size, found.st_mtime_ns
