"""What the search reads of each page: its sections with their words, and apart from them the names in code.

Noted when a page is read, in the language of the build. What is printed by code, the dark twins of pictures, formulas
and whatever belongs to the frame stays out: it would find pages that do not speak of what was asked.
"""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

LEFT_OUT = (
    *(nodes.comment, nodes.raw, nodes.math_block, nodes.literal_block, nodes.doctest_block, nodes.image, nodes.target),
    *(addnodes.index, addnodes.toctree, addnodes.desc_signature, nodes.substitution_definition, nodes.title),
)
LEFT_OUT_CLASSES = {
    "letters",
    "aliases",
    "formula-name",
    "sphx-glr-footer",
    "gallery-card-links",
    "cell_output",
    "error-table",
}
LINES = (nodes.paragraph, nodes.row, nodes.rubric, nodes.field_name)  # Each is one line of the text.
NAME = re.compile(r"\b(?=\w*[._\d]|\w*[a-z][A-Z])[A-Za-z_][\w.]*\w")  # A word without a mark may be any word.
TITLE_OF = "\x02{}\x03"  # Stands for the title of a page, known only when all are read, or of what has a #label.
LINK = re.compile(TITLE_OF.format("([^\x03]+)"))
TEX = (
    (re.compile(r"\\(?:mathit|mathrm|text|mathbf|operatorname)\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\cdot\b"), "·"),
    (re.compile(r"\\times\b"), "×"),
    (re.compile(r"\^2|\^\{2\}"), "²"),
    (re.compile(r"\^\{?(?:T|\\top)\}?"), "ᵀ"),
    (re.compile(r"\\(?:left|right|,|;|!)|[{}]"), ""),
)


def sections(doctree: nodes.document, docname: str) -> list[dict[str, Any]]:
    """Return the sections of a page in order; the first is the page itself, with what stands before any heading."""
    found: list[dict[str, Any]] = []
    _walk(doctree, docname, found)
    return [{**one, **{part: "\n".join(one[part]) for part in ("text", "code")}} for one in found]


def _walk(node: nodes.Element, docname: str, found: list[dict[str, Any]]) -> None:
    for child in node.children:
        head = _head(child)
        if head:
            found.append({**head, "text": [], "code": []})
        here = found[-1] if found else None
        if isinstance(child, LINES) and here and not _left_out(child):
            here["text"] += [line] if (line := _line(child, docname)) else []
        elif isinstance(child, (nodes.literal_block, nodes.doctest_block)) and here:
            here["code"] += [] if _is_output(child) else dict.fromkeys(NAME.findall(child.astext()))
        if isinstance(child, nodes.Element) and not isinstance(child, LINES) and not _left_out(child):
            _walk(child, docname, found)


def _head(node: nodes.Node) -> dict[str, Any] | None:
    """Return heading and anchor of what begins a section: a heading, a documented name, a term."""
    if isinstance(node, nodes.section):
        title = next(node.findall(nodes.title))
        source = getattr(title, "rawsource", "") or title.astext()
        english = node["names"][0] if node["names"] else title.astext()
        return {"id": node["ids"][0], "title": title.astext(), "source": source, "english": english}
    if isinstance(node, addnodes.desc):
        signature = node[0]
        if isinstance(signature, nodes.Element) and signature["ids"]:
            return {"id": signature["ids"][0], "title": signature["ids"][0], "source": "", "english": ""}
    if isinstance(node, nodes.definition_list_item):
        term = node[0]
        if isinstance(term, nodes.Element) and term["ids"]:
            return {"id": term["ids"][0], "title": " ".join(term.astext().split()), "source": "", "english": ""}
    return None


def _left_out(node: nodes.Element) -> bool:
    return isinstance(node, LEFT_OUT) or not LEFT_OUT_CLASSES.isdisjoint(node.get("classes", ()))


def _is_output(node: nodes.Element) -> bool:
    return not {"output", "sphx-glr-script-out"}.isdisjoint(node["classes"])


def _line(node: nodes.Element, docname: str) -> str:
    cells = list(node.findall(nodes.entry)) if isinstance(node, nodes.row) else [node]
    texts = ("".join(_words(cell, docname)) for cell in cells)
    return " · ".join(" ".join(text.split()) for text in texts if text.strip())


def _words(node: nodes.Node, docname: str) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, nodes.math):
        yield _formula(node.astext())
    elif isinstance(node, addnodes.pending_xref) and node["reftype"] == "doc" and not node.get("refexplicit"):
        yield TITLE_OF.format(normpath(join(dirname(docname), node["reftarget"])).lstrip("/"))
    elif isinstance(node, addnodes.pending_xref) and node["reftype"] == "ref" and not node.get("refexplicit"):
        yield TITLE_OF.format(f"#{node['reftarget'].lower()}")
    elif not isinstance(node, LEFT_OUT):
        for child in node.children:
            yield from _words(child, docname)


def _formula(tex: str) -> str:
    """Return a short formula as it is read in a line; one that needs more than a line is left out."""
    for pattern, plain in TEX:
        tex = pattern.sub(plain, tex)
    return "…" if "\\" in tex else tex


def pages(env: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the sections of every page that was read."""
    if not hasattr(env, "convref_search"):
        env.convref_search = {}
    return env.convref_search


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the sections with the page."""
    pages(app.env)[app.env.docname] = sections(doctree, app.env.docname)


def forget(_app: Sphinx, env: Any, docname: str) -> None:
    """Forget a page that is read again or is gone."""
    pages(env).pop(docname, None)


def merge(_app: Sphinx, env: Any, docnames: set[str], other: Any) -> None:
    """Take over what a parallel process noted."""
    pages(env).update({name: found for name, found in pages(other).items() if name in docnames})


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("doctree-read", note)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    return {"env_version": 3, "parallel_read_safe": True, "parallel_write_safe": True}
