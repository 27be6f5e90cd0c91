"""An EPUB of the built pages of one language, in the order of the site: text, figures, formulas, code.

It is made of the pages as they stand, so that nothing is computed or translated twice. A live figure stands still in
it, a film shows its first picture, formulas are MathML.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import convref  # noqa: E402
from _ext.gallery import taken_scripts  # noqa: E402
from _ext.languages.addresses import LANGUAGES  # noqa: E402
from _ext.pages.navigation import FOLDERS  # noqa: E402
from _ext.publishing import archives  # noqa: E402
from convref.plotting.style import TOKENS  # noqa: E402

NO_PART = (
    "script, .headerlink, .buttons, .page-facts, .eyebrow, .figure-tools, .contents, .only-dark, .only-narrow, form,"
    " .archives, .viewcode-link, .search-field, noscript, svg:not(.explorer svg), .resume, .ways, input, button,"
    " .chips, .explorer select, .explorer textarea, .explorer label, .ex-head, .ex-code, .ex-transport, .ex-share,"
    " .ex-heard, .ph-source, .ph-kernels, .ph-more, .ph-code"
)
KINDS = {".webp": "image/webp", ".png": "image/png", ".svg": "image/svg+xml"}
MODIFIED = "2000-01-01T00:00:00Z"  # The same in every build; the version says which build it is.
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{tag}" xml:lang="{tag}">
<head><meta charset="utf-8"/><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body>{body}</body>
</html>
"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{tag}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{id}</dc:identifier><dc:title>{title}</dc:title><dc:language>{tag}</dc:language>
<dc:creator>{author}</dc:creator><dc:rights>CC BY 4.0</dc:rights><meta property="dcterms:modified">{modified}</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessMode">visual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="book.css" media-type="text/css"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


@dataclass
class Book:
    """The pages of one language on their way into a book."""

    site: Path
    folder: str
    tag: str
    chapters: list[str] = field(default_factory=list)  # Names of pages, in order.
    levels: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    images: dict[str, Path] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The folder of the language."""
        return self.site / self.folder

    def soup(self, page: str) -> BeautifulSoup:
        """Return a page as it was built."""
        return BeautifulSoup((self.root / f"{page}.html").read_text(encoding="utf-8"), "html.parser")

    def find_chapters(self) -> None:
        """Note the pages in the order in which the trees at their side list them."""
        self._chapter("index", 0)
        for folder in FOLDERS:
            if not (self.root / folder / "index.html").is_file():
                continue
            self._chapter(f"{folder}/index", 0)
            for link in self.soup(f"{folder}/index").select("nav.tree li a, nav.tree p.group a"):
                self._chapter(
                    normpath(join(folder, unquote(urlsplit(str(link["href"])).path))).removesuffix(".html"), 1
                )

    def _chapter(self, page: str, level: int) -> None:
        if page not in self.levels:
            self.chapters.append(page)
            self.levels[page] = level


def file(page: str) -> str:
    """Return the name of a page in the book."""
    return page.replace("/", "-") + ".xhtml"


def _the(part: Tag, selector: str) -> Tag:
    """Return the first element that the selector finds; every page has one."""
    found = part.select_one(selector)
    assert found is not None, selector
    return found


def chapter(book: Book, page: str) -> Tag:
    """Return the text of a page, without what only a screen shows or a script moves."""
    soup = book.soup(page)
    article = _the(soup, "article")
    for part in article.select(NO_PART):
        part.decompose()
    for formula in article.select(".katex"):
        display = formula.find_parent(class_="katex-display")
        math = _the(formula, "math")
        for note in math.select("annotation"):
            note.decompose()
        if display is not None:
            math["display"] = "block"
        (display or formula).replace_with(math)
    for film in article.select("video"):
        still = soup.new_tag("img", src=str(film["poster"]), alt=str(film["aria-label"]), width=str(film["width"]))
        film.replace_with(still)
    for image in article.select("img"):
        _take(book, page, image)
    for drawing in article.select("svg"):
        drawing["xmlns"] = "http://www.w3.org/2000/svg"
        drawing.attrs = {{"viewbox": "viewBox"}.get(name, name): value for name, value in drawing.attrs.items()}
    for element in article.find_all(True):
        for name in [name for name in element.attrs if name.startswith(("data-", "aria-", "on")) or name == "loading"]:
            del element[name]
    book.titles[page] = (article.select_one("h1") or _the(soup, "title")).get_text(" ", strip=True)
    return article


