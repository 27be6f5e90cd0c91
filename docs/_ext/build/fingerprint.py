"""What the site depends on besides the text of its own pages, as two short hashes.

Neither sphinx-gallery's checksums nor jupyter-cache see a change of convref, of a library or of the kernels, and Sphinx
does not see a change of these extensions. The hash of the results is part of the key of everything computed; the hash
of the extensions makes Sphinx read the pages again, with the results it has. Comments, docstrings and layout of code
change neither.
"""

import hashlib
import inspect
import json
import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from convref.datasets import _cache, alexnet, images

PACKAGES = (
    *("numpy", "scipy", "matplotlib", "Pillow", "imageio-ffmpeg", "torch", "torchvision"),
    *("mahotas", "scikit-image", "scikit-learn", "sphinx-gallery"),
)
PAINTERS = (
    "gallery/figures.py",
    "gallery/running.py",
    "painting/painter.py",
    "painting/picture.py",
)  # They draw; the other extensions arrange.


def settle() -> None:
    """Decide once for every process of this build whose kernels are shown."""
    if "-" not in os.environ.get(alexnet.VARIABLE, ""):
        os.environ[alexnet.VARIABLE] = alexnet.provenance()


def results(root: Path, settings: dict[str, object]) -> str:
    """Return the hash of what the results depend on: convref, the painters, libraries, kernels, the reader's picture.

    `settings` are those of the gallery, which decide under what conditions its scripts run.
    """
    files = sorted((root / "convref").rglob("*.py")) + [root / "docs" / "_ext" / name for name in PAINTERS]
    parts = _codes(root, files, "results")
    data = sorted(path for kind in ("*.json", "*.toml", "*.txt") for path in (root / "convref").rglob(kind))
    parts += [(path.name, path.read_text(encoding="utf-8")) for path in data]
    libraries = [(package, _version(package)) for package in PACKAGES]
    environment = (platform.python_version(), os.environ.get(alexnet.VARIABLE, ""), _own_picture())
    return short(parts, libraries, environment, sorted(settings.items()))


def extensions(root: Path) -> str:
    """Return the hash of what makes pages of the results."""
    return short(_codes(root, sorted((root / "docs" / "_ext").rglob("*.py")), "extensions"))


def _codes(root: Path, files: Iterable[Path], kind: str) -> list[tuple[str, str]]:
    """Return each module's name and a hash of what it does; since parsing takes seconds, known sources are not parsed.

    A source is known by its bytes, by Python, whose trees differ, and by what is left out of them.
    """
    note = root / "_build" / f"code-{kind}.json"
    known: dict[str, str] = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
    rule = short(platform.python_version(), inspect.getsource(_cache.code))
    sources = {path: short(rule, path.read_bytes()) for path in files}
    now = {source: known.get(source) or short(_cache.code(path)) for path, source in sources.items()}
    if now != known:
        with _cache.written_whole(note) as stream:
            stream.write(json.dumps(now).encode())
    return [(path.relative_to(root).as_posix(), now[source]) for path, source in sources.items()]


def _own_picture() -> tuple[str, str]:
    """Return name and content of the reader's picture; pages print its name, not where it lies."""
    picture = Path(os.environ.get(images.VARIABLE, ""))
    content = picture.read_bytes() if picture.is_file() else b""
    return picture.name, hashlib.sha256(content).hexdigest()


def short(*parts: object) -> str:
    """Return a short hash of some values."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
