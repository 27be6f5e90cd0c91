"""Formulas as HTML and MathML, rendered at build by the KaTeX that package.json pins and served from here.

A formula that KaTeX cannot read stops the build. Rendered formulas are kept between builds.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform

from _ext.build import nodejs

# KaTeX puts the letters of an operator such as "mod" into elements of their own, which MathML does not allow there.
SPELT = re.compile(r"(<mo[^>]*>)<mrow>((?:<mi[^>]*>[^<]</mi>)+)</mrow></mo>")
TAG = re.compile(r"<[^>]*>")
SERVER = Path(__file__).with_name("katex_server.js")


class Renderer:
    """One node process for a build; what it answered before is read from the cache."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.katex = nodejs.package(root, "katex")
        release = json.loads((self.katex / "package.json").read_text())["version"]
        self.store = cache / f"katex-{release}.json"
        self.known = json.loads(self.store.read_text()) if self.store.is_file() else {}
        self.server = nodejs.Asked(SERVER, self.katex)
        self.asked = False

    def render(self, tex: str, display: bool, where: str) -> str:
        """Return the HTML of a formula."""
        key = hashlib.sha256(f"{display}{tex}".encode()).hexdigest()[:24]
        if key not in self.known:
            try:
                self.known[key] = self.server.ask(tex=tex, display=display)["html"]
            except nodejs.NodeError as error:
                raise ExtensionError(f"{where}: KaTeX cannot read {tex!r}: {error}") from error
            self.asked = True
        return SPELT.sub(lambda found: f"{found[1]}{TAG.sub('', found[2])}</mo>", self.known[key])

    def close(self) -> None:
        """Stop the process and keep what is new."""
        self.server.close()
        if self.asked:
            self.store.parent.mkdir(parents=True, exist_ok=True)
            self.store.write_text(json.dumps(self.known, ensure_ascii=False))


class OneFormulaForAllLanguages(SphinxTransform):
    """Keep displayed formulas out of the catalogues: they hold no words, and no translation may change them."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Mark the formulas before the catalogues are read or written."""
        for formula in self.document.findall(nodes.math_block):
            formula["translatable"] = False


def visit_math(writer: Any, node: nodes.math) -> None:
    """Write an inline formula."""
    html = writer.builder.app.katex.render(node.astext(), False, _where(node))
    writer.body.append(writer.starttag(node, "span", "", CLASS="math") + html + "</span>")
    raise nodes.SkipNode


def visit_display(writer: Any, node: nodes.math_block) -> None:
    """Write a formula of its own line; it scrolls by itself when it is wider than the page."""
    html = writer.builder.app.katex.render(node.astext(), True, _where(node))
    writer.body.append(writer.starttag(node, "div", "", CLASS="math") + html + "</div>\n")
    raise nodes.SkipNode


def _where(node: nodes.Element) -> str:
    return node.document["source"] if node.document is not None else node.source or "a page"


def start(app: Sphinx) -> None:
    """Make the renderer and copy KaTeX's fonts beside the pages."""
    if app.builder.format != "html":
        return
    renderer = Renderer(Path(app.config.convref_root), Path(app.config.convref_cache))
    app.katex = renderer  # type: ignore[attr-defined]
    target = Path(app.outdir, "_static", "katex")
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for font in (renderer.katex / "dist" / "fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")


def finish(app: Sphinx, _exception: Exception | None) -> None:
    """Stop the renderer of an HTML build."""
    if hasattr(app, "katex"):
        app.katex.close()


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("katex", inline_renderers=(visit_math, None), block_renderers=(visit_display, None))
    app.add_transform(OneFormulaForAllLanguages)
    app.connect("builder-inited", start)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
