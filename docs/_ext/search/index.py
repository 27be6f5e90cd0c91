"""What the search in the browser is given: every page with its names and sections, as a script that assigns it.

A page opened from disk may load a script and nothing else, and excerpts need the text, so the text is what is sent; the
index over it is made from the text on arrival. Sphinx's own index is not written: without a script it serves nobody.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx import locale
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.i18n import CatalogRepository, docname_to_domain

from _ext.pages import navigation
from _ext.reference import glossary, torch_errors
from _ext.search import pinyin
from _ext.search import text as search_text

FILE = "search-data.js"
LESS = {"learn": 1, "howto": 1, "tools": 0.95, "auto_gallery": 0.92, "reference": 0.92, "about": 0.8}
LIST_OF_PAGES = 0.6  # It holds the words of everything and explains nothing.
LISTS = ("index", "reference/glossary", "about/sources")
NOT_FOUND = "404"
DEAD = (
    "searchindex.js",
    *(
        f"_static/{name}.js"
        for name in (
            *("searchtools", "language_data", "base-stemmer", "english-stemmer", "doctools", "documentation_options"),
            *("sphinx_highlight", "translations"),
        )
    ),
)  # Sphinx's own scripts, which no page loads.
MARKUP = re.compile(r"\{[\w:-]+\}|[`*]")
WORD = re.compile(r"[a-z]\w*")
COMMON = 8  # pages
LIBRARIES = {"torch", "nn", "F", "np", "convref", "torchvision", "keras", "tf", "jax", "lax", "scipy", "signal", "onnx"}
OTHER = "zh_CN"


def use_own_search(app: Sphinx) -> None:
    """Keep Sphinx from indexing; the page of the search is written all the same."""
    if app.builder.format == "html":
        app.builder.search = False  # type: ignore[attr-defined]


def search_page(_app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return the page of the search."""
    yield "search", {}, "search.html"


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give the page of the search a list of all pages: without a script it is the way to them."""
    context["search_index"] = context["pathto"](f"_static/{FILE}", 1)
    if pagename == "search":
        names = navigation.labels()
        context["every_page"] = [
            {
                "label": names[folder],
                "index": section.index,
                "entries": [navigation.entry(app, page, pagename) for page in section.pages],
            }
            for folder, section in app.sections.items()  # type: ignore[attr-defined]
        ]


def settings(srcdir: str | Path) -> dict[str, Any]:
    """Return the words of docs/search.toml."""
    return tomllib.loads(Path(srcdir, "search.toml").read_text(encoding="utf-8"))


def data(app: Sphinx) -> dict[str, Any]:
    """Return all that the browser is given."""
    known = settings(app.srcdir)
    terms = glossary.terms(app.srcdir)
    pages = [page(app, name, terms, known["asked"]) for name in sorted(search_text.pages(app.env)) if name != NOT_FOUND]
    leave_out_common_names(pages)
    return {
        "pages": pages,
        "isEnglish": app.config.language != OTHER,
        "terms": [names(term) for term in terms],
        "messages": messages(),
        "synonyms": known["synonyms"],
        "stop": known["stop"].split(),
        "stopChinese": known["stop_chinese"].split(),
        "words": {
            "all": _("All"),
            "count": _("%s pages, the best first"),
            "one": _("One page"),
            "none": _("No page holds these words. The nearest:"),
            "rest": _("All results"),
        },
    }


def messages() -> dict[str, Any]:
    """Return what PyTorch's messages say, each with the section that explains it."""
    said = [(one.name, (*one.says, *one.rare, *one.old, *one.quoted)) for one in torch_errors.entries().values()]
    says = [(f"error-{name}", text) for name, texts in said for text in texts]
    return {"page": torch_errors.PAGE, "says": says}


def page(app: Sphinx, name: str, terms: list[dict[str, Any]], asked: dict[str, list[str]]) -> dict[str, Any]:
    """Return one page: where it stands, its names, its sections in both languages as far as headings go."""
    sections = search_text.pages(app.env)[name]
    own = [term for term in terms if term.get("page") == name]
    named = [alias for term in own for alias in [*names(term), *term.get("finds", [])]]
    sounds = [
        pinyin.spelt(alias) for term in own for alias in (term["zh"], *term["aliases_zh"], *term.get("related_zh", []))
    ]
    folder = name.partition("/")[0]
    is_list = name in LISTS or name.endswith("/index")
    code = dict.fromkeys(known for one in sections for word in one["code"].split() if (known := of_a_library(word)))
    return {
        "name": name,
        "title": sections[0]["title"] if sections else name,
        "kind": navigation.labels().get(folder, ""),
        "where": where(app, name),
        "names": [*named, *asked.get(name, []), *dict.fromkeys(filter(None, sounds))],
        "weight": LIST_OF_PAGES if is_list else LESS.get(folder, LIST_OF_PAGES),
        "code": " ".join(code),
        "sections": [
            {**anchor(app, one, other), "title": one["title"], "other": other, "text": with_titles(app, one["text"])}
            for one, other in zip(sections, other_titles(app, name, sections), strict=True)
        ],
    }


