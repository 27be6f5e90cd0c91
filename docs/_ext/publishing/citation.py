"""``{citation}``: how to cite the project, from CITATION.cff, as a sentence and as BibTeX."""

from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FILE = "CITATION.cff"


def read(path: Path) -> dict[str, Any]:
    """Return what the file says."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def names(said: dict[str, Any]) -> list[str]:
    """Return the authors."""
    return [one.get("name") or f"{one['given-names']} {one['family-names']}" for one in said["authors"]]


def sentence(said: dict[str, Any], url: str) -> str:
    """Return the reference as a list of references shows it."""
    year = said["date-released"].year
    where = f" {url}" if url else ""
    return f"{', '.join(names(said))} ({year}). {said['title']}. Version {said['version']}.{where}"


def bibtex(said: dict[str, Any], url: str) -> str:
    """Return the entry for a bibliography; a name of several words is no family name."""
    fields = {
        "title": f"{{{said['title']}}}",
        "author": " and ".join(f"{{{name}}}" for name in names(said)),
        "year": str(said["date-released"].year),
        "version": str(said["version"]),
        **({"url": url} if url else {}),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@software{{convref,\n{lines}\n}}"


class Citation(SphinxDirective):
    """Both forms; no catalogue holds them."""

    def run(self) -> list[nodes.Node]:
        """Return the sentence and the entry."""
        path = Path(self.config.convref_root, FILE)
        self.env.note_dependency(str(path))
        self.env.note_reread()  # The address is none of the page's text.
        said, url = read(path), self.config.convref_url or self.config.convref_repository
        shown = [(sentence(said, url), "text"), (bibtex(said, url), "bibtex")]
        return [nodes.literal_block(text, text, language=language, translatable=False) for text, language in shown]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("citation", Citation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
