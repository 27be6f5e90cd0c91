"""How the theme writes sections, figures and tables as HTML, where Sphinx's own way does not fit.

A page of many answers, of which a reader wants one, says `closed-sections: 3` at its head: each section of that level
is then a title that opens. The section stands inside, so that a browser opens what an address or a search names.
"""

import posixpath
import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.writers.html5 import HTML5Translator

from _ext.languages.code_comments import PRINTED
from _ext.pages.assets import CLEAR

WIDE = re.compile(r"[\u2e80-\uffef]+")


class Translator(HTML5Translator):
    """Sections that open; figures with a stage and a strip beneath; tables that scroll in a box of their own."""

    def visit_section(self, node: nodes.section) -> None:
        """Open the section, or what opens it."""
        if self._opens(self.section_level + 1):
            self.section_level += 1
            self.body.append('<details class="closed-section">\n<summary>')
        else:
            super().visit_section(node)

    def depart_section(self, node: nodes.section) -> None:
        """Close what was opened."""
        closed = "</details>\n" if self._opens(self.section_level) else ""
        super().depart_section(node)
        self.body.append(closed)

    def depart_title(self, node: nodes.title) -> None:
        """Let a section that opens begin behind its title."""
        super().depart_title(node)
        if isinstance(node.parent, nodes.section) and self._opens(self.section_level):
            self.body.append("</summary>\n" + self.starttag(node.parent, "section"))

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """Add no link where the title is a button: one cannot stand in the other."""
        if not (isinstance(node, nodes.section) and self._opens(self.section_level)):
            super().add_permalink_ref(node, title)

    def _opens(self, level: int) -> bool:
        page = self.builder.env.metadata.get(self.builder.current_docname, {})
        return str(page.get("closed-sections")) == str(level)

    def visit_figure(self, node: nodes.figure) -> None:
        """Open the frame and the stage in it."""
        self.body.append(self.starttag(node, "figure") + '<div class="stage">\n')

    def depart_figure(self, node: nodes.figure) -> None:
        """Close the frame; its code stands closed at the end of what stands beneath."""
        captioned = any(isinstance(child, nodes.caption) for child in node.children)
        self.body.append("" if captioned else "</div>\n<figcaption>")
        if code := node.get("code"):
            shown = self.highlighter.highlight_block(code, "python", location=node)
            state = " open" if node.get("code_open") else ""
            self.body.append(
                f'<details class="figure-code"{state}><summary>{_("Code of this figure")}</summary>'
                f'<div class="highlight-python notranslate">{shown}</div></details>\n'
            )
        self.body.append("</figcaption>\n</figure>\n")

    def visit_caption(self, node: nodes.caption) -> None:
        """Close the stage and open the strip."""
        if not isinstance(node.parent, nodes.figure):
            super().visit_caption(node)
            return
        self.body.append('</div>\n<figcaption><p class="caption-text">')

    def depart_caption(self, node: nodes.caption) -> None:
        """Add the way to the whole picture; the strip stays open for the code of the figure."""
        if not isinstance(node.parent, nodes.figure):
            super().depart_caption(node)
            return
        self.body.append("</p>")
        if link := self._whole_picture(node.parent):
            self.body.append(f'<p class="figure-tools">{link}</p>')

    def _whole_picture(self, figure: nodes.figure) -> str:
        stills = [image for image in figure.findall(nodes.image) if type(image) is nodes.image]
        if not stills:
            return ""
        address = escape(stills[0]["uri"])  # Writing the picture has put its final address here.
        return f'<a class="enlarge" href="{address}">{_("Enlarge")}</a>'

    def visit_image(self, node: nodes.image) -> None:
        """Let the pictures of cards wait until they come into sight; without a script they are there at once."""
        super().visit_image(node)
        if isinstance(node.parent, nodes.list_item) and "gallery-card" in node.parent["classes"]:
            picture = self.body.pop()
            clear = f"{posixpath.dirname(self.builder.imgpath)}/_static/{CLEAR}".removeprefix("/")
            waiting = picture.replace(' src="', f' src="{clear}" data-src="', 1)
            self.body.append(f"{waiting}<noscript>{picture}</noscript>")

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Mark the Chinese in what was printed, of which a character has to take two columns."""
        try:
            super().visit_literal_block(node)
        finally:  # Sphinx's own ends by an exception that skips what is within.
            if PRINTED.intersection(node["classes"]):
                self.body[-1] = WIDE.sub(r'<span class="wide">\g<0></span>', self.body[-1])

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Keep a term and its definition together in the glossary, so that they can stand side by side."""
        if "glossary" in node.parent["classes"]:
            self.body.append("<div>")

    def depart_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Close what was opened."""
        if "glossary" in node.parent["classes"]:
            self.body.append("</div>\n")

    def visit_table(self, node: nodes.table) -> None:
        """Put the table into a box that scrolls."""
        self.body.append('<div class="table-scroll">\n')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """Close the table and its box."""
        super().depart_table(node)
        self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    app.set_translator("html", Translator)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
