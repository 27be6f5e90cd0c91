"""Sphinx's roles in a text that leaves the site: links to the site where its address is known, else plain words."""

import posixpath
import re
from collections.abc import Callable
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ROLE = re.compile(r":(?P<role>[\w:]+):`(?:(?P<title>[^`<]*?)\s*<(?P<target>[^`>]+)>|(?P<bare>[^`]+))`")
LINK = re.compile(r"`(?P<title>[^`<]*?)\s*<(?P<address>https?://[^`>]+)>`_+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CALLED = ("func", "meth")
OBJECTS = (*CALLED, "class", "mod", "data", "attr")
Link = Callable[[str, str], str]


def markdown(title: str, address: str) -> str:
    """Return a link as a notebook writes it."""
    return f"[{title}]({address})" if address else title


def in_a_comment(title: str, address: str) -> str:
    """Return a link as one reads it in a script."""
    return f"{title.strip('`')} ({address})" if address else title.strip("`")


def resolve(text: str, app: Sphinx, docname: str, link: Link) -> str:
    """Return a text of this page without roles."""

    def one(found: re.Match[str]) -> str:
        words = plain(found)
        if words.startswith("["):
            return words
        before, after = (
            text[: found.start()],
            text[found.end() :],
        )  # Links stand in Chinese without spaces, words do not.
        start = " " if CHINESE.match(before[-1:]) and words[0].isascii() else ""
        return start + words + (" " if CHINESE.match(after) and words[-1].isascii() else "")

    def plain(found: re.Match[str]) -> str:
        title, target = (found["title"], found["target"]) if found["target"] else ("", found["bare"])
        if found["role"] == "math":
            return f"${target}$"
        if found["role"] in ("title", "term"):
            return title or target
        own, page, anchor = _goal(app, found["role"], target, docname)
        address = _address(app, page, anchor)
        return link(title or own, address) if anchor or title or address else f"“{own}”"

    linked = ROLE.sub(one, text)
    return LINK.sub(lambda found: link(found["title"], found["address"]), linked)


def _goal(app: Sphinx, role: str, target: str, docname: str) -> tuple[str, str, str]:
    """Return the title, the page and the anchor of what a role points to."""
    role = role.removeprefix("py:")
    if role == "doc":
        page = posixpath.normpath(posixpath.join(posixpath.dirname(docname), target)).lstrip("/")
        if page in app.env.titles:
            return app.env.titles[page].astext(), page, ""
    elif role in OBJECTS:
        objects: dict[str, Any] = app.env.domains["py"].objects
        if found := objects.get(target.lstrip("~")):
            shown = target.rpartition(".")[2] if target.startswith("~") else target
            return f"`{shown}{'()' if role in CALLED else ''}`", found.docname, found.node_id
    raise ExtensionError(f"{docname}: :{role}:`{target}` leads nowhere, or is no role that a download can hold")


def _address(app: Sphinx, page: str, anchor: str) -> str:
    base = app.config.html_baseurl
    return base and f"{base}{page}.html{'#' if anchor else ''}{anchor}"
