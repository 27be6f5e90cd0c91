"""The commands of make: those that it lists are those that the page for contributors explains."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from _tools import gallery_times

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
STEPS = {"help", "html", "pages"}  # The list itself, and what other commands are made of.


def test_make_help_and_the_page_for_contributors_name_every_command() -> None:
    commands = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split()) - STEPS
    page = (ROOT / "docs" / "about" / "contributing.md").read_text(encoding="utf-8")
    assert len(commands) > 10
    assert set(re.findall(r'@echo "make ([\w-]+) ', MAKEFILE)) == commands
    assert set(re.findall(r"^\| `make ([\w-]+)` ", page, re.MULTILINE)) == commands


def test_every_command_is_a_target() -> None:
    targets = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split()) == targets


def test_an_old_python_is_told_before_anything_is_made(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    script = "import sys; sys.version_info = (3, 9); exec(sys.argv.pop(1))"
    old.write_text(f'#!/bin/sh\nshift\nexec "{sys.executable}" -c "{script}" "$@"\n', encoding="utf-8")
    old.chmod(0o755)
    (tmp_path / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    done = subprocess.run(["make", f"PYTHON={old}", ".venv/made"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"Python 3.11 or newer is needed, and {old} is older" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_times_of_a_gallery_that_was_never_made_say_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gallery_times, "PAGES", tmp_path)
    with pytest.raises(SystemExit, match=r"^No page of the gallery has been made yet: run make site first\.$"):
        gallery_times.main()
