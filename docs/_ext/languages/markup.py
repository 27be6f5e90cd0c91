"""What a message of a catalogue holds besides words: formulas, roles, links and code, in MyST or in reST."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

# Words that stay as they are in every language, one a line.
NAMES = frozenset(Path(__file__).with_name("names.txt").read_text(encoding="utf-8").split())
COMMON = [
    ("url", re.compile(r"https?://[^\s)>`]+")),
    ("placeholder", re.compile(r"\{(?P<target>[A-Za-z_][^{}]*)\}(?!`)")),
]
MYST = [
    ("math", re.compile(r"\$(?P<target>[^$]+)\$")),
    ("role", re.compile(r"\{(?P<role>[\w:+-]+)\}`(?:(?P<title>[^`<]*?)\s*<(?P<target>[^`>]+)>|(?P<bare>[^`]+))`")),
    ("code", re.compile(r"(?P<tick>`+)(?P<target>.+?)(?P=tick)")),
    ("link", re.compile(r"\[(?P<title>[^\]]*)\]\((?P<target>[^)]+)\)")),
]
REST = [
    ("math", re.compile(r":math:`(?P<target>[^`]+)`")),
    ("role", re.compile(r":(?P<role>[\w:+-]+):`(?:(?P<title>[^`<]*?)\s*<(?P<target>[^`>]+)>|(?P<bare>[^`]+))`")),
    ("code", re.compile(r"``(?P<target>.+?)``")),
    ("link", re.compile(r"`(?P<title>[^`<]*?)\s*<(?P<target>[^`>]+)>`_+")),
    ("code", re.compile(r"(?<!`)`(?P<target>[^`<>]+)`(?![`_])")),
]


@dataclass(frozen=True)
class Message:
    """One text taken apart: its marked-up pieces as a multiset, and the words a reader sees."""

    pieces: Counter[tuple[str, str]]
    words: str

    @property
    def strange_words(self) -> list[str]:
        """Return the words that are not names."""
        return [word for word in re.findall(r"[A-Za-z][A-Za-z0-9-]+", self.words) if word not in NAMES]

    @property
    def needs_translation(self) -> bool:
        """Whether words are left that are not names."""
        return bool(self.strange_words)


def take_apart(text: str, myst: bool) -> Message:
    """Return the pieces and words of a text in the syntax of its page."""
    pieces: Counter[tuple[str, str]] = Counter()

    def note(kind: str, match: re.Match[str]) -> str:
        groups = match.groupdict()
        target = groups.get("target") or groups.get("bare") or match[0]
        role = groups.get("role") or kind
        pieces[role, " ".join(target.split()).lower() if role == "term" else " ".join(target.split())] += 1
        shown = groups.get("title") or (groups.get("bare") if role == "term" else "")
        return f" {shown} " if shown else " "

    for kind, pattern in (MYST if myst else REST) + COMMON:
        text = pattern.sub(partial(note, kind), text)
    return Message(pieces, text)
