"""What a Chinese typesetter would strike out of a translation, and words for which the glossary has another."""

import re
import tomllib
from functools import cache

import polib

from _tools.update_catalogues import CATALOGUES, FIXED, ROOT

HAN = r"[\u4e00-\u9fff]"
CHINESE = re.compile(HAN)
UNIFIED = tomllib.loads((ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))["unified"]
SHAPELESS = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)")  # Code, formulas and addresses have punctuation of their own.
LINK = rf"(?:\[(?={HAN})|\{{[\w:]+\}}`(?={HAN})|:[\w:]+:`(?={HAN}))"
LINK_ENDS = rf"{HAN}(?:\]\([^)]*\)|(?: <[^`>]*>)?`_*)"
OBJECT = r"(?:\{(?:func|class|meth)\}|:(?:func|class|meth):)`[^`]*`"
CODE = r"`+[A-Za-z0-9_.][^`<]*`+"
OF_WORDS = {
    "half-width punctuation between Chinese": rf"{HAN}[,;:!?](?=\s*{HAN})|{HAN}\(|\)(?={HAN})",
    "a space before a percent sign": r"\d +%(?![\w(])",
}
OF_MARKUP = {
    "a stray space at a link": rf"{HAN} +{LINK}|{LINK_ENDS} +(?={HAN})",
    "a space is missing between Chinese and code": rf"{HAN}(?:{OBJECT}|{CODE})|(?:{OBJECT}|(?<![}}:`]){CODE})(?={HAN})",
    "a stray space behind a claim": r"\{claim\}`[^`]*` +\S",  # The tick has a space of its own.
}
BARE_LINK = re.compile(rf"(?P<before>{HAN} +)?(?::doc:|\{{doc\}})`(?P<page>[^`<]+)`(?P<after> +{HAN})?")


def style_faults(text: str) -> list[str]:
    """Return the faults of a translation, whatever it translates."""
    bare = SHAPELESS.sub(" ", text)
    looked_at = [(bare, OF_WORDS), (text, OF_MARKUP)]
    found = [
        (what, one) for where, rules in looked_at for what, rule in rules.items() for one in re.finditer(rule, where)
    ]
    found += [("a stray space at a link", one) for one in BARE_LINK.finditer(text) if _is_stray(one)]
    faults = [f"{what}: {one[0]!r}" for what, one in found]
    for word, others in UNIFIED.items():
        faults += [f"{other!r} should be {word!r}, as everywhere else" for other in others if other in text]
    return faults


@cache
def _titles() -> dict[str, str]:
    """Return the Chinese title of every page by the last part of its name."""
    catalogues = {path.stem: polib.pofile(str(path)) for path in CATALOGUES.rglob("*.po") if path.stem not in FIXED}
    return {name: entries[0].msgstr for name, entries in catalogues.items() if len(entries)}


def _is_stray(found: re.Match[str]) -> bool:
    """Tell whether the title that a link shows meets a space where Chinese stands on both sides."""
    title = _titles().get(found["page"].rpartition("/")[2], "")
    ends = (found["before"], title[:1]), (found["after"], title[-1:])
    return any(space and CHINESE.match(letter) for space, letter in ends)
