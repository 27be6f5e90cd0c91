"""What kind each page is, and what the theme's template needs to know about it beyond its text."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.locale import _

import convref
from _ext.explorer.directive import explorer
from _ext.pages import navigation
from _ext.pages.cells import CODE
from _ext.pages.parts import AFTER_LEAD
from convref.plotting.style import TOKENS

WIDE = {"landing", "course", "index", "gallery-index", "gallery-subject", "lost", "search"}  # No side tree.
WITH_CONTENTS = {"lesson", "script", "howto", "reference", "about"}
BY_FOLDER = {"learn": "lesson", "auto_gallery": "script", "tools": "tool", "_modules": "source"}


def kind(pagename: str) -> str:
    """Return the kind of a page by its name."""
    folder, _slash, name = pagename.partition("/")
    if not name:
        return {"index": "landing", "404": "lost", "search": "search"}.get(pagename, "plain")
    if folder in BY_FOLDER and BY_FOLDER[folder] == "source":
        return "source"
    if name == "index":
        return {"learn": "course", "auto_gallery": "gallery-index"}.get(folder, "index")
    if folder == "auto_gallery" and name.endswith("/index"):
        return "gallery-subject"
    return "glossary" if pagename == "reference/glossary" else BY_FOLDER.get(folder, folder)


def split(body: str) -> tuple[str, str]:
    """Return the page before and after the place behind its lead."""
    before, _mark, after = body.partition(AFTER_LEAD)
    return before, after


def inner_contents(toc: str) -> str:
    """Return the list of a page's headings, without the page's own title."""
    start, end = toc.find("<ul>", toc.find("</a>")), toc.rfind("</ul>", 0, toc.rfind("</li>"))
    return toc[start : end + len("</ul>")] if 0 <= start < end else ""


def lesson(app: Sphinx, pagename: str) -> dict[str, Any]:
    """Return where a lesson stands in the course."""
    section: navigation.Section = app.sections["learn"]  # type: ignore[attr-defined]
    pages, group = section.pages, section.group_of(pagename)
    place = pages.index(pagename)
    firsts = {part.pages[0] for part in section.groups}
    meta = app.env.metadata[pagename]
    needed = meta["needs"].replace(",", " ").split() if "needs" in meta else [pages[place - 1]] if place else []
    needed = [name if "/" in name else f"learn/{name}" for name in needed]
    return {
        "number": place + 1,
        "total": len(pages),
        "part": group.caption if group else "",
        "segments": [{"first": page in firsts, "done": i <= place} for i, page in enumerate(pages)],
        "minutes": meta.get("minutes", 0),
        "needs": [navigation.entry(app, page, pagename) for page in needed],
        "previous": navigation.entry(app, pages[place - 1], pagename) if place else None,
        "next": navigation.entry(app, pages[place + 1], pagename) if place + 1 < len(pages) else None,
    }


F_IS = re.compile(r"^import ([\w.]+) as F$", re.MULTILINE)


def meaning_of_f(doctree: nodes.document) -> str:
    """Return what the page's code calls F: convref on some pages, torch's functions on others."""
    blocks = (node for node in doctree.findall(nodes.Element) if node.tagname in CODE)
    found = {name for block in blocks for name in F_IS.findall(block.astext())}
    if len(found) > 1:
        raise ExtensionError(f"the code of a page calls two things F: {', '.join(sorted(found))}")
    return next(iter(found), "")


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell the template what kind of page it is, and what belongs to that kind."""
    context["kind"] = page_kind = kind(pagename)
    context["flat"] = page_kind in WIDE or context.get("section") is None
    context["body_lead"], context["body_rest"] = split(
        context.get("body", "").replace('<span class="colon">:</span>', "")
    )
    contents = inner_contents(context.get("toc", ""))
    context["contents"] = contents if page_kind in WITH_CONTENTS and contents.count("<li>") > 1 else ""
    context["theme_colours"] = {theme: colours["paper"] for theme, colours in TOKENS.items()}
    context["versions"] = app.versions  # type: ignore[attr-defined]
    if doctree is not None:
        first = next(doctree.findall(explorer), None)
        context["f_is"] = meaning_of_f(doctree)
        context["live_figure"] = first["ids"][0] if first is not None else ""
    if page_kind == "lesson":
        context["lesson"] = lesson(app, pagename)
    if page_kind == "script":
        context["script"] = "gallery/" + pagename.removeprefix("auto_gallery/") + ".py"
    if page_kind in {"course", "landing"} and "learn" in app.sections:  # type: ignore[attr-defined]
        context["course"] = course(app, pagename)
        context["counts"] = counts(app)


def course(app: Sphinx, pagename: str) -> list[dict[str, Any]]:
    """Return the parts of the course with their lessons, numbered through."""
    section: navigation.Section = app.sections["learn"]  # type: ignore[attr-defined]
    numbers = iter(range(1, len(section.pages) + 1))
    return [
        {
            "caption": part.caption,
            "lessons": [{"number": next(numbers), **navigation.entry(app, page, pagename)} for page in part.pages],
        }
        for part in section.groups
    ]


def counts(app: Sphinx) -> list[tuple[int, str]]:
    """Return how much there is of each, counted in this build."""
    words = {"learn": _("lessons"), "tools": _("tools"), "auto_gallery": _("figures with their scripts")}
    found: dict[str, navigation.Section] = app.sections  # type: ignore[attr-defined]
    return [(len(found[folder].pages), word) for folder, word in words.items() if folder in found]


def start(app: Sphinx) -> None:
    """Note what the footer says: with what the pages were computed."""
    from importlib.metadata import version

    named = (("PyTorch", "torch"), ("NumPy", "numpy"))
    versions = [f"convref {convref.__version__}", *(f"{name} {version(package)}" for name, package in named)]
    app.versions = versions  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", start)
    app.connect("html-page-context", add_context, priority=450)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
