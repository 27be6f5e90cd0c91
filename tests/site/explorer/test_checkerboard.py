"""The checkerboard, as a reader uses it: sliders, weights of one's own, sums by pointing and by keys."""

import pytest
from figures import shown

BOARD = "checkerboard kernel=3 stride=2"


def line(page):
    return page.locator(".ex-line").inner_text()


def sums(page):
    return [int(text) for text in page.locator(".ex-stamps [role=gridcell]").all_text_contents()]


def test_stamps_follow_the_slider_and_keep_their_nodes(show):
    page = show(BOARD)
    assert sums(page) == [1, 1, 2, 1, 2, 1, 2, 1, 1]
    page.evaluate("window.first = document.querySelector('.ex-stamps .glides')")
    page.get_by_label("stride, as a slider").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("input[name=stride]").input_value() == "3"
    assert sums(page) == [1] * 12
    assert page.evaluate("window.first.isConnected")
    assert "Every inner output cell receives equally many products" in shown(page)


def test_tab_and_type_replaces_what_stands_there(show):
    page = show(BOARD)
    page.locator("input[name=kernel_size]").click()
    for digit in "231":
        page.keyboard.type(digit)
        page.keyboard.press("Tab")
    names = ("kernel_size", "stride", "dilation")
    assert [page.locator(f"input[name={name}]").input_value() for name in names] == ["2", "3", "1"]


def test_a_sum_is_spelt_out_where_one_points_and_by_the_keys(show):
    page = show("checkerboard kernel=4 stride=2 w=count")
    page.locator(".ex-stamps svg").focus()
    page.keyboard.press("Home")
    assert line(page) == "y[0] receives one product: 1."
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert line(page) == "y[2] is the sum of 2 products: 3 + 1 = 4."
    page.locator(".ex-stamps [data-name='3'] .ex-added").hover()
    assert line(page) == "y[3] is the sum of 2 products: 4 + 2 = 6."
    page.mouse.move(0, 0)
    assert line(page).startswith("y[2]")
    active = page.locator(".ex-stamps svg").get_attribute("aria-activedescendant")
    assert page.locator(f"[id='{active}']").get_attribute("aria-label") == "y[2] = 4"


def test_own_weights_make_the_phase_sums_equal(show):
    page = show("checkerboard kernel=4 stride=2 w=count")
    assert "The phase sums differ" in shown(page)
    for at, text in enumerate("1331"):
        page.get_by_label(f"w[{at}]", exact=True).click()
        page.keyboard.type(text)
    assert "The phase sums are equal" in shown(page)
    assert page.get_by_label("w[1, 2]").input_value() == "9"
    page.get_by_label("w[1, 2]").fill("8")
    assert "The phase sums differ" in shown(page)
    page.get_by_role("button", name="made of the weights along one axis again").click()
    assert "The phase sums are equal" in shown(page)
    page.get_by_label("w[1, 2]").fill("x")
    assert "w[1, 2] must be a number. “x” is not." in page.locator(".ex-refusal").inner_text()
    assert page.get_by_label("w[1, 2]").input_value() == "x"


def test_the_map_shows_the_output_too(show):
    page = show("checkerboard kernel=2 stride=2 w=count size=2")
    page.get_by_label("In two dimensions").select_option("ones")
    values = page.locator("svg[aria-label='the output for an input of ones'] text").all_text_contents()
    assert values == ["1", "2", "1", "2", "3", "4", "3", "4"] * 2


def test_what_is_too_large_says_where_the_pictures_end(show):
    page = show("checkerboard stride=50")
    assert "the pictures end at kernel_size=40, stride=12" in page.locator(".explorer").inner_text()


def test_of_a_large_output_a_corner_is_drawn(show):
    page = show("checkerboard kernel=3 stride=2 size=1000")
    assert page.locator("text=The first 24 of 2001 are drawn.").count() == 1
    assert page.locator(".explorer rect").count() < 2000
    page.locator("input[name=kernel_size]").fill("999999999999")
    assert "Too large to draw" in shown(page)
    page.locator("input[name=kernel_size]").fill("0")
    assert "kernel_size must be at least 1. It is 0." in page.locator(".ex-refusal").inner_text()


@pytest.mark.parametrize("still", [True, False])
def test_nothing_glides_where_a_reader_wants_rest(show, still):
    page = show(BOARD, reduced_motion="reduce" if still else "no-preference")
    duration = page.evaluate("getComputedStyle(document.querySelector('.ex-stamps .glides')).transitionDuration")
    assert duration == ("0s" if still else "0.35s")


def test_at_360_pixels_every_control_is_in_sight(show):
    page = show(BOARD, viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    boxes = [box.bounding_box() for box in page.locator(".ex-sliders button, .ex-sliders input[type=range]").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 345 for box in boxes)
    assert all(box["height"] >= 44 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
