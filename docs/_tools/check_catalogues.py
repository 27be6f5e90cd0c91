"""The gate of the translation: every message present, translated, and with its formulas and links unchanged.

Run after the site was built; prints each fault and fails when there is any. With `--pages NAME …` only those
pages are checked, against the messages extracted last.
"""

import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).parents[1]))

from _ext.languages.markup import NAMES, Message, take_apart
from _tools.update_catalogues import CATALOGUES, FIXED, ROOT, existing, extract, pages

ENGLISH_RUN = re.compile(r"(?:\b[A-Za-z][a-z'’]+\b[ ,;:]+){3,}\b[a-z]+\b")
KEPT = 4  # words of a string in code that may stay
HEAD = 30  # letters of a column's heading
CHINESE = re.compile(r"[\u4e00-\u9fff]")
GLOSSARY = tomllib.loads((ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))
SHAPELESS = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)")  # Code, formulas and addresses have punctuation of their own.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?](?=\s*[\u4e00-\u9fff])|[\u4e00-\u9fff]\(|\)(?=[\u4e00-\u9fff])")
LINK = r"(?:\[(?=[\u4e00-\u9fff])|\{[\w:]+\}`(?=[\u4e00-\u9fff])|:[\w:]+:`(?=[\u4e00-\u9fff]))"
LINK_ENDS = r"[\u4e00-\u9fff](?:\]\([^)]*\)|(?: <[^`>]*>)?`_*)"
TICK_SPACE = re.compile(r"\{claim\}`[^`]*` +\S")  # The tick has a space of its own.
OBJECT = r"(?:\{(?:func|class|meth)\}|:(?:func|class|meth):)`[^`]*`"
CODE = r"`+[A-Za-z0-9_.][^`<]*`+"
PERCENT = re.compile(r"\d +%(?![\w(])")
EMPHASISED = re.compile(r"(?<!\*)\*([A-Za-z][A-Za-z ]+)\*(?!\*)")  # *Kept*, and not **bold**
NO_SPACE = re.compile(rf"[\u4e00-\u9fff](?:{OBJECT}|{CODE})|(?:{OBJECT}|(?<![}}:`]){CODE})(?=[\u4e00-\u9fff])")
STRAY_SPACE = re.compile(rf"[\u4e00-\u9fff] +{LINK}|{LINK_ENDS} +(?=[\u4e00-\u9fff])")
BARE_LINK = re.compile(
    r"(?P<before>[\u4e00-\u9fff] +)?(?::doc:|\{doc\})`(?P<page>[^`<]+)`(?P<after> +[\u4e00-\u9fff])?"
)


def check_entry(entry: polib.POEntry, myst: bool) -> list[str]:
    """Return the faults of one translated message."""
    if "fuzzy" in entry.flags:
        return ["fuzzy: the English changed since it was translated"]
    source = take_apart(entry.msgid, myst)
    if entry.msgstr.strip() == entry.msgid.strip() and len(source.strange_words) <= KEPT:
        return []  # The name of something in code, kept on purpose.
    if not entry.msgstr:
        return ["untranslated"] if source.needs_translation else []
    target = take_apart(entry.msgstr, myst)
    return _piece_faults(source, target) + _language_faults(source, target) + _style_faults(entry.msgstr)


def _piece_faults(source: Message, target: Message) -> list[str]:
    lost, added = source.pieces - target.pieces, target.pieces - source.pieces
    faults = [f"lost {kind} {text!r}" for (kind, text), _count in sorted(lost.items())]
    return faults + [f"added {kind} {text!r}" for (kind, text), _count in sorted(added.items())]


def _language_faults(source: Message, target: Message) -> list[str]:
    if not source.needs_translation:
        return []
    if not CHINESE.search(target.words):
        return ["the translation has no Chinese in it"]
    kept = " ".join(word for word in target.words.split() if word.strip(".,:;()（），。：；") not in NAMES)
    run = ENGLISH_RUN.search(kept)
    return [f"English left: {run[0]!r}"] if run else []


def _style_faults(text: str) -> list[str]:
    """Return words that the glossary unifies, and what a Chinese typesetter would strike out."""
    bare = SHAPELESS.sub(" ", text)
    faults = [f"half-width punctuation between Chinese: {found[0]!r}" for found in HALF_WIDTH.finditer(bare)]
    faults += [f"a stray space at a link: {found[0]!r}" for found in STRAY_SPACE.finditer(text)]
    faults += [f"a stray space at a link: {found[0]!r}" for found in BARE_LINK.finditer(text) if _is_stray(found)]
    faults += [f"a space is missing between Chinese and code: {found[0]!r}" for found in NO_SPACE.finditer(text)]
    faults += [f"a space before a percent sign: {found[0]!r}" for found in PERCENT.finditer(bare)]
    faults += [f"a stray space behind a claim: {found[0]!r}" for found in TICK_SPACE.finditer(text)]
    for word, others in GLOSSARY["unified"].items():
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


def _heading_faults(entries: dict[str, polib.POEntry]) -> list[tuple[str, str]]:
    """Return the columns of tables that a text calls by their English names, where the page heads them in Chinese."""
    heads = {msgid: entry.msgstr for msgid, entry in entries.items() if len(msgid) < HEAD}
    return [
        (msgid, f"the column {name!r} is headed {said!r}")
        for msgid, entry in entries.items()
        for name in EMPHASISED.findall(SHAPELESS.sub(" ", entry.msgstr))
        for head, said in heads.items()
        if CHINESE.search(said) and name not in said and re.search(rf"\b{name}\b", head, re.IGNORECASE)
    ]


def check_page(name: str, template: polib.POFile, entries: dict[str, polib.POEntry]) -> list[str]:
    """Return the faults of one page's catalogue."""
    myst = (ROOT / "docs" / f"{name}.md").is_file()
    wanted = [entry.msgid for entry in template]
    faults = [(msgid, "not in the catalogue: run make i18n") for msgid in wanted if msgid not in entries]
    faults += [(msgid, "no longer on the page: run make i18n") for msgid in entries if msgid not in set(wanted)]
    for msgid, entry in entries.items():
        faults += [(msgid, fault) for fault in check_entry(entry, myst)]
    faults += _heading_faults(entries)
    return [f"{name}.po: {fault}\n    {' '.join(msgid.split())[:100]}" for msgid, fault in faults]


def check(templates: dict[str, polib.POFile]) -> list[str]:
    """Return the faults of the catalogues of these pages."""
    found = existing()
    return [fault for name, template in templates.items() for fault in check_page(name, template, found.get(name, {}))]


def check_rest(templates: dict[str, polib.POFile]) -> list[str]:
    """Return catalogues without a page, and the faults of the fixed words."""
    faults = [f"{name}.po: its page is gone: run make i18n" for name in existing() if name not in templates]
    for name in sorted(FIXED):
        for entry in polib.pofile(str(CATALOGUES / f"{name}.po")):
            if not entry.msgstr or "fuzzy" in entry.flags:
                faults.append(f"{name}.po: {entry.msgid!r} is not translated")
            faults += [f"{name}.po: {fault}" for fault in _style_faults(entry.msgstr)]
    return faults


def main(arguments: list[str]) -> int:
    """Check all pages, or those that are named."""
    folder = ROOT / "_build" / "gettext"
    if arguments[:1] == ["--pages"]:
        templates = {name: template for name, template in pages(folder).items() if name in arguments}
        faults = check(templates)
    else:
        extract(folder)
        templates = pages(folder)
        faults = check(templates) + check_rest(templates)
    print("\n".join(faults))
    print(f"{sum(map(len, templates.values()))} messages, {len(faults)} faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
