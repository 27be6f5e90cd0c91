"""Cells of a finished page: one form for code and what it prints, in words or as a table."""

import re
from html import escape, unescape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

OF_ROWS = re.compile(r"(.+): rows? ([0-9][0-9, –]*)")
BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]+(?=<)")
CODE = ("literal_block", "code_links_block")  # The latter is sphinx-gallery's, for code with links in it.
ONLY_SHOW = re.compile(r"plotting\.show\(\w*\)")


class OnlyShow(SphinxTransform):
    """Leave out a script's last block where all it does is to open windows: the figures stand in the page."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Remove the blocks that hold nothing but this call."""
        for block in list(self.document.findall(nodes.literal_block)):
            if ONLY_SHOW.fullmatch(block.astext().strip()):
                block.parent.remove(block)


class Cells(SphinxPostTransform):
    """One form for code and what it prints, from a page's cell and from a gallery script."""

    default_priority = 720
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Label the outputs of cells, and make cells of the gallery's blocks."""
        for box in list(self.document.findall(nodes.container)):
            if "cell_output" in box["classes"] and any(box.findall(nodes.literal_block)):
                box.insert(0, _label())
        for output in list(self.document.findall(nodes.literal_block)):
            if "sphx-glr-script-out" in output["classes"]:
                _join(output)


def _label() -> nodes.paragraph:
    return nodes.paragraph("", _("Output"), classes=["output-label"])


def _join(output: nodes.literal_block) -> None:
    """Put a script's output directly under the code that printed it; its figures follow."""
    parent = output.parent
    place = parent.index(output)
    while place and isinstance(parent[place - 1], nodes.figure):
        place -= 1
    code = parent[place - 1]
    if not place or not isinstance(code, nodes.Element) or code.tagname not in CODE:
        return
    cell = nodes.container(classes=["cell"])
    parent.replace(code, cell)
    parent.remove(output)
    cell += nodes.container("", code, classes=["cell_input"])
    cell += nodes.container("", _label(), output, classes=["cell_output"])


class PrintedTables(SphinxPostTransform):
    """A table that a cell shows says its headings in the language of the page; the code's own words stay English."""

    default_priority = 735
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Look up every text between two tags; numbers and names have no translation and stay."""
        for table in list(self.document.findall(nodes.raw)):
            if "<thead>" in table.astext() and "cell_output" in table.parent["classes"]:
                words = BETWEEN_TAGS.sub(lambda text: escape(_spoken(unescape(text[0]))), table.astext())
                table.replace_self(nodes.raw("", words, **table.attributes))


def _spoken(text: str) -> str:
    """Return what a table says in the language of the page; what it says of some rows names them at its end."""
    lines = []
    for line in text.split("\n"):
        found = OF_ROWS.fullmatch(line)
        numbered = _("%(said)s: rows %(which)s")
        if found and "rows" not in numbered:
            line = numbered % {"said": _(found[1]), "which": found[2]}
        lines.append(_(line))
    return "\n".join(lines)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(OnlyShow)
    for transform in (Cells, PrintedTables):
        app.add_post_transform(transform)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
