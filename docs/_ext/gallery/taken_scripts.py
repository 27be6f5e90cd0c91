"""What a reader takes home from the gallery: each script and notebook in the language of the page, and all in one file.

They say in their first line how to install what they need, from this site.
"""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx_gallery.notebook import add_code_cell, add_markdown_cell, jupyter_notebook_skeleton, rst2md

from _ext.gallery import plain_roles, script_text
from _ext.gallery.script_text import Block
from _ext.languages import code_words
from _ext.languages.addresses import LANGUAGES
from _ext.languages.code_comments import catalogue, translated_script
from _ext.publishing import wheel

FOLDER = "_downloads/gallery"
KINDS = (".ipynb", ".py")
DATE = (1980, 1, 1, 0, 0, 0)  # The same in every build.


class NoBoxes(SphinxTransform):
    """Take sphinx-gallery's note at the top and its download links, which lead to the English files, from the page."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Remove them before the messages of the page are extracted and its downloads collected."""
        for note in list(self.document.findall(nodes.note)):
            if "sphx-glr-download-link-note" in note["classes"]:
                note.parent.remove(note)
        for box in list(self.document.findall(nodes.container)):
            if any(name.startswith("sphx-glr-footer") for name in box["classes"]) and box.parent is not None:
                box.parent.remove(box)


def archive(app: Sphinx) -> str:
    """Return the address of the file that holds all scripts and notebooks of this language."""
    return f"{FOLDER}/convref-gallery-{LANGUAGES[app.config.language]['folder']}.zip"


def address(pagename: str, kind: str) -> str:
    """Return the address of the script or notebook of a gallery page."""
    return f"{FOLDER}/{pagename.removeprefix('auto_gallery/')}{kind}"


def scripts(app: Sphinx) -> dict[str, Path]:
    """Return the source of every gallery page by the page's name."""
    folder = Path(app.config.convref_root, "gallery")
    found = {f"auto_gallery/{path.relative_to(folder).with_suffix('').as_posix()}": path
             for path in sorted(folder.glob("*/plot_*.py"))}  # fmt: skip
    return {page: path for page, path in found.items() if page in app.env.found_docs}


def install_line(app: Sphinx) -> str:
    """Return the command that installs what the scripts need."""
    return f"pip install {wheel.requirement(app.config.convref_url, 'gallery')}"


def translated(app: Sphinx, docname: str, script: Path) -> list[Block]:
    """Return the pieces of a script in the language of the build, its roles still in their places."""
    words = catalogue(app.env, docname)
    return [
        Block(code=translated_script(block.code, words))
        if block.code
        else Block(paragraphs=tuple(script_text.translate_paragraph(one, words) for one in block.paragraphs))
        for block in script_text.blocks(script)
    ]


def as_script(pieces: list[Block], resolve: Callable[[str], str], install: str) -> str:
    """Return the pieces as a script: text as comments, the docstring at the head."""
    first, *rest = pieces
    parts = [f'# {install}\n"""\n{_wrapped(first, resolve, "")}\n"""']
    parts += [_spaced(piece.code) if piece.code else f"# %%\n{_wrapped(piece, resolve, '# ')}" for piece in rest]
    return "\n\n".join(parts) + "\n"


def _spaced(code: str) -> str:
    """Return code with two empty lines before a function or class, as they stand everywhere."""
    return f"\n{code}" if code.startswith(("def ", "class ", "@")) else code


def _wrapped(piece: Block, resolve: Callable[[str], str], start: str) -> str:
    lines: list[str] = []
    for paragraph in piece.paragraphs:
        if lines:
            lines.append("")
        if script_text.heading(paragraph):
            lines += paragraph.splitlines()
            continue
        indent = " " * len(script_text.ITEM) if paragraph.startswith(script_text.ITEM) else ""
        found = code_words.wrap(resolve(paragraph), code_words.WIDTH - len(start + indent))
        lines += [f"{indent * (number > 0)}{line.rstrip()}" for number, line in enumerate(found)]
    return "\n".join(f"{start}{line}".rstrip() for line in lines)


def as_notebook(pieces: list[Block], resolve: Callable[[str], str], install: str) -> str:
    """Return the pieces as a notebook, as sphinx-gallery makes one."""
    notebook = jupyter_notebook_skeleton()
    add_code_cell(notebook, install)
    levels: dict[tuple[str | None, str], int] = {(None, "="): 1, (None, "-"): 2}
    for piece in pieces:
        if piece.code:
            add_code_cell(notebook, piece.code)
        else:
            text = resolve("\n\n".join(piece.paragraphs))
            add_markdown_cell(notebook, rst2md(text, {"notebook_images": False}, "", levels))
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def texts(app: Sphinx, docname: str, script: Path) -> dict[str, str]:
    """Return the script and the notebook of a page by their endings."""
    pieces = translated(app, docname, script)
    line = install_line(app)
    once = _("Once, before the first run: %s") % line
    magic = f"%{line}" if app.config.convref_url else f"# {once.replace(line, f'%{line}')}"
    return {
        ".py": as_script(pieces, lambda text: plain_roles.resolve(text, app, docname, plain_roles.in_a_comment), once),
        ".ipynb": as_notebook(
            pieces, lambda text: plain_roles.resolve(text, app, docname, plain_roles.markdown), magic
        ),
    }


def zipped(files: dict[str, bytes], first: tuple[str, bytes] | None = None) -> bytes:
    """Return an archive whose bytes depend on what it holds, not on when it was made; `first` is not compressed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        if first is not None:
            target.writestr(zipfile.ZipInfo(first[0], DATE), first[1], zipfile.ZIP_STORED)
        for name, content in sorted(files.items()):
            target.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write all files of this language; those that did not change keep their time."""
    if exception or app.builder.name != "html":
        return
    files: dict[str, bytes] = {}
    for docname, script in scripts(app).items():
        for kind, text in texts(app, docname, script).items():
            files[address(docname, kind)] = text.encode()
    if not files:
        return
    built = wheel.build(Path(app.config.convref_root), Path(app.config.convref_cache))
    held = {name.removeprefix(f"{FOLDER}/"): content for name, content in files.items()}
    files[archive(app)] = zipped({f"convref-gallery/{name}": text for name, text in held.items()}
                                 | {f"convref-gallery/{wheel.NAME}": built.read_bytes()})  # fmt: skip
    for name, content in files.items():
        path = Path(app.outdir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Tell the template which files belong to the page."""
    if pagename == "auto_gallery/index":
        context["gallery_archive"] = archive(app)
    elif pagename in scripts(app):
        context["downloads"] = [{"kind": kind, "file": address(pagename, kind)} for kind in KINDS]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(NoBoxes)
    app.connect("html-page-context", add_context)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
