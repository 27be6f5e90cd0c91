"""The description of each page for search engines: its first paragraph, in the language of the page."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 160


def add_description(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the description in the page's context; generated pages without text get none."""
    if doctree is None:
        return
    paragraphs = (node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section))
    text = " ".join(next(paragraphs, nodes.paragraph()).astext().split())
    context["page_description"] = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_description)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
