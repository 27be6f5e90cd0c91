"""The receptive field, as a reader uses it: pointing, keys, layers that come and go."""

import pytest
from figures import shown

STACK = "receptive layers=k3,s2,p1;k3,p1 size=16"


def line(page):
    return page.locator(".ex-line").inner_text()


def lit(page, row):
    return page.locator(f".ex-cell.lit[data-name^='{row}.']").evaluate_all(
        "cells => cells.map((cell) => Number(cell.dataset.name.split('.')[1]))"
    )


def test_pointing_lights_the_cone_and_a_press_keeps_it(show):
    page = show(STACK)
    page.locator("[data-name='2.4']").hover()
    assert (lit(page, 2), lit(page, 1), lit(page, 0)) == ([4], [3, 4, 5], [5, 6, 7, 8, 9, 10, 11])
    assert line(page) == "Layer 2, output 4: its receptive field is 7 cells, from 5 to 11."
    page.locator("[data-name='2.0']").click()
    page.mouse.move(0, 0)
    assert (
        line(page) == "Layer 2, output 0: its receptive field is 7 cells, from −3 to 3. 3 of them lie in the padding."
    )
    page.wait_for_function("location.hash.includes('at=2.0')")
    page.reload()
    assert line(page).startswith("Layer 2, output 0")


def test_the_keys_go_from_cell_to_cell_and_from_row_to_row(show):
    page = show(STACK)
    board = page.locator(".ex-cone")
    board.focus()
    for key in ("Home", "ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    assert line(page) == "Input 2 matters to 3 outputs of the last layer."
    assert (
        page.locator(f"[id='{board.get_attribute('aria-activedescendant')}']").get_attribute("aria-label") == "input 2"
    )
    assert lit(page, 2) == [0, 1, 2]


def test_paths_are_counted(show):
    page = show("receptive layers=k3,p1;k3,p1;k3,p1 size=11")
    page.get_by_label("count the paths (effective receptive field)").check()
    assert page.locator("[data-name^='0.'] text").all_text_contents() == ["", "", *"1367631", "", ""]
    assert "Paths from it to the input: 27. Most of them to one cell: 7. To a cell at the rim: 1." in line(page)


def test_layers_come_and_go_by_the_keyboard_and_back_undoes(show):
    page = show(STACK)
    page.get_by_role("button", name="Add a layer").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("5")
    assert page.get_by_label("Layer 3, kernel_size", exact=True).input_value() == "5"
    assert page.locator("tbody tr").last.inner_text().split("\t") == ["3: k5 s1 p1 d1", "6", "15", "2", "2"]
    page.wait_for_function("location.hash.includes('k5')")
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.ex-call').length === 2")
    page.get_by_role("button", name="Remove layer 2").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.ariaLabel") == "Remove layer 1"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Add a layer"
    assert "There is no layer yet." in shown(page)


def test_presets_and_refusals(show):
    page = show(STACK)
    page.locator("select").select_option("growing")
    assert page.locator("tbody tr").last.inner_text().split("\t")[2] == "15"
    page.get_by_label("Layer 2, stride", exact=True).fill("0")
    assert "stride must be at least 1. It is 0." in page.locator(".ex-refusal").inner_text()
    assert page.locator("select").input_value() == ""
    page.locator("input[name=size]").fill("2000")
    page.get_by_label("Layer 2, stride", exact=True).fill("1")
    assert "Too large to draw" in shown(page)
    assert page.locator("tbody tr").last.inner_text().split("\t")[1:3] == ["2000", "15"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_at_360_pixels_the_page_does_not_scroll_sideways(show, language):
    view = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
    page = show(STACK, language=language, **view)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("[data-name='2.1']").tap()
    assert lit(page, 1) == [0, 1, 2]


def test_a_drawing_wider_than_a_phone_begins_with_its_chosen_cell_in_the_middle(show):
    page = show("receptive layers=k3,p1;k3,p1;k3,p1 size=21", viewport={"width": 360, "height": 800})
    page.locator(".explorer.live").wait_for()
    box = page.locator(".ex-scroll").bounding_box()
    cell = page.locator(".ex-cell.chosen").bounding_box()
    assert page.locator(".ex-scroll").evaluate("box => box.scrollWidth > box.clientWidth + 100")
    middle = box["x"] + box["width"] / 2
    assert abs(cell["x"] + cell["width"] / 2 - middle) < cell["width"]
