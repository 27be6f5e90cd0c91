"""The interactive figures in the built pages: nothing for axe to find, room kept for them, and what print shows."""

import pytest
from kinds import AXE, FAULTS, look

PAGES = [
    *("tools/convolution", "tools/transposed", "tools/sizes", "tools/stack"),
    *("tools/receptive-field", "tools/checkerboard", "tools/network"),
]
HEIGHTS = "figures => figures.map((figure) => figure.getBoundingClientRect().height)"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing(opened, language, name):
    assert AXE.is_file(), "axe-core is missing: run make site first"
    page = opened(f"{language}/{name}", viewport={"width": 360, "height": 760})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        look(page, 360, scheme)
        assert page.evaluate(FAULTS) == []
    field = page.locator(".explorer input").first
    field.fill("x")
    field.press("Tab")
    page.locator(".ex-refusal").first.wait_for()
    assert page.evaluate(FAULTS) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_moves_when_the_script_takes_over(opened, site, language, width):
    found = sorted((site / language).glob("*/*.html"))
    found = [path for path in found if '<div class="explorer"' in path.read_text(encoding="utf-8")]
    assert len(found) > len(PAGES)
    still, live = (opened(f"{language}/tools/stack", viewport={"width": width, "height": 760}) for _ in range(2))
    still.route("**/explorer-*.js*", lambda route: route.abort())
    for path in found:
        heights = []
        for page in (still, live):
            page.goto(page.url.rsplit("/", 2)[0] + f"/{path.parent.name}/{path.name}")
            heights.append(page.locator(".explorer").evaluate_all(HEIGHTS))
        assert heights[0], path.name
        assert heights[0] == pytest.approx(heights[1], abs=1), path.name


def test_print_keeps_the_grids_and_leaves_the_buttons_out(opened):
    page = opened("en/tools/convolution", viewport={"width": 800, "height": 1000})
    page.emulate_media(media="print")
    assert page.locator(".explorer svg.grid").first.is_visible()
    assert page.locator(".ex-play").first.is_hidden()


def test_the_first_state_stands_there_without_scripts(opened):
    page = opened("en/tools/convolution", java_script_enabled=False)
    assert page.locator(".explorer svg.grid").count() >= 3
    assert page.locator(".explorer svg.grid").first.is_visible()
    assert page.locator(".explorer button:not(.ex-fold):visible, .explorer input:visible").count() == 0
    assert page.locator(".explorer").first.bounding_box()["height"] < 500


def test_the_language_switch_keeps_what_was_set(opened):
    page = opened("en/tools/convolution")
    page.locator("input[name=stride]").first.fill("2")
    page.wait_for_function("location.hash.includes('stride=2')")
    page.locator(".language-switch a").click()
    page.wait_for_url("**/zh/**")
    assert page.locator("input[name=stride]").first.input_value() == "2"
