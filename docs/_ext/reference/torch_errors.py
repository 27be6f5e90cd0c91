"""``raised``, ``repair`` and ``error-table``: what PyTorch raises, provoked while a page is read, and code that works.

All three read docs/torch_errors.toml. A message stands on the page word for word, save two things that change from run
to run: the order of a set of words, and the frames of PyTorch's own source that follow a few messages.
"""

import ast
import contextlib
import ctypes
import os
import re
import tempfile
import textwrap
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

PAGE = "howto/errors"  # explains every entry
FILE = Path(__file__).parents[2] / "torch_errors.toml"
WORDS = re.compile(r"\{('[^{}]*')\}")
FRAMES = re.compile(r"\nException raised from|\s*\[Caused by the value ")


@dataclass(frozen=True)
class Entry:
    """One kind of error: what its messages say, calls that raise them, and a repair."""

    name: str
    says: tuple[str, ...]  # With … for what changes.
    rare: tuple[str, ...]  # The same, of messages that few people meet.
    old: tuple[str, ...]  # The same, as older releases said it.
    calls: tuple[str, ...]
    repair: str
    quoted: tuple[str, ...]  # Of machines that a build does not have.
    of: str  # The entry whose messages it shares.


def is_said(words: str, message: str) -> bool:
    """Tell whether a message is these words, with anything for each …."""
    return re.fullmatch(".*".join(map(re.escape, words.split("…"))), message, re.DOTALL) is not None


def explaining(message: str) -> str | None:
    """Return the name of the entry whose words share the most with a message."""
    found = [
        (len(words), entry.name)
        for entry in entries().values()
        for words in entry.says + entry.rare
        if is_said(words, message)
    ]
    return max(found)[1] if found else None


@cache
def entries() -> dict[str, Entry]:
    """Return every entry by its name, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["error"]
    lists, texts = ("says", "rare", "old", "calls", "quoted"), ("name", "repair", "of")

    def given(row: dict[str, Any]) -> dict[str, Any]:
        return {name: tuple(row.get(name, ())) for name in lists} | {name: row.get(name, "").strip() for name in texts}

    return {row["name"]: Entry(**given(row)) for row in rows}


def namespace() -> dict[str, Any]:
    """Return the names that all code of the file may use."""
    import numpy as np
    import torch

    return {"np": np, "torch": torch, "nn": torch.nn}


def shown(message: str) -> str:
    """Return a message without what changes from run to run."""
    text = FRAMES.split(message)[0].strip()
    return WORDS.sub(lambda found: "{" + ", ".join(sorted(found[1].split(", "))) + "}", text)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let code run in silence in an empty folder, and take back what it sets for all of torch."""
    import torch

    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), unheard():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            if torch.are_deterministic_algorithms_enabled():  # To set it again imports torch's compiler: seconds.
                torch.use_deterministic_algorithms(False)


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """Keep what is printed from the console, also what torch prints past Python: the graph that it cannot export."""
    kept = os.dup(1)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)


def provoke(code: str) -> tuple[str, str]:
    """Return the kind of error that a call raises, and its message; a call that raises nothing is an error itself."""
    with undisturbed():
        try:
            exec(compile(code, "torch_errors.toml", "exec"), namespace())
        except Exception as error:
            return type(error).__name__, shown(str(error))
    raise ValueError(f"torch_errors.toml: nothing is raised by {code!r}")


def results(code: str) -> list[str]:
    """Run a repair, and return the value of each of its lines that is an expression."""
    names, values = namespace(), []
    for statement in ast.parse(code).body:
        text = ast.unparse(statement)
        if isinstance(statement, ast.Expr):
            values.append(repr(eval(text, names)))
        else:
            exec(text, names)
    return values


