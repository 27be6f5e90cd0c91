"""The figure of one layer in Chromium: pointer, keyboard, touch, link, code, refusals."""

import gzip
import re
from functools import partial
from typing import Any

import numpy as np
import pytest
from figures import ROOT, html
from kinds import look
from PIL import Image
from settings import PLAIN, reference

from _ext.explorer import directive

SUM = "y[0, 0] = 7·0 + 7·(−1) + 6·0 + 7·(−1) + 7·5 + 6·(−1) + 6·0 + 6·(−1) + 4·0 = 9"
TRANSPOSED = "conv layer=ConvTranspose2d size=3 stride=2 padding=1 w=count"
ALL = "front=layer,size,in_channels,out_channels,kernel_size,stride,padding,dilation,groups,x,w"
COUNTS = "x=" + ",".join(map(str, range(25))) + " w=1,2,3,4,5,6,7,8,9"


@pytest.fixture
def show(show):
    """Show figures that do not move by themselves; a test of motion asks for it."""
    return partial(show, reduced_motion="reduce")


def says(page):
    return page.locator(".ex-sum").inner_text()


def field(page, name):
    return page.locator(f"input[name={name}]")


def test_the_worked_example_is_the_first_thing_seen(show):
    page = show("conv")
    assert says(page) == SUM
    assert page.locator(".role-x .lit").count() == 9
    assert page.locator(".ex-formula").inner_text().strip().endswith("= 3")


def test_pointer_lights_input_and_weight(show):
    page = show("conv")
    page.locator('[data-name="x.0.2.2"]').hover()
    assert says(page) == "x[2, 2] = 4. Outputs reached: 9"
    assert page.locator(".role-y .lit").count() == 9
    page.locator('[data-name="w.0.1.1"]').hover()
    assert says(page) == "w[1, 1] = 5. Outputs that use this weight: 9"
    page.mouse.move(0, 0)
    assert says(page) == SUM


def test_keyboard_alone_moves_edits_and_plays(show):
    page = show("conv")
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
    assert page.locator('[data-name="y.0.2.1"] text').count() == 0, "what is not reached yet must be empty"
    page.keyboard.press("Enter")
    assert "Play" in page.locator(".ex-play").inner_text()


def test_the_slider_goes_to_any_cell_and_back(show):
    page = show("conv")
    page.locator(".ex-scrub").focus()
    page.keyboard.press("End")
    assert says(page).startswith("y[2, 2] = ")
    page.keyboard.press("ArrowLeft")
    assert says(page).startswith("y[2, 1] = ")
    assert page.locator(".ex-count").inner_text() == "stop 8 of 9"


def test_choosing_a_layer_by_keyboard_keeps_the_focus(show):
    page = show(f"conv {ALL}")
    page.get_by_label("Layer").focus()
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.value")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") != first != "Conv2d"


def test_everything_can_be_reached_by_tab(show):
    page = show(TRANSPOSED)
    page.locator(".ex-more summary").click()
    wanted = page.evaluate(
        """() => {
          window.wanted = [...document.querySelectorAll("button, input, select, svg[role=grid], summary")].filter(
            (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility());
          return window.wanted.length;
        }"""
    )
    assert wanted > 15
    page.evaluate("() => { document.activeElement.blur(); window.reached = new Set(); }")
    for _ in range(wanted + 15):
        page.keyboard.press("Tab")
        page.evaluate("() => { window.reached.add(document.activeElement); }")
    assert (
        page.evaluate("() => window.wanted.filter((one) => !window.reached.has(one)).map((one) => one.outerHTML)") == []
    )


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
    page = show(f"conv {ALL}")
    field(page, name).fill(typed)
    assert words in page.locator(".ex-refusal").inner_text()
    field(page, name).fill(PLAIN[name])
    assert page.locator(".ex-refusal").count() == 0
    assert says(page) == SUM


def test_a_refused_setting_leaves_nothing_of_the_former_one(show):
    """No grids, no sum for screen readers, no buttons that do nothing, no empty room."""
    page = show("conv layer=Conv1d size=8 x=count", viewport={"width": 360, "height": 700})
    field(page, "kernel_size").fill("2")
    page.wait_for_function("document.querySelector('.ex-heard').textContent !== ''")
    field(page, "kernel_size").fill("9")
    assert page.locator(".ex-refusal").is_visible()
    assert page.locator(".ex-stage, .ex-sum, .ex-heard, .ex-transport").count() == 0
    assert page.locator(".explorer").bounding_box()["height"] < 650
    assert "kernel_size=9" in page.locator(".ex-line-of-code").inner_text()


def test_a_chinese_keyboard_is_understood(show):
    page = show("conv front=stride,kernel_size")
    field(page, "stride").fill("2，2")
    assert page.locator(".ex-refusal").count() == 0
    field(page, "kernel_size").fill("（3，5）")
    assert page.locator(".ex-refusal").count() == 0
    assert page.locator(".ex-title").nth(2).inner_text() == "Output 2×1"


def test_typing_into_a_field_replaces_what_stood_there(show):
    page = show("conv front=stride,padding,dilation")
    field(page, "stride").click()
    page.keyboard.type("2", delay=80)
    assert field(page, "stride").input_value() == "2"
    page.keyboard.press("ArrowUp")
    assert field(page, "stride").input_value() == "3"
    page.keyboard.press("Tab")
    page.keyboard.type("1", delay=80)
    assert [field(page, name).input_value() for name in ("stride", "padding")] == ["3", "1"]
    assert "stride=3, padding=1" in page.locator(".ex-line-of-code").inner_text()


