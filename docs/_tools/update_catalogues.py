"""Bring the Chinese catalogues up to date with the English pages: one .po a page, without dates or line numbers.

Unchanged messages keep their translation, new ones take it from any other page that has the same message, and
edited ones keep the old translation marked fuzzy. Messages and pages that are gone are dropped.
"""

import difflib
import shutil
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "docs" / "locale" / "zh_CN" / "LC_MESSAGES"
FIXED = {"sphinx", "explorer"}  # Words of the theme, our extensions and scripts; written by hand, not extracted.
HEADER = {
    "Language": "zh_CN",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
CLOSE = 0.75


def extract(target: Path) -> None:
    """Write the templates of all pages afresh."""
    shutil.rmtree(target, ignore_errors=True)
    unexecuted = ["-D", "nb_execution_mode=off", "-D", "suppress_warnings=myst-nb.lexer"]  # Outputs stay as they are.
    command: list[str | Path] = [sys.executable, "-m", "sphinx", "-q", "-b", "gettext", *unexecuted, "-c", ROOT]
    subprocess.run([*command, ROOT / "docs", target, "-d", ROOT / "_build" / "doctrees" / "gettext"], check=True)


def pages(templates: Path) -> dict[str, polib.POFile]:
    """Return the template of every page by the page's name."""
    return {
        path.relative_to(templates).with_suffix("").as_posix(): polib.pofile(str(path))
        for path in sorted(templates.rglob("*.pot"))
    }


def existing() -> dict[str, dict[str, polib.POEntry]]:
    """Return the entries of every catalogue by page and message."""
    found = {}
    for path in sorted(CATALOGUES.rglob("*.po")):
        name = path.relative_to(CATALOGUES).with_suffix("").as_posix()
        if name not in FIXED:
            found[name] = {entry.msgid: entry for entry in polib.pofile(str(path))}
    return found


def merge(template: polib.POFile, old: dict[str, polib.POEntry], known: dict[str, str]) -> polib.POFile:
    """Return the new catalogue of one page."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = dict(HEADER)
    present = {entry.msgid for entry in template}
    gone = {msgid: entry for msgid, entry in old.items() if msgid not in present and entry.msgstr}
    for entry in template:
        new = polib.POEntry(msgid=entry.msgid)
        if entry.msgid in old and old[entry.msgid].msgstr:
            new.msgstr, new.flags = old[entry.msgid].msgstr, old[entry.msgid].flags
        elif entry.msgid in known:
            new.msgstr = known[entry.msgid]
        elif close := difflib.get_close_matches(entry.msgid, gone, n=1, cutoff=CLOSE):
            new.msgstr, new.flags = gone[close[0]].msgstr, ["fuzzy"]
        catalogue.append(new)
    return catalogue


def update() -> None:
    """Extract, merge and write all catalogues."""
    templates = ROOT / "_build" / "gettext"
    extract(templates)
    old = existing()
    known = {
        msgid: entry.msgstr
        for entries in old.values()
        for msgid, entry in entries.items()
        if entry.msgstr and "fuzzy" not in entry.flags
    }
    for name, template in pages(templates).items():
        path = CATALOGUES / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        merge(template, old.pop(name, {}), known).save(str(path))
    for name in old:
        (CATALOGUES / f"{name}.po").unlink()


if __name__ == "__main__":
    update()
