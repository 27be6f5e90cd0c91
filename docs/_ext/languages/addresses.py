"""Two languages side by side: the switch on every page, the hints for search engines, the site's root page.

Each language is built into a folder of its own below the root; every address is relative and works from disk.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx

from _ext.pages import assets

LANGUAGES = {
    "en": {"folder": "en", "tag": "en", "name": "English", "short": "EN"},
    "zh_CN": {"folder": "zh", "tag": "zh-CN", "name": "中文", "short": "中文"},
}
ROOT_PAGES = ("index.html", "404.html", "root.css", "root.js")


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Tell the template where this page is in every language."""
    up = "../" * (pagename.count("/") + 1)
    context["page_languages"] = [
        {
            **entry,
            "href": f"{up}{entry['folder']}/{pagename}.html",
            "url": app.config.convref_url and f"{app.config.convref_url}/{entry['folder']}/{pagename}.html",
            "current": code == app.config.language,
        }
        for code, entry in LANGUAGES.items()
    ]


def write_root(app: Sphinx, exception: Exception | None) -> None:
    """Write the pages above both languages; the second build writes the same bytes again."""
    folder = LANGUAGES[app.config.language]["folder"]
    outdir = Path(app.outdir)
    if exception or app.builder.name != "html" or outdir.name != folder:
        return
    url = app.config.convref_url
    base = urlsplit(url).path  # The page of lost addresses is shown at any depth: what it names begins at the root.
    for name in ROOT_PAGES:
        context = {"languages": list(LANGUAGES.values()), "url": url, "base": base, "tokens": assets.tokens()}
        page = app.builder.templates.render(f"root/{name}", context)
        (outdir.parent / name).write_text(page, encoding="utf-8")
    icon = Path(app.config.convref_root, "docs", "_theme", "favicon.svg")
    (outdir.parent / "favicon.svg").write_bytes(icon.read_bytes())


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("convref_url", "", "html")
    app.connect("html-page-context", add_context)
    app.connect("build-finished", write_root)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
