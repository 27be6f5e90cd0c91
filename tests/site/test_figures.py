"""The interactive figures in the built pages: nothing for axe to find, room kept for them, and what print shows."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    *("tools/convolution", "tools/transposed", "tools/sizes", "tools/stack"),
    *("tools/receptive-field", "tools/checkerboard"),
]
FAULTS = """axe.run(document).then((result) => result.violations.map(
  (fault) => fault.id + ': ' + fault.nodes.map((node) => node.html.slice(0, 120)).join(' | ')))"""
ROOM = """figures => figures.map((figure) => {
  const kept = parseFloat(getComputedStyle(figure).minHeight);
  figure.style.minHeight = '0';
  const needed = figure.offsetHeight;
  figure.style.minHeight = '';
  return [kept, needed];
})"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing(opened, language, name):
    assert AXE.is_file(), "axe-core is missing: run make site first"
    page = opened(f"{language}/{name}", viewport={"width": 360, "height": 760})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(FAULTS) == []
    field = page.locator(".explorer input").first
    field.fill("x")
    field.press("Tab")
    page.locator(".ex-refusal").first.wait_for()
    assert page.evaluate(FAULTS) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_room_kept_is_the_room_needed(opened, site, language):
    found = sorted((site / language).glob("*/*.html"))
    found = [path for path in found if '<div class="explorer"' in path.read_text(encoding="utf-8")]
    assert len(found) > len(PAGES)
    page = opened(f"{language}/tools/stack")
    for path in found:
        page.goto(page.url.rsplit("/", 2)[0] + f"/{path.parent.name}/{path.name}", wait_until="domcontentloaded")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 760})
            figures = page.locator(".explorer").evaluate_all(ROOM)
            assert figures, path.name
            for kept, needed in figures:
                assert needed - 30 <= kept <= needed + 170, (path.name, width, kept, needed)


def test_print_keeps_the_grids_and_leaves_the_buttons_out(opened):
    page = opened("en/tools/convolution", viewport={"width": 800, "height": 1000})
    page.emulate_media(media="print")
    assert page.locator(".explorer svg.grid").first.is_visible()
    assert page.locator(".ex-play").first.is_hidden()


def test_the_still_picture_stands_there_without_scripts(opened):
    page = opened("en/tools/convolution", java_script_enabled=False, color_scheme="light")
    assert page.locator(".explorer img.only-light").first.is_visible()
    assert page.locator(".explorer").first.bounding_box()["height"] < 500


def test_the_language_switch_keeps_what_was_set(opened):
    page = opened("en/tools/convolution")
    page.locator("[data-name=stride]").first.fill("2")
    page.wait_for_function("location.hash.includes('stride=2')")
    page.locator(".language-switch a").click()
    page.wait_for_url("**/zh/**")
    assert page.locator("[data-name=stride]").first.input_value() == "2"
