"""The glossary page and the targets of the ``term`` role, both from docs/glossary.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import make_id
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

# Where each initial of pinyin begins among the characters of GB 2312's first level.
PINYIN = {
    "A": 0xB0A1, "B": 0xB0C5, "C": 0xB2C1, "D": 0xB4EE, "E": 0xB6EA, "F": 0xB7A2, "G": 0xB8C1, "H": 0xB9FE,
    "J": 0xBBF7, "K": 0xBFA6, "L": 0xC0AC, "M": 0xC2E8, "N": 0xC4C3, "O": 0xC5B6, "P": 0xC5BE, "Q": 0xC6DA,
    "R": 0xC8BB, "S": 0xC8F6, "T": 0xCBFA, "W": 0xCDDA, "X": 0xCEF4, "Y": 0xD1B9, "Z": 0xD4D1,
}  # fmt: skip
SOUNDS_LIKE = {"重": "虫"}  # Read chóng in 重叠; the standard sorts it as zhòng.


@cache
def read(path: Path) -> list[dict[str, Any]]:
    """Return the terms in the order of the file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))["term"]


def terms(srcdir: str | Path) -> list[dict[str, Any]]:
    """Return the terms of the site whose sources are in this folder."""
    return read(Path(srcdir, "glossary.toml"))


def by_sound(name: str) -> bytes:
    """Return what sorts a Chinese name by its pronunciation, as the first level of GB 2312 is sorted."""
    return "".join(SOUNDS_LIKE.get(character, character) for character in name).encode("gb18030")


def initial(name: str) -> str:
    """Return the letter under which a name is found: of Chinese, that of its pronunciation in pinyin."""
    code = int.from_bytes(by_sound(name)[:2])
    if code < 0xB0A1:
        return name[0].upper()
    return max((start, letter) for letter, start in PINYIN.items() if start <= code)[1]


def _target(term: dict[str, Any]) -> str:
    return "term-" + make_id(term["en"])


class Terms(SphinxDirective):
    """``{terms}``: every term with its name in the other language, its other names and its definition."""

    def run(self) -> list[nodes.Node]:
        """Return a definition list; its nodes have no source, so they stay out of the catalogues."""
        self.env.note_dependency(str(Path(self.env.srcdir, "glossary.toml")))
        chinese = self.config.language == "zh_CN"
        listed = nodes.definition_list(classes=["glossary"])
        firsts: dict[str, str] = {}
        key, name = (by_sound, "zh") if chinese else (str.lower, "en")
        for term in sorted(terms(self.env.srcdir), key=lambda term: (initial(term[name]), key(term[name]))):
            listed += self._item(term, chinese)
            firsts.setdefault(initial(term[name]), _target(term))
        return [nodes.container("", self._letters(firsts)), listed]  # What is returned itself is given a source.

    def _letters(self, firsts: dict[str, str]) -> nodes.paragraph:
        """Return a link to the first term of each letter."""
        paragraph = nodes.paragraph(classes=["letters"])
        for letter, target in firsts.items():
            paragraph += [nodes.reference("", letter, refid=target, internal=True), nodes.Text(" ")]
        return paragraph

    def _item(self, term: dict[str, Any], chinese: bool) -> nodes.definition_list_item:
        name, other = (term["zh"], term["en"]) if chinese else (term["en"], term["zh"])
        target = _target(term)
        title = nodes.term("", name, ids=[target])
        if other != name:
            title += nodes.inline("", f" {other}", classes=["other-language"])
        standard = self.env.domains.standard_domain
        for english in [term["en"], *term["aliases_en"], *term.get("related_en", [])]:
            standard.note_object("term", english, target)
            standard._terms[english.lower()] = (self.env.docname, target)
        definition = nodes.definition()
        definition += nodes.paragraph("", term["definition_zh" if chinese else "definition"])
        languages = ("zh", "en") if chinese else ("en", "zh")
        for kind, said in (("aliases", _("Also called: %s")), ("related", _("Related: %s"))):
            names = [one for key in languages for one in term.get(f"{kind}_{key}", []) if one not in (name, other)]
            if names:
                definition += nodes.paragraph("", said % ("、" if chinese else ", ").join(names), classes=["aliases"])
        return nodes.definition_list_item("", title, definition)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("terms", Terms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
