"""Write constraints.txt: the versions of all packages that are installed beside the one that runs this."""

from __future__ import annotations

from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
HEADER = """\
# What the published site is built with, and tested with: the Makefile installs these versions and no others.
# `make pins` writes this file anew. It does not name what torch brings along on Linux alone, the CUDA libraries and
# triton: torch itself says which versions it needs, and other platforms have none of them or others.
"""
FROM_TORCH = ("cuda-", "nvidia-", "triton")
OF_THE_ENVIRONMENT = ("convref", "pip", "setuptools")


def line(package: Distribution) -> str:
    """Return the constraint; where the package refuses the oldest Python that convref takes, for newer ones only."""
    pinned = f"{canonicalize_name(package.name)}=={package.version}"
    pythons = SpecifierSet(package.metadata["Requires-Python"] or "")
    if "3.11.0" in pythons:
        return pinned
    least = next(one.version for one in pythons if one.operator == ">=")
    return f'{pinned}; python_full_version >= "{least}"'


def main() -> None:
    """Write the file."""
    lines = sorted({line(package) for package in distributions()})
    kept = [one for one in lines if not one.startswith(FROM_TORCH) and one.partition("==")[0] not in OF_THE_ENVIRONMENT]
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
