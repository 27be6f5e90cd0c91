"""The table of measured times, read from docs/reference/speed.json; without that file the page says so."""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective


class Speed(SphinxDirective):
    """``{speed}``: one row for each measured layer."""

    def run(self) -> list[nodes.Node]:
        """Return the table, or a sentence when nothing was measured."""
        path = Path(self.env.srcdir, "reference", "speed.json")
        self.env.note_dependency(str(path))
        if not path.is_file():
            return [nodes.paragraph("", _("No times were measured for this build. Run make bench to measure them."))]
        measured = json.loads(path.read_text(encoding="utf-8"))
        versions = ", ".join(f"{name} {version}" for name, version in measured["versions"].items())
        text = f"{measured['date']}: {measured['machine']}, {versions}"
        machine = nodes.paragraph("", "", nodes.literal("", text), translatable=False)  # changes with each run
        return [machine, self._table(measured["columns"], measured["rows"])]

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
