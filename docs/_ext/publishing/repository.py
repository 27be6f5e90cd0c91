"""Where the sources of a page are, and where its notebook runs: links that show when the settings name a repository.

The published site lies in a branch of it, from which Colab and Binder open the notebooks of both languages.
"""

from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from _ext.gallery import taken_scripts
from _ext.languages.addresses import LANGUAGES
from _ext.publishing import wheel

PUBLISHED = "gh-pages"  # The branch that the workflow writes the site to.
GITHUB = "github.com"
CATALOGUES = "docs/locale/zh_CN/LC_MESSAGES"


def check(app: Sphinx, config: Any) -> None:
    """Refuse what is no address of a repository."""
    named = config.convref_repository
    parts = urlsplit(named)
    if named and not (parts.scheme == "https" and parts.netloc and len(PurePosixPath(parts.path).parts) >= 3):
        raise ConfigError(f"CONVREF_REPOSITORY must be an address like https://github.com/owner/name, got {named!r}")


def source(app: Sphinx, pagename: str) -> str:
    """Return the file that holds the text of a page in the language of the build, from the root of the repository."""
    if app.config.language != "en":
        return f"{CATALOGUES}/{pagename}.po"
    if pagename in taken_scripts.scripts(app):
        return pagename.replace("auto_gallery/", "gallery/", 1) + ".py"
    if pagename.startswith("auto_gallery/"):
        return pagename.replace("auto_gallery/", "gallery/", 1).removesuffix("index") + "GALLERY_HEADER.rst"
    return "docs/" + Path(app.env.doc2path(pagename)).relative_to(app.srcdir).as_posix()


def notebooks(app: Sphinx, pagename: str) -> list[dict[str, str]]:
    """Return where the notebook of a gallery page can be run, without installing anything."""
    parts = urlsplit(app.config.convref_repository)
    if parts.netloc != GITHUB or pagename not in taken_scripts.scripts(app):
        return []
    file = f"{LANGUAGES[app.config.language]['folder']}/{taken_scripts.address(pagename, '.ipynb')}"
    return [
        {"name": "Colab", "href": f"https://colab.research.google.com/github{parts.path}/blob/{PUBLISHED}/{file}"},
        {"name": "Binder", "href": f"https://mybinder.org/v2/gh{parts.path}/{PUBLISHED}?labpath={file}"},
    ]


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Offer the template the links of a page."""
    repository = app.config.convref_repository
    if not repository:
        return
    context["repository"] = repository
    context["run_notebook"] = notebooks(app, pagename)
    if pagename in app.env.found_docs:
        context["edit_url"] = f"{repository}/edit/{app.config.convref_branch}/{source(app, pagename)}"


def write_binder(app: Sphinx, exception: Exception | None) -> None:
    """Say what Binder has to install before it opens a notebook."""
    if exception or app.builder.name != "html" or not app.config.convref_repository:
        return
    folder = Path(app.outdir).parent / "binder"
    folder.mkdir(exist_ok=True)
    (folder / "requirements.txt").write_text(f"./{wheel.NAME}[gallery]\n", encoding="utf-8")
    (folder / "runtime.txt").write_text("python-3.11\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("convref_repository", "", "html")
    app.add_config_value("convref_branch", "main", "html")
    app.connect("config-inited", check)
    app.connect("html-page-context", add_context)
    app.connect("build-finished", write_binder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
