"""What every computed result of the site depends on besides its own lines, as one short hash.

Neither sphinx-gallery's checksums nor jupyter-cache see a change of convref, of the settings or of a library;
folding this hash into their keys keeps stale results from ever being shown.
"""

import hashlib
import os
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("numpy", "matplotlib", "torch", "torchvision", "mahotas", "scikit-image", "scikit-learn")
BUILDERS = ("conf.py", "docs/_ext/fingerprint.py", "docs/_ext/gallery.py", "docs/_ext/painting.py")


@cache
def current(root: Path) -> str:
    """Return the hash of convref, the settings, the painter, the libraries and the reader's own picture."""
    digest = hashlib.sha256()
    modules = [path for suffix in ("py", "toml") for path in sorted((root / "convref").rglob(f"*.{suffix}"))]
    files = modules + [root / name for name in BUILDERS]
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for package in PACKAGES:
        digest.update(f"{package} {_version(package)}\n".encode())
    picture = os.environ.get("CONVREF_IMAGE", "")
    digest.update(picture.encode())
    if picture and Path(picture).is_file():
        digest.update(Path(picture).read_bytes())
    return digest.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
