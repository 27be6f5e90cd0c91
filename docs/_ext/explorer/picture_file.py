"""The script that makes a picture of a figure; a page loads it when a reader saves one."""

from pathlib import Path

from sphinx.application import Sphinx

from _ext.explorer.engine import Engine, engine_of

NAME = "picture.js"
_SOURCE = 'import { save } from "./view/picture.js"; self.convrefSave = save;'


def write_to(folder: Path, engine: Engine) -> None:
    """Write the script."""
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder, NAME).write_text(engine.script(_SOURCE), encoding="utf-8")


def write(app: Sphinx) -> None:
    """Write it beside the pages."""
    if app.builder.format == "html":
        write_to(Path(app.outdir, "_static"), engine_of(app))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write, priority=600)  # once the directive has started the engine
    return {"parallel_read_safe": True, "parallel_write_safe": True}
