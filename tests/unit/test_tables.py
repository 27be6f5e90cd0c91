"""Tables as text and as HTML: alignment, escaping, headings, no style of their own."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from convref._tables import Table

TABLE = Table(("name", "n"), (("a<b", "1"), ("c", "1,234")), words=1, caption="x & y", note="and 3 more")


def test_text_is_aligned_by_kind() -> None:
    assert str(TABLE).splitlines() == ["x & y", "name      n", "a<b       1", "c     1,234", "and 3 more"]
    assert str(Table(("k",), (("12",),))) == " k\n12"


class Reader(HTMLParser):
    """Collects the cells, and sees that each tag that opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag in ("th", "td"):
            self.cells.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_html_is_whole_escaped_and_without_foreign_styles() -> None:
    reader = Reader()
    reader.feed(TABLE.html())
    assert reader.open == []
    assert "".join(reader.texts) == "x & ynamena<b1c1,234and 3 more"
    assert [kind for kind, _ in reader.cells] == ["th", "th", "td", "td", "td", "td"]
    assert [cell["style"] for _, cell in reader.cells] == [
        f"text-align: {side}; padding: 0 0.5em; white-space: nowrap" for side in ("left", "right") * 3
    ]
    assert [cell.get("scope") for _, cell in reader.cells] == ["col", "col", None, None, None, None]
    assert not re.search("class=|<style|color|font", TABLE.html())
