"""The pages that show convref's own code, as Sphinx makes them: described, and written so that they are right HTML."""

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.locale import _

FOLDER = "_modules/"
BLOCK = re.compile(r'<div class="viewcode-block"|</div>')
CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)


def right(body: str) -> str:
    """Return the page with spans in its code, where HTML allows no `div`."""
    return CODE.sub(lambda code: BLOCK.sub(lambda tag: tag[0].replace("div", "span"), code[0]), body)


def mend(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Mend and describe one of these pages."""
    if pagename.startswith(FOLDER):
        context["body"] = right(context["body"])
        context["page_description"] = _("Source code of %s") % pagename.removeprefix(FOLDER).replace("/", ".")


def forget_old(app: Sphinx) -> None:
    """Remove these pages when the frame around them has changed: Sphinx writes them again only for changed code."""
    if app.builder.name != "html":
        return
    frame = sorted(Path(app.config.convref_root, "docs", "_theme").rglob("*.html"))
    settings = [app.config[f"convref_{name}"] for name in ("extensions", "assets", "url", "repository", "branch")]
    made = hashlib.sha256(repr([settings, [path.read_bytes() for path in frame]]).encode()).hexdigest()
    mark = Path(app.doctreedir, "source-pages.txt")
    if not mark.is_file() or mark.read_text() != made:
        shutil.rmtree(Path(app.outdir, FOLDER), ignore_errors=True)
        mark.write_text(made)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", forget_old)
    app.connect("html-page-context", mend, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
