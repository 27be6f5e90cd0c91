"""The caption of an interactive figure holds whatever a reader sets: what belongs to a setting names it."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
NUMBER = re.compile(r"\b([1-9]\d*|two|three|four|five|nine|eleven)\b", re.IGNORECASE)
CONDITION = re.compile(r"\b(with|needs|when|begins?|start|at first)\b", re.IGNORECASE)
FIGURE = re.compile(r"^```\{explorer\} (.+)\n(.+)\n```$", re.MULTILINE)
CAPTIONS = [
    pytest.param(caption, id=f"{path.stem}: {call[:40]}")
    for path in sorted(DOCS.rglob("*.md"))
    if path.stem != "contributing"
    for call, caption in FIGURE.findall(path.read_text(encoding="utf-8"))
]
ALWAYS = {
    "The weights stay nine; the dilation widens the gaps between them.",
    "Each argument takes one number, or one for each axis.",
}


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_number_in_a_caption_comes_with_its_setting(caption):
    for sentence in re.split(r"(?<=\.) ", caption):
        assert sentence in ALWAYS or CONDITION.search(sentence) or not NUMBER.search(sentence.replace("1-D", ""))


def test_there_are_captions():
    assert len(CAPTIONS) > 30
