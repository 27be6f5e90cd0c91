"""What a script of the gallery printed in this build, shown on another page."""

import re
from pathlib import Path
from textwrap import dedent

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from _ext.gallery.scripts import is_shown

OUTPUT = re.compile(r"^\.\. rst-class:: sphx-glr-script-out\n\n \.\. code-block:: none\n\n((?: {4}.*\n|\n)+)", re.M)


class Output(SphinxDirective):
    """``gallery-output``: the table that a script printed in this build, by words of its heading, on another page."""

    required_arguments = 1
    option_spec = {"with": directives.unchanged_required}  # noqa: RUF012 - as docutils declares it.

    def run(self) -> list[nodes.Node]:
        """Return the block of the script's output that holds the words."""
        if not is_shown(self.config):
            return []
        page = Path(self.env.srcdir, "auto_gallery", f"{self.arguments[0]}.rst")
        self.env.note_dependency(str(page))
        found = [text for text in outputs(page.read_text(encoding="utf-8")) if self.options["with"] in text]
        if len(found) != 1:
            raise self.error(
                f"{self.arguments[0]} must print {self.options['with']!r} once, printed {len(found)} times"
            )
        (text,) = found
        return [nodes.literal_block(text, text, language="none", classes=["script-out"], script=self.arguments[0])]


def outputs(page: str) -> list[str]:
    """Return what a script printed, one text for each of its blocks, from the page that sphinx-gallery wrote."""
    return [dedent(part).strip("\n") for part in OUTPUT.findall(page)]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("gallery-output", Output)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
