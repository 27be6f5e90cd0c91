"""Search in both languages: Chinese by character pairs, every term also under its other names.

Sphinx's own Chinese splitter needs a dictionary that lacks this subject's words, and names a stemmer that
does not exist. Pairs of neighbouring characters need no dictionary and find every longer word.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.zh import SearchChinese

import glossary

RUNS = re.compile(r"[\u4e00-\u9fff]+|[a-zA-Z0-9_]+")
SPLITTER = Path(__file__).with_name("search_splitter.js")


class SearchByPairs(SearchChinese):
    """Chinese split into pairs of characters, everything else into words."""

    language_name = "English"  # Sphinx writes `window.Stemmer = <name>Stemmer`, and the stemmer in use is English.
    js_splitter_code = SPLITTER.read_text(encoding="utf-8")

    def split(self, text: str) -> list[str]:
        """Return the words and pairs of a text."""
        words = []
        for run in RUNS.findall(text):
            if run[0] < "\u4e00":
                self.latin_terms.add(run)
                words.append(run)
            else:
                words.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        return words


def add_aliases(app: Sphinx) -> list[Any]:
    """Index the page that explains a term under all the term's names.

    This is done in every build, since Sphinx keeps index entries only of the pages it has just written.
    """
    entries: dict[str, set[tuple[str, str, str]]] = {}
    for term in glossary.terms(app.srcdir):
        if term.get("page") in app.env.found_docs:
            entries.setdefault(term["page"], set()).update((name, "", "main") for name in _names(term))
    if app.builder.search:
        app.builder.indexer._index_entries.update({page: sorted(names) for page, names in entries.items()})
    return []


def _names(term: dict[str, Any]) -> list[str]:
    return [term["en"], term["zh"], *term["aliases_en"], *term["aliases_zh"]]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_search_language(SearchByPairs)
    app.connect("html-collect-pages", add_aliases)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
