"""The explorer in a page: pointer, keyboard, link, code, refusals, touch, languages."""

import re
from typing import Any

import numpy as np
import pytest
from figures import ROOT, SCRIPTS
from settings import READ

import assets
import explorer as directive
import explorer_state
from explorer_words import WORDS

SUM = "y[0, 0] = 7·0 + 7·(−1) + 6·0 + 7·(−1) + 7·5 + 6·(−1) + 6·0 + 6·(−1) + 4·0 = 9"
TRANSPOSED = {"layer": "ConvTranspose2d", "size": "3", "stride": "2", "padding": "1", "w": "count"}


def says(page):
    return page.locator(".ex-sum").inner_text()


def test_the_worked_example_is_the_first_thing_seen(show):
    page = show(("conv", {}))
    assert says(page) == SUM
    assert page.locator(".role-x .lit").count() == 9
    assert "= 3" in page.locator(".ex-formula").inner_text()


def test_pointer_lights_input_and_weight(show):
    page = show(("conv", {}))
    page.locator('[data-name="x.0.2.2"]').hover()
    assert says(page) == "x[2, 2] = 4. Outputs reached: 9"
    assert page.locator(".role-y .lit").count() == 9
    page.locator('[data-name="w.0.1.1"]').hover()
    assert says(page) == "w[1, 1] = 5. Outputs that use this weight: 9"
    page.mouse.move(0, 0)
    assert says(page) == SUM


def test_keyboard_alone_moves_edits_and_plays(show):
    page = show(("conv", {}))
    page.locator("svg.role-y").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert says(page).startswith("y[1, 2] = ")
    page.locator("svg.role-w").focus()
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    assert says(page).startswith("w[0, 0] = 8.")
    assert page.evaluate("document.activeElement.dataset.grid") == "w"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.grid") == "y"
    page.wait_for_function("document.querySelector('.ex-heard').textContent.startsWith('y[1, 2]')")
    page.locator(".ex-play").focus()
    page.keyboard.press("Enter")
    assert says(page).startswith("y[2, 0] = ")
    page.keyboard.press("Enter")
    assert page.locator(".ex-play").inner_text() == WORDS["play"]


def test_choosing_a_layer_by_keyboard_keeps_the_focus(show):
    page = show(("conv", {}))
    page.get_by_label("Layer").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "ConvTranspose1d"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "ConvTranspose2d"
    assert page.locator(".ex-formula").inner_text().endswith("= 7")


def test_everything_can_be_reached_by_tab(show):
    page = show(("conv", TRANSPOSED))
    place = "element => [...document.querySelectorAll('*')].indexOf(element)"
    wanted = page.locator(":is(button, input, select, svg[tabindex], summary):visible").all()
    places = {element.evaluate(place) for element in wanted}
    assert len(places) == len(wanted) > 15
    reached = set()
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(f"({place})(document.activeElement)"))
    assert places <= reached


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("stride", "0", "non-positive stride is not supported"),
        ("kernel_size", "9", "largest legal kernel_size is 5"),
        ("dilation", "abc", "must be a whole number"),
        ("padding", "'SAME'", "Invalid padding string 'SAME'"),
        ("size", "9" * 30, "64 bits"),
        ("groups", "2", "must be divisible by groups"),
    ],
)
def test_illegal_settings_are_entered_and_explained(show, name, typed, words):
    page = show(("conv", {}))
    page.locator(f"[data-name={name}]").fill(typed)
    assert words in page.locator(".ex-refusal").inner_text()
    page.locator(f"[data-name={name}]").fill(explorer_state.DEFAULTS[name])
    assert page.locator(".ex-refusal").count() == 0
    assert says(page) == SUM


def test_enormous_sizes_are_calculated_and_not_drawn(show):
    page = show(("conv", {"size": "5", "padding": "1"}))
    page.locator("[data-name=size]").fill("123456789123456789")
    assert "123456789123456789" in page.locator(".ex-formula").inner_text().split("=")[-1]
    assert page.locator(".ex-stage").inner_text() == WORDS["too_large"]


def test_both_views_of_a_transposed_convolution_end_in_the_same_numbers(show):
    page = show(("conv", TRANSPOSED), ("conv", TRANSPOSED | {"view": "scatter", "at": "x.0.2.2"}))
    texts = [
        page.locator(f"#explorer-{number} .role-y [data-name] text:not(.note)").all_text_contents() for number in (1, 2)
    ]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 25


