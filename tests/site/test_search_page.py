"""The search in a browser: over every page and on its own, by keys and by touch, from a server and from disk."""

import re

import pytest
from kinds import AXE, FAULTS, LANGUAGES, look

KEYS = ("/", "Control+k", "Meta+k")
COMPOSE = """([field, text, done]) => {
  const input = document.querySelector(field);
  const tell = (name, more) => input.dispatchEvent(new CompositionEvent(name, { bubbles: true, ...more }));
  tell("compositionstart");
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true, data: text }));
  if (done) tell("compositionend", { data: text });
}"""
FIELD = ".search-dialog input"


@pytest.fixture
def opened(browser, address):
    contexts = []

    def open_page(path, base=address, **options):
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        page = contexts[-1].new_page()
        page.errors, page.asked = [], []
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{base}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def focused(page):
    return page.evaluate("document.activeElement.matches('.search-dialog[open] input')")


def titles(page, place=".search-dialog"):
    page.locator(f"{place} .found > li").first.wait_for()
    return page.locator(f"{place} .found .title").evaluate_all("links => links.map((link) => link.pathname)")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_opens_the_search_and_only_then_it_is_loaded(opened, key):
    page = opened("en/learn/padding.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.asked if "search" in url]
    page.keyboard.press(key)
    assert focused(page)
    page.keyboard.type("checkerboard")
    assert titles(page)[0].endswith("/learn/checkerboard.html")
    assert page.input_value(FIELD) == "checkerboard"  # The slash itself is not typed.
    assert not page.errors


def test_a_slash_in_a_field_is_a_slash(opened):
    page = opened("en/index.html")
    page.locator(".size-card input").first.focus()
    page.keyboard.press("/")
    assert not page.locator(".search-dialog").is_visible()


def test_arrows_enter_and_escape(opened):
    page = opened("en/learn/padding.html")
    page.keyboard.press("/")
    page.keyboard.type("output_padding")
    first = titles(page)[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.pathname") == first
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.found a')")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert not page.locator(".search-dialog").is_visible()
    assert not page.errors


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_touch_on_a_phone_opens_it_with_the_focus_in_the_field(opened, language):
    page = opened(f"{language}/learn/padding.html", viewport={"width": 360, "height": 740}, has_touch=True)
    page.locator(".search-link").tap()
    assert focused(page)
    page.keyboard.insert_text("棋盘效应")
    assert titles(page)[0].endswith("/learn/checkerboard.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = page.locator(".search-dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    page.locator("[data-close]").tap()
    assert not page.locator(".search-dialog").is_visible()


@pytest.mark.parametrize("path", ["en/learn/padding.html", "zh/index.html"])
def test_the_field_of_a_page_leads_to_it(opened, path):
    page, field = opened(path), ".bar .search-field input"
    page.locator(field).click()
    assert focused(page)
    page.keyboard.press("Escape")
    page.locator(field).focus()
    page.keyboard.type("dil")  # Typed by a reader who came with Tab.
    assert focused(page)
    assert page.input_value(FIELD) == "dil"
    assert titles(page)[0].endswith("/learn/dilation.html")
    assert not page.errors


def test_nothing_is_handed_over_in_the_middle_of_a_composition(opened):
    page = opened("zh/learn/padding.html")
    header = ".bar .search-field input"
    page.evaluate(COMPOSE, [header, "zhuan", False])
    assert not page.locator(".search-dialog").is_visible()
    page.evaluate(COMPOSE, [header, "转置卷积", True])
    assert titles(page)[0].endswith("/learn/transposed-convolution.html")
    before = page.locator(".search-dialog .found").inner_html()
    page.evaluate(COMPOSE, [FIELD, "gan", False])
    assert page.locator(".search-dialog .found").inner_html() == before
    page.evaluate(COMPOSE, [FIELD, "感受野", True])
    assert titles(page)[0].endswith("/learn/receptive-field.html")


def test_it_works_from_disk_with_excerpts(opened, site):
    page = opened("zh/learn/padding.html", base=site.as_uri())
    page.keyboard.press("/")
    page.keyboard.insert_text("空洞卷积")
    assert titles(page)[0].endswith("/learn/dilation.html")
    assert len(page.locator(".found .excerpt").first.inner_text()) > 20
    page.goto(f"{site.as_uri()}/en/search.html?q=checkerboard")
    assert titles(page, ".search-page")[0].endswith("/learn/checkerboard.html")
    assert not page.errors
    assert not [url for url in page.asked if not url.startswith("file:")]


def test_no_other_host_is_asked(opened, address):
    page = opened("en/search.html?q=padding")
    titles(page, ".search-page")
    assert len(page.asked) > 3
    assert {url for url in page.asked if not url.startswith((address, "data:"))} == set()


@pytest.mark.parametrize(("language", "query"), [("en", "same padding"), ("zh", "感受野")])
def test_words_are_marked_and_sections_are_links(opened, language, query):
    page = opened(f"{language}/search.html?q={query}")
    titles(page, ".search-page")
    marks = page.locator(".found mark").all_inner_texts()
    assert {"en": "padding", "zh": "感受野"}[language] in {mark.lower() for mark in marks}
    assert (
        max(page.locator(".found > li").evaluate_all("all => all.map(li => li.querySelectorAll('.parts a').length)"))
        <= 3
    )
    section = page.locator(".parts a").first
    assert re.search(r"\.html#.+", section.get_attribute("href"))
    section.click()
    page.wait_for_load_state()
    assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null")


def test_kinds_are_filters(opened):
    page = opened("en/search.html?q=padding")
    every = titles(page, ".search-page")
    chips = page.locator(".search-kinds button")
    assert chips.count() > 3
    page.locator(".search-kinds button", has_text="Gallery").click()
    kept = titles(page, ".search-page")
    assert 0 < len(kept) < len(every)
    assert all("/auto_gallery/" in path for path in kept)
    assert page.evaluate("document.activeElement.ariaPressed") == "true"
    chips.first.click()
    assert titles(page, ".search-page") == every


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_stand_nowhere_lead_somewhere(opened, language):
    page = opened(f"{language}/search.html?q=xqzjv")
    assert len(titles(page, ".search-page")) >= 3
    said = page.locator(".search-summary").inner_text()
    assert said == {"en": "No page holds these words. The nearest:", "zh": "没有页面包含这些词。最接近的有："}[language]


def test_the_address_says_what_was_searched_in_both_languages(opened):
    page = opened("en/search.html?q=stride")
    titles(page, ".search-page")
    page.locator(".search-page input").fill("dilation")
    page.wait_for_function("document.querySelector('.found .title').href.includes('dilation')")
    assert page.url.endswith("?q=dilation")
    page.locator(".language-switch a").click()
    assert titles(page, ".search-page")[0].endswith("/zh/learn/dilation.html")
    assert page.input_value(".search-page input") == "dilation"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_the_page_lists_every_page(opened, site, language):
    page = opened(f"{language}/search.html?q=padding", java_script_enabled=False)
    links = set(page.locator("noscript a, .search-page a").evaluate_all("links => links.map((link) => link.pathname)"))
    wanted = {
        f"/{path.relative_to(site).as_posix()}"
        for folder in ("learn", "howto", "tools", "reference", "about", "auto_gallery")
        for path in (site / language / folder).rglob("*.html")
        if path.parent.parent.name != "auto_gallery" or path.name != "index.html"
    }
    assert len(wanted) > 60
    assert wanted <= links


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_listed_until_something_is_sought(opened, language):
    page = opened(f"{language}/search.html")
    pages = page.locator(".every-page a")
    assert pages.first.is_visible() and pages.count() > 100
    page.locator("article input").fill("stride")
    page.locator(".found > li").first.wait_for()
    assert pages.first.is_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_open_dialog(opened, language):
    page = opened(f"{language}/learn/padding.html", reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.keyboard.press("/")
    page.keyboard.insert_text("padding")
    titles(page)
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            look(page, width, scheme)
            assert page.evaluate(FAULTS) == [], (width, scheme)
