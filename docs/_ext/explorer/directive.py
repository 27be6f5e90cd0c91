"""The ``explorer`` directive: an interactive figure, drawn at build as it begins and taken over by its script.

``{explorer} conv kernel=3 stride=2`` shows one layer; the words after the tool are the state it begins with.
What is drawn, its fields and its words are docs/explorer's; docs/locale/…/explorer.po holds the words' translation.
"""

import hashlib
import json
from base64 import b64decode
from collections.abc import Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from _ext.build import nodejs
from _ext.explorer import photo_files
from _ext.explorer.engine import Engine, engine_of
from _ext.languages import waiting
from convref.plotting.style import TOKENS


class explorer(nodes.General, nodes.Element):
    """One interactive figure."""


def catalogue(root: str, language: str) -> Path:
    """Return the file that holds the words of a language."""
    return Path(root, "docs", "locale", language, "LC_MESSAGES", "explorer.po")


def known(path: Path) -> dict[str, str]:
    """Return the words of a catalogue, as far as they are translated and not marked as out of date."""
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.string and not one.fuzzy}


def translated(path: Path, words: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return every word by its key, in the language of the file, or in English when there is no file."""
    spoken = known(path) if path.is_file() else {}
    return {key: spoken.get(word, word) for tool in words.values() for key, word in tool.items()}


def parse(words: list[str]) -> dict[str, str]:
    """Return the fields that ``name=value`` words ask for."""
    given = {}
    for word in words:
        name, _, value = word.partition("=")
        if not value:
            raise ValueError(f"{word!r} is no name=value")
        given["kernel_size" if name == "kernel" else name] = (
            value.replace(",", ", ") if value.startswith("(") else value
        )
    return given


def webp(file: dict[str, Any]) -> bytes:
    """Return a picture that a figure begins with as a file."""
    kept = BytesIO()
    rgba = Image.frombytes("RGBA", (file["width"], file["height"]), b64decode(file["rgba"]))
    rgba.convert("RGB").save(kept, "webp", lossless=True)
    return kept.getvalue()


def spoken(app: Sphinx) -> dict[str, str]:
    """Return every word by its key, as the pages of this build say it; the catalogue is read once a build."""
    engine = engine_of(app)
    if engine.spoken is None:
        path = catalogue(app.config.convref_root, app.config.language)
        engine.spoken = translated(path, engine.words) | photo_files.names()
    return engine.spoken


class Explorer(SphinxDirective):
    """``{explorer} tool name=value …``."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the figure with its caption; the words of the tool have a catalogue of their own."""
        figure = nodes.figure("", classes=["live"])
        self.set_source_info(figure)
        if self.env.app.builder.format == "html":
            figure += self._live()
        if self.content:
            text = " ".join(self.content)
            children, messages = self.parse_inline(text, lineno=self.lineno)
            caption = nodes.caption(text, "", *children, *messages)
            self.set_source_info(caption)
            figure += caption
        return [figure]

    def _live(self) -> nodes.Node:
        engine, name = engine_of(self.env.app), f"explorer-{self.env.new_serialno('explorer') + 1}"
        path = catalogue(self.config.convref_root, self.config.language)
        for used in (*engine.sources, *([path] if path.is_file() else [])):  # A missing file counts as changed.
            self.env.note_dependency(str(used))
        tool, *words = self.arguments[0].split()
        site = {
            "root": "../" * self.env.docname.count("/") or "./",
            "folder": str(Path(self.env.app.outdir, photo_files.FOLDER)),
            "tokens": TOKENS,
        }
        try:
            drawn = engine.draw(tool, parse(words), name, spoken(self.env.app), site)
        except (ValueError, nodejs.NodeError) as error:
            raise self.error(f"explorer {self.arguments[0]}: {error}") from error
        files = {file["name"]: webp(file) for file in drawn["files"]}
        node = explorer("", tool=tool, html=drawn["html"], state=drawn["state"], first=drawn["first"], files=files)
        node["ids"] = [name]
        self.set_source_info(node)
        self.env.temp_data["explorer"] = (tool, drawn["state"], name)  # For what the page asks readers to try with it.
        return node


def markup(name: str, tool: str, drawn: Mapping[str, Any]) -> str:
    """Return a figure as it begins, with what its script needs to take it over."""
    texts = [
        f' data-{key}="{escape(json.dumps(drawn[key], ensure_ascii=False), quote=True)}"'
        for key in ("state", "first")
        if drawn[key]
    ]
    return f'<div class="explorer" id="{name}" data-tool="{tool}"{"".join(texts)}>{drawn["html"]}</div>\n'


def visit_html(writer: Any, node: explorer) -> None:
    """Write the figure."""
    writer.body.append(markup(node["ids"][0], node["tool"], node.attributes))
    still = _("Without JavaScript this figure stands still, as it begins.")
    writer.body.append(f'<noscript><p class="ex-without">{still}</p></noscript>\n')
    raise nodes.SkipNode


def skip(writer: Any, node: explorer) -> None:
    """Leave the figure out of builders that are not HTML."""
    raise nodes.SkipNode


def start(app: Sphinx) -> None:
    """Make the engine; its processes start when a page asks."""
    app.engine = Engine(Path(app.config.convref_root), Path(app.config.convref_cache))  # type: ignore[attr-defined]


def add_script(app: Sphinx, _page: str, _template: str, context: Any, doctree: nodes.document | None) -> None:
    """Write the script of the page's tools, once, and load it on pages that hold a figure, and only there."""
    figures = list(doctree.findall(explorer)) if doctree is not None else []
    tools = sorted({figure["tool"] for figure in figures})
    if not tools or app.builder.format != "html":
        return
    for figure in figures:
        for file, kept in figure["files"].items():
            Path(app.outdir, photo_files.FOLDER, file).write_bytes(kept)
    name = f"explorer-{'-'.join(tools)}.js"
    engine = engine_of(app)
    if name not in engine.marks:
        text = engine.bundle(tools, spoken(app))
        Path(app.outdir, "_static", name).write_text(text, encoding="utf-8")
        engine.marks[name] = hashlib.sha256(text.encode()).hexdigest()[:8]
    context.setdefault("page_scripts", []).append(name)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Stop the engine; say which words the catalogue of the language being built lacks."""
    path = catalogue(app.config.convref_root, app.config.language)
    if exception is None and path.is_file():
        spoken = known(path)
        english = {word for tool in engine_of(app).words.values() for word in tool.values()}
        waiting.say("explorer", sorted(english - spoken.keys()))
    engine_of(app).close()


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(explorer, html=(visit_html, None), text=(skip, None))
    app.add_directive("explorer", Explorer)
    app.connect("builder-inited", start)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
