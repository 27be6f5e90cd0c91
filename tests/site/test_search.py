"""The search finds the right page for what readers type, in both languages: words of the other, slips, errors."""

import gzip
import json
import subprocess
import tomllib
from pathlib import Path

import pytest
from kinds import ROOT

from _ext.build import nodejs
from _ext.reference import torch_errors
from _ext.search import pinyin
from _ext.search.index import of_a_library, slug

HERE = Path(__file__).parent
ENGINE = ROOT / "docs" / "_theme" / "scripts" / "search" / "rank.js"
QUERIES = tomllib.loads((HERE / "search_queries.toml").read_text(encoding="utf-8"))
UNSEEN = tomllib.loads((HERE / "unseen_queries.toml").read_text(encoding="utf-8"))
ASKED = tomllib.loads((HERE / "real_questions.toml").read_text(encoding="utf-8"))["question"]
FIRST, WITHIN_THREE = 0.75, 0.95
MOST_KB = {"search-data.js": 270, "search.js": 15}  # fetched when the search is first used


@pytest.fixture(scope="session")
def ask(site):
    """Return a function that asks the engine of a language several queries at once."""

    def asked(language, queries):
        data = site / language / "_static" / "search-data.js"
        command = [str(nodejs.NODE), str(HERE / "search_worker.mjs"), str(ENGINE), str(data)]
        made = subprocess.run(
            command, input=json.dumps(queries), capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)

    return asked


def pages_of(site, language):
    """Return the pages as the search has them."""
    data = (site / language / "_static" / "search-data.js").read_text(encoding="utf-8")
    pages = json.loads(data[data.index("{") : data.rindex(";")])["pages"]
    for section in (one for page in pages for one in page["sections"]):
        section.setdefault("id", slug(section["title" if language == "en" else "other"]))
    return pages


def on_site(site, language, pages):
    return [page for page in pages if (site / language / f"{page}.html").is_file()]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("queries", [QUERIES, *UNSEEN.values()], ids=["neighbours", *UNSEEN])
def test_the_right_page_is_among_the_first_three(site, ask, queries, language):
    queries = {**queries[language], **queries.get("both", {})}
    assert len(queries) >= 30
    found = ask(language, list(queries))
    places = {}
    for (query, wanted), answer in zip(queries.items(), found, strict=True):
        accepted = on_site(site, language, wanted)
        assert accepted, f"no page of {wanted} is on the site"
        places[query] = next((at for at, page in enumerate(answer["pages"]) if page in accepted), 99)
    first = sum(place == 0 for place in places.values()) / len(places)
    three = sum(place < 3 for place in places.values()) / len(places)
    missed = {query: place for query, place in places.items() if place >= 3}
    assert (first >= FIRST, three >= WITHIN_THREE) == (True, True), (first, three, missed)


