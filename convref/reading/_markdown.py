"""Tables of Markdown whose rows are layers: each row becomes a line in words, in its place."""

from __future__ import annotations

import re
from itertools import zip_longest

from convref.reading._foreign import OTHERS

# others.json holds what heads of columns say: what is written in front of their cells, or that a column is left out.
_HEADS = [(re.compile(words), said) for words, said in OTHERS["heads"]]
_ROW = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"[\s|:\-]*-[\s|:\-]*")  # between the head and the rows
_NOTHING = re.compile(r"[-–—/]*")
_NAME = re.compile(r"(?!.*[123]d)[a-z_]+[0-9][\w.\-]*", re.IGNORECASE)
_NUMBER = "#"
_LEFT_OUT = "-"


def without_tables(text: str) -> tuple[str, list[str]]:
    """Return a text with lines in the place of the rows of its tables, and the heads of columns that were left out."""
    lines, heads = text.splitlines(), list[str]()
    left_out: dict[str, None] = {}
    for at, line in enumerate(lines):
        cells = _cells(line)
        if not cells:
            heads = []
        elif at + 1 < len(lines) and _is_rule(lines[at + 1]):
            heads, lines[at] = cells, ""
        elif _is_rule(line):
            lines[at] = ""
        else:
            lines[at] = _line(heads, cells)
            left_out |= {head: None for head in heads if _said(head) == _LEFT_OUT}
    return "\n".join(lines), list(left_out)


def _cells(line: str) -> list[str]:
    found = _ROW.fullmatch(line)
    return [cell.strip(" \t`*") for cell in found[1].split("|")] if found else []


def _is_rule(line: str) -> bool:
    return bool(_ROW.fullmatch(line) and _RULE.fullmatch(line))


def _said(head: str) -> str:
    """Return what a head puts in front of its cells; nothing where it says nothing."""
    return next((said for words, said in _HEADS if words.fullmatch(head.lower())), "")


def _line(heads: list[str], cells: list[str]) -> str:
    """Return a row as a line: its number or its name, and what its cells say of the layer."""
    parts, label = list[str](), ""
    for head, cell in zip_longest(heads, cells, fillvalue=""):
        said = _said(head)
        if said == _NUMBER or (not said and not parts and cell.isdecimal()):
            label = f"{cell}. "
        elif said != _LEFT_OUT and not _NOTHING.fullmatch(cell):
            parts.append(f"{said} {cell}".strip())
    if not label and len(parts) > 1 and _NAME.fullmatch(parts[0]):
        label = f"{parts.pop(0)}: "
    return label + ", ".join(parts)
