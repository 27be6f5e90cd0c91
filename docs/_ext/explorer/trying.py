"""What a page asks readers to try with the figure in front: ``try`` sets it by a button, a ``task`` is checked by it.

Both are checked when the page is built: a setting must exist, and a task's answer must fulfil it where the figure as it
begins does not.
"""

import json
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from _ext.build import nodejs
from _ext.explorer import directive as explorer
from _ext.explorer.engine import engine_of

UNNAMED = ("at", "view")


class Asking(SphinxDirective):
    """What both have in common: the figure in front, and text that the page's catalogue holds."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def content_nodes(self) -> list[nodes.Node]:
        """Return the parsed text."""
        return self.parse_content_to_nodes()

    def fulfils(self, given: dict[str, str], goal: dict[str, str]) -> bool:
        """Tell whether the figure in front, with these fields, fulfils a goal."""
        tool, begun, _name = self.figure
        try:
            return engine_of(self.env.app).fulfils(tool, begun | given, goal)
        except nodejs.NodeError as error:
            raise self.error(f"{self.name} {self.arguments[0]}: {error}") from error

    @property
    def figure(self) -> tuple[str, dict[str, str], str]:
        """Return tool, state and name of the figure in front."""
        if "explorer" not in self.env.temp_data:
            raise self.error(f"{self.name}: no interactive figure stands in front")
        return self.env.temp_data["explorer"]

    def run(self) -> list[nodes.Node]:
        """Return the text alone for catalogues, and all of it for pages."""
        if self.env.app.builder.name == "gettext":
            return self.content_nodes()
        return self.shown(explorer.parse(self.arguments[0].split()))

    def shown(self, fields: dict[str, str]) -> list[nodes.Node]:
        """Return what stands in the page."""
        raise NotImplementedError


def written(fields: dict[str, str]) -> str:
    """Return fields as a reader would write them, in HTML; the chosen cell and the view have no name to be seen."""
    return escape(", ".join(f"{name}={value}" for name, value in fields.items() if name not in UNNAMED))


def attributes(**values: Any) -> str:
    """Return attributes in HTML, data as JSON."""
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    return " ".join(f'data-{name}="{escape(text, quote=True)}"' for name, text in texts.items())


class Try(Asking):
    """``{try} stride=2 size=6``: a button that sets the figure, and what is to be seen then.

    The option ``as`` is what stands on the button where the fields are long.
    """

    option_spec: ClassVar = {"as": directives.unchanged_required}

    def shown(self, fields: dict[str, str]) -> list[nodes.Node]:
        """Return the button and its text."""
        self.fulfils(fields, {})
        asked, said = attributes(figure=self.figure[2], set=fields), self.options.get("as")
        said = escape(said) if said else written(fields)
        button = f'<button type="button" class="try-button" {asked}>{_("Set")} <code>{said}</code></button>'
        return [nodes.container("", nodes.raw("", button, format="html"), *self.content_nodes(), classes=["try"])]


class Task(Asking):
    """``{task} output=3 padding=0`` with the option ``answer``, the fields that fulfil it."""

    option_spec: ClassVar = {"answer": directives.unchanged_required}

    def shown(self, fields: dict[str, str]) -> list[nodes.Node]:
        """Return the task, the place of its verdict, and the closed answer."""
        answer = explorer.parse(self.options["answer"].split())
        if self.fulfils({}, fields) or not self.fulfils(answer, fields):
            said = "the answer must fulfil it, and the figure as it begins must not"
            raise self.error(f"task {self.arguments[0]}: {said}")
        asked = attributes(figure=self.figure[2], goal=fields, done=_("✓ Done: the figure shows it."))
        closed = (
            f'<p class="verdict" aria-live="polite"></p><details data-printed="{_("Answer")}">'
            f"<summary>{_('Show the answer')}</summary><p><code>{written(answer)}</code></p></details></div>"
        )
        return [
            nodes.raw("", f'<div class="task" {asked}>', format="html"),
            *self.content_nodes(),
            nodes.raw("", closed, format="html"),
        ]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("try", Try)
    app.add_directive("task", Task)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
