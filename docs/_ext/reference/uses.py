"""Under each name of the reference: where the gallery and the course use it, and PyTorch's page of the same name.

What a page uses is read from its code and from its links, and kept with the page.
"""

import ast
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform

from _ext.gallery.cards import card
from _ext.reference import torch_pages

PACKAGE = "convref"
IN_PICTURES = {"F": PACKAGE, "plotting": f"{PACKAGE}.plotting", "images": f"{PACKAGE}.datasets.images"}
FOLDERS = ("learn", "howto", "tools")
CARDS, LINKS = 3, 6  # As many are shown under a name.


def names(codes: list[str], known: dict[str, str]) -> set[str]:
    """Return the dotted names of convref that the code of a page uses; `known` are those it need not import."""
    aliases, found = dict(known), set()
    for code in codes:
        try:
            tree = ast.parse(code)
        except SyntaxError:  # A command line, or a piece of a session.
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                aliases.update(_imported(node))
        found |= {name for node in ast.walk(tree) if (name := _dotted(node, aliases))}
    return {name for name in found if name.split(".")[0] == PACKAGE}


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Yield each name that an import binds, and what it stands for."""
    for one in node.names:
        if isinstance(node, ast.ImportFrom):
            yield one.asname or one.name, f"{node.module}.{one.name}"
        elif one.asname:
            yield one.asname, one.name
        else:
            yield one.name.split(".")[0], one.name.split(".")[0]


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return aliases.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, aliases)
        return before and f"{before}.{node.attr}"
    return ""


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what a page uses: first what its text links to, then what only its code names."""
    docname = app.env.docname
    if docname.partition("/")[0] not in (*FOLDERS, "auto_gallery"):
        return
    links = {link["reftarget"] for link in doctree.findall(addnodes.pending_xref) if link.get("refdomain") == "py"}
    codes = [
        block.astext()
        for block in doctree.findall(nodes.literal_block)
        if "python" in block.get("language", "").lower()
    ]
    pictures = [figure["code"] for figure in doctree.findall(nodes.figure) if figure.get("code")]
    said = names(codes, {}) | names(pictures, IN_PICTURES)
    app.env.metadata[docname]["uses"] = [sorted(links), sorted(said - links)]


def index(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the pages that use each name; those that link to it come first."""
    found: dict[str, list[str]] = {}
    for group in (0, 1):
        for docname in sorted(env.found_docs):
            for name in env.metadata[docname].get("uses", ([], []))[group]:
                found.setdefault(name, []).append(docname)
    return found


def rewrite_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages of the reference if what they say about other pages has changed."""
    before, env.convref_uses = getattr(env, "convref_uses", None), index(env)  # type: ignore[attr-defined]
    return [page for page in env.found_docs if page.startswith("reference/")] if before != env.convref_uses else []  # type: ignore[attr-defined]


class Uses(SphinxPostTransform):
    """Put what was found at the end of each description."""

    default_priority = 4  # Before links are resolved, and before cards are made.
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Look up every name that is described on the page."""
        if not self.env.docname.startswith("reference/"):
            return
        for description in list(self.document.findall(addnodes.desc)):
            signature = next(iter(description.findall(addnodes.desc_signature)), None)
            if description.get("domain") == "py" and signature is not None and signature["ids"]:
                content = next(iter(description.findall(addnodes.desc_content)))
                content.extend(self._parts(signature["ids"][0]))

    def _parts(self, name: str) -> list[nodes.Node]:
        pages = self.env.convref_uses.get(name, [])  # type: ignore[attr-defined]
        scripts = [page for page in pages if page.startswith("auto_gallery/")][:CARDS]
        others = [page for page in pages if not page.startswith("auto_gallery/")][:LINKS]
        parts: list[nodes.Node] = []
        if name in torch_pages.SHARED:
            parts.append(_row(_("In PyTorch"), [torch_pages.link(one) for one in torch_pages.SHARED[name]]))
        if others:
            parts.append(_row(_("Used on these pages"), [self._link(page) for page in others]))
        if scripts:
            parts.append(nodes.paragraph("", _("In the gallery"), classes=["uses-title"]))
            cards = [card(self.env, self.env.docname, self._link(page)) for page in scripts]
            parts.append(nodes.bullet_list("", *cards, classes=["gallery-cards", "uses-cards"]))
        return [nodes.container("", *parts, classes=["uses"])] if parts else []

    def _link(self, page: str) -> addnodes.pending_xref:
        return addnodes.pending_xref(
            "", nodes.inline("", self.env.titles[page].astext()), refdomain="std", reftype="doc", reftarget=f"/{page}",
            refexplicit=False, refwarn=True, refdoc=self.env.docname,
        )  # fmt: skip


def _row(title: str, links: list[Any]) -> nodes.paragraph:
    row = nodes.paragraph("", "", nodes.inline("", title, classes=["uses-title"]), nodes.Text(" "))
    for at, link in enumerate(links):
        row += [nodes.Text(" · ")] if at else []
        row += link
    return row


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", note)
    app.connect("env-updated", rewrite_changed)
    app.add_post_transform(Uses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
