"""The versions installed are named, with the hashes of their files, and are among those pyproject.toml allows."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from _tools import audit

ROOT = Path(__file__).parents[2]


def pins() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {pin.name: pin for pin in (Requirement(line) for line in lines if not line.startswith("#"))}


def test_every_requirement_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needed = [Requirement(text) for text in sum(extras, project["dependencies"])]
    assert len(pins()) > len(needed) > 20
    for one in needed:
        if one.name != "convref":
            (version,) = (clause.version for clause in pins()[one.name.lower()].specifier)
            assert version in one.specifier, (one, version)


def test_every_version_has_the_hashes_of_its_files_and_is_the_pinned_one() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", "")
    hashed = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(hashed) > 100
    assert [line for line in hashed if not re.search(r" --hash=sha256:[0-9a-f]{64}$", line)] == []
    found = {one.name: one for one in (Requirement(line.partition(" --hash")[0]) for line in hashed)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [Requirement(text).name.lower() for name in ("site", "test", "check") for text in extras[name]]
    assert {name for name in needed if name != "convref"} <= set(found)
    assert [name for name, pin in pins().items() if name in found and found[name].specifier != pin.specifier] == []


def test_the_audit_says_when_nobody_could_be_asked() -> None:
    for found in (None, [], [{"name": "torch", "skip_reason": "not found"}]):
        lines, is_faulty = audit.told(found)
        assert lines[0].startswith("NOT ASKED") and not is_faulty


def test_the_audit_names_every_known_fault_and_whom_it_could_not_ask_about() -> None:
    fault = {"id": "CVE-1", "fix_versions": ["2.1"]}
    found = [
        {"name": "one", "version": "2.0", "vulns": [fault]},
        {"name": "two", "version": "1", "vulns": []},
        {"name": "three", "skip_reason": "not found"},
    ]
    lines, is_faulty = audit.told(found)
    assert is_faulty
    assert lines == ["one 2.0: CVE-1, mended in 2.1", "Known faults: 1 in 2 packages.", "Not asked about 1: three"]
