"""Remove what earlier builds left in the output and no page shows any more: pages, pictures, films, downloads.

A site is published as the folder stands, so a picture that was swapped out must be gone from it.
"""

import re
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx

# Only pages refer to what is in these, by addresses that end so at any depth; nothing else is removed.
FOLDERS = ("_images", "_downloads", "_sources")
REFERENCE = re.compile(rf"""\b(?:{"|".join(FOLDERS)})/[^"'?#&<>\s]+""")


def note_page(app: Sphinx, pagename: str, *_rest: object) -> None:
    """Note each page that is written, since not every page has a source."""
    _written(app).add(pagename)


def _written(app: Sphinx) -> set[str]:
    written: set[str] = vars(app).setdefault("convref_written", set())
    return written


def sweep(app: Sphinx, exception: Exception | None) -> None:
    """Remove pages without a source, then, where a page is new or gone, files that no remaining page refers to."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    kept = {folder / f"{name}.html" for name in app.env.found_docs | _written(app)}
    pages = {path for path in folder.rglob("*.html") if not path.relative_to(folder).parts[0].startswith("_")}
    remove(pages - kept, folder)
    if pages - kept or _written(app) & app.env.found_docs:
        remove(unreferenced(folder, pages & kept), folder)


def unreferenced(folder: Path, pages: set[Path]) -> set[Path]:
    """Return the files of the output that no page refers to, of those that only pages refer to."""
    files = {path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file()}
    named = {name for page in pages for name in REFERENCE.findall(page.read_text(encoding="utf-8"))}
    return files - {folder / unquote(name) for name in named}


def remove(files: set[Path], folder: Path) -> None:
    """Remove files, and the folders below the output that become empty."""
    for path in files:
        path.unlink()
        for parent in path.parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", note_page)
    app.connect("build-finished", sweep, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