def test_a_link_keeps_it_all(show):
    page = show(("conv", TRANSPOSED))
    page.locator("[data-name=output_padding]").fill("1")
    page.locator("svg.role-x").focus()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('output_padding=1') && location.hash.includes('x=')")
    other = show(("conv", TRANSPOSED), fragment="#" + page.url.split("#")[1])
    assert says(other) == says(page) == "x[0, 0] = 5. Outputs reached: 4"
    assert other.locator("[data-name=output_padding]").input_value() == "1"


@pytest.mark.parametrize("fragment", ["#explorer-1:", "#explorer-1:%%%", "#explorer-1:at=q", "#nothing", "#%E0"])
def test_bad_fragments_do_no_harm(show, fragment):
    page = show(("conv", {}), fragment=fragment)
    assert page.locator(".ex-stage svg").count() == 3
    assert says(page) == SUM


def test_a_bad_number_in_a_fragment_is_explained(show):
    page = show(("conv", {}), fragment="#explorer-1:stride=x&at=q")
    assert "must be a whole number" in page.locator(".ex-refusal").inner_text()


@pytest.mark.parametrize(
    "state",
    [
        {"padding": "1", "padding_mode": "reflect", "stride": "(1, 2)"},
        TRANSPOSED | {"output_padding": "1", "dilation": "(1, 2)"},
        {"layer": "Conv1d", "size": "8", "causal": "1", "dilation": "2"},
        {"in_channels": "2", "out_channels": "2", "groups": "2", "padding": "'same'"},
    ],
)
def test_copied_code_runs_and_gives_the_numbers(show, state):
    page = show(("conv", state))
    expected = page.evaluate(f"state => ({READ})(state).values", explorer_state.DEFAULTS | state)
    codes = page.locator("pre").all_text_contents()
    assert len(codes) == 2
    for code in codes:
        printed: list[Any] = []
        exec(code, {"print": printed.append})
        assert np.asarray(printed[0]).ravel().tolist() == expected


@pytest.mark.parametrize(
    ("x", "w", "sentence"),
    [
        ("1.5,2,6.4375", "0,0,1", "y[0] = 1.5·0 + 2·0 + 6.4375·1 = 6.4375"),
        ("0,0,1234567.891", "0,0,1", "y[0] = 0·0 + 0·0 + 1234567.891·1 = 1234567.891"),
        ("0.1,0.2,-0.3", "1,1,1", "y[0] = 0.1·1 + 0.2·1 + (−0.3)·1 = 0"),
        ("1234567,0,0", "1234567,0,0", "y[0] = 1234567·1234567 + 0·0 + 0·0 ≈ 1524155677490"),
        ("0.12345,1,1", "0.54321,1e-3,0", "y[0] = 0.12345·0.54321 + 1·0.001 + 1·0 = 0.0680592745"),
    ],
)
def test_a_sum_says_equal_only_where_all_digits_follow(show, x, w, sentence):
    page = show(("conv", {"layer": "Conv1d", "size": "3", "x": x, "w": w, "at": "y.0.0.0"}))
    assert says(page) == sentence


def test_a_cell_of_seven_digits_is_not_filled_up_with_zeros(show):
    page = show(("conv", {"layer": "Conv1d", "size": "3", "x": "1234567.891,0,1", "w": "1,0,0", "at": "x.0.0.0"}))
    assert page.locator('[data-name="x.0.0.0"] text').first.text_content() == "1.235e6"
    assert says(page) == "x[0] = 1234567.891. Outputs reached: 1"


