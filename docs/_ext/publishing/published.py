"""What search engines and messengers are told about each page, once the address of the site is known.

A card with the page's first figure, its facts as structured data, the list of all pages.
"""

import hashlib
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx

from _ext.languages.addresses import LANGUAGES
from _ext.pages import navigation
from _ext.pages.kinds import kind
from convref.plotting.style import TOKENS

CARD = (1200, 630)
MARGIN = 48
CARDS = "_static/cards"
USED = re.compile(rf"/{CARDS}/(\w+\.png)")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TYPES = {"lesson": "LearningResource", "tool": "WebApplication", "course": "Course"}
NOT_LISTED = ("404", "search")


def picture(app: Sphinx, doctree: nodes.document | None) -> Path:
    """Return the first figure of a page as it looks in the light; that of the README where the page has none."""
    images = doctree.findall(nodes.image) if doctree is not None else ()
    found = (image for image in images if "only-light" in image["classes"] and "only-narrow" not in image["classes"])
    sources = {name: uri for uri, name in app.builder.images.items()}  # Writing has put the final addresses there.
    paths = (Path(app.srcdir, sources.get(unquote(image["uri"]).rpartition("/")[2], "")) for image in found)
    first = next((path for path in paths if path.suffix in (".webp", ".png")), None)
    return first if first is not None and first.is_file() else Path(app.config.convref_root, "docs", "readme.png")


def card(app: Sphinx, source: Path) -> str:
    """Return the address of a figure on a sheet of the size that messengers show, drawn now or before."""
    name = f"{hashlib.sha256(source.read_bytes()).hexdigest()[:16]}.png"
    path = Path(app.outdir, CARDS, name)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet = Image.new("RGB", CARD, TOKENS["light"]["paper"])
        with Image.open(source) as figure:
            drawn = figure.convert("RGBA")
        scale = min((side - 2 * MARGIN) / length for side, length in zip(CARD, drawn.size, strict=True))
        drawn = drawn.resize([max(1, round(length * scale)) for length in drawn.size], Image.Resampling.LANCZOS)
        corner = ((CARD[0] - drawn.width) // 2, (CARD[1] - drawn.height) // 2)
        sheet.paste(drawn, corner, drawn)
        sheet.save(path, optimize=True)
    return f"{app.config.html_baseurl}{CARDS}/{name}"


def facts(app: Sphinx, pagename: str, context: dict[str, Any]) -> dict[str, Any]:
    """Return what a page is, in the words of schema.org."""
    page = kind(pagename)
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(page, "TechArticle" if "/" in pagename else "WebSite"),
        "name": unescape(re.sub(r"<[^>]+>", "", context["title"])),
        "description": context.get("page_description", ""),
        "url": context["pageurl"],
        "inLanguage": LANGUAGES[app.config.language]["tag"],
        "license": LICENCE,
        "isAccessibleForFree": True,
        "image": context["card"],
    }
    if page == "lesson":
        said["timeRequired"] = f"PT{app.env.metadata[pagename].get('minutes', 1)}M"
        said["learningResourceType"] = "lesson"
    if page == "course":
        said["provider"] = {"@type": "Organization", "name": app.config.html_title}
    if page == "tool":
        said |= {"applicationCategory": "EducationalApplication", "operatingSystem": "any"}
    if "/" in pagename:
        said["isPartOf"] = {
            "@type": "WebSite",
            "name": app.config.html_title,
            "url": f"{app.config.html_baseurl}index.html",
        }
        said["breadcrumb"] = _crumbs(app, pagename, said["name"])
    return said


def _crumbs(app: Sphinx, pagename: str, title: str) -> dict[str, Any]:
    """Return the way from the landing page to a page."""
    base, folder = app.config.html_baseurl, pagename.partition("/")[0]
    steps = [(app.config.html_title, f"{base}index.html")]
    if folder in navigation.FOLDERS:
        steps.append((str(navigation.labels()[folder]), f"{base}{folder}/index.html"))
    if not pagename.endswith("/index"):
        steps.append((title, f"{base}{pagename}.html"))
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": address}
        for at, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the template the card and the facts; without the site's address there are none."""
    context["published"] = bool(app.config.convref_url) and pagename not in NOT_LISTED and doctree is not None
    if context["published"]:
        context["card"] = card(app, picture(app, doctree))
        context["card_size"] = CARD
        context["facts"] = json.dumps(facts(app, pagename, context), ensure_ascii=False).replace("<", "\\u003c")


def sitemap(base: str, pages: list[str]) -> str:
    """Return the list of all pages in all languages."""
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {spaces}>"]
    for page in pages:
        addresses = {one["tag"]: escape(f"{base}/{one['folder']}/{page}.html") for one in LANGUAGES.values()}
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{href}"/>' for tag, href in addresses.items()
        )
        lines += [f"<url><loc>{address}</loc>{others}</url>" for address in addresses.values()]
    return "\n".join([*lines, "</urlset>\n"])


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the list of pages above both languages, and remove cards that no page shows any more."""
    if exception or app.builder.name != "html":
        return
    above, url = Path(app.outdir).parent, app.config.convref_url
    files = {"sitemap.xml": "", "robots.txt": ""}
    if url:
        listed = sorted(page for page in app.env.found_docs if page not in NOT_LISTED)
        files = {
            "sitemap.xml": sitemap(url, listed),
            "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {url}/sitemap.xml\n",
        }
    for name, text in files.items():
        if text:
            (above / name).write_text(text, encoding="utf-8")
        else:
            (above / name).unlink(missing_ok=True)
    sweep(Path(app.outdir))


def sweep(folder: Path) -> None:
    """Remove the cards that no page names."""
    drawn = set((folder / CARDS).glob("*.png"))
    if drawn:
        pages = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
        used = {name for page in pages for name in USED.findall(page)}
        for path in drawn:
            if path.name not in used:
                path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_context, priority=700)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
