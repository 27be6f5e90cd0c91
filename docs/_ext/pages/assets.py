"""The files that every page loads: one style sheet, and one classic script for each purpose, each put together here.

A page loads `site.css` and `site.js`; one with an interactive figure also the script of its tools, from
explorer/directive.py. The search comes when it is used: its modules, with the library they import, as `search.js`.
A classic script, unlike a module, loads from disk.
"""

import hashlib
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from _ext.build.bundles import Bundler
from _ext.explorer.engine import engine_of
from convref.plotting.style import TOKENS

STYLES = (
    "base",
    "frame",
    "prose",
    "claim",
    "code",
    "figure",
    "cards",
    "landing",
    "lesson",
    "reference",
    "search",
    "explorer",
    "layer",
    "stepper",
    "boards",
    "photo",
    "network",
    "touch",
    "print",
)
OTHER_FORMATS = re.compile(r',url\([^)]*\) format\("(?:woff|truetype)"\)')  # Every browser reads woff2.


# One pixel of nothing, where a picture waits until it is in sight; a strict policy allows no address that begins data:.
CLEAR = "clear.gif"
PIXEL = b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")


def tokens() -> str:
    """Return the colours as custom properties: light, dark by the system, dark and light by the reader's choice."""
    light, dark = (
        "".join(f"  --{name}: {colour};\n" for name, colour in TOKENS[theme].items()) + f"  color-scheme: {theme};\n"
        for theme in ("light", "dark")
    )
    return (
        f":root {{\n{light}}}\n"
        f'@media screen and (prefers-color-scheme: dark) {{\n:root:not([data-theme="light"]) {{\n{dark}}}\n}}\n'
        f'@media screen {{\n:root[data-theme="dark"] {{\n{dark}}}\n}}\n'
    )


def stylesheet(root: Path) -> str:
    """Return the one style sheet of the site."""
    katex = (root / "node_modules" / "katex" / "dist" / "katex.min.css").read_text(encoding="utf-8")
    katex = OTHER_FORMATS.sub("", katex).replace("url(fonts/", "url(katex/fonts/")
    parts = [(root / "docs" / "_theme" / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES]
    return "\n".join([katex, tokens(), *parts])


def bundle(folder: Path, names: tuple[str, ...]) -> str:
    """Return the scripts of a folder as one, in this order."""
    return "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in names)


def texts(root: Path, bundler: Bundler) -> dict[str, str]:
    """Return the text of every file."""
    scripts = root / "docs" / "_theme" / "scripts"
    return {
        "site.css": bundler.packed(stylesheet(root)),
        "first.js": bundle(scripts, ("first",)),
        "site.js": bundler.made(scripts, 'import "./site.js";').read_text(encoding="utf-8"),
        "landing.js": bundle(scripts, ("landing", "landing_size")),
        "search.js": bundler.made(scripts / "search", 'import "./main.js";').read_text(encoding="utf-8"),
    }


def digest(app: Sphinx, config: Any) -> None:
    """Note what the files hold: pages name it, so that a browser never keeps an old one."""
    root = Path(config.convref_root)
    bundler = Bundler(root, Path(config.convref_cache))
    app.convref_texts = texts(root, bundler)  # type: ignore[attr-defined]
    bundler.close()
    digests = {name: hashlib.sha256(text.encode()).hexdigest()[:8] for name, text in app.convref_texts.items()}  # type: ignore[attr-defined]
    config.convref_assets = digests


def write(app: Sphinx) -> None:
    """Write the files beside the pages."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in app.convref_texts.items():  # type: ignore[attr-defined]
        (folder / name).write_text(text, encoding="utf-8")
    (folder / CLEAR).write_bytes(PIXEL)


def add_address(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Offer the template the address of one of these files."""

    def asset(name: str) -> str:
        mark = app.config.convref_assets.get(name) or engine_of(app).marks.get(name)
        return context["pathto"](f"_static/{name}", 1) + (f"?v={mark}" if mark else "")

    context["asset"] = asset
    context.setdefault("page_scripts", []).insert(0, "site.js")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("convref_assets", {}, "html")
    app.connect("config-inited", digest)
    app.connect("builder-inited", write)
    app.connect("html-page-context", add_address)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