def test_touch_at_360_pixels(show):
    page = show(("conv", {}), viewport={"width": 360, "height": 700}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator('[data-name="y.0.2.2"]').tap()
    assert says(page).startswith("y[2, 2] = ")
    cell = page.locator('[data-name="x.0.0.0"]')
    cell.tap()
    cell.tap()
    page.locator(".ex-edit").fill("3")
    page.keyboard.press("Enter")
    assert says(page).startswith("x[0, 0] = 3.")


def test_nothing_moves_unasked(show):
    page = show(("conv", {}), reduced_motion="reduce")
    page.wait_for_timeout(1500)
    assert says(page) == SUM


def test_both_languages_are_complete():
    chinese = directive.translated(directive.catalogue(str(ROOT), "zh_CN"))
    assert set(chinese) == set(WORDS)
    for key, word in chinese.items():
        assert word != WORDS[key] or key == "preset_sobel", key
        assert set(re.findall(r"\{\w+\}", word)) == set(re.findall(r"\{\w+\}", WORDS[key])), key


@pytest.mark.parametrize("tool", list(assets.TOOLS))
def test_every_word_that_a_script_asks_for_is_in_the_page(tool):
    names = (*assets.SHARED, *assets.TOOLS[tool])
    scripts = "".join((SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in names)
    refused = re.findall(r'refuse\("(\w+)"|rule: "(\w+)"', scripts)
    asked = set(re.findall(r'say\("(\w+)"', scripts)) | {f"rule_{one or other}" for one, other in refused}
    assert asked
    assert asked <= set(directive.NEEDED[tool])


def test_a_stack_can_be_changed_and_is_explained(show):
    page = show(("stack", directive.DEFAULTS["stack"]))
    assert "2,861,236,224" in page.locator(".explorer").inner_text()
    field = page.get_by_label("Layer 2, stride")
    field.fill("4")
    field.press("Tab")
    page.wait_for_function("document.querySelector('table').innerText.includes('56')")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Layer 2, padding"
    page.get_by_label("Layer 3, kernel_size").fill("99")
    page.keyboard.press("Tab")
    page.locator(".ex-refusal").wait_for()
    assert "largest legal kernel_size is 30" in page.locator(".ex-refusal").inner_text()
    page.get_by_label("Remove layer 3").click()
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 2")


@pytest.mark.parametrize(
    ("layer", "size", "name", "before", "after"),
    [
        ("Conv2d,1,3,1,1,0,1,1", "5", "count_zeros", "225", "169"),
        ("ConvTranspose2d,1,4,2,1,0,1,1", "8", "count_cropped", "900", "1,024"),
    ],
)
def test_what_macs_hold_is_chosen_and_the_heading_says_it(show, layer, size, name, before, after):
    page = show(("stack", directive.DEFAULTS["stack"] | {"layers": layer, "size": size, "channels": "1"}))

    def caption(zeros, cropped):
        counted = {True: WORDS["counted"], False: WORDS["not_counted"]}
        return WORDS["macs_hold"].format(zeros=counted[zeros], cropped=counted[cropped])

    assert page.locator("tbody td").nth(5).inner_text() == before
    assert page.locator(".ex-heading").inner_text() == caption(True, False)
    page.get_by_label(WORDS[name]).click()
    assert page.locator("tbody td").nth(5).inner_text() == after
    assert page.locator(".ex-heading").inner_text() == caption(name != "count_zeros", name == "count_cropped")
    page.wait_for_function(f"location.hash.includes('{name}=')")
    page.reload()
    assert page.locator("tbody td").nth(5).inner_text() == after


@pytest.mark.parametrize("typed", ["1x3x224x224", "(224, 224)", "1, 3, 224, 224", "x", ""])
def test_a_stack_takes_one_size_and_says_why(show, typed):
    page = show(("stack", directive.DEFAULTS["stack"]))
    page.get_by_label(WORDS["input_size"]).fill(typed)
    said = WORDS["rule_square"].format(name="size", text=typed)
    assert page.locator(".ex-refusal").inner_text().strip() == said


def test_settings_are_found_and_can_be_fixed(show):
    page = show(("sizes", directive.DEFAULTS["sizes"]))
    assert page.locator("tbody tr").first.inner_text().startswith("nn.Conv2d(…, kernel_size=2, stride=2)")
    page.get_by_label("kernel_size=").fill("3")
    assert "padding=1" in page.locator("tbody").inner_text()
    page.get_by_label("output size").fill("5000")
    assert "but not this one" in page.locator(".explorer").inner_text()
    page.get_by_label("output size").fill("x")
    assert "must be a whole number" in page.locator(".ex-refusal").inner_text()


def test_the_meter_follows_its_fields(show):
    page = show(("checkerboard", directive.DEFAULTS["checkerboard"]))
    assert "uneven" in page.locator(".explorer").inner_text()
    page.get_by_label("kernel_size=").fill("4")
    assert WORDS["phases_equal"] in page.locator(".explorer").inner_text()


def test_chinese_words_fill_the_figure(show):
    page = show(("conv", {}), words=directive.translated(directive.catalogue(str(ROOT), "zh_CN")))
    assert page.locator(".ex-play").inner_text() == "播放"
    page.locator("[data-name=stride]").fill("0")
    assert "stride 至少为 1" in page.locator(".ex-refusal").inner_text()
