"""The words in the code of a page, in its language: comments, docstrings, and strings with what they print.

It is so in cells, examples, scripts, and the tests of claims. The words are messages of the page's catalogue. What runs
is the English source, once.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes, locale
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain

from _ext.languages import code_words, literals
from _ext.languages.printed import Printed

PYTHON = ("python", "ipython", "ipython3", "pycon")
PROMPTS = (">>> ", "... ")
PRINTED = {"stream", "sphx-glr-script-out", "script-out"}  # The classes of what cells and scripts printed.
DIRECTIVE = "doctest:"  # A comment that speaks to doctest, not to readers.


class messages(addnodes.translatable, nodes.Element):
    """What the code of a page says, for the builder that writes the templates of the catalogues."""

    def preserve_original_messages(self) -> None:
        """Keep nothing: they are not translated in their place."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Do nothing: the code takes its words from the catalogue."""

    def extract_original_messages(self) -> list[str]:
        """Return them."""
        return list(self["said"])


def catalogue(env: BuildEnvironment, docname: str) -> code_words.Words:
    """Return the translation of a message of a page."""
    folders = [Path(env.srcdir, name) for name in env.config.locale_dirs]
    domain = docname_to_domain(docname, env.config.gettext_compact)
    return locale.init(folders, env.config.language, domain)[0].gettext


def translated(code: str, words: code_words.Words) -> str:
    """Return code with its remarks in another language; lines with prompts are looked at one by one."""
    if not code.startswith(PROMPTS[0]):
        return code_words.translate_remarks(code, words)
    lines = code.splitlines()
    return "\n".join(
        line[:4] + code_words.translate_remarks(line[4:], words) if line.startswith(PROMPTS) else line for line in lines
    )


def translated_cell(code: str, words: code_words.Words) -> str:
    """Return a cell with all its words in another language; the strings of an example with prompts stay."""
    return literals.translate(translated(code, words), words)


def translated_script(code: str, words: code_words.Words) -> str:
    """Return a piece of a script with all its words in another language."""
    return literals.translate(code_words.translate_code(code, words), words)


def said_in(code: str) -> list[str]:
    """Return what the comments and docstrings of a piece of code say."""
    found: list[str] = []

    def note(words: str) -> str:
        found.append(words)
        return words

    translated(code, note)
    return [words for words in found if not words.startswith(DIRECTIVE)]


def _blocks(document: nodes.document) -> list[nodes.Element]:
    blocks = [block for block in document.findall(nodes.literal_block) if _is_python(block)]
    return [*blocks, *document.findall(nodes.doctest_block)]


def _is_python(block: nodes.literal_block) -> bool:
    """Tell whether a block is Python; a cell does not bear its language while the templates are written."""
    return block.get("language", "").lower() in PYTHON or "cell_input" in block.parent.get("classes", ())


def _outputs(document: nodes.document) -> list[nodes.literal_block]:
    return [block for block in document.findall(nodes.literal_block) if PRINTED.intersection(block["classes"])]


class Extract(SphinxTransform):
    """Add what the code says to the messages of the page."""

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Put them behind all others."""
        if self.app.builder.name != "gettext":
            return
        shown = [block.astext() for block in _blocks(self.document)]
        code = shown + [node["lines"] for node in self.document.findall(nodes.Element) if node.tagname == "claim"]
        said = [words for text in code for words in said_in(text)]
        said += [literal.body for text in shown for literal in literals.literals(text)]
        found = messages("", said=list(dict.fromkeys(said)))
        found.source = self.document["source"]
        self.document += found


class Translate(SphinxTransform):
    """Put the words of the shown code, and what it printed, into the page's language."""

    default_priority = 21  # Sphinx translates at 20.

    def apply(self, **kwargs: Any) -> None:
        """Change the text of the blocks."""
        if self.config.language == "en" or self.app.builder.name == "gettext":
            return
        words = catalogue(self.env, self.env.docname)
        change = translated_script if self.env.docname.startswith("auto_gallery/") else translated_cell
        blocks = _blocks(self.document)
        page = Printed((literal for block in blocks for literal in literals.literals(block.astext())), words)
        for block in blocks:
            _put(block, change(block.astext(), words))
        for block in _outputs(self.document):
            printed = self._printed_by(block["script"]) if "script" in block else page
            _put(block, printed.translate(block.astext()))

    def _printed_by(self, script: str) -> Printed:
        """Return the strings of a script of the gallery, whose output another page shows, with its own page's words."""
        source = Path(self.config.convref_root, "gallery", f"{script}.py").read_text(encoding="utf-8")
        return Printed(literals.literals(source), catalogue(self.env, f"auto_gallery/{script}"))


def _put(block: nodes.Element, text: str) -> None:
    block.rawsource, block[:] = text, [nodes.Text(text)]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(Extract)
    app.add_transform(Translate)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
