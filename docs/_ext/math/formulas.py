"""Formulas and symbols placed from convref's one registry of them."""

from typing import Any

from docutils import nodes
from docutils.nodes import make_id
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def anchor(name: str) -> str:
    """Return the anchor of a formula on the page of all formulas."""
    return "formula-" + make_id(name)


def math(tex: str) -> nodes.math_block:
    """Return a displayed formula without a source, so that it stays out of the catalogues."""
    return nodes.math_block(tex, tex, number=None, label=None, nowrap=False, classes=["formula"])


class Formula(SphinxDirective):
    """``{formula} name``: the relation as displayed math, with a link to its entry."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Look the relation up; an unknown name stops the build."""
        from convref.formulas import FORMULAS

        name = self.arguments[0]
        if name not in FORMULAS:
            raise self.error(f"convref.formulas has no relation {name!r}; it has {', '.join(FORMULAS)}")
        link = pending_xref(
            "", nodes.literal("", name), refdomain="std", reftype="ref", reftarget=anchor(name),
            refexplicit=True, refwarn=True, refdoc=self.env.docname,
        )  # fmt: skip
        label = nodes.paragraph("", "", link, classes=["formula-name"])
        return [nodes.container("", math(FORMULAS[name].tex), label, classes=["formula-box"])]


class Formulas(SphinxDirective):
    """``{formulas}``: every relation with its function and its source."""

    def run(self) -> list[nodes.Node]:
        """Return one box for each relation, each a target of its own."""
        from convref.formulas import FORMULAS

        return [self._box(name, relation) for name, relation in FORMULAS.items()]

    def _box(self, name: str, relation: Any) -> nodes.container:
        target = anchor(name)
        standard = self.env.domains.standard_domain
        standard.labels[target] = (self.env.docname, target, name)
        standard.anonlabels[target] = (self.env.docname, target)
        box = nodes.container("", nodes.paragraph("", "", nodes.literal("", name)), ids=[target])
        box["classes"] = ["formula-box", "formula-entry"]
        box += math(relation.tex)
        source = nodes.paragraph(relation.source, relation.source, classes=["formula-source"])
        self.set_source_info(source)
        box += source
        return box


class Symbols(SphinxDirective):
    """``{symbols}``: the table of letters, argument names and meanings."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        from convref.symbols import SYMBOLS

        body = nodes.tbody()
        for symbol in SYMBOLS:
            meaning = nodes.paragraph(symbol.meaning, symbol.meaning)
            self.set_source_info(meaning)
            letter = nodes.paragraph("", "", nodes.math(symbol.letter, symbol.letter))
            argument = (
                nodes.paragraph("", "", nodes.literal("", symbol.argument)) if symbol.argument else nodes.paragraph()
            )
            body += nodes.row("", *(nodes.entry("", cell) for cell in (letter, argument, meaning)))
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (10, 25, 65)), body, cols=3)
        return [nodes.table("", group, classes=["symbols"])]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("formula", Formula)
    app.add_directive("formulas", Formulas)
    app.add_directive("symbols", Symbols)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
