"""The tables of measured times, read from docs/reference/speed.json; without that file the page says so."""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective


class Speed(SphinxDirective):
    """``{speed}`` says what was measured on, and ``{speed} NAME`` shows a table: one row for each layer."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the machine or the table; when nothing was measured, a sentence in the machine's place."""
        path = Path(self.env.srcdir, "reference", "speed.json")
        self.env.note_dependency(str(path))
        measured = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        if self.arguments:
            table = measured.get("tables", {}).get(self.arguments[0])
            return [self._table(**table)] if table else []
        if not measured:
            return [nodes.paragraph("", _("No times were measured for this build. Run make bench to measure them."))]
        versions = ", ".join(f"{name} {version}" for name, version in measured["versions"].items())
        text = f"{measured['date']}: {measured['machine']}, {versions}"
        return [nodes.paragraph("", "", nodes.literal("", text), translatable=False)]  # changes with each run

    def _table(self, columns: list[str], rows: list[list[Any]]) -> nodes.table:
        head, body = nodes.thead(), nodes.tbody()
        head += self._row([_(column) for column in columns])
        for row in rows:
            body += self._row(row)
        widths = (nodes.colspec(colwidth=1) for _column in columns)
        return nodes.table("", nodes.tgroup("", *widths, head, body, cols=len(columns)), classes=["speed"])

    def _row(self, cells: list[Any]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", str(cell))) for cell in cells))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("speed", Speed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
