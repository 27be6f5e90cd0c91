"""What code printed, in another language: its strings are found in the text and take their translation.

Nothing runs a second time, so that both languages show the same run. Columns stay where they were; a Chinese character
takes two.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from _ext.languages.code_words import Words, width
from _ext.languages.literals import Hole, Literal, parts

AT_END = r"(\[.*?\]|\(.*?\)|\S+)"
RULE = re.compile(r"-+(?:  -+)*")  # The line that tabulate draws below its headings.


@dataclass(frozen=True)
class Template:
    """How one string shows in a text, and the pieces of its translation: words, and numbers of placeholders."""

    pattern: re.Pattern[str]
    pieces: tuple[str | int, ...]
    letters: int
    is_given: bool


def template(literal: Literal, words: Words) -> Template:
    """Return the template of a string."""
    whole = parts(literal.text)
    english, other = _without_ends(whole, parts(literal.said(words)))
    start = r"(?<!\S)" if literal.is_given and isinstance(whole[0], str) else ""  # Behind the space that print puts.
    holes = [part.code for part in english if isinstance(part, Hole)]
    said = [part for part in english if isinstance(part, str)]
    return Template(
        re.compile(start + "".join(_patterns(english))),
        tuple(part if isinstance(part, str) else holes.index(part.code) for part in other),
        sum(map(len, said)),
        literal.is_given or bool(holes),
    )


def _without_ends(english: list[str | Hole], other: list[str | Hole]) -> tuple[list[str | Hole], list[str | Hole]]:
    """Return both without the placeholders that they share at their ends, and the spaces there: these stay in place."""
    if not any(isinstance(part, str) for part in other):  # The translation has no words, of which some must be left.
        return english, other
    start = isinstance(english[0], Hole) and english[0] == other[0]
    end = -1 if isinstance(english[-1], Hole) and english[-1] == other[-1] else None
    english, other = english[start:end], other[start:end]
    first, other_first = english[0], other[0]
    if start and isinstance(first, str) and isinstance(other_first, str):
        spaces = min(len(text) - len(text.lstrip(" ")) for text in (first, other_first))
        english, other = [first[spaces:], *english[1:]], [other_first[spaces:], *other[1:]]
    return [part for part in english if part != ""], other


def _patterns(found: list[str | Hole]) -> Iterator[str]:
    """Yield what each part matches: a whole word where it begins or ends with one; at an end, a number or a list."""
    for place, part in enumerate(found):
        is_first, is_last = place == 0, place == len(found) - 1
        if isinstance(part, Hole):
            yield r"(?<!\S)" * is_first + (AT_END if is_first or is_last else rf"(.{{{part.width},}}?)")
        else:
            start, end = is_first and part[0].isalnum(), is_last and part[-1].isalnum()
            yield r"(?<!\w)" * start + re.escape(part) + r"(?!\w)" * end


class Printed:
    """The strings of a page, looked for in what it printed."""

    def __init__(self, literals: Iterable[Literal], words: Words) -> None:
        unique = {literal.body: literal for literal in sorted(literals, key=lambda one: one.is_given, reverse=True)}
        found = [template(literal, words) for literal in unique.values() if words(literal.body) != literal.body]
        self.templates = sorted(found, key=lambda one: one.letters, reverse=True)

    def translate(self, text: str) -> str:
        """Return a text in the other language."""
        lines, done = text.split("\n"), []
        while rule := next((row for row, line in enumerate(lines) if RULE.fullmatch(line)), None):
            end = _end(lines, rule)
            done += [*self._sentences(lines[: rule - 1]), *self._table(lines[rule - 1 : end])]
            lines = lines[end:]
        return "\n".join([*done, *self._sentences(lines)])

    def _sentences(self, lines: list[str]) -> list[str]:
        return self._words("\n".join(lines)).split("\n") if lines else []

    def _words(self, text: str) -> str:
        """Return a text with each string replaced, the longest that fits first."""
        done, place = [], 0
        while place < len(text):
            found = next(filter(None, (self._fitting(one, text, place) for one in self.templates)), None)
            said, place = found or (text[place], place + 1)
            done.append(said)
        return "".join(done)

    def _fitting(self, one: Template, text: str, place: int) -> tuple[str, int] | None:
        """Return what a string becomes that stands here, and where it ends; one of a column keeps its width."""
        found = one.pattern.match(text, place)
        if found is None:
            return None
        said = "".join(piece if isinstance(piece, str) else self._words(found[piece + 1]) for piece in one.pieces)
        end = found.end()
        if not one.is_given:
            while text[end : end + 1] == " ":
                end += 1
            if end > found.end():
                said += " " * max(1, end - place - width(said))
        return said, end

    def _table(self, lines: list[str]) -> list[str]:
        """Return a table of tabulate, drawn anew."""
        slices = [(found.start(), found.end()) for found in re.finditer("-+", lines[1])]
        rows = [[line[start:end].ljust(end - start) for start, end in slices] for line in (lines[0], *lines[2:])]
        columns = [self._column(column) for column in zip(*rows, strict=True)]
        head, *body = ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]
        return [head, "  ".join("-" * width(column[0]) for column in columns), *body]

    def _column(self, cells: tuple[str, ...]) -> list[str]:
        said = [self._words(cell.strip()) for cell in cells]
        room = max(width(said[0]) + 2, *map(width, said))  # As tabulate does.
        is_right = any(cell.startswith(" ") and cell.strip() for cell in cells)
        return [" " * (room - width(one)) + one if is_right else one + " " * (room - width(one)) for one in said]


def _end(lines: list[str], rule: int) -> int:
    """Return the row behind a table: the first that is empty, or has letters between two columns."""
    gaps = [found.start() for found in re.finditer(" ", lines[rule])]
    for row in range(rule + 1, len(lines)):
        line = lines[row].ljust(len(lines[rule]))
        if not line.strip() or len(line) > len(lines[rule]) or any(line[gap] != " " for gap in gaps):
            return row
    return len(lines)