def _take(book: Book, page: str, image: Tag) -> None:
    path = (book.root / dirname(page) / unquote(urlsplit(str(image.get("data-src") or image["src"])).path)).resolve()
    name = f"images/{path.name}"
    book.images[name] = path
    image["src"] = name
    image["alt"] = image.get("alt") or ""
    del image["height"]


def close_links(book: Book, articles: Mapping[str, Tag]) -> None:
    """Let links lead to places in the book or to other hosts; those to what is not in it become words."""
    anchors = {page: {one["id"] for one in article.find_all(id=True)} for page, article in articles.items()}
    for page, article in articles.items():
        for link in article.select("a[href]"):
            parts = urlsplit(str(link["href"]))
            if parts.scheme in ("http", "https"):
                continue
            goal = normpath(join(dirname(page), unquote(parts.path))) if parts.path else f"{page}.html"
            goal, anchor = goal.removesuffix(".html"), unquote(parts.fragment)
            if goal not in articles or parts.scheme:
                link.unwrap()
            else:
                link["href"] = file(goal) + (f"#{anchor}" if anchor in anchors[goal] else "")


def navigation_page(book: Book) -> str:
    """Return the table of contents."""
    lines = []
    for at, page in enumerate(book.chapters):
        below = book.levels[book.chapters[at + 1]] if at + 1 < len(book.chapters) else 0
        lines.append(f'<li><a href="{file(page)}">{escape(book.titles[page])}</a>')
        lines.append("<ol>" if below > book.levels[page] else "</li>")
        lines += ["</ol></li>"] if below < book.levels[page] else []
    body = f'<nav epub:type="toc"><h1>{escape(book.titles["index"])}</h1><ol>\n' + "\n".join(lines) + "\n</ol></nav>"
    return PAGE.format(tag=book.tag, title=escape(book.titles["index"]), body=body)


def package(book: Book, author: str) -> str:
    """Return the list of all files, and the order of the chapters."""
    items, spine = [], []
    for at, page in enumerate(book.chapters):
        text = book.texts[page]
        known = [name for name, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in text]
        more = f' properties="{" ".join(known)}"' if known else ""
        items.append(f'<item id="c{at}" href="{file(page)}" media-type="application/xhtml+xml"{more}/>')
        spine.append(f'<itemref idref="c{at}"/>')
    for at, (name, path) in enumerate(sorted(book.images.items())):
        items.append(f'<item id="i{at}" href="{escape(name)}" media-type="{KINDS[path.suffix]}"/>')
    title = escape(book.titles["index"])
    identity = uuid5(NAMESPACE_URL, f"convref/{convref.__version__}/{book.tag}")
    return PACKAGE.format(tag=book.tag, id=identity, title=title, author=author, modified=MODIFIED,
                          items="\n".join(items), spine="\n".join(spine))  # fmt: skip


def make(site: Path, language: dict[str, str], style: str) -> bytes:
    """Return the book of a language of a built site."""
    book = Book(site, language["folder"], language["tag"])
    book.find_chapters()
    articles = {page: chapter(book, page) for page in book.chapters}
    close_links(book, articles)
    for page, article in articles.items():
        article.name = "section"
        book.texts[page] = PAGE.format(tag=book.tag, title=escape(book.titles[page]), body=_xml(article))
    author = _the(book.soup("index"), "title").get_text()
    files = {
        "META-INF/container.xml": CONTAINER,
        "book/content.opf": package(book, escape(author)),
        "book/nav.xhtml": navigation_page(book),
        "book/book.css": coloured(style),
        **{f"book/{file(page)}": text for page, text in book.texts.items()},
    }
    held = {name: text.encode() for name, text in files.items()}
    held |= {f"book/{name}": path.read_bytes() for name, path in book.images.items()}
    return taken_scripts.zipped(held, first=("mimetype", b"application/epub+zip"))


def coloured(style: str) -> str:
    """Return a style sheet with the light colours in the place of their names, which few reading machines know."""
    return re.sub(r"var\(--([\w-]+)\)", lambda found: TOKENS["light"][found[1]], style)


def _xml(article: Tag) -> str:
    """Return a piece of HTML as XML: every element closed, every attribute with a value, no control characters."""
    text = article.decode(formatter="minimal")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def main(site: Path, style: Path) -> None:
    """Write the book of every language."""
    for language in LANGUAGES.values():
        content = make(site, language, style.read_text(encoding="utf-8"))
        (site / archives.book(language["folder"])).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), ROOT / "docs" / "_theme" / "book.css")
