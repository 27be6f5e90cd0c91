"""The package itself, as a wheel beside the pages: built here, so that the site never names one that is not its own.

Its bytes depend on its content alone. It is kept between builds, and both languages point to the same file.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

import convref

NAME = f"convref-{convref.__version__}-py3-none-any.whl"
OF_THE_PROJECT = ("pyproject.toml", "README.md", "LICENSE")


def requirement(url: str, extra: str = "") -> str:
    """Return what pip is asked for: the wheel on the published site, or a file in the folder where pip is run."""
    extras = f"[{extra}]" if extra else ""
    return f'"convref{extras} @ {url}/{NAME}"' if url else f'"./{NAME}{extras}"'


def build(root: Path, cache: Path) -> Path:
    """Return the wheel of this checkout, built now or by an earlier build from the same files."""
    folder = cache / f"wheel-{_digest(root)}"
    if not (folder / NAME).is_file():
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder.resolve())]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if done.returncode or not (folder / NAME).is_file():
            raise ExtensionError(f"the wheel {NAME} could not be built:\n{done.stdout}{done.stderr}")
    return folder / NAME


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    yield from (root / name for name in OF_THE_PROJECT)
    for path in sorted((root / "convref").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


class InstallLine(SphinxDirective):
    """``{install-line}``: the command that installs convref from this site, with the option ``extra``."""

    option_spec = {"extra": directives.unchanged_required}  # noqa: RUF012 - as docutils declares it.

    def run(self) -> list[nodes.Node]:
        """Return the command as code; no catalogue holds it."""
        self.env.note_reread()  # The address is none of the page's text.
        line = f"pip install {requirement(self.config.convref_url, self.options.get('extra', ''))}"
        return [nodes.literal_block(line, line, language="console", translatable=False)]


class WheelLink(SphinxDirective):
    """``{wheel-link}``: the link that saves the wheel."""

    def run(self) -> list[nodes.Node]:
        """Return a paragraph with the link; the file lies above the pages of both languages."""
        up = "../" * (self.env.docname.count("/") + 1)
        link = nodes.reference("", "", refuri=f"{up}{NAME}", internal=True, classes=["button"])
        link += nodes.inline("", _("Save %s") % NAME)
        return [nodes.paragraph("", "", link, classes=["buttons"], translatable=False)]


def place(app: Sphinx, exception: Exception | None) -> None:
    """Put the wheel above both languages; the second build writes the same bytes again."""
    if exception or app.builder.name != "html":
        return
    wheel = build(Path(app.config.convref_root), Path(app.config.convref_cache))
    above = Path(app.outdir).parent
    for old in above.glob("convref-*.whl"):
        old.unlink()
    (above / NAME).write_bytes(wheel.read_bytes())


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("install-line", InstallLine)
    app.add_directive("wheel-link", WheelLink)
    app.connect("build-finished", place)
    app.setup_extension("_ext.languages.addresses")  # It declares convref_url.
    return {"parallel_read_safe": True, "parallel_write_safe": True}
