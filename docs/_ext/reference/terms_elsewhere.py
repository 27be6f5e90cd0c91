"""``{terms-elsewhere}``: the table of what other Chinese texts call the terms of docs/glossary.toml."""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from .glossary import terms

TEXTS = {"d2l": "动手学深度学习", "pytorch": "PyTorch", "paddle": "PaddlePaddle"}
NOT_FOUND = "–"


class TermsElsewhere(SphinxDirective):
    """One row for each term that has names elsewhere; a name that is not this site's is strong."""

    def run(self) -> list[nodes.Node]:
        """Return the table; it is set in a container, so that its words stay out of the catalogues."""
        self.env.note_dependency(str(Path(self.env.srcdir, "glossary.toml")))
        head, body = nodes.thead(), nodes.tbody()
        head += self._row([_("English"), _("this site"), *TEXTS.values()])
        for term in terms(self.env.srcdir):
            if "elsewhere" in term:
                body += self._row([term["en"], term["zh"], *(self._name(term, text) for text in TEXTS)])
        columns = [nodes.colspec(colwidth=1) for _column in range(2 + len(TEXTS))]
        return [nodes.container("", nodes.table("", nodes.tgroup("", *columns, head, body, cols=len(columns))))]

    def _name(self, term: dict[str, Any], text: str) -> nodes.Node | str:
        name = term["elsewhere"].get(text, NOT_FOUND)
        return name if name in (term["zh"], NOT_FOUND) else nodes.strong("", name)

    def _row(self, cells: list[nodes.Node | str]) -> nodes.row:
        inline = [nodes.Text(cell) if isinstance(cell, str) else cell for cell in cells]
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in inline))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("terms-elsewhere", TermsElsewhere)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
