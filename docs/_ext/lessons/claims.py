"""``claim``: a tick behind a sentence that opens the test which holds it; and ``claims``: the list of all of them.

    A corner is read 4 times. {claim}`corner-read-4-times`

The test has the same name: ``@pytest.mark.claim("corner-read-4-times")``. A claim without a test, a test whose claim
stands nowhere, and a translation with other claims are warnings, which stop the build of this site.
"""

import os
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join, logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from _ext.languages import code_comments
from _ext.lessons import claim_tests

logger = logging.getLogger(__name__)
LIST = "about/claims"  # The page that lists them.
ENDS = re.compile(r"[.!?](?=\s|$)|[。！？]")


class claim(nodes.Inline, nodes.Element):
    """The tick behind a sentence."""


class check(nodes.General, nodes.Element):
    """The test that the tick opens; it stands behind the paragraph."""


class claim_list(nodes.General, nodes.Element):
    """The place of the list, until all pages are read."""


class Claim(SphinxRole):
    """``{claim}`name```, once a paragraph, behind the sentence that the test holds."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the tick; a name without a test is a warning."""
        test = self.env.app.claim_tests.get(self.text)  # type: ignore[attr-defined]
        if test is None:
            logger.warning(
                "no test holds the claim %r: mark one with @pytest.mark.claim(%r)", self.text, self.text,
                location=self.get_location(),
            )  # fmt: skip
            return [], []
        self.env.note_dependency(str(Path(self.config.convref_root, test.file)))
        lines = code_comments.translated(test.lines, code_comments.catalogue(self.env, self.env.docname))
        return [claim("", name=self.text, lines=lines)], []


class Claims(SphinxDirective):
    """``{claims}``: all claims of the site, page by page."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [claim_list()]


class Untranslated(SphinxTransform):
    """Note the claims of the English page before the translation takes its place."""

    default_priority = 19  # Sphinx translates at 20.

    def apply(self, **kwargs: Any) -> None:
        """Keep their names."""
        self.document["english_claims"] = names(self.document)


def names(tree: nodes.Node) -> list[str]:
    """Return the names of all claims below a node."""
    return [found["name"] for found in tree.findall(claim)]


def note(app: Sphinx, document: nodes.document) -> None:
    """Keep the claims of a page, and say where they are not as they should be."""
    page, found = app.env.docname, names(document)
    if sorted(found) != sorted(document.attributes.pop("english_claims")):
        logger.warning("the translation has other claims than the page: %s", ", ".join(found), location=page)
    for one in {one for one in found if found.count(one) > 1}:
        logger.warning("the claim %r stands on this page twice", one, location=page)
    for paragraph in document.findall(nodes.paragraph):
        if len(names(paragraph)) > 1:
            logger.warning("more than one claim in a paragraph: %s", ", ".join(names(paragraph)), location=page)
    _pages(app.env)[page] = [
        (one["name"], "".join(node.astext() for node in sentence(one)), one["lines"]) for one in document.findall(claim)
    ]


def _pages(env: BuildEnvironment) -> dict[str, list[tuple[str, str, str]]]:
    """Return the name, the sentence and the shown test of every claim by its page."""
    if not hasattr(env, "convref_claims"):
        env.convref_claims = {}  # type: ignore[attr-defined]
    return env.convref_claims  # type: ignore[attr-defined]


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is read again or is gone."""
    _pages(env).pop(page, None)


