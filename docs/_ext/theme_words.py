"""Furo's fixed English labels, put through the catalogue; its templates hold them as they are."""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.locale import _

LABELS = (
    "Toggle site navigation sidebar",
    "Toggle table of contents sidebar",
    "Toggle Light / Dark / Auto color theme",
    "Contents",
    "Menu",
    "Expand",
    "Light mode",
    "Dark mode",
    "Auto light/dark, in light mode",
    "Auto light/dark, in dark mode",
)
PLACES = re.compile(
    r'(aria-label="|<title>|<div class="visually-hidden">)(' + "|".join(map(re.escape, LABELS)) + r")(?=[\"<])"
)
SUBMENU = re.compile(r'aria-label="Toggle navigation of (.*?)"')


def translate(html: str) -> str:
    """Return the theme's HTML with its labels in the page's language and its landmarks named."""
    html = PLACES.sub(lambda match: match[1] + _(match[2]), html)
    html = html.replace('<aside class="sidebar-drawer">', f'<aside class="sidebar-drawer" aria-label="{_("Site")}">')
    return html.replace('<aside class="toc-drawer', f'<aside aria-label="{_("On this page")}" class="toc-drawer')


def add_filter(app: Sphinx) -> None:
    """Offer the filter to the page template."""
    if app.builder.format == "html":
        app.builder.templates.environment.filters["theme_words"] = translate


def name_submenus(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Translate the labels of the navigation tree, which the theme builds in Python."""
    tree = context.get("furo_navigation_tree", "")
    label = _("Toggle navigation of %s")
    context["furo_navigation_tree"] = SUBMENU.sub(lambda match: f'aria-label="{label % match[1]}"', tree)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", add_filter)
    app.connect("html-page-context", name_submenus, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
