"""Rows under headings, as text for a terminal and as HTML for a notebook; and results that are made of rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import TypeVar, overload

T = TypeVar("T")


@dataclass(frozen=True)
class Table:
    """Rows under headings.

    Attributes
    ----------
    head : tuple[str, ...]
        One heading per column.
    rows : tuple[tuple[str, ...], ...]
        One cell per column.
    words : int
        How many columns, from the first, hold words; the others hold numbers and are aligned to the right.
    caption, note : str
        A sentence above the table, and one below it.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 0
    caption: str = ""
    note: str = ""

    def __str__(self) -> str:
        lines = (self.head, *self.rows)
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        text = ["  ".join(map(self._placed, range(len(widths)), line, widths)).rstrip() for line in lines]
        return "\n".join(line for line in (self.caption, *text, self.note) if line)

    def _placed(self, column: int, cell: str, width: int) -> str:
        return cell.ljust(width) if column < self.words else cell.rjust(width)

    def html(self) -> str:
        """Return the table as HTML, with its cells placed and nothing else styled; a wide one scrolls in itself."""
        above, below = (f"<p>{escape(line)}</p>" if line else "" for line in (self.caption, self.note))
        body = "".join(self._html_row("td", row) for row in self.rows)
        table = f"<table><thead>{self._html_row('th', self.head)}</thead><tbody>{body}</tbody></table>"
        return f'{above}<div tabindex="0" style="overflow-x: auto">{table}</div>{below}'

    def markdown(self) -> str:
        """Return the table as Markdown, with its sentences above and below it."""
        sides = [":---" if column < self.words else "---:" for column in range(len(self.head))]
        lines = [f"| {' | '.join(line)} |" for line in (self.head, sides, *self.rows)]
        return "\n\n".join(part for part in (self.caption, "\n".join(lines), self.note) if part)

    def csv(self) -> str:
        """Return the table as CSV, numbers without commas, and without its sentences."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.head)
        for row in self.rows:
            writer.writerow([_plain(cell) for cell in row])
        return text.getvalue().rstrip("\n")

    def _html_row(self, kind: str, cells: Sequence[str]) -> str:
        scope = ' scope="col"' if kind == "th" else ""
        sides = ["left" if column < self.words else "right" for column in range(len(cells))]
        made = [
            f'<{kind}{scope} style="text-align: {side}; padding: 0 0.5em; white-space: nowrap">{escape(cell)}</{kind}>'
            for cell, side in zip(cells, sides, strict=True)
        ]
        return f"<tr>{''.join(made)}</tr>"


def _plain(cell: str) -> str:
    """Return a number without its commas."""
    return cell.replace(",", "") if cell.replace(",", "").isdigit() else cell


class Rows(Sequence[T]):
    """A result that is a sequence of its rows, prints as a table, and shows as one in a notebook."""

    __slots__ = ()

    def _rows(self) -> tuple[T, ...]:
        raise NotImplementedError

    def _table(self) -> Table:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self._rows())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._rows()[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows())

    def __str__(self) -> str:
        return str(self._table())

    def _repr_html_(self) -> str:
        return self._table().html()


def joined(values: Iterable[object]) -> str:
    """Write sizes, such as 3×224×224."""
    return "×".join(map(str, values))