class Looked(SphinxDirective):
    """Shared: the entry by its name, and a page that is read again when the file changes."""

    def entry(self) -> Entry:
        """Return the entry that the directive names; an unknown name stops the build."""
        self.env.note_dependency(str(FILE))
        name = self.arguments[0]
        if name not in entries():
            raise self.error(f"docs/torch_errors.toml has no entry {name!r}; it has {', '.join(entries())}")
        return entries()[name]


def _said(words: str) -> nodes.paragraph:
    """Return the words of a message, which no catalogue translates."""
    return nodes.paragraph("", "", nodes.literal(words, words), translatable=False)


def _code(text: str, language: str = "python") -> nodes.literal_block:
    return nodes.literal_block(text, text, language=language)


def _cell(code: str, *output: nodes.Node) -> nodes.container:
    """Return code and what comes of it, as the cells of a page stand there."""
    source = nodes.container("", _code(code), classes=["cell_input"])
    return nodes.container("", source, nodes.container("", *output, classes=["cell_output"]), classes=["cell"])


class Raised(Looked):
    """``{raised} name``: each call with the message that it raises."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Provoke the errors."""
        found = []
        for call in self.entry().calls:
            kind, message = provoke(call.strip())
            text = f"{kind}: {message}"
            words = nodes.paragraph("", "", nodes.literal(text, text), classes=["error-message"], translatable=False)
            found.append(_cell(call.strip(), words))
        entry = self.entry()
        others = ((_("Also, for the same reasons:"), entry.rare), (_("In older releases of PyTorch:"), entry.old))
        return found + [node for head, said in others if said for node in self._others(head, said)]

    @staticmethod
    def _others(head: str, said: tuple[str, ...]) -> list[nodes.Node]:
        """Return a list of messages that the same section answers."""
        items = [nodes.list_item("", _said(words)) for words in said]
        return [nodes.paragraph("", head, translatable=False), nodes.bullet_list("", *items)]


class Repair(Looked):
    """``{repair} name``: code that works, and what it returns."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Run the repair."""
        code = self.entry().repair
        return [_cell(textwrap.dedent(code), _code("\n".join(results(code)), "none"))]


class Table(Looked):
    """``{error-table}``: what a message contains, and the section about it."""

    def run(self) -> list[nodes.Node]:
        """Return the table; the second column takes its words from the sections' titles."""
        self.env.note_dependency(str(FILE))
        rows = [self._row(entry) for entry in entries().values() if entry.says or entry.quoted]
        heads = (_("The message says"), _("What to do"))
        head = nodes.row("", *(nodes.entry("", nodes.paragraph("", text, translatable=False)) for text in heads))
        columns = (nodes.colspec(colwidth=width) for width in (60, 40))
        group = nodes.tgroup("", *columns, nodes.thead("", head), nodes.tbody("", *rows), cols=2)
        table = nodes.table("", group, classes=["error-table", "stacked"])
        return [nodes.raw("", self._filter(), format="html"), table]

    @staticmethod
    def _filter() -> str:
        """Return the field that makes the table shorter, which only a script can show."""
        label, some = _("Paste your message, or type some of its words"), _("{count} of {total} rows")
        none = _("No row says that. Fewer words may find it.")
        return (
            f'<div class="error-filter" data-some="{escape(some)}" data-none="{escape(none)}">'
            f'<label>{escape(label)} <input type="search" spellcheck="false" autocomplete="off"></label>'
            '<p role="status"></p></div>'
        )

    def _row(self, entry: Entry) -> nodes.row:
        link = pending_xref(
            "", nodes.inline("", entry.name), refdomain="std", reftype="ref", reftarget=f"error-{entry.name}",
            refexplicit=False, refwarn=True, refdoc=self.env.docname,
        )  # fmt: skip
        said = nodes.entry("", *(_said(words) for words in entry.says + entry.quoted))
        return nodes.row("", said, nodes.entry("", nodes.paragraph("", "", link, translatable=False)))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("raised", Raised)
    app.add_directive("repair", Repair)
    app.add_directive("error-table", Table)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
