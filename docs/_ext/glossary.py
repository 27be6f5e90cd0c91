"""The glossary page and the targets of the ``term`` role, both from docs/glossary.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import make_id
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective


@cache
def read(path: Path) -> list[dict[str, Any]]:
    """Return the terms in the order of the file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))["term"]


def terms(srcdir: str | Path) -> list[dict[str, Any]]:
    """Return the terms of the site whose sources are in this folder."""
    return read(Path(srcdir, "glossary.toml"))


class Terms(SphinxDirective):
    """``{terms}``: every term with its name in the other language, its other names and its definition."""

    def run(self) -> list[nodes.Node]:
        """Return a definition list; its nodes have no source, so they stay out of the catalogues."""
        self.env.note_dependency(str(Path(self.env.srcdir, "glossary.toml")))
        chinese = self.config.language == "zh_CN"
        listed = nodes.definition_list(classes=["glossary"])
        for term in sorted(terms(self.env.srcdir), key=lambda term: term["en"].lower()):
            listed += self._item(term, chinese)
        return [listed]

    def _item(self, term: dict[str, Any], chinese: bool) -> nodes.definition_list_item:
        name, other = (term["zh"], term["en"]) if chinese else (term["en"], term["zh"])
        target = "term-" + make_id(term["en"])
        title = nodes.term("", name, nodes.inline("", f" {other}", classes=["other-language"]), ids=[target])
        standard = self.env.domains.standard_domain
        for english in [term["en"], *term["aliases_en"]]:
            standard.note_object("term", english, target)
            standard._terms[english.lower()] = (self.env.docname, target)
        definition = nodes.definition()
        definition += nodes.paragraph("", term["definition_zh" if chinese else "definition"])
        aliases = [*term["aliases_zh"], *term["aliases_en"]] if chinese else [*term["aliases_en"], *term["aliases_zh"]]
        if aliases:
            text = _("Also called: %s") % ("、" if chinese else ", ").join(aliases)
            definition += nodes.paragraph("", text, classes=["aliases"])
        return nodes.definition_list_item("", title, definition)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("terms", Terms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
