"""The engine: what node draws is taken over without a jump, states live in the address, and Back undoes."""

import json
import re
from random import Random

import pytest
from figures import ROOT
from PIL import Image
from playwright.sync_api import expect
from settings import filled, random_state, reference

from _ext.build import nodejs
from _ext.explorer import directive

READ = """
import { inputs, weights } from "./model/numbers.js";
import { read } from "./model/setting.js";
import { outputSize, values } from "./rules/layer.js";
globalThis.look = (state) => {
  const { setting, refused } = read(state);
  if (refused) return null;
  return [outputSize(setting).map(Number), values(setting, inputs(state, setting), weights(state, setting))];
};
"""
BEGIN = {
    "conv": "conv layer=ConvTranspose2d stride=2 padding=1 groups=2 in_channels=2 out_channels=2 view=both matrix=1",
    "sizes": "sizes input=224 output=112",
    "checkerboard": "checkerboard kernel=4 stride=2 w=count padding=1",
    "receptive": "receptive layers=k3,s2,p1;k3,p1 size=16 paths=1",
    "network": "network network=unet input=1x572x572 brief=1",
    "stack": "stack layers=Conv2d,8,3;ConvTranspose2d,8,3,2;Conv2d,8,99",
}


def test_a_thousand_settings_agree_with_convref_in_chromium(browser, engine):
    draw, page = Random(9), browser.new_page()
    script = engine.bundler.made(engine.folder, READ).read_text(encoding="utf-8")
    page.add_script_tag(content=script)
    states = [filled(random_state(draw, wrong=0.2), draw) for _ in range(1000)]
    for state, found in zip(states, page.evaluate("states => states.map(look)", states), strict=True):
        expected = reference(state)
        assert (found is None) == (expected is None), state
        if found is not None:
            assert found == [list(expected.shape[2:]), expected.ravel().tolist()], state
    page.close()


@pytest.mark.parametrize("tool", BEGIN)
def test_the_script_takes_over_what_node_drew(engine, show, tool):
    words = directive.translated(directive.catalogue(str(ROOT), "en"), engine.words)
    _, *fields = BEGIN[tool].split()
    drawn = engine.draw(tool, directive.parse(fields), "explorer-1", words)["html"]
    page = show(BEGIN[tool], reduced_motion="reduce")  # Nothing shows itself meanwhile.
    same = page.evaluate(
        """drawn => { const before = document.createElement("div"); before.innerHTML = drawn;
          const bare = (all) => {
            for (const one of all.querySelectorAll("input, select")) one.removeAttribute("value");
            for (const one of all.querySelectorAll("textarea, .ex-heard")) one.textContent = ""; };
          bare(before);
          const now = document.querySelector(".explorer").cloneNode(true);
          bare(now);
          return before.innerHTML === now.innerHTML || [before.innerHTML, now.innerHTML]; }""",
        drawn,
    )
    assert same is True


def test_every_word_has_its_chinese(engine):
    spoken = directive.known(directive.catalogue(str(ROOT), "zh_CN"))
    words = {word for tool in engine.words.values() for word in tool.values()}
    assert not {word for word in words if any(letter.isalpha() for letter in word)} - spoken.keys()
    assert not spoken.keys() - words - {""}, "words that nothing says"


def test_no_word_is_said_under_the_key_of_another(engine):
    said = {}
    for tool in engine.words.values():
        for key, text in tool.items():
            assert said.setdefault(key, text) == text, key


@pytest.mark.parametrize("words", ["sizes inptu=3", "sizes input", "nothing"])
def test_a_figure_that_does_not_exist_is_an_error(engine, words):
    tool, *fields = words.split()
    with pytest.raises((ValueError, nodejs.NodeError), match=r"inptu|input|nothing"):
        engine.draw(tool, directive.parse(fields), "explorer-1", {})


def field(page, number, name):
    return page.locator(f"#explorer-{number} input[name={name}]")


def test_all_figures_of_a_page_share_one_address_and_back_undoes(show):
    page = show("sizes input=224 output=112", "sizes input=7 output=14 transposed=1")
    field(page, 1, "stride").fill("2")
    page.wait_for_function("location.hash.includes('stride=2')")
    field(page, 2, "output").fill("28")
    page.wait_for_function("location.hash.includes('output=28')")
    page.reload()
    assert field(page, 1, "stride").input_value() == "2"
    assert field(page, 2, "output").input_value() == "28"
    page.go_back()
    page.wait_for_function("document.querySelector('#explorer-2 input[name=output]').value === '14'")
    assert field(page, 1, "stride").input_value() == "2"


