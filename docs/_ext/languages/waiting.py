"""What is not yet translated is said on the console, one line a page; a catalogue with a conflict stops the build.

A sentence whose English changed stands in English on the Chinese page until it is translated, and Sphinx is silent
about it. gettext's reader takes the marks of a merge for words.
"""

import gettext
import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from _ext.languages.markup import take_apart

CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7}|={7})( |$)")
SHOWN = 60  # letters of a sentence


def refuse_conflicts(app: Sphinx, config: Any) -> None:
    """Stop where a merge left its marks."""
    for name in config.locale_dirs:
        for path in sorted(Path(app.srcdir, name).rglob("*.po")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if CONFLICT.match(line):
                    raise ExtensionError(f"{path}:{number}: a merge left its conflict here: {line}")


class Waiting(SphinxTransform):
    """Look each message up before the translation puts its own in place."""

    default_priority = 19  # Sphinx translates at 20.

    def apply(self, **kwargs: Any) -> None:
        """Note the messages of one page that have words and no translation."""
        if self.config.language == "en" or self.app.builder.name == "gettext":
            return
        folders = [self.env.srcdir / name for name in self.config.locale_dirs]
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        known = [_catalogue(domain, folder, self.config.language) for folder in folders]
        myst = self.env.doc2path(self.env.docname).suffix == ".md"
        messages = [message for node, message in extract_messages(self.document) if not _is_header(node)]
        missing = [message for message in messages if not any(one.gettext(message) for one in known)]
        found = [message for message in missing if take_apart(message, myst).needs_translation]
        _pages(self.env)[self.env.docname] = list(dict.fromkeys(found))


class _Unknown(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return ""


def _catalogue(domain: str, folder: Path, language: str) -> gettext.NullTranslations:
    """Return a catalogue that says nothing of what it does not hold: a name may be translated by itself."""
    found = gettext.translation(domain, folder, [language], fallback=True)
    found.add_fallback(_Unknown())
    return found


def _is_header(node: nodes.Node) -> bool:
    """Return whether a text is of the settings at the head of a page, which no reader sees."""
    while not isinstance(node.parent, nodes.document):
        node = node.parent
    return isinstance(node, nodes.field_list)


def _pages(env: Any) -> dict[str, list[str]]:
    if not hasattr(env, "convref_waiting"):
        env.convref_waiting = {}
    return env.convref_waiting


def forget(_app: Sphinx, env: Any, docname: str) -> None:
    """Forget a page that is read again or is gone."""
    _pages(env).pop(docname, None)


def merge(_app: Sphinx, env: Any, docnames: set[str], other: Any) -> None:
    """Take over what a parallel process noted."""
    _pages(env).update({name: found for name, found in _pages(other).items() if name in docnames})


def report(app: Sphinx, exception: Exception | None) -> None:
    """Say which sentences wait; the gate of `make check` is stricter, this is for whoever writes."""
    if exception or app.env is None:
        return
    for docname, messages in sorted(_pages(app.env).items()):
        say(docname, messages)


def say(name: str, messages: list[str]) -> None:
    """Print one line about the messages of a page or of a catalogue, if there are any."""
    if messages:
        first = " ".join(messages[0].split())
        shown = first if len(first) <= SHOWN else first[: SHOWN - 1].rstrip() + "…"
        print(f"{name}: {len(messages)} not translated, shown in English: “{shown}”", file=sys.stderr)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(Waiting)
    app.connect("config-inited", refuse_conflicts)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("build-finished", report)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