def test_an_open_cell_does_not_swallow_the_next_press(show):
    page = show("conv front=stride")
    page.locator("svg.role-w").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("4")
    box = page.get_by_label("Next cell").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.wait_for_timeout(80)
    page.mouse.up()
    assert says(page).startswith("y[0, 0] = 7·4 + ")
    page.locator("svg.role-w").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("5")
    page.locator(".ex-play").click(delay=80)
    assert "Pause" in page.locator(".ex-play").inner_text()


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("conv layer=ConvTranspose2d size=2 stride=8 padding=1", "9×9"),
        ("conv layer=ConvTranspose2d size=5 stride=4", "19×19"),
    ],
)
def test_a_small_output_of_a_large_stride_is_drawn(show, text, size):
    page = show(text)
    assert page.locator(".ex-title").nth(2).inner_text() == f"Output {size}"
    assert page.locator("svg.role-y [role=gridcell]").count() == int(size.split("×")[0]) ** 2


def test_a_large_layer_is_drawn_as_pictures_and_has_its_code(show):
    page = show("conv in_channels=3 out_channels=64 size=224 kernel=7 stride=2 padding=3")
    assert page.locator("canvas").count() >= 4
    painted = "canvas => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"
    shades = page.locator(".of-y canvas").first.evaluate(f"canvas => new Set(({painted})(canvas)).size")
    assert shades > 5
    assert "nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3" in page.locator("pre").first.text_content()
    page.locator(".of-y svg").first.click(position={"x": 60, "y": 60})
    assert says(page).startswith("y[0, ")


def test_enormous_sizes_are_calculated_and_a_corner_is_drawn(show):
    page = show("conv size=5 padding=1 front=size")
    field(page, "size").fill("123456789123456789")
    assert "123456789123456789" in page.locator(".ex-formula").inner_text().split("=")[-1]
    assert page.locator("canvas").count() == 2


def test_both_views_of_a_transposed_convolution_end_in_the_same_numbers(show):
    page = show(TRANSPOSED, f"{TRANSPOSED} view=scatter at=x.0.2.2")
    texts = [
        page.locator(f"#explorer-{number} .role-y [data-name] text:not(.note)").all_text_contents() for number in (1, 2)
    ]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 25


def test_a_link_keeps_it_all(show):
    page = show(f"{TRANSPOSED} front=output_padding")
    field(page, "output_padding").fill("1")
    page.locator("svg.role-x").focus()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('output_padding=1') && location.hash.includes('x=5')")
    page.wait_for_function("location.hash.includes('at=x.0.0.0')")
    other = show(f"{TRANSPOSED} front=output_padding", fragment="#" + page.url.split("#")[1])
    assert says(other) == says(page) == "x[0, 0] = 5. Outputs reached: 4"
    assert field(other, "output_padding").input_value() == "1"


def test_two_figures_keep_their_states_in_one_address(show):
    page = show("conv front=stride", "conv front=stride")
    for number, typed in ((1, "2"), (2, "3")):
        page.locator(f"#explorer-{number} input[name=stride]").fill(typed)
    page.wait_for_function("/1:.*stride=2.*;explorer-2:.*stride=3/.test(location.hash)")
    page.reload()
    found = [page.locator(f"#explorer-{number} input[name=stride]").input_value() for number in (1, 2)]
    assert found == ["2", "3"]


def test_back_undoes_a_preset(show):
    page = show("conv front=w")
    page.locator("svg.role-w").focus()
    page.keyboard.press("9")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('w=9')")
    page.locator(".ex-select select").first.select_option("blur")
    page.wait_for_function("location.hash.includes('w=blur')")
    page.go_back()
    page.wait_for_function("document.querySelector('[data-name=\"w.0.0.0\"] text').textContent === '9'")


def test_pairs_come_back_with_the_layer(show):
    page = show("conv front=layer,kernel_size kernel=(3,2)")
    page.get_by_label("Layer").select_option("Conv1d")
    assert field(page, "kernel_size").input_value() == "2"
    page.get_by_label("Layer").select_option("Conv2d")
    assert field(page, "kernel_size").input_value() == "(3, 2)"


@pytest.mark.parametrize("fragment", ["#explorer-1:", "#explorer-1:%%%", "#explorer-1:at=q", "#nothing", "#%E0"])
def test_bad_fragments_do_no_harm(show, fragment):
    page = show("conv", fragment=fragment)
    assert page.locator(".ex-stage svg").count() == 3
    assert says(page) == SUM


def test_a_bad_number_in_a_fragment_is_explained(show):
    page = show("conv", fragment="#explorer-1:stride=x&at=q")
    assert "must be a whole number" in page.locator(".ex-refusal").inner_text()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (
            "padding=1 padding_mode=reflect stride=(1,2)",
            {"padding": "1", "padding_mode": "reflect", "stride": "(1, 2)"},
        ),
        (
            "layer=ConvTranspose2d size=3 stride=2 padding=1 output_padding=1 dilation=(1,2)",
            {"layer": "ConvTranspose2d", "size": "3", "stride": "2", "padding": "1"}
            | {"output_padding": "1", "dilation": "(1, 2)"},
        ),
        ("layer=Conv1d size=8 causal=1 dilation=2", {"layer": "Conv1d", "size": "8", "causal": "1", "dilation": "2"}),
        (
            "in_channels=2 out_channels=2 groups=2 padding='same'",
            {"in_channels": "2", "out_channels": "2", "groups": "2", "padding": "'same'"},
        ),
        ("in_channels=4 out_channels=6 groups=2 size=40 kernel=14 w=blur x=count", None),
        ("size=50 x=hill w=sobel", None),
        ("in_channels=2 size=40 x=edge", None),
        ("size=36 x=dot kernel=(2,3)", None),
    ],
)
def test_copied_code_runs_and_gives_the_numbers(show, text, state):
    page = show(f"conv {text}")
    codes = page.locator("pre").all_text_contents()
    assert len(codes) == 2
    found = []
    for code in codes:
        printed: list[Any] = []
        names: dict[str, Any] = {"print": printed.append}
        exec(code, names)
        found.append(np.asarray(printed[0]).ravel())
    np.testing.assert_allclose(found[0], found[1], atol=1e-9)
    x, w = (np.asarray(names[name]) for name in ("x", "weight"))
    if state is not None:
        flat = {key: ",".join(map(str, values.ravel())) for key, values in (("x", x), ("w", w))}
        if state.get("causal"):
            flat["x"] = ",".join(map(str, x.ravel()[-8:]))
        np.testing.assert_allclose(found[0], reference(PLAIN | state | flat).ravel())
    shown = page.locator(".ex-sum").inner_text().split("= ")[-1].replace("−", "-")
    at = page.locator(".ex-sum").inner_text().split("[")[1].split("]")[0].split(", ")
    assert float(shown) == pytest.approx(found[1][0]), f"the sum at {at}"


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
    assert says(show(f"conv layer=Conv1d size=3 x={x} w={w} at=y.0.0.0")) == sentence


