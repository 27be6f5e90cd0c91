"""The theme's own code in small cases: colours only from the tokens, kinds, first sentences, letters, answers."""

import re

import polib
import pytest
from docutils.core import publish_doctree
from kinds import KINDS, ROOT

from _ext.lessons import exercises
from _ext.pages import assets
from _ext.pages import facts as page_facts
from _ext.pages import kinds as page_kinds
from _ext.reference import glossary
from convref.plotting.style import TOKENS

HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def test_only_the_tokens_name_colours():
    theme = ROOT / "docs" / "_theme"
    named = {
        path.name: set(HEX.findall(path.read_text(encoding="utf-8")))
        for path in [*theme.rglob("*.css"), *theme.rglob("*.js"), *(ROOT / "docs" / "explorer").glob("*.js")]
    }
    assert len(named) > 25
    assert {name: found for name, found in named.items() if found} == {}


def test_the_mark_has_the_colours_of_the_roles():
    known = {colour for colours in TOKENS.values() for colour in colours.values()}
    for name in ("favicon.svg", "parts/icons.html"):
        found = set(HEX.findall((ROOT / "docs" / "_theme" / name).read_text(encoding="utf-8")))
        assert len(found) == 3, name
        assert found <= known, name


def test_every_colour_reaches_the_sheet_in_both_themes():
    light, system, chosen = re.split(r"^@media", assets.tokens(), flags=re.MULTILINE)
    for part, theme in ((light, "light"), (system, "dark"), (chosen, "dark")):
        assert dict(re.findall(r"--([\w-]+): (#\w+);", part)) == TOKENS[theme]


def test_every_custom_property_that_is_used_is_set():
    sheet = assets.stylesheet(ROOT)
    by_hand = {"columns", "narrow", "middle", "wide"}  # Set on the element itself.
    assert set(re.findall(r"var\(--([\w-]+)", sheet)) - by_hand <= set(re.findall(r"--([\w-]+):", sheet))


def test_the_sheet_of_the_site_is_packed(site):
    sent = (site / "en" / "_static" / "site.css").read_text(encoding="utf-8")
    assert "/*" not in sent and len(sent) < 0.85 * len(assets.stylesheet(ROOT))


def test_each_kind_is_told_by_its_name():
    found = {kind: page_kinds.kind(page) for kind, page in KINDS.items()}
    assert found.pop("how-to") == "howto"
    assert found.pop("gallery") == "gallery-index"
    assert all(kind == name for kind, name in found.items())
    assert page_kinds.kind("auto_gallery/basics/index") == "gallery-subject"
    assert page_kinds.kind("tools/index") == "index"


LINES = {
    "A kernel of ``nn.Conv2d`` has a fixed number of weights. More.": (
        "A kernel of nn.Conv2d has a fixed number of weights."
    ),
    "Short. The second sentence comes along where the first is short. More.": (
        "Short. The second sentence comes along where the first is short."
    ),
    "卷积核在输入上滑动，每停一处就得到输出中的一个数。后面还有。": (
        "卷积核在输入上滑动，每停一处就得到输出中的一个数。"
    ),
}


@pytest.mark.parametrize("text", LINES)
def test_the_first_sentence_stands_for_the_page(text):
    page = f"Title\n=====\n\n{text}\n\nNext\n----\n\nText.\n"
    doctree = publish_doctree(page, settings_overrides={"doctitle_xform": False})
    assert page_facts.first_sentence(doctree) == LINES[text]


def test_longer_pages_take_longer_in_both_scripts():
    def minutes(text):
        return page_facts.minutes(publish_doctree(f"Title\n=====\n\n{text}\n"))

    assert (minutes("word " * 180), minutes("word " * 900)) == (1, 5)
    assert (minutes("卷" * 320), minutes("卷" * 1600)) == (1, 5)


@pytest.mark.parametrize(
    ("name", "letter"), [("卷积", "J"), ("重叠", "C"), ("im2col", "I"), ("stride", "S"), ("转置卷积", "Z")]
)
def test_terms_are_found_under_their_letter(name, letter):
    assert glossary.initial(name) == letter


@pytest.mark.parametrize("word", ["three", "3 cells", "", "1,000"])
def test_an_answer_that_is_no_number_is_refused(word):
    with pytest.raises(ValueError):
        exercises.number(word)


def test_an_answer_that_is_a_number_is_kept_as_written():
    assert [exercises.number(word) for word in ("3", "-0.5", " 12 ")] == ["3", "-0.5", "12"]


def test_the_line_of_a_page_in_lists_is_translated():
    words = polib.pofile(str(ROOT / "docs" / "locale" / "zh_CN" / "LC_MESSAGES" / "sphinx.po"))
    translated = {entry.msgid for entry in words if entry.msgstr and "fuzzy" not in entry.flags}
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*/*") if path.suffix in (".md", ".rst")]
    lines = {found[1] for page in pages if (found := re.search(r'^:?line: "?(.+?)"?$', page, re.MULTILINE))}
    assert len(lines) > 20
    assert all(line.endswith(".") for line in lines)
    assert lines - translated == set()
