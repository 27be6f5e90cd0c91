"""The gate of the translation: every message present, translated, and with its formulas and links unchanged.

Run after the site was built; prints each fault and fails when there is any. With `--pages NAME …` only those
pages are checked, against the messages extracted last.
"""

import re
import sys
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).parents[1]))

from _ext.languages.markup import NAMES, Message, take_apart
from _tools.chinese_style import CHINESE, SHAPELESS, style_faults
from _tools.update_catalogues import CATALOGUES, FIXED, ROOT, existing, extract, pages

ENGLISH_RUN = re.compile(r"(?:\b[A-Za-z][a-z'’]+\b[ ,;:]+){3,}\b[a-z]+\b")
KEPT = 4  # words of a string in code that may stay
HEAD = 30  # letters of a column's heading
EMPHASISED = re.compile(r"(?<!\*)\*([A-Za-z][A-Za-z ]+)\*(?!\*)")  # *Kept*, and not **bold**


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
    return _piece_faults(source, target) + _language_faults(source, target) + style_faults(entry.msgstr)


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
            faults += [f"{name}.po: {fault}" for fault in style_faults(entry.msgstr)]
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