def test_a_beginning_stands_for_its_most_usual_word(ask):
    wanted = {"dil": "dilation", "ker": "kernels-and-feature-maps", "trans": "transposed-convolution"}
    found = ask("en", list(wanted))
    assert [answer["pages"][0] for answer in found] == [f"learn/{page}" for page in wanted.values()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_people_asked_is_found(site, ask, language):
    """Whole questions from threads, courses and interviews, in their own words."""
    assert len(ASKED) > 100
    missed = {}
    for question, answer in zip(ASKED, ask(language, [one[language] for one in ASKED]), strict=True):
        assert [page for page in question["pages"] if page not in on_site(site, language, question["pages"])] == []
        if not set(question["pages"]) & set(answer["pages"][:3]):
            missed[question[language]] = answer["pages"][:3]
    assert len(missed) <= (1 - WITHIN_THREE) * len(ASKED), missed


def test_every_page_has_words_it_is_searched_by(site):
    asked = tomllib.loads((ROOT / "docs" / "search.toml").read_text(encoding="utf-8"))["asked"]
    pages = [page["name"] for page in pages_of(site, "en") if page["name"].split("/")[0] in ("learn", "howto", "tools")]
    assert len(pages) > 60
    assert [page for page in pages if page not in asked and not page.endswith("/index")] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_found_by_its_title(site, ask, language):
    pages = [page for page in pages_of(site, language) if page["weight"] > 0.6]
    assert len(pages) > 50
    found = ask(language, [page["title"] for page in pages])
    missed = [
        (page["name"], page["title"], answer["pages"][:4])
        for page, answer in zip(pages, found, strict=True)
        if page["name"] not in answer["pages"][:3]
    ]
    assert not missed


def test_the_name_of_another_chinese_text_leads_to_the_term(ask):
    glossary = tomllib.loads((ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))["term"]
    pages = {
        name: term["page"] for term in glossary for name in term.get("elsewhere", {}).values() if name != term["zh"]
    }
    assert len(pages) > 10
    found = dict(zip(pages, ask("zh", list(pages)), strict=True))
    missed = {name: answer["pages"][:3] for name, answer in found.items() if pages[name] not in answer["pages"][:3]}
    assert missed == {}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_query_ends_in_nothing(ask, language):
    queries = ["xqzjv", "量子纠缠", "the", "的", "?", "!!!", "1", "[64, 3, 7, 7]", "a" * 3000, "\\", "(", "𝟛×𝟛", "'\""]
    for query, answer in zip(queries, ask(language, queries), strict=True):
        assert len(answer["pages"]) >= 1, query
    assert ask(language, ["xqzjv"])[0]["isNear"]


def test_a_result_names_the_section(ask):
    [padding, size] = ask("en", ["causal padding", "same_padding"])
    assert padding["sections"][padding["pages"].index("learn/padding")][0] == "only-on-the-left"
    assert "convref.same_padding" in size["sections"][size["pages"].index("reference/sizes")]
    assert all(len(sections) <= 3 for sections in padding["sections"])


def test_writing_makes_no_difference(ask):
    same = ["ConvTranspose2d", "nn.ConvTranspose2d", "conv_transpose2d", "conv transpose 2d", "CONVTRANSPOSE2D"]
    firsts = {answer["pages"][0] for answer in ask("en", same)}
    assert firsts <= {"learn/transposed-convolution", "reference/transposed"}
    wide = ask("zh", ["１×１卷积", "1x1卷积", "1×1 卷积", "1*1卷积", "1 X 1 卷积"])
    assert [answer["pages"][0] for answer in wide] == ["learn/small-kernels"] * 5
    old = ask("zh", ["轉置卷積", "反捲積", "步長"])
    assert [answer["pages"][0] for answer in old] == ["learn/transposed-convolution"] * 2 + ["learn/stride"]


def test_a_name_typed_as_code_leads_to_the_function(ask):
    answers = ask("en", ["same_padding()", "convref.conv_transpose2d", "conv_output_size"])
    assert [answer["pages"][0] for answer in answers] == ["reference/sizes", "reference/transposed", "reference/sizes"]


def test_a_message_of_an_older_release_leads_to_its_section(ask):
    old = [(one.name, text) for one in torch_errors.entries().values() for text in one.old]
    answers = ask("en", [f"RuntimeError: {text.replace('…', '[3, 7]')}" for _name, text in old])
    assert [answer["sections"][0][0] for answer in answers] == [f"error-{name}" for name, _text in old]


def test_a_package_before_a_name_makes_no_difference(ask):
    firsts = [answer["pages"][:2] for answer in ask("en", ["torch.nn.functional.unfold", "F.unfold", "unfold"])]
    assert firsts[0] == firsts[1] == firsts[2]


def test_a_name_is_found_by_its_sound(ask):
    """An input method that is off leaves pinyin, with spaces or without."""
    answers = ask("zh", ["juanji", "zhuanzhi juanji", "ganshouye", "pengzhanglv", "qipanxiaoying"])
    pages = ["what-is-convolution", "transposed-convolution", "receptive-field", "dilation", "checkerboard"]
    assert [answer["pages"][0] for answer in answers] == [f"learn/{page}" for page in pages]
    assert {len(pinyin.spelt(name)) > 0 for name in ("卷积", "步长", "特征图")} == {True}
    assert pinyin.spelt("1×1 卷积") == ""


def test_the_commonest_names_of_other_languages_are_known(ask):
    names = {"Faltung": "what-is-convolution", "ストライド": "stride", "champ récepteur": "receptive-field"}
    answers = ask("en", list(names))
    assert [answer["pages"][0] for answer in answers] == [f"learn/{page}" for page in names.values()]


def test_what_a_list_of_pages_is_called_leads_to_it(ask):
    names = {"API reference": "reference/index", "list of functions": "reference/index", "list of tools": "tools/index"}
    answers = ask("en", list(names))
    assert [answer["pages"][0] for answer in answers] == list(names.values())


def test_axes_may_be_written_apart(ask):
    [joined, apart, listed] = ask("en", ["NHWC to NCHW", "N H W C to N C H W", "N, H, W, C to N, C, H, W"])
    assert joined["pages"][:3] == apart["pages"][:3] == listed["pages"][:3]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_sizes_a_pixel_apart_lead_to_the_missing_pixel(ask, language):
    wanted = {"howto/decoder-one-short", "howto/choose-output-padding", "howto/u-net-sizes"}
    assert wanted & set(ask(language, ["conv transpose 95 96"])[0]["pages"][:1])
    assert not wanted & set(ask(language, ["conv transpose 95 98"])[0]["pages"][:1])


def test_an_unknown_word_is_taken_for_the_known_one_it_begins_with(ask):
    [longer, known] = ask("en", ["dilationwise", "dilation"])
    assert longer["pages"][0] == known["pages"][0]


def test_of_a_traceback_only_its_end_is_read(ask):
    """The lines before it name functions and files, and may quote an error that was handled."""
    way = 'File "net.py", line 9, in forward ValueError: stride is odd During handling: File "conv.py", line 554, '
    said = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (8x1152 and 128x4)"
    assert ask("en", [way + said])[0]["sections"][0][0] == "error-linear"


def test_a_layer_told_by_its_numbers_is_a_question_of_size(ask):
    """No word of the size itself stands in it."""
    [answer] = ask("zh", ["224 的图经过 7x7 步长 2 填充 3 变成多少"])
    assert "learn/output-size" in answer["pages"][:3]


def test_one_boundary_and_several_are_one_word(ask):
    [one, several] = ask("en", ["periodic boundary", "periodic boundaries"])
    assert one["pages"] == several["pages"]


def test_a_question_word_is_no_slip_for_another(ask):
    """怎么让 was taken for 怎么算, which finds the pages about computing."""
    assert "howto/keep-the-size" in ask("zh", ["怎么让卷积前后图像尺寸不变"])[0]["pages"][:3]


def test_of_names_in_code_those_are_kept_that_others_know():
    names = ["nn.Unfold", "x.shape", "self.register_buffer", "DefaultCPUAllocator", "torch.nn.grad.conv2d_input", "y.T"]
    kept = ["nn.Unfold", "", "register_buffer", "DefaultCPUAllocator", "torch.nn.grad.conv2d_input", ""]
    assert [of_a_library(name) for name in names] == kept


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_fetched_is_small(site, language):
    for name, most in MOST_KB.items():
        size = len(gzip.compress((site / language / "_static" / name).read_bytes()))
        assert 1024 < size <= most * 1024, (name, size)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sections_are_where_they_are_said_to_be(site, language):
    for page in pages_of(site, language):
        html = (site / language / f"{page['name']}.html").read_text(encoding="utf-8")
        sections = page["sections"][1:]  # The first is the page itself.
        assert [one["id"] for one in sections if f'id="{one["id"]}"' not in html] == [], page["name"]
        assert not [one["text"] for one in page["sections"] if "\x02" in one["text"] or "sphx_glr" in one["text"]]


def test_sphinxs_own_scripts_are_gone(site):
    for language in ("en", "zh"):
        assert not (site / language / "searchindex.js").exists()
        assert not (site / language / "_static" / "searchtools.js").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_pasted_message_leads_to_what_explains_it(site, ask, language):
    """Every message of the atlas, with numbers where they change from case to case, and with what stands around it."""
    says = [(one.name, text) for one in torch_errors.entries().values() for text in one.says]
    assert len(says) > 40
    queries = [f"RuntimeError: {text.replace('…', '[3, 7]')}" for _name, text in says]
    for (name, text), answer in zip(says, ask(language, queries), strict=True):
        assert answer["pages"][0] == torch_errors.PAGE, text
        assert answer["sections"][0][0] == f"error-{name}", (text, answer["sections"][0])


@pytest.mark.parametrize("query", ["output size of a convolution", "what padding keeps the size", "stride", "转置卷积"])
def test_a_question_is_no_message(ask, query):
    assert ask("en", [query])[0]["pages"][0] != torch_errors.PAGE
