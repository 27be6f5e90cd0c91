"""What parts of the package need besides NumPy, by the extra that brings it, and the line that installs it."""

from __future__ import annotations

from importlib.util import find_spec

# Each extra's packages, by the module that is imported.
EXTRAS = {
    "plot": {"matplotlib": "matplotlib"},
    "datasets": {"PIL": "Pillow", "mahotas": "mahotas", "skimage": "scikit-image", "sklearn": "scikit-learn"},
}


def check(extra: str, module: str, what: str) -> None:
    """Refuse to go on without a module of an extra; `what` is what needs it.

    Examples
    --------
    >>> check("datasets", "PIL", "convref.datasets.images")
    """
    if find_spec(module) is None:
        packages = EXTRAS[extra]
        line = f"pip install {' '.join(packages.values())}"
        raise ImportError(f"{what} needs {packages[module]}, which comes with the extra {extra!r}: {line}", name=module)
