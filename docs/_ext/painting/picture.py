"""The ``picture`` directive: its body is run at build and leaves a figure in ``fig`` or a film in ``film``.

Light and dark versions are both put in the page and the style sheet shows one. Alt text and caption are
ordinary nodes, so they reach the catalogues. Results are kept under a hash of all that they depend on.
"""

import hashlib
import linecache
import os
import re
import shutil
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

CONTROLS = 96  # Page pixels below a film, so that the player's buttons, and the dark behind them, do not cover it.


class film(nodes.image):
    """A film with its still in front; an image node, so that its alt text is translated as one."""


@contextmanager
def strictly(where: str) -> Iterator[None]:
    """Make every Python warning an error, and say of any error where it was, with the lines that led to it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except Exception as error:
        step = error.__traceback__
        while step is not None and step.tb_frame.f_code.co_filename != where:
            step = step.tb_next
        lines = traceback.format_exception(type(error), error, step or error.__traceback__)
        message = f"{where}: the picture raised {type(error).__name__}: {error}\n{''.join(lines)}"
        raise ExtensionError(message) from error


def run(code: str, where: str) -> dict[str, Any]:
    """Run the body of a picture in a fresh namespace."""
    import matplotlib

    matplotlib.use("agg")
    import numpy as np

    import convref as F
    from convref import plotting
    from convref.datasets import images

    linecache.cache[where] = (len(code), None, code.splitlines(keepends=True), where)  # For the lines of a traceback.
    names: dict[str, Any] = {"np": np, "F": F, "plotting": plotting, "images": images, "__name__": "picture"}
    with strictly(where):
        plotting.use_style()
        exec(compile(code, where, "exec"), names)
    return names


IMPORTS = {
    "np": "import numpy as np",
    "F": "import convref as F",
    "images": "from convref.datasets import images",
    "plotting": "from convref import plotting",
}


def whole(code: str) -> str:
    """Return the body of a picture with the imports of the names that it is given, so that it runs by itself."""
    needed = [line for name, line in IMPORTS.items() if re.search(rf"(?<![.\w]){name}\.", code)]
    return "\n".join([*needed, "", code])


def painted(code: str, where: str, folder: Path, fingerprint: str) -> Any:
    """Return the painting of this code, from the cache when it is there."""
    from _ext.painting import painter

    stem = folder / hashlib.sha256(f"{fingerprint}\n{code}".encode()).hexdigest()[:20]
    found = painter.load(stem)
    if found is not None:
        return found
    import matplotlib.pyplot as plt

    names = run(code, where)
    try:
        with strictly(where):
            if drawing := names.get("film") or names.get("fig"):
                return painter.paint(drawing, stem)
    finally:
        plt.close("all")
    raise ExtensionError(f"{where}: a picture must leave a figure in `fig` or an animation in `film`")


def image_nodes(painting: Any, alt: str, relative: Callable[[Path], str]) -> list[nodes.image]:
    """Return the light and the dark node of one painting, and those of its narrow version.

    `relative` gives a file's address in the source.
    """
    from convref.plotting.sheet import NARROW

    if painting.narrow is None:
        return _both_themes(painting, alt, relative, [])
    wider = ["sideways"] if painting.narrow.width > NARROW else []
    narrow = _both_themes(painting.narrow, alt, relative, ["only-narrow", *wider])
    return _both_themes(painting, alt, relative, ["only-wide"]) + narrow


def _both_themes(painting: Any, alt: str, relative: Callable[[Path], str], classes: list[str]) -> list[nodes.image]:
    result: list[nodes.image] = []
    for theme, still in painting.stills.items():
        common: dict[str, Any] = {
            "uri": relative(still),
            "alt": alt,
            "classes": [f"only-{theme}", *classes],
            "loading": "lazy",
        }
        size = {"width": str(painting.width), "height": str(painting.height)}
        if painting.films:
            result.append(film(**common, **size, film=str(painting.films[theme])))
        else:
            result.append(nodes.image(**common, **size))
    return result


def _address(source: Path, path: Path) -> str:
    return "/" + Path(os.path.relpath(path, source)).as_posix()


class Picture(SphinxDirective):
    """``{picture} Alt text`` with the options ``caption`` and ``show-code``."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"caption": directives.unchanged, "show-code": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Paint the body and return the figure, which keeps its code: closed, or open with ``show-code``."""
        code = "\n".join(self.content)
        source, line = self.get_source_info()
        where = f"{Path(source).name}:{line}"
        folder = Path(self.config.convref_cache, "pictures")
        painting = painted(code, where, folder, self.config.convref_fingerprint)
        alt = " ".join(self.arguments[0].split())
        figure = nodes.figure(
            "", *image_nodes(painting, alt, partial(_address, self.env.srcdir)), classes=["picture"], code=whole(code)
        )
        figure["code_open"] = "show-code" in self.options
        self.set_source_info(figure)
        for image in figure.children:
            self.set_source_info(image)
        if "caption" in self.options:
            figure += self._caption(self.options["caption"])
        return [figure]

    def _caption(self, text: str) -> nodes.caption:
        children, messages = self.parse_inline(text, lineno=self.lineno)
        caption = nodes.caption(text, "", *children, *messages)
        self.set_source_info(caption)
        return caption


class Painted(SphinxDirective):
    """``painted``: a picture or film that was painted before, by the stem of its files; the gallery's pages use it."""

    required_arguments = 1
    option_spec: ClassVar = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the nodes of all its versions."""
        from _ext.painting import painter

        stem = Path(self.env.srcdir, self.arguments[0].lstrip("/"))
        found = painter.load(stem)
        if found is None:
            raise self.error(f"nothing was painted at {self.arguments[0]}")
        result = image_nodes(found, self.options["alt"], partial(_address, self.env.srcdir))
        for node in result:
            self.set_source_info(node)
        return list(result)


def visit_film(writer: Any, node: film) -> None:
    """Write the video element and put its file beside the page's images."""
    builder = writer.builder
    source = Path(node["film"])
    folder = Path(builder.outdir, builder.imagedir)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)
    address = f"{builder.imgpath}/{source.name}"
    poster = f"{builder.imgpath}/{builder.images[node['uri']]}"
    height = int(node["height"]) + CONTROLS
    attributes = {
        "src": address,
        "poster": poster,
        "width": node["width"],
        "height": height,
        "style": f"aspect-ratio: {node['width']} / {height}",  # Not the film's own, which has no room for buttons.
        "preload": "none",
        "aria-label": node["alt"],
    }
    switches = dict.fromkeys(("controls", "loop", "muted", "playsinline"), "")
    writer.body.append(writer.starttag(node, "video", "", **attributes, **switches) + "</video>\n")


def depart_film(writer: Any, node: film) -> None:
    """Do nothing: the element was closed on the way in."""


def skip(writer: Any, node: film) -> None:
    """Leave films out of every builder but HTML."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("convref_root", "", "")
    app.add_config_value("convref_cache", "", "")
    app.add_config_value("convref_fingerprint", "", "env")
    app.add_config_value("convref_extensions", "", "env")
    app.add_node(film, html=(visit_film, depart_film), text=(skip, None))
    app.add_directive("picture", Picture)
    app.add_directive("painted", Painted)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
