"""The pages that show convref's own code, as Sphinx makes them: described, and written so that they are right HTML."""

import hashlib
import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext import viewcode
from sphinx.locale import _

FOLDER = "_modules/"
BLOCK = re.compile(r'<div class="viewcode-block"|</div>')
BACK = re.compile(r'(<a class="viewcode-back"[^>]*#)([\w.]+)(?=")')
LIST = re.compile(r"</?ul>")
CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)


def right(body: str) -> str:
    """Return the page with spans in its code, where HTML allows no `div`."""
    return CODE.sub(lambda code: BLOCK.sub(lambda tag: tag[0].replace("div", "span"), code[0]), body)


def aimed(body: str, module: str, known: set[str]) -> str:
    """Return the page with its links back aimed at names that are described.

    Sphinx takes all names of a module for those of one package, also where only some of them are offered there.
    """

    def aim(link: re.Match[str]) -> str:
        name = link[2] if link[2] in known else f"{module}.{link[2].rpartition('.')[2]}"
        return link[1] + name

    return BACK.sub(aim, body)


def flat(body: str) -> str:
    """Return the index with all names in one list: Sphinx puts a list into a list, which HTML does not allow."""
    before, start, names = body.partition("<ul>")
    inside, end, after = names.rpartition("</ul>")
    return before + start + LIST.sub("", inside) + end + after


def mend(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Mend and describe one of these pages."""
    if not pagename.startswith(FOLDER):
        return
    module = pagename.removeprefix(FOLDER).replace("/", ".")
    if module == "index":
        module, context["body"] = "convref", flat(context["body"])
    else:
        context["body"] = aimed(right(context["body"]), module, set(app.env.domains["py"].objects))
    context["page_description"] = _("Source code of %s") % module


def place(_app: Sphinx, module: str) -> Path | None:
    """Return where a module lies; to learn it, Sphinx would import each module, and PyTorch with two of them.

    Sphinx has no setting for it: a module whose source `viewcode-find-source` gives is written again in every build.
    """
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # Its package is gone.
        return None
    return Path(spec.origin) if spec and spec.origin else None


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
    viewcode.get_module_filename = place  # type: ignore[assignment]
    app.connect("builder-inited", forget_old)
    app.connect("html-page-context", mend, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
