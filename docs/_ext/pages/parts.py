"""The parts of a page that the theme gives a form: its lead, the lists of an index, tables of numbers.

All of it happens to the finished tree of an HTML page, in the language of the page, so that catalogues know nothing
of it; so do `figures`, `cells` and `parameters`.
"""

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from _ext.pages import facts as page_facts
from _ext.pages.navigation import FOLDERS

AFTER_LEAD = "<!-- after the lead -->"  # The template puts what belongs to every page of a kind here.
NUMBER = re.compile(r"[-−+]?[\d,. ]*\d[\d,.]*(?: ?(?:%|ms|s|KB|MB|MiB|×|M|G))?|–|-|")
INDEXES = tuple(f"{folder}/index" for folder in FOLDERS)


class Lead(SphinxPostTransform):
    """Mark the first paragraph, and the place behind it."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put the mark in; a page without a first paragraph has it behind its title."""
        paragraph = page_facts.lead(self.document)
        section = next(self.document.findall(nodes.section), None)
        if section is None:
            return
        if paragraph is not None:
            paragraph["classes"].append("lead")
        title = section.first_child_matching_class(nodes.title) or 0
        last = title if paragraph is None else section.index(paragraph)
        section.insert(last + 1, nodes.raw("", AFTER_LEAD, format="html"))


class IndexWithoutList(SphinxPostTransform):
    """Take the plain lists of pages from the indexes: the theme shows the same pages as rows or cards."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Remove the tables of contents of an index page."""
        if self.env.docname in INDEXES:
            for toctree in list(self.document.findall(addnodes.toctree)):
                toctree.parent.remove(toctree)


class Tables(SphinxPostTransform):
    """Columns of numbers stand to the right, where their digits meet."""

    default_priority = 730
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Mark the cells of every column that holds only numbers."""
        for group in self.document.findall(nodes.tgroup):
            rows = [list(row.findall(nodes.entry)) for row in group.findall(nodes.row)]
            body = rows[sum(len(part) for part in group.findall(nodes.thead)) :]
            if len({len(row) for row in rows}) != 1:
                continue
            for column in range(len(rows[0])):
                words = [row[column].astext().strip() for row in body]
                if any(words) and all(NUMBER.fullmatch(word) for word in words):
                    for row in rows:
                        row[column]["classes"].append("number")


def setup(app: Sphinx) -> dict[str, bool]:
    for transform in (Lead, IndexWithoutList, Tables):
        app.add_post_transform(transform)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