def merge(_app: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    """Take over what a parallel process noted."""
    _pages(env).update({page: found for page, found in _pages(other).items() if page in pages})


def list_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the page of the list where a claim, its sentence or its test has changed."""
    now = dict(_pages(env)), app.claim_tests  # type: ignore[attr-defined]
    changed = getattr(env, "convref_claims_listed", None) != now
    env.convref_claims_listed = now  # type: ignore[attr-defined]
    return [LIST] if changed and LIST in env.found_docs else []


def look_for_unused(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of a test whose claim stands on no page; a look at the site without its gallery cannot tell."""
    if "CONVREF_NO_GALLERY" in os.environ:
        return
    used = {name for found in _pages(env).values() for name, *_rest in found}
    for name, test in app.claim_tests.items():  # type: ignore[attr-defined]
        if name not in used:
            logger.warning("%s: no page makes the claim %r", test.file, name)


def sentence(tick: claim) -> list[nodes.Node]:
    """Return what stands between the end of the sentence before and the tick."""
    before = tick.parent.children[: tick.parent.index(tick)]
    found: list[nodes.Node] = []
    for node in reversed(before):
        text = str(node) if isinstance(node, nodes.Text) else ""
        body = text if found else text.rstrip()
        ends = [end.end() for end in ENDS.finditer(body) if found or end.end() < len(body)]
        if ends:
            return [nodes.Text(body[ends[-1] :].lstrip()), *found]
        found.insert(0, nodes.Text(body) if text else node.deepcopy())
    return found


class Checks(SphinxPostTransform):
    """Put the test of each claim behind its paragraph, and the list in its place."""

    default_priority = 5  # Before references are resolved: sentences of the list bring some with them.

    def run(self, **kwargs: Any) -> None:
        """Do both; a format without ticks loses nothing but them."""
        for place in list(self.document.findall(claim_list)):
            place.replace_self(self._list())
        for tick in list(self.document.findall(claim)):
            self._open(tick)

    def _open(self, tick: claim) -> None:
        block: nodes.Element = tick.parent
        _hold(tick)
        while isinstance(block, nodes.Inline):
            block = block.parent
        block.parent.insert(block.parent.index(block) + 1, self._check(tick))

    def _check(self, tick: claim) -> check:
        name, test = tick["name"], self.app.claim_tests[tick["name"]]  # type: ignore[attr-defined]
        uri = ""
        if LIST in self.env.found_docs and self.env.docname != LIST:
            uri = f"{self.app.builder.get_relative_uri(self.env.docname, LIST)}#{name}"
        return check("", name=name, file=test.file, lines=tick["lines"], uri=uri)

    def _list(self) -> list[nodes.Node]:
        pages = [page for page in in_order(self.env, "index") if _pages(self.env).get(page)]
        return [self._page(page) for page in pages]

    def _seen_from_here(self, reference: addnodes.pending_xref) -> None:
        """Let an address be counted from the list; a page that is named without its folder is beside its own page."""
        if (reference["refdomain"], reference["reftype"]) == ("std", "doc"):
            reference["reftarget"] = "/" + docname_join(reference["refdoc"], reference["reftarget"])
        reference["refdoc"] = self.env.docname

    def _page(self, page: str) -> nodes.section:
        title = self.env.titles[page].deepcopy()
        uri = self.app.builder.get_relative_uri(self.env.docname, page)
        link = nodes.reference("", "", *title.children, refuri=uri, internal=True)
        opens = nodes.title("", "", *(child.deepcopy() for child in title.children))
        part = nodes.section("", opens, nodes.paragraph("", "", link), ids=[f"on-{nodes.make_id(page)}"])
        for tick in self.env.get_doctree(page).findall(claim):
            name = tick["name"]
            there = nodes.reference("", name, refuri=f"{uri}#claim-{name}", internal=True)
            head = nodes.paragraph("", "", *sentence(tick))
            for reference in head.findall(addnodes.pending_xref):
                self._seen_from_here(reference)
            item = nodes.container("", head, ids=[name], classes=["claim-entry"])
            item += nodes.paragraph("", "", there, classes=["claim-name"])
            item += self._check(tick)
            part += item
        return part


def _hold(tick: claim) -> None:
    """Let the tick stay in the line of the character before it, which a word joiner alone does not bring about."""
    block = tick.parent
    at = block.index(tick)
    before = str(block[at - 1]).rstrip() if at and isinstance(block[at - 1], nodes.Text) else ""
    if before:
        block[at - 1 : at + 1] = [nodes.Text(before[:-1]), nodes.inline("", before[-1], tick, classes=["held"])]


def in_order(env: BuildEnvironment, page: str) -> Iterator[str]:
    """Yield the pages in the order of the tables of contents."""
    yield page
    for below in env.toctree_includes.get(page, ()):
        yield from in_order(env, below)


def visit_claim(writer: Any, node: claim) -> None:
    """Write the tick, joined to the word before it; the browser itself opens what it names."""
    name, label = node["name"], escape(_("Checked: show the test"), quote=True)
    writer.body.append(
        f'&#8288;<button class="claim" id="claim-{name}" type="button" popovertarget="check-{name}" '
        f'aria-label="{label}" title="{label}"><span aria-hidden="true">✓</span></button>'
    )
    raise nodes.SkipNode


def _code(shown: str) -> str:
    return f'<div class="highlight-python notranslate">{shown}</div>'


def visit_check(writer: Any, node: check) -> None:
    """Write the test: over the page where a tick opens it; closed under its sentence in the list, and without colours.

    In colours they are sixty thousand elements there, which take a phone a third of a second.
    """
    file = f"<code>{escape(node['file'])}</code>"
    if not node["uri"]:
        code = _code(f'<div class="highlight"><pre>{escape(node["lines"])}</pre></div>')
        writer.body.append(f'<details class="claim-test"><summary>{file}</summary>{code}</details>\n')
    else:
        code = _code(writer.highlighter.highlight_block(node["lines"], "python"))
        link = f'<a href="{escape(node["uri"], quote=True)}">{_("All checked statements")}</a>'
        writer.body.append(
            f'<div class="claim-check" id="check-{node["name"]}" popover><p>{_("This sentence is held by a test:")}</p>'
            f"{code}<p>{file} {link}</p></div>\n"
        )
    raise nodes.SkipNode


def skip(_writer: Any, _node: nodes.Node) -> None:
    """Leave it out of a format in which nothing opens."""
    raise nodes.SkipNode


def start(app: Sphinx) -> None:
    """Read the tests."""
    app.claim_tests = claim_tests.tests(Path(app.config.convref_root))  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(claim, html=(visit_claim, None), text=(skip, None), gettext=(skip, None))
    app.add_node(check, html=(visit_check, None), text=(skip, None), gettext=(skip, None))
    app.add_node(claim_list)
    app.add_role("claim", Claim())
    app.add_directive("claims", Claims)
    app.add_transform(Untranslated)
    app.add_post_transform(Checks)
    app.connect("builder-inited", start)
    app.connect("doctree-read", note)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", list_again)
    app.connect("env-check-consistency", look_for_unused)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
