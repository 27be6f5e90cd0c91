"""What each page weighs once a reader has seen all of it, down to its end: text, styles, scripts, pictures, films."""

import gzip
from functools import cache
from itertools import product

import pytest

PACKED = {".html", ".css", ".js", ".svg"}  # A server sends these gzipped.
MOST_KB = 250
FOLDERS = ("learn", "auto_gallery", "howto", "tools", "reference", "about", "index.html", "404.html")
LARGER = {  # What is given instead: cards of all scripts, which load as they come into sight, and seven photos.
    "auto_gallery/index": 420,
    "reference/pictures": 400,
    "learn/kernels-and-feature-maps": 380,
}


@cache
def weight(file):
    """Return the bytes that a server sends for a file."""
    content = file.read_bytes()
    return len(gzip.compress(content)) if file.suffix in PACKED else len(content)


def files(page, path):
    """Yield each file that the page may load, and the themes and widths it is loaded for."""
    for one in page.select("link[rel=stylesheet], script[src], img, video, source"):
        classes = set(one.get("class") or ())
        for name in ("href", "src", "data-src", "poster"):
            address = one.get(name, "").partition("?")[0]
            if address and ":" not in address:
                yield (path.parent / address).resolve(), classes


def seen(page, path, theme, width):
    """Return the bytes of everything that a reader of this theme and this width gets."""
    other = {f"only-{'dark' if theme == 'light' else 'light'}", f"only-{'wide' if width == 'narrow' else 'narrow'}"}
    loaded = {file for file, classes in files(page, path) if not classes & other}
    return weight(path) + sum(weight(file) for file in loaded)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_that_was_read_to_its_end_was_light(pages, site, language):
    root = site / language
    chosen = [path for path in pages if any(path.is_relative_to(root / folder) for folder in FOLDERS)]
    assert len(chosen) > 100
    heavy = {}
    for path in chosen:
        name = path.relative_to(root).with_suffix("").as_posix()
        most = max(seen(pages[path], path, *view) for view in product(("light", "dark"), ("wide", "narrow"))) / 1024
        if most > LARGER.get(name, MOST_KB):
            heavy[name] = round(most)
    assert heavy == {}
