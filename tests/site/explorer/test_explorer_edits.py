"""What a reader writes into cells: numbers of one's own, letters, and what becomes of them."""

import gzip

from figures import SCRIPTS

import explorer as directive
from explorer_words import WORDS

COUNTS = {"x": ",".join(map(str, range(25))), "w": "1,2,3,4,5,6,7,8,9"}


def says(page):
    return page.locator(".ex-sum").inner_text()


def test_numbers_of_ones_own_stay_in_their_cells(show):
    page = show(("conv", COUNTS))
    page.locator("[data-name=size]").fill("6")
    page.locator("[data-name=kernel_size]").fill("2")
    page.locator('[data-name="x.0.4.4"]').click()
    assert says(page).startswith("x[4, 4] = 24.")
    page.locator('[data-name="w.0.1.1"]').click()
    assert says(page).startswith("w[1, 1] = 5.")
    page.get_by_text(WORDS["reset"]).click()
    page.locator('[data-name="w.0.2.2"]').click()
    assert says(page).startswith("w[2, 2] = 9.")


def test_letters_in_a_cell_are_answered(show):
    page = show(("conv", {}))
    page.locator("svg.role-w").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    assert says(page) == "w[0, 0] must be a number. “abc” is not."
    assert page.locator('[data-name="w.0.0.0"]').inner_html().count("abc") == 0


def test_a_preset_can_follow_numbers_of_ones_own(show):
    page = show(("conv", {}))
    page.locator("svg.role-w").focus()
    page.keyboard.press("9")
    page.keyboard.press("Enter")
    kernel = page.locator(".ex-select select").nth(1)
    assert kernel.evaluate("select => select.selectedOptions[0].text") == WORDS["preset_own"]
    kernel.select_option("blur")
    assert kernel.evaluate("select => select.value") == "blur"
    assert page.get_by_text(WORDS["preset_own"]).count() == 0


def test_slices_are_named_as_in_the_weight(show):
    page = show(("conv", {"in_channels": "2", "out_channels": "2", "at": "w.2.1.1"}))
    assert page.locator(".role-w .caption").all_text_contents() == ["w[0, 0]", "w[0, 1]", "w[1, 0]", "w[1, 1]"]
    assert says(page).startswith("w[1, 0, 1, 1] = −5.")
    assert page.locator(".role-y .lit").count() == 9


def test_the_matrix_frames_a_row_or_a_column(show):
    page = show(("conv", {"matrix": "1", "at": "y.0.1.0"}))
    frame = page.locator(".matrix .frame")
    assert [frame.get_attribute(name) for name in ("x", "y", "width")] == ["0", "60", "500"]
    page.locator('[data-name="x.0.0.2"]').click()
    assert [frame.get_attribute(name) for name in ("x", "y", "height")] == ["40", "0", "180"]


def test_code_is_offered_only_when_there_is_some(show):
    page = show(("conv", {}))
    details = page.locator("details")
    assert details.is_visible()
    page.locator("[data-name=stride]").fill("0")
    assert details.is_hidden()


def test_a_kernel_of_ones_own_is_measured(show):
    page = show(("checkerboard", directive.DEFAULTS["checkerboard"] | {"kernel_size": "2", "w": "1,2,2,1"}))
    assert WORDS["phases_differ"] in page.locator(".explorer").inner_text()
    for name in ("w[0, 1]", "w[1, 0]"):
        page.get_by_label(name).fill("1")
        page.keyboard.press("Tab")
        page.wait_for_timeout(50)
    assert WORDS["phases_equal"] in page.locator(".explorer").inner_text()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "w[1, 1]"
    page.get_by_label("w[0, 0]").fill("x")
    page.keyboard.press("Tab")
    page.locator(".ex-refusal").wait_for()
    assert "w[0, 0] must be a number" in page.locator(".ex-refusal").inner_text()


def test_the_meter_says_which_condition_is_broken(show):
    page = show(("checkerboard", directive.DEFAULTS["checkerboard"]))
    text = page.locator(".explorer").inner_text
    assert "2 does not divide kernel_size 3" in text()
    assert "common divisor" not in text()
    page.get_by_label("kernel_size=").fill("4")
    page.get_by_label("dilation=").fill("4")
    assert "have the common divisor 2" in text()


def test_all_scripts_together_are_small():
    assert sum(len(gzip.compress(path.read_bytes())) for path in SCRIPTS.glob("*.js")) < 44_000
