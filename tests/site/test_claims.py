"""The marks behind sentences, and the tests that they open."""

import re

import pytest
import small

TEST = """import pytest

import convref as F


@pytest.mark.claim("{name}")
def test_size({arguments}):
    {body}
"""
BODY = "assert F.conv_output_size(5, 3) == 3"
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'
SENTENCE = "A kernel of 3 fits three times into 5 cells. {claim}`three-stops`"


def built(folder, text=SENTENCE, chinese=None, **test):
    """Build a page of this text beside one test, in Chinese where there is a translation."""
    more = "root_doc = 'index'\nlocale_dirs = ['locale']\n" + ("language = 'zh_CN'\n" if chinese else "")
    small.conf(folder, "myst_parser", "_ext.painting.picture", "_ext.lessons.claims", more=more)
    small.page(folder, "index.md", f"# Start\n\n{text}\n\n```{{toctree}}\nabout/claims\n```\n")
    small.page(folder, "about/claims.md", "# List\n\n```{claims}\n```\n")
    values = {"name": "three-stops", "arguments": "", "body": BODY} | test
    path = folder / "tests" / "test_size.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEST.format_map(values), encoding="utf-8")
    if chinese:
        small.page(folder, "locale/zh_CN/LC_MESSAGES/index.po", PO.format(text, chinese))
    return small.build(folder)


def test_a_mark_opens_its_test_and_the_list_has_the_sentence(tmp_path):
    small.page(tmp_path, "about/more.md", "---\norphan: true\n---\n\n# More\n")
    text = "Before. A kernel of [3](about/more.md) stops *three* times. {claim}`three-stops` After."
    result = built(tmp_path, text)
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count('popovertarget="check-three-stops"') == page.count('id="check-three-stops"') == 1
    assert 'times<span class="held">.&#8288;<button' in page, "the mark must not begin a line"
    shown = re.sub("<[^>]+>", "", page.partition('id="check-three-stops"')[2].partition("</pre>")[0])
    assert BODY in shown and "import convref as F" in shown and "import pytest" not in shown
    listed = (tmp_path / "out" / "about" / "claims.html").read_text(encoding="utf-8")
    sentence = listed.partition('id="three-stops"')[2].partition("</p>")[0]
    assert re.sub("<[^>]+>", "", sentence).endswith("A kernel of 3 stops three times.")
    assert 'href="more.html"' in sentence and "<em>three</em>" in sentence
    assert 'href="../index.html#claim-three-stops"' in listed


@pytest.mark.parametrize(
    ("text", "test", "told"),
    [
        ("No mark.", {}, "no page makes the claim 'three-stops'"),
        ("{claim}`four-stops`\n\n" + SENTENCE, {}, "no test holds the claim 'four-stops'"),
        (f"{SENTENCE} {SENTENCE}", {}, "more than one claim in a paragraph"),
        (f"{SENTENCE}\n\n{SENTENCE}", {}, "stands on this page twice"),
        (SENTENCE, {"name": "Three stops"}, "should be lower-case words joined by hyphens"),
        (SENTENCE, {"arguments": "tmp_path"}, "takes no arguments"),
        (SENTENCE, {"body": "F.conv_output_size(5, 3)"}, "asserts nothing"),
    ],
)
def test_a_claim_that_is_not_held_stops_the_build(tmp_path, text, test, told):
    result = built(tmp_path, text, **test)
    assert result.returncode != 0 and told in result.stderr


def test_a_name_has_one_test(tmp_path):
    small.page(tmp_path, "../tests/test_again.py", TEST.format(name="three-stops", arguments="", body=BODY))
    result = built(tmp_path)
    assert result.returncode != 0 and "has a test in tests/test_again.py already" in result.stderr


@pytest.mark.parametrize("chinese", ["五个元素里放得下三次。", "三次。{claim}`three-stops`"])
def test_a_translation_keeps_the_mark(tmp_path, chinese):
    result = built(tmp_path, chinese=chinese)
    if "claim" in chinese:
        assert result.returncode == 0, result.stderr
        page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
        assert '三次<span class="held">。&#8288;<button' in page
    else:
        assert result.returncode != 0 and "the translation has other claims" in result.stderr


def test_the_list_follows_a_changed_test(tmp_path):
    built(tmp_path)
    result = built(tmp_path, body="assert F.conv_output_size(5, 3, stride=1) == 3")
    assert result.returncode == 0, result.stderr
    for name in ("index.html", "about/claims.html"):
        page = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert "stride" in page, name


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_tick_is_opened_and_closed_by_keyboard(opened, width, javascript):
    view = {"viewport": {"width": width, "height": 800}, "reduced_motion": "reduce"}
    page = opened("en/learn/padding", java_script_enabled=javascript, **view)
    box = page.locator("#check-corner-4-edge-6-inside-9")
    assert not box.is_visible()
    page.locator("#claim-corner-4-edge-6-inside-9").focus()
    page.keyboard.press("Enter")
    box.wait_for(state="visible")
    place = box.bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= width and place["y"] + place["height"] <= 800
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('.claim-check:popover-open').contains(document.activeElement)")
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    page.emulate_media(media="print")
    assert not page.locator(".claim").first.is_visible()


def test_both_languages_make_the_same_claims(site):
    for page in sorted((site / "en").rglob("*.html")):
        found = [
            re.findall(
                r'class="claim" id="([\w-]+)"', (site / folder / page.relative_to(site / "en")).read_text("utf-8")
            )
            for folder in ("en", "zh")
        ]
        assert sorted(found[0]) == sorted(found[1]), page