def test_a_cell_of_seven_digits_is_not_filled_up_with_zeros(show):
    page = show("conv layer=Conv1d size=3 x=1234567.891,0,1 w=1,0,0 at=x.0.0.0")
    assert page.locator('[data-name="x.0.0.0"] text').first.text_content() == "1.235e6"
    assert says(page) == "x[0] = 1234567.891. Outputs reached: 1"


def test_touch_at_360_pixels(show):
    page = show("conv", viewport={"width": 360, "height": 700}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator('[data-name="y.0.2.2"]').tap()
    assert says(page).startswith("y[2, 2] = ")
    cell = page.locator('[data-name="x.0.0.0"]')
    cell.tap()
    cell.tap()
    page.locator(".ex-edit").fill("3")
    page.keyboard.press("Enter")
    assert says(page).startswith("x[0, 0] = 3.")
    page.locator('[data-name="w.0.0.1"]').tap()
    page.locator(".ex-edit").fill("4")
    page.locator('[data-name="y.0.0.0"]').tap()
    assert says(page).startswith("y[0, 0] = 3·0 + 7·4 + "), "one tap on a weight must open it"


def test_two_views_stand_side_by_side_where_there_is_room(show):
    page = show(f"{TRANSPOSED} view=both", viewport={"width": 1280, "height": 900})
    left, right = (stage.bounding_box() for stage in page.locator(".ex-stage").all())
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
    assert page.locator(".ex-view").all_inner_texts() == [
        "gather: zeros inserted, kernel flipped",
        "scatter: each input stamps the kernel",
    ]
    look(page, 360)
    left, right = (stage.bounding_box() for stage in page.locator(".ex-stage").all())
    assert left["y"] + left["height"] <= right["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_row_of_a_channel_opens_and_closes(show):
    page = show("conv in_channels=3 out_channels=4 size=4")
    fold = page.locator(".ex-fold").first
    assert fold.get_attribute("aria-expanded") == "true"
    fold.click()
    assert fold.get_attribute("aria-expanded") == "false"
    assert page.locator(".of-w").count() == 0
    fold.focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "true"
    assert page.locator(".of-w").count() == 3
    page.locator(".ex-fold").nth(1).focus()
    page.keyboard.press("Enter")
    page.mouse.move(0, 0)
    assert says(page).startswith("y[1, 0, 0] = ")
    assert page.locator(".ex-fold[aria-expanded=true]").count() == 2, "the rows stand there to be compared"
    fold.click()
    assert page.locator(".ex-fold[aria-expanded=true]").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_the_sum_of_several_channels_is_always_in_sight(show, width):
    page = show("conv in_channels=3 out_channels=4 size=6", viewport={"width": width, "height": 700})
    inputs, total = page.locator(".of-x").first, page.locator(".ex-result > .ex-sum")
    inputs.evaluate("one => one.scrollIntoView({ block: 'start', behavior: 'instant' })")
    assert page.locator(".ex-stages").bounding_box()["height"] > 560, "the sum's own place is out of sight"
    box = total.bounding_box()
    assert inputs.bounding_box()["y"] >= 0
    assert box["y"] + box["height"] <= 700


def test_the_total_has_the_colour_of_its_sign(show):
    page = show("conv w=-1,-1,-1,-1,-1,-1,-1,-1,-1")
    total = page.locator(".ex-sum b")
    colour = "one => getComputedStyle(one).color"
    negative = total.evaluate(colour)
    page.locator('[data-name="w.0.0.0"]').click()
    page.locator('[data-name="w.0.0.0"]').click()
    page.locator(".ex-edit").fill("1 1 1 1 1 1 1 1 1")
    page.keyboard.press("Enter")
    page.locator('[data-name="y.0.0.0"]').click()
    assert not total.inner_text().startswith("−")
    assert total.evaluate(colour) != negative


def test_numbers_of_one_slice_stand_in_every_channel(show):
    page = show("conv in_channels=3 front=in_channels,size")
    page.locator(".ex-more summary").click()
    text = page.locator("textarea[name=w_text]")
    text.fill("1 2 3 4 5 6 7 8 9")
    assert "9 of 27 numbers are given. They stand 3 times" in page.locator(".ex-numbers").first.inner_text()
    counted = [str(number) for number in range(1, 10)] * 3
    assert page.locator(".role-w [data-name] text").all_text_contents() == counted
    field(page, "in_channels").fill("4")
    assert page.locator(".role-w [data-name] text").all_text_contents() == counted + counted[:9]
    codes = [code.replace("\n", " ") for code in page.locator("pre").all_text_contents()]
    assert all(code.count("[1, 2, 3], [4, 5, 6], [7, 8, 9]") == 4 for code in codes)
    text.fill("1 2 3 4 5 6 7 8 9 1")
    assert "The others are 0" in page.locator(".ex-numbers").first.inner_text()


def test_new_cells_without_a_number_are_told(show):
    page = show(f"conv {COUNTS} front=size,kernel_size")
    field(page, "size").fill("6")
    told = page.get_by_text("do not reach the new cells of the input")
    assert told.is_visible()
    field(page, "size").fill("4")
    assert told.count() == 0
    field(page, "kernel_size").fill("4")
    assert page.get_by_text("do not reach the new cells of the kernel").is_visible()
    other = show("conv front=size")
    field(other, "size").fill("6")
    assert other.get_by_text("do not reach").count() == 0


def test_numbers_of_ones_own_stay_in_their_cells(show):
    page = show(f"conv {COUNTS} front=size,kernel_size")
    field(page, "size").fill("6")
    field(page, "kernel_size").fill("2")
    page.locator('[data-name="x.0.4.4"]').click()
    assert says(page).startswith("x[4, 4] = 24.")
    page.locator('[data-name="w.0.1.1"]').click()
    assert says(page).startswith("w[1, 1] = 5.")
    page.get_by_text("Start again").click()
    page.locator('[data-name="w.0.2.2"]').click()
    assert says(page).startswith("w[2, 2] = 9.")


def test_letters_in_a_cell_are_answered(show):
    page = show("conv")
    page.locator("svg.role-w").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    assert says(page) == "w[0, 0] must be a number. “abc” is not."
    assert page.locator('[data-name="w.0.0.0"]').inner_html().count("abc") == 0


def test_nine_numbers_are_pasted_and_a_ninth_is_written_as_a_fraction(show):
    page = show("conv")
    page.locator("svg.role-w").focus()
    page.keyboard.press("Enter")
    page.locator(".ex-edit").fill("1 2 3\t1/9 0,5 6 7 8")
    page.keyboard.press("Enter")
    shown = page.locator(".role-w [data-name] text").all_text_contents()
    assert shown == ["1", "2", "3", "0.1111", "0", "5", "6", "7", "8"]


def test_what_is_written_into_a_cell_is_kept_when_the_pointer_leaves_for_another_grid(show):
    page = show("conv")
    weight = page.locator('[data-name="w.0.1.1"]')
    weight.click()
    weight.click()
    page.keyboard.type("8")
    page.locator('[data-name="x.0.2.2"]').click()
    assert weight.text_content() == "8"


def paste(page, text):
    """Paste a text into the chosen cell of the kernel."""
    page.locator("svg.role-w").evaluate(
        """(grid, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", text);
          grid.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


@pytest.mark.parametrize(
    ("cell", "pasted", "said"),
    [
        (0, "1 2 3 4 5 6 7 8 9", "9 numbers were read. They stand from w[0, 0] to w[2, 2]."),
        (0, "1 2 3\n4 5 6\n7 8 9\n10", "10 numbers were read. 9 of them stand from w[0, 0] to w[2, 2]; left out: 10."),
        (4, "1,2,3,4,5,6,7", "7 numbers were read. 5 of them stand from w[1, 1] to w[2, 2]; left out: 6, 7."),
        (0, "1 2", "2 numbers were read. They stand from w[0, 0] to w[0, 1]; the other 7 are as they were."),
    ],
)
def test_a_paste_says_how_many_numbers_were_read_and_what_was_left_out(show, cell, pasted, said):
    page = show("conv")
    page.locator(".of-w [role=gridcell]").nth(cell).click()
    paste(page, pasted)
    assert page.locator(".ex-result [aria-live]").first.inner_text() == said
    page.locator(".of-w [role=gridcell]").first.click()
    paste(page, "1")
    assert page.locator(".ex-result [aria-live]").first.inner_text() == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("w=1,2,3,4,5,6,7,8,9,10", "w has 9 cells, and 10 numbers were read. Left out: 10."),
        ("w=1,2,3,4,5,6,7", "w has 9 cells, and 7 numbers were read. The last 2 cells hold 0."),
        ("x=1,2,3,4 in_channels=2 size=2 kernel_size=1", ""),
    ],
)
def test_numbers_that_are_not_as_many_as_the_cells_are_counted(show, text, said):
    page = show(f"conv {text}")
    assert page.locator(".ex-result [aria-live]").first.inner_text() == said
    page.locator(".ex-more summary").click()
    if said:
        assert page.locator("textarea[name=w_text]").input_value() == text[2:]


def test_a_chosen_cell_takes_a_paste_at_once(show):
    page = show("conv")
    page.locator('[data-name="w.0.0.0"]').click()
    paste(page, "1 2 3")
    assert page.locator(".role-w [data-name] text").all_text_contents()[:4] == ["1", "2", "3", "−1"]


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 360, "height": 760}, "has_touch": True, "is_mobile": True},
    ],
    ids=["desk", "phone"],
)
@pytest.mark.parametrize("tool", ["conv", "transposed"])
def test_the_slider_of_a_field_covers_nothing(show, tool, options):
    page = show({"conv": f"conv {ALL}", "transposed": TRANSPOSED}[tool], **options)
    for text in page.locator(".ex-controls input[type=text]:visible").all():
        text.focus()
        if page.locator(".ex-slide").count() == 0:
            continue  # Only one number is legal.
        slider = page.locator(".ex-slide").bounding_box()
        for other in page.locator(".ex-controls :is(input[type=text], button, select):visible").all():
            box = other.bounding_box()
            across = min(box["x"] + box["width"], slider["x"] + slider["width"]) - max(box["x"], slider["x"])
            down = min(box["y"] + box["height"], slider["y"] + slider["height"]) - max(box["y"], slider["y"])
            assert min(across, down) <= 0, (text.get_attribute("name"), other.get_attribute("name"))


def test_a_preset_can_follow_numbers_of_ones_own(show):
    page = show("conv front=w")
    page.locator("svg.role-w").focus()
    page.keyboard.press("9")
    page.keyboard.press("Enter")
    kernel = page.locator(".ex-select select").first
    assert kernel.evaluate("select => select.selectedOptions[0].text") == "your own numbers"
    kernel.select_option("blur")
    assert kernel.evaluate("select => select.value") == "blur"


def test_slices_are_named_as_in_the_weight(show):
    page = show("conv in_channels=2 out_channels=2 at=w.2.1.1")
    names = [text.split(":")[0] for text in page.locator(".of-w .ex-title").all_text_contents()]
    assert names == ["w[0, 0]", "w[0, 1]", "w[1, 0]", "w[1, 1]"]
    assert says(page).startswith("w[1, 0, 1, 1] = ")
    assert page.locator(".role-y .lit").count() == 9


def test_what_each_channel_adds_stands_in_the_row_and_page_keys_go_through_them(show):
    page = show("conv in_channels=3 out_channels=4 at=y.0.0.0")
    total = page.locator(".ex-total").first.inner_text()
    terms, result = total.replace("− ", "+ −").replace("−", "-").split(" = ")
    assert sum(map(float, terms.replace(" -", " -").split(" + "))) == float(result)
    assert says(page).replace("−", "-").endswith(f"= {result}")
    assert page.locator(".ex-fold[aria-expanded=true]").count() == 1
    page.locator("svg.role-y").focus()
    page.keyboard.press("PageDown")
    assert says(page).startswith("y[1, 0, 0] = ")
    assert page.evaluate("document.activeElement.dataset.slice") == "1"
    assert page.locator(".explorer").bounding_box()["height"] < 1100


def test_the_matrix_frames_a_row_or_a_column(show):
    page = show("conv matrix=1 at=y.0.1.0")
    frame = page.locator(".matrix .frame")
    assert [frame.get_attribute(name) for name in ("x", "y", "width")] == ["0", "60", "500"]
    page.locator('[data-name="x.0.0.2"]').click()
    frame = page.locator(".matrix .frame")
    assert [frame.get_attribute(name) for name in ("x", "y", "height")] == ["40", "0", "180"]


def test_stride_is_seen(show):
    page = show("conv size=5 stride=2 padding=1 at=y.0.0.0")
    assert page.locator(".of-x .ex-title").inner_text() == "Input 5×5, padded 7×7"
    assert page.locator(".role-x .start").count() == 9
    assert page.locator(".ghost").count() == 1
    assert page.locator(".arrow text").text_content() == "s = 2"
    assert page.locator(".role-x .pad.strong").count() == 5


def test_chinese_words_fill_the_figure(show):
    page = show("conv front=stride", language="zh_CN")
    assert "播放" in page.locator(".ex-play").inner_text()
    field(page, "stride").fill("0")
    assert "stride 至少为 1" in page.locator(".ex-refusal").inner_text()


def test_a_refused_clipboard_leaves_the_text_selected(show):
    page = show("conv")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_text("Copy code").click()
    page.locator(".ex-by-hand textarea").wait_for()
    assert page.evaluate("getSelection().toString()").startswith("import numpy")


def test_a_figure_shows_itself_once_when_it_is_first_seen(show):
    page = show("conv", reduced_motion="no-preference")
    page.wait_for_function("document.querySelector('.ex-sum').textContent.startsWith('y[0, 1] = ')")
    page.wait_for_function("document.querySelector('.ex-sum').textContent.startsWith('y[0, 0] = ')")
    page.wait_for_timeout(1200)
    assert says(page) == SUM
    assert page.evaluate("location.hash") == ""


def test_nothing_moves_where_motion_is_not_wanted(show):
    page = show("conv front=padding")
    page.wait_for_timeout(1500)
    assert says(page) == SUM
    field(page, "padding").fill("1")
    cell = page.locator('[data-name="x.0.0.0"]')
    assert cell.evaluate("cell => getComputedStyle(cell).transitionDuration") == "0s"


def test_cells_move_to_their_new_places(show):
    page = show("conv front=padding", reduced_motion="no-preference")
    cell = page.locator('[data-name="x.0.0.0"]')
    field(page, "padding").click()
    node, before = cell.element_handle(), cell.bounding_box()
    page.keyboard.type("1")
    glides = "cell => cell.isConnected && cell.closest('.cells').getAnimations().length"
    assert node.evaluate(glides) > 0, "the cell must glide with those around it, and be the same one"
    page.wait_for_function(f"cell => !({glides})(cell)", arg=node)
    assert cell.bounding_box()["y"] > before["y"]


def test_the_kernel_is_written_as_text(show):
    page = show("conv")
    page.locator(".ex-more summary").click()
    text = page.locator("textarea[name=w_text]")
    assert text.input_value() == "0 -1 0\n-1 5 -1\n0 -1 0"
    text.fill("1/9 1/9 1/9\n1/9 1/9 1/9\n1/9 1/9")
    assert "9 numbers belong here; 8 are given." in page.locator(".ex-numbers").first.inner_text()
    text.fill("1/9 " * 9)
    assert says(page).endswith("= 6.22222222222") or "≈ 6.22222222222" in says(page)
    page.wait_for_function("location.hash.includes('w=1')")
    text.fill("one")
    assert "Only numbers" in page.locator(".ex-numbers").first.inner_text()
    page.reload()
    assert page.locator('[data-name="w.0.0.0"] text').first.text_content() == "0.1111"


def test_both_views_stand_together_and_light_the_same_output(show):
    page = show(f"{TRANSPOSED} view=both at=y.0.2.2")
    assert page.locator(".ex-stage").count() == 2
    page.locator('.ex-stage >> nth=1 >> [data-name="y.0.1.1"]').click()
    assert says(page).startswith("y[1, 1] = ")
    assert page.locator('.chosen[data-name="y.0.1.1"]').count() == 2


def test_stamps_grow_one_by_one(show):
    page = show(f"{TRANSPOSED} size=2 x=1,2,3,4 w=ones padding=0 view=scatter at=x.0.0.0")
    assert page.locator('[data-name="y.0.0.2"] text').first.text_content() == "1"
    page.get_by_label("Next cell").click()
    assert page.locator('[data-name="y.0.0.2"] text').all_text_contents() == ["3", "1+2"]


def test_a_volume_is_shown_in_its_slices(show):
    page = show("conv layer=Conv3d size=4 kernel=(2,3,3) at=y.2.0.0")
    assert page.locator(".of-x").count() == 4
    assert [text.split(":")[0] for text in page.locator(".of-w .ex-title").all_text_contents()] == ["w[0]", "w[1]"]
    assert page.locator(".of-y").count() == 3
    assert page.locator(".of-x:has(.strong) .ex-title").all_text_contents() == ["x[2]", "x[3]"]


@pytest.mark.parametrize(
    ("text", "titles", "lit"),
    [
        ("layer=Conv3d padding=(2,0,0) at=y.0.0.0", ["padding"] * 2 + ["x[0]", "x[1]", "x[2]"] + ["padding"] * 2, 2),
        ("layer=Conv3d padding=1 padding_mode=circular at=y.0.0.0", ["padding", "x[0]", "x[1]", "x[2]", "padding"], 2),
        ("layer=ConvTranspose3d stride=2 padding=1 at=y.1.0.0", ["x[0]", "zeros", "x[1]", "zeros", "x[2]"], 2),
    ],
)
def test_padding_in_depth_is_drawn(show, text, titles, lit):
    page = show(f"conv {text} size=3 kernel=(2,3,3)")
    assert page.locator(".of-x .ex-title").all_text_contents() == titles
    assert page.locator(".of-x:has(.frame)").count() == lit
    assert page.locator(".of-x:has(.lit)").count() == lit
    if "circular" in text:
        shown = [page.locator(".of-x").nth(at).locator("text:not(.note)").all_text_contents() for at in (0, 3)]
        first, last = (sorted("".join(texts)) for texts in shown)
        assert first == last, "the slice in front is a copy of the last one"
    page.locator(".of-x svg").first.click(position={"x": 20, "y": 20})
    assert page.locator("svg.role-y .chosen, svg.role-x .chosen").count() == 1


def test_a_figure_can_be_taken_away(show, tmp_path):
    page = show("conv size=4 stride=1 at=y.0.1.1")
    page.evaluate(
        "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }"
    )
    page.locator(".ex-menu summary").click()
    page.get_by_text("Copy a link").click()
    assert "#explorer-1:" in page.evaluate("window.copied")
    page.get_by_text("Copy a frame").click()
    framed = page.evaluate("window.copied")
    assert framed.startswith("<iframe src=") and "?embed#explorer-1:" in framed
    for kind in ("SVG", "PNG"):
        with page.expect_download() as saved:
            page.get_by_text(f"Save as {kind}").click()
        saved.value.save_as(tmp_path / f"figure.{kind.lower()}")
    picture = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert picture.count("<rect") > 16 + 9 + 4 and "var(" not in picture
    assert ">7</text>" in picture
    written = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
    assert "Output 2×2" in written
    assert says(page) in written, "the sum belongs to the picture"
    with Image.open(tmp_path / "figure.png") as image:
        assert image.width > 500
        assert len(image.convert("RGB").resize((60, 40)).getcolors(3000)) > 10


def test_the_sum_stands_below_the_channels_in_the_picture_too(show, tmp_path):
    page = show("conv in_channels=2 out_channels=2", viewport={"width": 900, "height": 500})
    page.locator(".ex-menu summary").click()
    with page.expect_download() as saved:
        page.get_by_text("Save as SVG").click()
    saved.value.save_as(tmp_path / "figure.svg")
    picture = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    height = {text: float(y) for y, text in re.findall(r'<text x="[^"]*" y="([^"]*)"[^>]*>([^<]*)</text>', picture)}
    total = next(text for text in height if text.startswith("y[0, 0, 0] = "))
    assert height[total] > height["Output channel 1"] + 100


def test_a_frame_shows_one_figure_and_nothing_else(show, tmp_path):
    page = show("conv", "conv size=4")
    page.goto(page.url + "?embed#explorer-2:stride=1&size=6")
    assert page.locator("#explorer-2").is_visible()
    assert page.locator("#explorer-1").is_hidden()
    assert page.locator("h1").is_hidden()
    assert page.locator("#explorer-2 .ex-title").first.inner_text() == "Input 6×6"
    page.locator("#explorer-2 .ex-play").click()
    assert says(page.locator("#explorer-2")).startswith("y[0, 1] = ")
    away = ".ex-controls, .ex-copy, .ex-menu, .ex-share, .ex-formula, .ex-reset"
    assert page.locator("#explorer-2").locator(away).locator("visible=true").count() == 0
    assert page.locator("#explorer-2 .ex-line-of-code").is_visible()


@pytest.mark.parametrize(
    "figure",
    ["conv", "conv size=12 stride=2", "conv in_channels=3 out_channels=4 size=4", f"{TRANSPOSED} view=both at=y.0.1.1"],
)
def test_a_frame_is_as_high_as_what_it_shows(show, figure):
    page = show(figure, viewport={"width": 1000, "height": 700})
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (t) => {window.kept = t}}})")
    page.locator(".ex-menu summary").click()
    page.get_by_role("button", name="Copy a frame for slides").click()
    height = int(re.search(r'height="(\d+)"', page.evaluate("window.kept"))[1])
    width = round(page.locator(".explorer").bounding_box()["width"])
    assert page.locator(".embed-measured").count() == 0
    framed = show(figure, viewport={"width": width, "height": height})
    framed.goto(framed.url + "?embed")
    needed = framed.locator(".explorer").bounding_box()
    assert height - 20 <= needed["y"] + needed["height"] <= height + 20


@pytest.mark.parametrize("width", [360, 1200])
def test_no_note_lies_over_its_neighbour(show, width):
    scatter = "conv layer=ConvTranspose2d size=3 stride=2 padding=1 w=count view=scatter at=x.0.1.1"
    page = show("conv w=blur", scatter, "conv in_channels=2 out_channels=2", viewport={"width": width, "height": 800})
    assert page.locator("#explorer-1 .note").first.text_content() == "×1/16"
    wide = page.locator(".note").evaluate_all(
        """(notes) => notes.filter((note) => {
          const box = note.getBoundingClientRect(),
            cell = note.parentElement.querySelector("rect").getBoundingClientRect();
          return box.left < cell.left - 1 || box.right > cell.right + 1; }).map((note) => note.textContent)"""
    )
    assert wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_axe_finds_nothing(show, scheme, language):
    page = show(
        f"conv size=6 stride=2 padding=1 matrix=1 {ALL}",
        f"{TRANSPOSED} view=both at=y.0.1.1",
        "conv in_channels=3 out_channels=4 size=4 at=y.2.0.0",
        "conv size=40",
        "conv padding=x",
        color_scheme=scheme,
        language=language,
    )
    for more in page.locator(".ex-more summary").all():
        more.click()
    page.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
    found = page.evaluate(
        """axe.run(document).then((result) => result.violations.map(
          (fault) => fault.id + ": " + fault.nodes.map((node) => node.html.slice(0, 150)).join(" | ")))"""
    )
    assert found == []


def test_the_chosen_cell_of_a_picture_says_its_number(show):
    page = show("conv size=40 x=count w=identity at=y.0.0.1")
    cell = page.locator('.of-y [role="gridcell"]')
    assert cell.get_attribute("aria-label") == "42"


def test_notes_can_be_read_on_a_phone(show):
    page = show("conv size=8 stride=2 padding=1", viewport={"width": 360, "height": 700})
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".note, .grid .cell text")].map((text) => {
          const { width } = text.ownerSVGElement.getBoundingClientRect();
          return parseFloat(getComputedStyle(text).fontSize) * width / text.ownerSVGElement.viewBox.baseVal.width; })"""
    )
    assert len(sizes) > 80
    assert min(sizes) >= 11


def test_buttons_are_large_enough_for_a_finger(show):
    page = show("conv front=stride", viewport={"width": 360, "height": 700}, has_touch=True, is_mobile=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, input:not([type=range]), select")].filter(
          (one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [360, 1000])
def test_the_menu_opens_inside_the_page(show, width):
    page = show("conv front=stride", viewport={"width": width, "height": 700})
    page.locator(".ex-menu summary").click()
    box = page.locator(".ex-menu-items").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("stride", [1, 2])
def test_the_number_of_a_padding_cell_stands_once_even_where_it_is_lit(show, stride):
    page = show(f"conv size=5 padding=1 stride={stride}", reduced_motion="reduce")
    digits = ".role-x .pad text:not(.note)"
    for name in ("y.0.0.0", "y.0.1.1", "y.0.2.2"):
        page.locator(f"[data-name='{name}']").click()
        assert len("".join(page.locator(digits).all_text_contents())) == 7 * 7 - 5 * 5


def test_a_page_with_one_layer_keeps_to_its_budget(engine):
    words = directive.translated(directive.catalogue(str(ROOT), "zh_CN"), engine.words)
    script = engine.bundle(["conv"], words)
    drawn = engine.draw("conv", {"layer": "ConvTranspose2d", "view": "both"}, "explorer-1", words)["html"]
    assert sum(len(gzip.compress(text.encode())) for text in (script, drawn)) < 45_000


def test_print_has_the_call_the_grids_and_nothing_to_press(show):
    page = show("conv size=6 stride=2")
    page.emulate_media(media="print")
    assert page.locator(".ex-line-of-code").is_visible()
    assert page.locator("svg.role-y").is_visible()
    assert (
        "padded" not in page.locator(".ex-title").first.inner_text()
        and "6×6" in page.locator(".ex-title").first.inner_text()
    )
    assert page.locator("button:visible, input:visible, select:visible").count() == 0


PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}


def in_sight(page, selector):
    """Return whether an element stands inside the box that scrolls around it."""
    return page.locator(selector).first.evaluate(
        """(one) => { const box = one.closest(".ex-grid").getBoundingClientRect(), own = one.getBoundingClientRect();
          return own.left >= box.left - 1 && own.right <= box.right + 1; }"""
    )


@pytest.mark.parametrize("view", [PHONE, {"viewport": {"width": 1280, "height": 800}}])
def test_a_long_line_keeps_its_digits_and_shows_the_window(show, view):
    page = show("conv layer=Conv1d size=22", reduced_motion="reduce", **view)
    assert page.locator(".of-x .cell text:not(.note)").count() == 22
    page.locator("[data-grid=y]").focus()
    page.keyboard.press("End")
    assert in_sight(page, ".of-x .frame")
    assert in_sight(page, ".of-y .chosen")
    page.keyboard.press("Home")
    assert in_sight(page, ".of-x .frame")


def test_a_cell_that_was_scrolled_to_is_written_where_it_stands(show):
    page = show("conv layer=Conv1d size=22", **PHONE)
    page.locator("[data-grid=x]").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    field, cell = page.locator(".ex-edit").bounding_box(), page.locator(".of-x .chosen rect").bounding_box()
    assert abs(field["x"] - cell["x"]) < 3
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert page.locator(".of-x .chosen text").first.text_content() == "5"


def test_the_slices_of_a_volume_stand_in_one_line_on_a_phone(show):
    page = show("conv layer=Conv3d size=3 kernel_size=2 padding=1", reduced_motion="reduce", **PHONE)
    assert page.locator(".explorer").bounding_box()["height"] < 1600
    page.locator("[data-grid=y][data-slice='3']").focus()
    page.keyboard.press("Home")
    for grid in ("x", "y"):
        slices = page.locator(f".ex-strip .of-{grid}")
        assert len({round(one.bounding_box()["y"]) for one in slices.all()}) == 1
        lit = page.locator(f".ex-strip .of-{grid}:has(.frame, .chosen)").first.bounding_box()
        assert lit["x"] >= 0
        assert lit["x"] + lit["width"] <= 360


def test_the_numbers_of_the_padding_stand_in_their_places(show):
    page = show("conv size=4 padding=2 padding_mode=reflect x=1,2,3,4,5,6,7,8,9,8,7,6,5,4,30,-2 at=y.0.5.0")
    found = page.locator(".of-x .pad text:not(.note)").evaluate_all(
        """(texts) => texts.flatMap((text) => {
          const places = (name) => [...text[name].baseVal].map(({ value }) => Math.floor(value / 32));
          const columns = places("x"), rows = places("y");
          return columns.map((column, at) =>
            [rows[at], column, columns.length > 1 ? text.textContent[at] : text.textContent]); })"""
    )
    padded = np.pad(np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 8, 7, 6], [5, 4, 30, -2]]), 2, mode="reflect")
    assert len(found) >= 64 - 16
    assert {(row, column) for row, column, _ in found} == {
        (row - 2, column - 2) for row, column in np.ndindex(8, 8) if not (2 <= row < 6 and 2 <= column < 6)
    }
    for row, column, text in found:
        assert int(text.replace("−", "-")) == padded[row + 2, column + 2], (row, column)


