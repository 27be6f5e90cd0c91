"""Every internal link, anchor and file of every page exists, and nothing is loaded from another host."""

import os
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

from _ext.languages import addresses as languages

BASE = urlsplit(os.environ.get("CONVREF_URL", "").rstrip("/")).path
LOADED = {"img": ["src"], "script": ["src"], "video": ["src", "poster"], "source": ["src"], "iframe": ["src"]}
CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


def loaded(page):
    """Addresses that a browser fetches by itself when it opens the page."""
    for tag, attributes in LOADED.items():
        for element in page.find_all(tag):
            yield from (element[name] for name in attributes if element.get(name))
    for element in page.find_all("link"):
        if set(element["rel"]) & {"stylesheet", "icon", "shortcut", "preload", "prefetch"}:
            yield element["href"]


def target(path: Path, address: str) -> Path:
    return (path.parent / unquote(urlsplit(address).path)).resolve() if urlsplit(address).path else path


def test_every_link_and_anchor_leads_somewhere(pages):
    anchors = {
        path: {element["id"] for element in page.find_all(id=True)}
        | {a["name"] for a in page.find_all("a", attrs={"name": True})}
        for path, page in pages.items()
    }
    faults = []
    for path, page in pages.items():
        for link in page.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if parts.scheme or link["href"].startswith("/"):
                continue
            goal = target(path, link["href"])
            fragment = unquote(parts.fragment).split(":")[0]  # Behind it stands the state of a figure.
            if not goal.is_file():
                faults.append(f"{path}: no file for {link['href']}")
            elif fragment and goal in anchors and fragment not in anchors[goal]:
                faults.append(f"{path}: no anchor for {link['href']}")
    assert not faults, "\n".join(faults)


def test_every_loaded_file_is_here(site, pages):
    faults = []
    for path, page in pages.items():
        for address in loaded(page):
            parts = urlsplit(address)
            if parts.scheme == "data":
                continue
            whole = address.startswith("/")  # A lost page names its files from the root of the host.
            file = site / address.removeprefix(f"{BASE}/") if whole else target(path, address)
            if parts.netloc or not file.is_file():
                faults.append(f"{path}: loads {address}")
    assert not faults, "\n".join(faults)


def test_style_sheets_load_nothing_from_other_hosts(site):
    faults, sheets = [], list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        for groups in CSS_ADDRESS.findall(sheet.read_text(encoding="utf-8")):
            address = "".join(groups)
            if urlsplit(address).netloc:
                faults.append(f"{sheet}: loads {address}")
    assert not faults, "\n".join(faults)


def test_every_picture_has_alt_text_and_a_size(pages):
    faults = []
    for path, page in pages.items():
        for image in page.find_all("img"):
            decoration = image.find_parent(class_="gallery-card")
            if image.get("alt") is None or not (image["alt"] or decoration):
                faults.append(f"{path}: {image['src']} has no alt text")
            if not (image.get("width") and image.get("height")):
                faults.append(f"{path}: {image['src']} has no size")
    assert not faults, "\n".join(faults)


def test_each_page_exists_in_both_languages_and_says_so(site, pages):
    names = {
        lang: {p.relative_to(site / lang) for p in pages if p.is_relative_to(site / lang)} for lang in ("en", "zh")
    }
    assert names["en"] == names["zh"]
    for path, page in pages.items():
        if path.parent == site:
            continue
        own, other = ("en", "zh-CN") if path.is_relative_to(site / "en") else ("zh-CN", "en")
        assert [link["hreflang"] for link in page.select(".language-switch a")] == [other], path
        assert page.html["lang"] == own, path


def test_search_engines_are_told_whole_addresses_or_none():
    for url, expected in (
        ("", ["", ""]),
        ("https://example.org/c", [f"https://example.org/c/{f}/a/b.html" for f in ("en", "zh")]),
    ):
        context = {}
        app = SimpleNamespace(config=SimpleNamespace(language="en", convref_url=url))
        languages.add_context(app, "a/b", "", context, None)
        assert [entry["url"] for entry in context["page_languages"]] == expected


def test_pages_describe_themselves(site, pages):
    for path, page in pages.items():
        if path.name == "search.html" or path == site / "404.html":
            continue
        assert page.find("meta", attrs={"name": "description"}), path
        assert len(page.find_all("h1")) == 1, path
