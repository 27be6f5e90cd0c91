"""What every tool owes to fingers, to the keyboard and to screen readers."""

import re
from itertools import pairwise

import pytest

PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
TOOLS = [
    "conv",
    "conv in_channels=2 out_channels=2 size=4",
    "conv layer=ConvTranspose2d view=both stride=2 size=3",
    "sizes",
    "stack",
    "network",
    "receptive",
    "checkerboard",
    "photo",
]
OPEN = "() => { for (const one of document.querySelectorAll('.explorer details')) one.open = true; }"
SMALL = """() => [...document.querySelectorAll(
    ".explorer :is(button, summary, select, textarea, input:not([type=checkbox]))")].filter((one) => {
  const { height, width } = one.getBoundingClientRect();
  return one.checkVisibility() && (height < 43.5 || (one.matches("button") && width < 43.5)); })
  .map((one) => one.outerHTML.slice(0, 120))"""
FOCUSED = """() => {
  const one = document.activeElement, { left, top, right, bottom } = one.getBoundingClientRect();
  return { inside: Boolean(one.closest(".explorer")), left, right, top: top + scrollY, bottom: bottom + scrollY,
    name: one.ariaLabel ?? one.name ?? one.textContent.slice(0, 30) }; }"""
SPOKEN = {"button", "textbox", "combobox", "slider", "checkbox", "link"}
CODE = re.compile(r"[a-z]+(_[a-z]+)*|[½\d]+×|w\[.*\]|nn\..*")  # As PyTorch writes it, in every language.
ARGUMENTS = {"kernel_size", "stride", "padding", "dilation", "groups", "output_padding", "padding_mode"}
ARGUMENTS |= {"in_channels", "out_channels"}


@pytest.fixture
def opened(show, browser, site):
    """Return a function that opens a tool and all that opens in it; the photo's files lie in the built site."""
    contexts = []

    def open_tool(tool, language="en", **view):
        if tool == "photo":
            context = browser.new_context(**view)
            contexts.append(context)
            page = context.new_page()
            page.goto(f"{site.as_uri()}/{language[:2]}/tools/photo.html#explorer-1:stride=2")
        else:
            page = show(tool, language=language, **view)
        page.locator(".explorer.live").first.wait_for()
        page.evaluate(OPEN)
        return page

    yield open_tool
    for context in contexts:
        context.close()


@pytest.mark.parametrize("tool", TOOLS)
def test_no_control_is_too_small_for_a_finger(opened, tool):
    page = opened(tool, **PHONE)
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def stops(page):
    """Return where Tab leads through the first figure, each with its place on the page."""
    page.evaluate("document.querySelector('.explorer').before(document.createElement('button'))")
    page.locator("button:has(+ .explorer)").first.focus()
    page.keyboard.press("Tab")
    found = [page.evaluate(FOCUSED)]
    while found[-1]["inside"] and len(found) < 150:
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found[:-1]


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("tool", TOOLS)
def test_tab_never_goes_back_up(opened, tool, view):
    page = opened(tool, **view)
    page.evaluate("document.querySelector('.ex-menu').open = false")  # It hangs over what comes after it.
    found = stops(page)
    assert len(found) > 8
    for one, after in pairwise(found):
        up = after["bottom"] <= one["top"] + 2 and after["left"] < one["right"]
        back = abs(one["top"] + one["bottom"] - after["top"] - after["bottom"]) < 8 and after["left"] < one["left"] - 2
        assert not up and not back, (one["name"], after["name"])


def spoken(page):
    """Return the names that a screen reader says of what can be used in figures."""
    session = page.context.new_cdp_session(page)
    figure = session.send("Runtime.evaluate", {"expression": "document.querySelector('.explorer')"})["result"][
        "objectId"
    ]
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.queryAXTree", {"objectId": figure})["nodes"]
    return {node["name"]["value"] for node in nodes if not node["ignored"] and node["role"]["value"] in SPOKEN}


@pytest.mark.parametrize("tool", TOOLS)
def test_every_control_has_a_name_in_the_language_of_its_page(opened, tool):
    english, chinese = (spoken(opened(tool, language, **DESK)) for language in ("en", "zh_CN"))
    assert len(english) > 8 and "" not in english | chinese
    assert {name for name in english & chinese if not CODE.fullmatch(name)} == set()
    assert {name for name in english & chinese if name.replace("_", "").isalpha()} <= ARGUMENTS


@pytest.mark.parametrize("tool", ["sizes", "checkerboard"])
def test_a_field_has_the_bare_name_of_its_argument(show, tool):
    page = show(tool)
    assert page.get_by_role("textbox", name="stride", exact=True).count() == 1
    assert page.get_by_role("textbox", name="stride=", exact=True).count() == 0


def test_a_step_that_leads_nowhere_keeps_the_focus(show):
    page = show("conv front=stride stride=2")
    step = page.get_by_role("button", name="stride: one step down")
    step.focus()
    page.keyboard.press("Enter")
    assert step.get_attribute("aria-disabled") == "true"
    assert step.evaluate("button => button === document.activeElement")


def test_escape_closes_what_arranges_a_layer(show):
    page = show("stack")
    page.locator(".ex-arranger").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".ex-arrange").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".ex-arrange").count() == 0
    assert page.locator(".ex-arranger").first.evaluate("button => button === document.activeElement")


def test_what_is_done_with_a_layer_stands_above_its_fields(show):
    page = show("stack", **PHONE)
    page.locator(".ex-arranger").nth(1).tap()
    insert = page.get_by_role("button", name="Insert below").bounding_box()
    field = page.locator("tbody >> nth=1").locator("input[type=text]").first.bounding_box()
    assert insert["y"] + insert["height"] <= field["y"]
    assert insert["y"] - page.locator(".ex-arranger").nth(1).bounding_box()["y"] < 100


@pytest.mark.parametrize("tool", ["network", "stack"])
def test_a_full_width_colon_brings_its_own_space(show, tool):
    page = show(tool, language="zh_CN")
    page.evaluate(OPEN)
    page.locator("textarea").first.fill("nn.Conv2d(3, 8, 3)\nnn.Conv2d(8, 8, 3, bogus=1)")
    place = page.locator(".ex-refusal strong")
    place.wait_for()
    assert place.text_content().endswith("：")
    assert "： " not in place.locator("xpath=..").text_content()


@pytest.mark.parametrize("tool", TOOLS)
def test_every_field_has_room_for_its_name_where_a_page_is_enlarged_four_times(opened, tool):
    page = opened(tool, viewport={"width": 320, "height": 256})
    over = page.locator(".explorer .ex-argument").evaluate_all(
        """(all) => all.filter((one) => {
          const [field, place] = [one.querySelector("input"), one].map((node) => node.getBoundingClientRect());
          return one.checkVisibility() && field.right > place.right + 1; }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert over == []
