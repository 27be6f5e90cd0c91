"""What every tool owes to fingers, to the keyboard and to screen readers."""

import pytest

PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}
TOOLS = ["conv", "conv in_channels=2 out_channels=2 size=4", "sizes", "stack", "network", "receptive", "checkerboard"]
OPEN = "() => { for (const one of document.querySelectorAll('.explorer details')) one.open = true; }"
SMALL = """() => [...document.querySelectorAll(
    ".explorer :is(button, summary, select, textarea, input:not([type=checkbox]))")].filter((one) => {
  const { height, width } = one.getBoundingClientRect();
  return one.checkVisibility() && (height < 43.5 || (one.matches("button") && width < 43.5)); })
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("tool", TOOLS)
def test_no_control_is_too_small_for_a_finger(show, tool):
    page = show(tool, **PHONE)
    page.evaluate(OPEN)
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


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