def test_a_change_makes_few_nodes_anew(show):
    page = show("conv layer=ConvTranspose2d size=8 stride=2 front=padding view=both", reduced_motion="reduce")
    assert page.locator(".of-x .cell").count() < 64 * 2 + 30, "what cannot be chosen has no node of its own"
    page.evaluate(
        """() => { window.made = 0;
          new MutationObserver((all) => { for (const { addedNodes } of all)
            for (const node of addedNodes) window.made += 1 + (node.querySelectorAll?.("*").length ?? 0); })
            .observe(document.querySelector(".ex-stages"), { subtree: true, childList: true }); }"""
    )
    field(page, "padding").fill("1")
    page.wait_for_function("document.querySelector('.of-y .ex-title').textContent.includes('15×15')")
    assert 0 < page.evaluate("window.made") < 150


def test_cells_glide_apart_when_zeros_come_between_them(show):
    page = show("conv layer=ConvTranspose2d size=3 stride=1 front=stride", reduced_motion="no-preference")
    cell = page.locator('[data-name="x.0.2.2"]')
    node, before = cell.element_handle(), cell.bounding_box()
    field(page, "stride").fill("2")
    assert node.evaluate("cell => cell.isConnected && cell.getAnimations().length") == 1
    page.wait_for_timeout(600)
    assert cell.bounding_box()["x"] > before["x"]
    page.emulate_media(reduced_motion="reduce")
    field(page, "stride").fill("3")
    page.wait_for_function("document.querySelector('.of-y .ex-title').textContent.includes('9×9')")
    assert node.evaluate("cell => cell.getAnimations().length") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_figure_that_is_still_arriving_is_not_seen_to_move(browser, engine, width):
    whole = html(engine, ["conv size=5 stride=2"])
    page = browser.new_page(viewport={"width": width, "height": 800})
    for end, seen in (('class="ex-result"', False), ("<g role=", False), ('class="ex-transport"', True)):
        part = whole[: whole.index(end)] + ">"
        page.evaluate("part => { document.open(); document.write(part); }", part)  # The parser waits for the rest.
        assert page.locator(".ex-head").is_visible()
        assert page.locator(".ex-body > .ex-controls").is_visible() == seen, end
    page.close()


