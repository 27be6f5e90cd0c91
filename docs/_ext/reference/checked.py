"""``{checked}``: with what the answers of each public function are compared, read from tests/checked.toml."""

import importlib
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Checked(SphinxDirective):
    """``{checked}`` shows a table: what is compared with, and the functions whose answers are."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        path = Path(self.config.convref_root, "tests", "checked.toml")
        self.env.note_dependency(str(path))
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        checked = [
            (row["by"], module, name) for module, rows in listed["functions"].items() for name, row in rows.items()
        ]
        body = nodes.tbody()
        for who, sentence in listed["who"].items():
            names = [public_name(module, name) for by, module, name in checked if by == who]
            body += _row(self._said(sentence), nodes.paragraph("", "", *_links(names)))
        head = nodes.thead("", _row(self._said("Compared with"), self._said("Functions")))
        widths = (nodes.colspec(colwidth=width) for width in (1, 3))
        return [nodes.table("", nodes.tgroup("", *widths, head, body, cols=2))]

    def _said(self, sentence: str) -> nodes.paragraph:
        """Return words of the page, which its catalogue translates."""
        words = nodes.paragraph("", sentence)
        self.set_source_info(words)
        return words


def public_name(module: str, name: str) -> str:
    """Return the shortest name by which a function can be had."""
    whole = f"convref.{module}"
    function, parts = getattr(importlib.import_module(whole), name), whole.split(".")
    rooms = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return next(f"{room}.{name}" for room in rooms if getattr(importlib.import_module(room), name, None) is function)


def _links(names: list[str]) -> list[nodes.Node]:
    """Return the names, each a link where the reference describes it, with commas between."""
    found: list[nodes.Node] = []
    for name in names:
        link = addnodes.pending_xref(
            "",
            nodes.literal("", name.removeprefix("convref.")),
            refdomain="py",
            reftype="obj",
            reftarget=name,
            may_be_missing=True,
        )
        found += [nodes.Text(", "), link] if found else [link]
    return found


def _row(*cells: nodes.Node) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("checked", Checked)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
