"""Buttons that set a figure, and tasks that it sees fulfilled, in a page built for the test."""

import pytest
import small

PAGE = """# A page

```{explorer} conv size=5 front=stride,padding
What is *seen*.
```

:::{try} stride=2 size=6
Eleven cells are crossed out.
:::

:::{try} stride=1 at=y.0.2.2
:as: y[2, 2]
The last output.
:::

:::{task} output=3 padding=1
:answer: padding=1 stride=2
Make it 3×3 with padding.
:::
"""


OURS = (
    "painting.picture",
    "explorer.directive",
    "explorer.trying",
    "pages.parts",
    "pages.figures",
    "pages.writer",
    "pages.assets",
)
EXTENSIONS = ("myst_parser", *(f"_ext.{name}" for name in OURS))
MORE = f"""convref_root = {str(small.ROOT)!r}
convref_cache = {str(small.ROOT / "_build" / "cache")!r}
myst_enable_extensions = ["colon_fence"]
"""
HEAD = (
    """<link rel="stylesheet" href="_static/site.css"><script defer src="_static/explorer-conv.js"></script></head>"""
)


def build(folder, text):
    """Build a site of one page with what makes figures; its frame is not this project's."""
    small.conf(folder, *EXTENSIONS, more=MORE)
    small.page(folder, "index.md", text)
    return small.build(folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trying")
    result = build(folder, PAGE)
    assert result.returncode == 0, result.stderr
    page = folder / "out" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</head>", HEAD), encoding="utf-8")
    return page


def test_a_live_figure_has_a_number_and_a_sentence(built, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(built.as_uri())
    assert page.locator("figcaption").inner_text() == "Figure 1 What is seen."
    assert page.locator(".try-button").first.is_hidden(), "without script there is nothing to press"
    assert page.locator(".ex-transport").is_hidden()
    assert page.locator("svg.role-x").is_visible()
    page.close()


def test_a_button_sets_the_figure_and_back_returns(built, browser):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(built.as_uri())
    page.locator(".try-button").first.click()
    assert page.locator(".ex-title").first.inner_text() == "Input 6×6"
    assert page.locator(".cell.unread").count() == 11
    page.wait_for_function("location.hash.includes('size=6')")
    page.go_back()
    page.wait_for_function("document.querySelector('.ex-title').textContent.startsWith('Input 5×5')")
    page.get_by_role("button", name="Set y[2, 2]").click()
    assert page.locator(".ex-sum").inner_text().startswith("y[2, 2] = ")
    page.close()


def test_a_task_is_done_by_what_the_reader_sets_and_the_answer_is_closed(built, browser):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(built.as_uri())
    verdict = page.locator(".verdict")
    assert page.get_by_text("padding=1, stride=2").is_hidden()
    page.locator("input[name=padding]").fill("1")
    assert verdict.inner_text() == ""
    page.locator("input[name=stride]").fill("2")
    assert verdict.inner_text() == "✓ Done: the figure shows it."
    page.locator("input[name=stride]").fill("x")
    assert verdict.inner_text() == ""
    page.close()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (":answer: padding=1 stride=2", ":answer: padding=2", "the answer must fulfil it"),
        ("{task} output=3 padding=1", "{task} output=3 padding=0", "the figure as it begins must not"),
        ("{task} output=3", "{task} outcome=3", "outcome is no fact or field of conv"),
        ("{try} stride=2", "{try} strid=2", "strid is not one of"),
    ],
)
def test_what_cannot_be_stops_the_build(tmp_path, old, new, said):
    assert old in PAGE
    result = build(tmp_path, PAGE.replace(old, new))
    assert result.returncode != 0
    assert said in result.stderr
