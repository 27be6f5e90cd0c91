"""The whole site to take home: one archive and one book a language, made by `make archive` and linked from a page.

An archive holds the pages of one language and works from disk. What would lead out of it, the switch of languages and
the links to the archives themselves, is taken from its pages.
"""

import os
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from _ext.gallery import taken_scripts
from _ext.languages.addresses import LANGUAGES
from _ext.publishing import wheel

TAG = "archived"  # Set by make archive: only then do pages link to what it makes.
VARIABLE = "CONVREF_ARCHIVES"
NAME = "convolution-reference"
OUTWARD = re.compile(r'<nav class="language-switch".*?</nav>|<ul class="archives[^"]*">.*?</ul>', re.DOTALL)
START = """<!doctype html>
<html lang="{tag}"><head><meta charset="utf-8"><title>{name}</title>
<meta http-equiv="refresh" content="0; url={folder}/index.html"></head>
<body><p><a href="{folder}/index.html">{name}</a></p></body></html>
"""


def archive(folder: str) -> str:
    """Return the name of the archive of a language."""
    return f"{NAME}-{folder}.zip"


def book(folder: str) -> str:
    """Return the name of the book of a language."""
    return f"{NAME}-{folder}.epub"


class Archives(SphinxDirective):
    """``{archives}``: links to the archive and the book of this language; nothing before they are made."""

    def run(self) -> list[nodes.Node]:
        """Return a list of two links; no catalogue holds it."""
        folder = LANGUAGES[self.config.language]["folder"]
        up = "../" * (self.env.docname.count("/") + 1)
        listed = nodes.bullet_list(classes=["archives"])
        for name, title in (
            (archive(folder), _("The whole site, as a folder for your disk")),
            (book(folder), _("The whole site, as a book")),
        ):
            link = nodes.reference("", f"{title} ({name})", refuri=f"{up}{name}", internal=True)
            listed += nodes.list_item("", nodes.paragraph("", "", link, translatable=False))
        return [listed]


def forget(app: Sphinx, exception: Exception | None) -> None:
    """Remove archives of an earlier build, which hold other pages than these."""
    if exception or app.builder.name != "html" or app.tags.has(TAG):
        return
    folder = LANGUAGES[app.config.language]["folder"]
    for name in (archive(folder), book(folder)):
        (Path(app.outdir).parent / name).unlink(missing_ok=True)


def pack(site: Path, language: dict[str, str]) -> bytes:
    """Return the archive of a language of a built site."""
    folder = language["folder"]
    paths = [path for path in sorted((site / folder).rglob("*")) if path.is_file() and path.name != ".buildinfo"]
    held = {f"{NAME}/{path.relative_to(site).as_posix()}": _without_ways_out(path) for path in paths}
    held[f"{NAME}/{wheel.NAME}"] = (site / wheel.NAME).read_bytes()
    held[f"{NAME}/index.html"] = START.format(tag=language["tag"], name=NAME, folder=folder).encode()
    return taken_scripts.zipped(held)


def _without_ways_out(path: Path) -> bytes:
    content = path.read_bytes()
    return OUTWARD.sub("", content.decode()).encode() if path.suffix == ".html" else content


def main(site: Path) -> None:
    """Pack every language."""
    for language in LANGUAGES.values():
        (site / archive(language["folder"])).write_bytes(pack(site, language))


def setup(app: Sphinx) -> dict[str, Any]:
    if os.environ.get(VARIABLE):
        app.tags.add(TAG)
    app.add_directive("archives", Archives)
    app.connect("build-finished", forget)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
