"""A built page as a chapter of a book: its text, without what only a screen shows or a script moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

OF_A_SCREEN = (
    *("script", "noscript", "form", "input", "button", ".buttons", ".headerlink", ".viewcode-link"),
    *(".page-facts", ".eyebrow", ".contents", ".archives", ".search-field", ".resume", ".ways", ".chips"),
    *(".only-dark", ".only-narrow", ".figure-tools", "svg:not(.explorer svg)"),
    *(".explorer select", ".explorer textarea", ".explorer label"),
    *(".ex-head", ".ex-code", ".ex-transport", ".ex-share", ".ex-heard"),
    *(".ph-source", ".ph-kernels", ".ph-more", ".ph-code"),
)
OF_A_SCRIPT = ("data-", "aria-", "on")  # How the attributes begin that mean nothing in a book.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML allows none of them.
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Chapter:
    """The text of one page, its title, and the images that it shows by their names in the book."""

    title: str
    article: Tag
    images: dict[str, Path]

    @property
    def xml(self) -> str:
        """The text with every element closed and every attribute with a value."""
        return CONTROL.sub("", self.article.decode(formatter="minimal"))


def file(page: str) -> str:
    """Return the name of a page in the book."""
    return page.replace("/", "-") + ".xhtml"


def soup(root: Path, page: str) -> BeautifulSoup:
    """Return a page of the folder of a language as it was built."""
    return BeautifulSoup((root / f"{page}.html").read_text(encoding="utf-8"), "html.parser")


def the(part: Tag, selector: str) -> Tag:
    """Return the first element that the selector finds; every page has one."""
    found = part.select_one(selector)
    assert found is not None, selector
    return found


def chapter(root: Path, page: str) -> Chapter:
    """Return the chapter that a page becomes."""
    whole = soup(root, page)
    article = the(whole, "article")
    for part in article.select(", ".join(OF_A_SCREEN)):
        part.decompose()
    for formula in article.select(".katex"):
        _as_mathml(formula)
    for film in article.select("video"):
        _as_first_picture(film, whole)
    images = dict(_named(image, (root / page).parent) for image in article.select("img"))
    for drawing in article.select("svg"):
        drawing["xmlns"] = SVG
        drawing.attrs = {{"viewbox": "viewBox"}.get(name, name): value for name, value in drawing.attrs.items()}
    for element in article.find_all(True):
        element.attrs = {name: value for name, value in element.attrs.items() if not _means_nothing(name)}
    article.name = "section"
    title = (article.select_one("h1") or the(whole, "title")).get_text(" ", strip=True)
    return Chapter(title, article, images)


def _as_mathml(formula: Tag) -> None:
    """Leave of a formula what a reading machine draws by itself."""
    display = formula.find_parent(class_="katex-display")
    math = the(formula, "math")
    for note in math.select("annotation"):
        note.decompose()
    if display is not None:
        math["display"] = "block"
    (display or formula).replace_with(math)


def _as_first_picture(film: Tag, whole: BeautifulSoup) -> None:
    still = {"src": str(film["poster"]), "alt": str(film["aria-label"]), "width": str(film["width"])}
    film.replace_with(whole.new_tag("img", attrs=still))


def _named(image: Tag, folder: Path) -> tuple[str, Path]:
    """Give an image its address in the book; return it with the file that is to lie there."""
    path = (folder / unquote(urlsplit(str(image.get("data-src") or image["src"])).path)).resolve()
    image["src"] = name = f"images/{path.name}"
    image["alt"] = image.get("alt") or ""
    del image["height"]
    return name, path


def _means_nothing(attribute: str) -> bool:
    return attribute.startswith(OF_A_SCRIPT) or attribute == "loading"


def close_links(chapters: Mapping[str, Chapter]) -> None:
    """Let links lead to places in the book or to other hosts; those to what is not in it become words."""
    anchors = {page: {one["id"] for one in made.article.find_all(id=True)} for page, made in chapters.items()}
    for page, made in chapters.items():
        for link in made.article.select("a[href]"):
            parts = urlsplit(str(link["href"]))
            if parts.scheme in ("http", "https"):
                continue
            goal = normpath(join(dirname(page), unquote(parts.path))) if parts.path else f"{page}.html"
            goal, anchor = goal.removesuffix(".html"), unquote(parts.fragment)
            if goal not in chapters or parts.scheme:
                link.unwrap()
            else:
                link["href"] = file(goal) + (f"#{anchor}" if anchor in anchors[goal] else "")
