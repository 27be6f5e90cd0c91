"""Code in the course and the guides is as wide as a page at 1280 px shows: 88 columns."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
CELL = re.compile(r"^```\{code-cell\}.*?\n(.*?)^```", re.M | re.S)
PAGES = sorted(path for folder in ("learn", "howto") for path in (DOCS / folder).glob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_line_of_code_is_cut_off(path):
    shown = (cell for cell in CELL.findall(path.read_text(encoding="utf-8")) if "remove-input" not in cell)
    assert [line for cell in shown for line in cell.splitlines() if len(line) > 88] == []
