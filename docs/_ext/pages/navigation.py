"""The sections of the site and the pages of each: read once a build from the tables of contents, not once a page.

A page is rewritten when the titles around it have changed, since they stand in its tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.locale import _

FOLDERS = ("learn", "auto_gallery", "howto", "tools", "reference", "about")
IN_HEADER = FOLDERS[:-1]


def labels() -> dict[str, str]:
    """Return the short name of each section, in the language of the build."""
    names = (_("Course"), _("Gallery"), _("How-to"), _("Tools"), _("Reference"), _("About"))
    return dict(zip(FOLDERS, names, strict=True))


@dataclass(frozen=True)
class Group:
    """Pages that stand under one caption; the caption may have a page of its own."""

    caption: str
    page: str
    pages: tuple[str, ...]


@dataclass
class Section:
    """One section of the site: its folder and its groups in order."""

    folder: str
    groups: tuple[Group, ...]
    trees: dict[str, str] = field(default_factory=dict)  # By the depth of the page that shows them.

    @property
    def index(self) -> str:
        """The first page of the section."""
        return f"{self.folder}/index"

    @property
    def pages(self) -> tuple[str, ...]:
        """Every page of the groups, in order."""
        return tuple(page for group in self.groups for page in group.pages)

    def group_of(self, page: str) -> Group | None:
        """Return the group that holds a page."""
        return next((group for group in self.groups if page in group.pages or page == group.page), None)


def _groups(env: BuildEnvironment, folder: str) -> Iterator[Group]:
    for toctree in env.get_doctree(f"{folder}/index").findall(addnodes.toctree):
        inner = [page for page in toctree["includefiles"] if env.toctree_includes.get(page)]
        for page in inner:  # A subject of the gallery, with scripts of its own.
            yield Group(env.titles[page].astext(), page, tuple(env.toctree_includes[page]))
        if len(inner) < len(toctree["includefiles"]):
            yield Group(toctree.get("caption") or "", "", tuple(toctree["includefiles"]))


def sections(env: BuildEnvironment) -> dict[str, Section]:
    """Return every section that was built, by its folder."""
    return {
        folder: Section(folder, tuple(_groups(env, folder))) for folder in FOLDERS if f"{folder}/index" in env.all_docs
    }


def rewrite_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages of sections whose titles, order or first lines are not what they were at the last build."""
    app.sections = sections(env)  # type: ignore[attr-defined]
    now = {
        folder: [(group.caption, [(page, *_facts(env, page)) for page in group.pages]) for group in section.groups]
        for folder, section in app.sections.items()  # type: ignore[attr-defined]
    }
    before = getattr(env, "convref_navigation", {})
    env.convref_navigation = now  # type: ignore[attr-defined]
    changed = [section for section in app.sections.values() if before.get(section.folder) != now[section.folder]]  # type: ignore[attr-defined]
    return [page for section in changed for page in (section.index, *section.pages)]


def _facts(env: BuildEnvironment, page: str) -> tuple[str, str, int]:
    meta = env.metadata.get(page, {})
    return env.titles[page].astext(), meta.get("first_sentence", ""), meta.get("minutes", 0)


def entry(app: Sphinx, page: str, here: str) -> dict[str, Any]:
    """Return what a template says about another page."""
    title, line, minutes = _facts(app.env, page)
    html = _rendered(app, page) if page in app.env.titles else escape(title)
    href = app.builder.get_relative_uri(here, page)
    return {"page": page, "title": html, "line": line, "minutes": minutes, "href": href}


def tree(app: Sphinx, section: Section, here: str) -> str:
    """Return the side tree of a section with the present page marked; it is made once for each depth."""
    depth = here.rpartition("/")[0]
    if depth not in section.trees:
        section.trees[depth] = _tree(app, section, here)
    own = f'href="{here.rpartition("/")[2]}.html"'
    return section.trees[depth].replace(own, f'{own} aria-current="page"', 1)


def _tree(app: Sphinx, section: Section, here: str) -> str:
    numbers = iter(range(1, len(section.pages) + 1)) if section.folder == "learn" else None
    elsewhere = here.rpartition("/")[0] + "/"  # A page's address to itself is empty; one beside it gives them all.
    lines = []
    for group in section.groups:
        if group.page:
            href = _uri(app, elsewhere, group.page)
            lines.append(f'<p class="group"><a href="{href}">{escape(group.caption)}</a></p>')
        elif group.caption:
            lines.append(f'<p class="group">{escape(group.caption)}</p>')
        lines.append("<ul>")
        for page in group.pages:
            number = f'<span class="number">{next(numbers)}</span> ' if numbers else ""
            title = _rendered(app, page)
            lines.append(f'<li><a href="{_uri(app, elsewhere, page)}">{number}<span>{title}</span></a></li>')
        lines.append("</ul>")
    return "\n".join(lines)


def _uri(app: Sphinx, folder: str, page: str) -> str:
    return app.builder.get_relative_uri(f"{folder}no-page-of-this-name", page)


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Tell the template where the page stands."""
    found: dict[str, Section] = app.sections  # type: ignore[attr-defined]
    folder = pagename.partition("/")[0]
    names = labels()
    context["site_sections"] = [
        {"label": names[name], "page": f"{name}/index", "current": name == folder}
        for name in IN_HEADER
        if name in found
    ]
    context["section"] = section = found.get(folder)
    if section:
        context["section_label"] = names[folder]
        context["section_tree"] = tree(app, section, pagename)
        context["section_groups"] = (
            [
                {"caption": group.caption, "entries": [entry(app, page, pagename) for page in group.pages]}
                for group in section.groups
            ]
            if pagename == section.index
            else []
        )
        group = section.group_of(pagename)
        context["group"] = entry(app, group.page, pagename) if group and group.page and group.page != pagename else None


def _rendered(app: Sphinx, page: str) -> str:
    """Return a page's title as HTML; only then is a frame drawn around pages, and every builder of HTML does it."""
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    return app.builder.render_partial(app.env.titles[page])["title"]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("env-updated", rewrite_changed)
    app.connect("html-page-context", add_context, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
