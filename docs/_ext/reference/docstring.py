"""The ``docstring`` directive: what a docstring notes, on a page of prose, so that a rule is stated in one place."""

import inspect
from importlib import import_module

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Docstring(SphinxDirective):
    """``{docstring} module.function``: the paragraphs and lists under ``Notes``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Parse the notes as if they stood on the page, whose catalogue then holds their translation."""
        module, name = self.arguments[0].rsplit(".", 1)
        text = inspect.getdoc(getattr(import_module(module), name)) or ""
        _, found, notes = text.partition("\nNotes\n-----\n")
        notes, _, _ = notes.partition("\nExamples\n--------\n")
        if not found:
            raise self.error(f"{self.arguments[0]} has no Notes in its docstring")
        container = nodes.container()
        self.state.nested_parse(
            StringList(notes.splitlines(), self.get_source_info()[0]), self.content_offset, container
        )
        return container.children


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("docstring", Docstring)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