def test_an_old_address_is_understood_and_its_figure_scrolled_to(show):
    figures = ["sizes input=224 output=112"] * 6
    page = show(*figures, fragment="#explorer-5:input=60&output=30", viewport={"width": 900, "height": 700})
    assert field(page, 5, "input").input_value() == "60"
    assert 0 <= page.locator("#explorer-5").bounding_box()["y"] < 300


def test_typing_replaces_what_stands_in_a_field(show):
    page = show("sizes input=224 output=112")
    field(page, 1, "output").click()
    page.keyboard.type("56")
    assert field(page, 1, "output").input_value() == "56"
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    assert field(page, 1, "kernel_size").input_value() == "3"


def test_the_words_of_the_page_are_its_language(show):
    page = show("sizes input=224 output=9", language="zh_CN")
    text = page.locator(".explorer").inner_text()
    assert "搜索范围" in text
    assert "Searched" not in text
    assert json.loads(page.locator(".explorer").get_attribute("data-state"))["output"] == "9"


# The next script that is asked for does not come.
LOST = """() => { document.head.append = (script) => { delete document.head.append; setTimeout(script.onerror); }; }"""


def test_a_picture_that_cannot_be_made_is_told_of(show):
    page = show("sizes")
    page.locator(".ex-menu summary").click()
    page.evaluate(LOST)
    page.get_by_text("Save as SVG").click()
    page.get_by_text("could not be loaded").wait_for()
    with page.expect_download():
        page.get_by_text("Save as SVG").click()
    page.get_by_text("could not be loaded").wait_for(state="detached")


SHARED = {
    "checkerboard kernel=4 stride=2": "y[2] is the sum of 2 products",
    "receptive": "Layer 2, output 4",
    "sizes input=224 output=112": "nn.Conv2d(…, kernel_size=3, stride=2, padding=1)",
    "stack": "147,584",
    "network": "BatchNorm2d(16)",
}


@pytest.mark.parametrize("tool", SHARED)
def test_every_tool_can_be_shared_as_it_stands(show, tool, tmp_path):
    page = show(tool, viewport={"width": 360, "height": 800})
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (t) => {window.kept = t}}})")
    page.locator(".ex-menu summary").click()
    menu, figure = (page.locator(name).bounding_box() for name in (".ex-menu-items", ".explorer"))
    assert figure["x"] <= menu["x"] and menu["x"] + menu["width"] <= figure["x"] + figure["width"]
    for kind in ("SVG", "PNG"):
        with page.expect_download() as saved:
            page.get_by_text(f"Save as {kind}").click()
        assert saved.value.suggested_filename == f"{tool.split()[0]}.{kind.lower()}"
        saved.value.save_as(tmp_path / f"figure.{kind.lower()}")
    picture = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert SHARED[tool] in " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
    assert "var(" not in picture and "color(" not in picture, "other programs do not know them"
    with Image.open(tmp_path / "figure.png") as image:
        assert len(image.convert("RGB").getcolors(10**6)) > 10
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Copy a link").count() == 0
    page.keyboard.press("Enter")
    page.locator("input[name=padding], input[name=size], input[name=input]").first.fill("7")
    page.get_by_role("button", name="Copy a link").click()
    assert "=7" in page.evaluate("window.kept").split("#explorer-1:")[1]
    page.get_by_role("button", name="Copy a frame").click()
    framed = re.fullmatch(r'<iframe src="([^"]*)" .* height="(\d+)" .*', page.evaluate("window.kept"))
    height = int(framed[2])
    page.set_viewport_size({"width": round(figure["width"]), "height": height})
    page.goto(framed[1].replace("&amp;", "&"))
    page.locator(".explorer.live").wait_for()
    assert page.locator(".ex-menu").is_hidden()
    assert height > 100 and page.evaluate("document.documentElement.scrollHeight") <= height + 1


@pytest.mark.parametrize("tool", SHARED)
def test_what_is_heard_stands_nowhere_else_from_the_start(show, tool):
    """What is said of a change is said once, and goes: whoever reads on finds the result itself, and not twice."""
    page = show(tool)
    page.locator(".explorer.live").wait_for()
    page.wait_for_timeout(900)
    heard = page.locator(".ex-heard[aria-live]")
    assert set(heard.all_text_contents()) == {""}
    page.locator("input[name=kernel_size], input[name=size], input[name=input]").first.fill("5")
    told = heard.filter(has_text=re.compile(r"\w"))
    expect(told).not_to_have_count(0)
    said = " ".join(heard.all_text_contents())
    assert not [heading for heading in page.locator(".ex-heading").all_text_contents() if heading in said]
    expect(told).to_have_count(0, timeout=9000)