def test_a_grid_of_another_size_leaves_its_cells_as_they_are(show):
    page = show("conv size=12 padding=1", reduced_motion="reduce")
    kernel = page.locator("[data-grid=w]")
    before = kernel.bounding_box()["width"]
    kernel.evaluate(
        """(grid) => { window.touched = 0;
          new MutationObserver((all) => { window.touched += all.length; })
            .observe(grid.querySelector(".cells"), { subtree: true, attributes: true, childList: true }); }"""
    )
    page.locator("input[name=padding]").fill("2")
    page.wait_for_function("document.querySelector('.of-y .ex-title').textContent.includes('14×14')")
    assert kernel.bounding_box()["width"] < before
    assert page.evaluate("window.touched") == 0


def hue(page, selector):
    """Return red, green and blue of what fills an element."""
    return page.locator(selector).first.evaluate(
        """(one) => { const context = document.createElement("canvas").getContext("2d");
          context.fillStyle = getComputedStyle(one).fill; context.fillRect(0, 0, 1, 1);
          return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)]; }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        ("conv x=0,0,0,0,0,0,0,0,0 w=-1 kernel_size=1 size=3", ".of-y .cell.chosen rect"),
        ("conv x=1,1,1,1,1,1,1,1,1 w=-1 kernel_size=1 size=3", ".of-y .cell.chosen rect"),
        ("conv x=1,1,1,1,1,1,1,1,1 w=-1 kernel_size=1 size=3", ".of-y .cell:not(.lit) rect"),
        ("conv x=1,1,1,1,1,1,1,1,1 w=-1 kernel_size=1 size=3 stride=2", ".of-y .cell.odd rect"),
        ("checkerboard w1=-1,-1,-1", ".ex-sum-of.lit .ex-added"),
        ("checkerboard w1=-1,-1,-1", ".ex-sum-of:not(.lit) .ex-added"),
    ],
)
def test_a_sum_below_zero_is_never_green(show, scheme, figure, cell):
    red, green, _ = hue(show(figure, color_scheme=scheme, reduced_motion="reduce"), cell)
    assert (green > red) == ("x=0" in figure)
