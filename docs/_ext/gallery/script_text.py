"""A gallery script taken apart into what is read and what is run, and put together again in another language.

The words come from the catalogue of the script's page; those within its code are put in by `_ext.languages.code_words`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from _ext.languages.code_words import Words, width

UNDERLINE = re.compile(r"([=\-~^\"'*+#])\1+")
ITEM = "- "  # What begins an item of a list; each is a message of its own.


@dataclass(frozen=True)
class Block:
    """A piece of a script: its code as it stands, or the paragraphs of a text."""

    code: str = ""
    paragraphs: tuple[str, ...] = ()


def blocks(script: Path) -> list[Block]:
    """Return the pieces of a script; the first is its docstring."""
    _settings, found = split_code_and_text_blocks(script)
    return [
        Block(code=one.content.strip("\n")) if one.type == "code" else Block(paragraphs=_paragraphs(one.content))
        for one in found
    ]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\n") for part in re.split(rf"\n\s*\n|\n(?={ITEM})", text.strip()))


def heading(paragraph: str) -> tuple[str, str] | None:
    """Return the words of a heading and the character under it; None for any other paragraph."""
    lines = paragraph.splitlines()
    if len(lines) == 2 and (found := UNDERLINE.fullmatch(lines[1].strip())):
        return lines[0].strip(), found[1]
    return None


def translate_paragraph(paragraph: str, words: Words) -> str:
    """Return a paragraph in another language, a heading with as long a line under it as it is wide."""
    if found := heading(paragraph):
        title = words(found[0])
        return f"{title}\n{found[1] * width(title)}"
    start = ITEM if paragraph.startswith(ITEM) else ""
    return start + words(" ".join(paragraph.removeprefix(start).split()))