def anchor(app: Sphinx, section: dict[str, Any], other: str) -> dict[str, str]:
    """Return the id of a section, unless the browser can make it of the heading in English."""
    english = other if app.config.language == OTHER else section["title"]
    return {} if section["id"] == slug(english) else {"id": section["id"]}


def slug(text: str) -> str:
    """Return the anchor that a heading in English has as a rule; the script of the search makes the same."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def of_a_library(name: str) -> str:
    """Return a name in code as others know it: x.shape is nothing to search by, x.requires_grad_ is requires_grad_."""
    root, _dot, last = name.rpartition(".")
    return name if not root or root.split(".")[0] in LIBRARIES else last if "_" in last.strip("_") else ""


def leave_out_common_names(pages: list[dict[str, Any]]) -> None:
    """Take out of the names in code what the page says as well, and what too many pages use to be told apart by."""
    held = Counter(name for one in pages for name in one["code"].split())
    for one in pages:
        said = set(WORD.findall(" ".join(section["text"] for section in one["sections"]).lower()))
        kept = [
            name for name in one["code"].split() if held[name] <= COMMON and not set(WORD.findall(name.lower())) <= said
        ]
        one["code"] = " ".join(kept)


def names(term: dict[str, Any]) -> list[str]:
    """Return every name of a term and of what belongs to it, in both languages."""
    lists = ("aliases_en", "aliases_zh", "related_en", "related_zh")
    return [term["en"], term["zh"], *(name for one in lists for name in term.get(one, []))]


def where(app: Sphinx, name: str) -> str:
    """Return what stands beside a result: the lesson's number, or the section of the site."""
    folder = name.partition("/")[0]
    lessons = app.sections["learn"].pages if "learn" in app.sections else ()  # type: ignore[attr-defined]
    return _("Lesson %s") % (lessons.index(name) + 1) if name in lessons else navigation.labels().get(folder, "")


def other_titles(app: Sphinx, name: str, sections: list[dict[str, Any]]) -> list[str]:
    """Return the headings in the other language; names of functions have none."""
    if app.config.language == OTHER:
        return [one["english"] if one["english"] != one["title"].lower() else "" for one in sections]
    folders = [app.srcdir / folder for folder in app.config.locale_dirs]
    domain = docname_to_domain(name, app.config.gettext_compact)
    catalogue, found = locale.init(folders, OTHER, domain, namespace="search")
    if not found:
        return [""] * len(sections)
    spoken = [catalogue.gettext(one["source"]) if one["source"] else "" for one in sections]
    return [MARKUP.sub("", text) if text != one["source"] else "" for text, one in zip(spoken, sections, strict=True)]


def compile_catalogues(app: Sphinx) -> None:
    """Compile the catalogues of the other language where they are newer than what was compiled last."""
    if app.config.language != OTHER:
        for catalogue in CatalogRepository(app.srcdir, app.config.locale_dirs, OTHER, "utf-8").catalogs:
            if catalogue.is_outdated():
                catalogue.write_mo(OTHER)


def with_titles(app: Sphinx, text: str) -> str:
    """Return a text with the titles of what it links to."""
    return search_text.LINK.sub(lambda found: title(app, found[1]), text)


def title(app: Sphinx, target: str) -> str:
    """Return the title of a page, or of what carries a label."""
    if target.startswith("#"):
        return app.env.domains.standard_domain.labels.get(target[1:], ("", "", ""))[2]
    return app.env.titles[target].astext() if target in app.env.titles else ""


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file, unless it already says the same."""
    if exception or app.builder.name != "html":
        return
    for name in DEAD:
        Path(app.outdir, name).unlink(missing_ok=True)
    compile_catalogues(app)
    text = f"globalThis.convrefSearch={json.dumps(data(app), ensure_ascii=False, separators=(',', ':'))};\n"
    path = Path(app.outdir, "_static", FILE)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", use_own_search)
    app.connect("html-collect-pages", search_page)
    app.connect("html-page-context", add_context, priority=450)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
