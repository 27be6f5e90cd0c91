"""The ``explorer`` directive: an interactive figure, and a still picture of the same state where no script runs.

``{explorer} conv kernel=3 stride=2`` shows one layer; the words after the tool are the state it begins with.
The scripts are loaded only by pages that hold one; their words come from docs/locale/…/explorer.po.
"""

import json
import os
from html import escape
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import explorer_room
import explorer_state
import explorer_still
import picture
import waiting
from explorer_words import CHECKERBOARD, COMMON, CONTROLS, FIGURE, PRESETS, RULES, SIZES, STACK, WORDS

DEFAULTS = {"conv": explorer_state.DEFAULTS} | explorer_still.DEFAULTS
NEEDED = {
    "conv": COMMON | CONTROLS | PRESETS | FIGURE | RULES,
    "sizes": COMMON | RULES | SIZES,
    "stack": COMMON | RULES | STACK,
    "checkerboard": COMMON | PRESETS | RULES | CHECKERBOARD,
}


class explorer(nodes.General, nodes.Element):
    """One interactive figure around its still picture."""


def catalogue(root: str, language: str) -> Path:
    """Return the file that holds the words of a language."""
    return Path(root, "docs", "locale", language, "LC_MESSAGES", "explorer.po")


def known(path: Path) -> dict[str, str]:
    """Return the words of a catalogue, as far as they are translated and not marked as out of date."""
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.string and not message.fuzzy}


def translated(path: Path) -> dict[str, str]:
    """Return every word by its key, in the language of the file, or in English when there is no file."""
    spoken = known(path) if path.is_file() else {}
    return {key: spoken.get(word, word) for key, word in WORDS.items()}


def say_waiting(app: Sphinx, exception: Exception | None) -> None:
    """Say which words the catalogue of the language being built lacks."""
    path = catalogue(app.config.convref_root, app.config.language)
    if exception is None and path.is_file():
        spoken = known(path)
        waiting.say("explorer", [word for word in WORDS.values() if word not in spoken])


class Explorer(SphinxDirective):
    """``{explorer} tool name=value …``."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the figure; catalogues are not made from it, its words have one of their own."""
        if self.env.app.builder.name == "gettext":
            return []
        tool, *words = self.arguments[0].split()
        path = catalogue(self.config.convref_root, self.config.language)
        if path.is_file():  # English has none, and Sphinx takes a missing file for a changed one, each time.
            self.env.note_dependency(str(path))
        spoken = translated(path)
        try:
            state, still = self._state(tool, words, spoken)
        except ValueError as error:
            raise self.error(f"explorer {self.arguments[0]}: {error}") from error
        number = self.env.new_serialno("explorer") + 1
        node = explorer(
            "",
            *still,
            tool=tool,
            state=state,
            words={key: spoken[key] for key in NEEDED[tool]},
            room=explorer_room.room(tool, state, self.config.language, alone=self.env.docname.startswith("tools/")),
            ids=[f"explorer-{number}"],
        )
        self.set_source_info(node)
        return [node]

    def _state(self, tool: str, words: list[str], spoken: dict[str, str]) -> tuple[dict[str, str], list[nodes.Node]]:
        """Return the state that the words ask for, and what stands there without a script."""
        if tool not in NEEDED:
            raise ValueError(f"{tool} is not one of {', '.join(NEEDED)}")
        state = explorer_state.parse(words, DEFAULTS[tool])
        if tool == "conv":
            matrix = "matrix_transposed" if "Transpose" in state["layer"] else "matrix_plain"
            pictures = zip(explorer_still.layer_codes(state), (spoken["static"], spoken[matrix]), strict=False)
            return state, [node for code, alt in pictures for node in self._paint(code, alt)]
        if tool == "checkerboard":
            return state, self._paint(explorer_still.checkerboard_code(state), spoken["overlap_map"])
        return state, [explorer_still.sizes(state)] if tool == "sizes" else explorer_still.stack(state, spoken)

    def _paint(self, code: str, alt: str) -> list[nodes.Node]:
        source, line = self.get_source_info()
        folder = Path(self.config.convref_cache, "pictures")
        where = f"{Path(source).name}:{line}"
        painting = picture.painted(code, where, folder, self.config.convref_fingerprint)
        return list(picture.image_nodes(painting, alt, self._address))

    def _address(self, path: Path) -> str:
        return "/" + Path(os.path.relpath(path, self.env.srcdir)).as_posix()


def visit_html(writer: Any, node: explorer) -> None:
    """Open the figure; its still picture follows."""
    state = escape(json.dumps(node["state"], ensure_ascii=False), quote=True)
    room = "; ".join(f"--{name}: {height}px" for name, height in node.get("room", {}).items())
    writer.body.append(
        f'<div class="explorer" id="{node["ids"][0]}" data-tool="{node["tool"]}" style="{room}" data-state="{state}">\n'
    )


def depart_html(writer: Any, node: explorer) -> None:
    """Put the words behind the picture and close the figure."""
    words = json.dumps(node["words"], ensure_ascii=False).replace("<", "\\u003c")
    writer.body.append(f'<script type="application/json">{words}</script>\n</div>\n')


def skip(writer: Any, node: explorer) -> None:
    """Leave the figure out of builders that are not HTML."""
    raise nodes.SkipNode


def add_script(_app: Sphinx, _page: str, _template: str, context: Any, doctree: nodes.document | None) -> None:
    """Load the script on pages that hold a figure, and only there."""
    if doctree is not None and any(doctree.findall(explorer)):
        context.setdefault("page_scripts", []).append("explorer.js")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(explorer, html=(visit_html, depart_html), text=(skip, None))
    app.add_directive("explorer", Explorer)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", say_waiting)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
