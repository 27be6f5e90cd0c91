"""Every node of a page belongs to the page's document, those of translated sentences too.

Sphinx reads each translated sentence as a document of its own, to which its nodes keep pointing, and through it to the
whole environment. A page written to disk would hold all that: 2.4 MB instead of 20 KB, read again for every look at it.
"""

from docutils import nodes
from sphinx.application import Sphinx


def adopt(_app: Sphinx, doctree: nodes.document) -> None:
    """Let every node point to the document that holds it."""
    for node in doctree.findall():
        node.document = doctree


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", adopt, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
