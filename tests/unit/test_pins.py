"""The versions that are installed are named, and are among those that pyproject.toml allows."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def test_every_requirement_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needed = [Requirement(text) for text in sum(extras, project["dependencies"])]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {pin.name: pin for pin in (Requirement(line) for line in lines if not line.startswith("#"))}
    assert len(pins) > len(needed) > 20
    for one in needed:
        if one.name != "convref":
            (version,) = (clause.version for clause in pins[one.name.lower()].specifier)
            assert version in one.specifier, (one, version)
