"""An EPUB of the built pages of one language, in the order of the site: text, figures, formulas, code.

It is made of the pages as they stand, so that nothing is computed or translated twice. A live figure stands still in
it, a film shows its first picture, formulas are MathML.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

import convref  # noqa: E402
from _ext.gallery import taken_scripts  # noqa: E402
from _ext.languages.addresses import LANGUAGES  # noqa: E402
from _ext.pages.navigation import FOLDERS  # noqa: E402
from _ext.publishing import archives  # noqa: E402
from _tools.book_chapters import Chapter, chapter, close_links, file, soup, the  # noqa: E402
from convref.plotting.style import TOKENS  # noqa: E402

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


@dataclass(frozen=True)
class Book:
    """The chapters of a book by the names of their pages, in order, and how deep each stands in the contents."""

    tag: str
    levels: dict[str, int]
    chapters: dict[str, Chapter]

    @property
    def title(self) -> str:
        """The title of the first page, as it stands in XML."""
        return escape(self.chapters["index"].title)


def contents(root: Path) -> dict[str, int]:
    """Return the pages in the order in which the trees at their side list them, with the level of each."""
    levels = {"index": 0}
    for folder in FOLDERS:
        if not (root / folder / "index.html").is_file():
            continue
        levels.setdefault(f"{folder}/index", 0)
        for link in soup(root, f"{folder}/index").select("nav.tree li a, nav.tree p.group a"):
            address = unquote(urlsplit(str(link["href"])).path)
            levels.setdefault(normpath(join(folder, address)).removesuffix(".html"), 1)
    return levels


def navigation_page(book: Book) -> str:
    """Return the table of contents."""
    lines, pages = [], list(book.levels)
    for page, after in zip(pages, [*pages[1:], None], strict=True):
        level, next_level = book.levels[page], book.levels[after] if after else 0
        lines.append(f'<li><a href="{file(page)}">{escape(book.chapters[page].title)}</a>')
        lines.append("<ol>" if next_level > level else "</li>")
        lines += ["</ol></li>"] if next_level < level else []
    body = f'<nav epub:type="toc"><h1>{book.title}</h1><ol>\n' + "\n".join(lines) + "\n</ol></nav>"
    return PAGE.format(tag=book.tag, title=book.title, body=body)


def package(book: Book, texts: dict[str, str], images: dict[str, Path], author: str) -> str:
    """Return the list of all files, and the order of the chapters."""
    items, spine = [], []
    for at, (page, text) in enumerate(texts.items()):
        known = [name for name, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in text]
        more = f' properties="{" ".join(known)}"' if known else ""
        items.append(f'<item id="c{at}" href="{file(page)}" media-type="application/xhtml+xml"{more}/>')
        spine.append(f'<itemref idref="c{at}"/>')
    for at, (name, path) in enumerate(sorted(images.items())):
        items.append(f'<item id="i{at}" href="{escape(name)}" media-type="{KINDS[path.suffix]}"/>')
    return PACKAGE.format(
        tag=book.tag,
        id=uuid5(NAMESPACE_URL, f"convref/{convref.__version__}/{book.tag}"),
        title=book.title,
        author=author,
        modified=MODIFIED,
        items="\n".join(items),
        spine="\n".join(spine),
    )


def make(site: Path, language: dict[str, str], style: str) -> bytes:
    """Return the book of a language of a built site."""
    root = site / language["folder"]
    levels = contents(root)
    book = Book(language["tag"], levels, {page: chapter(root, page) for page in levels})
    close_links(book.chapters)
    texts = {
        page: PAGE.format(tag=book.tag, title=escape(made.title), body=made.xml) for page, made in book.chapters.items()
    }
    images = {name: path for made in book.chapters.values() for name, path in made.images.items()}
    author = escape(the(soup(root, "index"), "title").get_text())
    files = {
        "META-INF/container.xml": CONTAINER,
        "book/content.opf": package(book, texts, images, author),
        "book/nav.xhtml": navigation_page(book),
        "book/book.css": coloured(style),
        **{f"book/{file(page)}": text for page, text in texts.items()},
    }
    held = {name: text.encode() for name, text in files.items()}
    held |= {f"book/{name}": path.read_bytes() for name, path in images.items()}
    return taken_scripts.zipped(held, first=("mimetype", b"application/epub+zip"))


def coloured(style: str) -> str:
    """Return a style sheet with the light colours in the place of their names, which few reading machines know."""
    return re.sub(r"var\(--([\w-]+)\)", lambda found: TOKENS["light"][found[1]], style)


def main(site: Path, style: Path) -> None:
    """Write the book of every language."""
    for language in LANGUAGES.values():
        content = make(site, language, style.read_text(encoding="utf-8"))
        (site / archives.book(language["folder"])).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), ROOT / "docs" / "_theme" / "book.css")
