"""Every kind of page, both languages: nothing for axe to find, nothing too wide, nothing that moves, few requests."""

import gzip

import pytest
from kinds import AXE, FAULTS, KINDS, LANGUAGES, look

MOST_KB = {"landing": 120, "lesson": 160, "script": 250, "search": 290}
MOST_REQUESTS, MOST_SCRIPTS = 12, 3
MOST_SHIFT = 0.01  # Up to 0.1 counts as good; what is left comes from letters that arrive late.
LOOKS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]  # axe reads all claims for ten seconds each.
DESK = {"width": 1280, "height": 900}
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})"""
CUT_OFF = """boxes => boxes.filter((box) => box.scrollWidth > box.clientWidth
  && box.textContent.split("\\n").every((line) => line.length <= 88)).map((box) => box.textContent.slice(0, 60))"""
STILL = {
    "en": "Without JavaScript this figure stands still, as it begins.",
    "zh": "没有启用 JavaScript，此图停在初始状态。",
}
TOOLS = ("stack", "checkerboard", "network", "photo", "receptive-field", "sizes", "convolution")
PAGES = [(language, kind) for language in LANGUAGES for kind in KINDS]


@pytest.fixture(scope="module", params=PAGES, ids="-".join)
def visit(visits, request):
    """A page of each kind in both languages, opened once for several tests: quiet, at a desk's width."""
    language, kind = request.param
    with visits(f"{language}/{KINDS[kind]}", viewport=DESK) as page:
        page.wait_for_load_state("networkidle")
        page.kind = kind
        yield page


def test_pages_are_light(visit):
    kinds = [one.request.resource_type for one in visit.loaded]
    assert kinds.count("stylesheet") == 1
    most = MOST_SCRIPTS + (visit.kind == "search")  # The texts that are searched are a script: so they load from disk.
    assert kinds.count("script") <= most
    assert len(kinds) <= MOST_REQUESTS, [one.url for one in visit.loaded]
    sizes = {}
    for one in visit.loaded:
        packed = one.request.resource_type in {"document", "stylesheet", "script"} or one.url.endswith(".svg")
        sizes[one.url] = len(gzip.compress(one.body())) if packed else len(one.body())
    assert sum(sizes.values()) <= MOST_KB.get(visit.kind, 250) * 1024, sizes


def test_nothing_moves_while_the_page_loads(visit, opened):
    phone = opened(visit.url, viewport={"width": 360, "height": 900})
    phone.wait_for_load_state("networkidle")
    for page in (visit, phone):
        assert page.evaluate(SHIFTS) < MOST_SHIFT, page.viewport_size


def test_nothing_is_wider_than_the_page(visit):
    for width in (320, 360, 800, 1280, 1600):  # 320 is a page of 1280 at 400 %.
        look(visit, width)
        assert visit.evaluate("document.documentElement.scrollWidth") <= width, width
        assert visit.locator(".brand span").evaluate("name => name.scrollWidth <= name.clientWidth"), width


def test_88_columns_of_code_fit_at_1280(visit):
    visit.set_viewport_size(DESK)
    if visit.kind in ("lesson", "script", "how-to", "reference"):
        assert visit.locator(".highlight pre:visible").count() > 0
    assert visit.locator(".highlight pre:visible").evaluate_all(CUT_OFF) == []


def test_axe_finds_nothing(visit):
    assert AXE.is_file(), "axe-core is missing: run make site first"
    visit.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in LOOKS[::3] if visit.kind == "about" else LOOKS:
        look(visit, width, scheme)
        assert visit.evaluate(FAULTS) == [], (width, scheme)
    assert not visit.errors


@pytest.mark.parametrize(("language", "kind"), PAGES)
def test_everything_is_there_without_a_script(opened, language, kind):
    page = opened(f"{language}/{KINDS[kind]}", java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").is_visible()
    assert page.locator(".sections a").count() == 5
    assert page.locator("form[role=search] input").first.is_visible()
    assert not page.locator(".theme-switch").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "tool", ["stack", "checkerboard", "network", "photo", "receptive-field", "sizes", "convolution"]
)
def test_a_figure_without_a_script_offers_no_field_and_says_so(opened, language, tool):
    page = opened(f"{language}/tools/{tool}", java_script_enabled=False, viewport=DESK)
    figures = page.locator(".explorer").count()
    assert figures > 0
    assert page.locator(".ex-without:visible").all_inner_texts() == [STILL[language]] * figures
    page.locator("h1").click()  # From there Tab goes into the page.
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    assert len(set(reached)) > 1
    assert [one for one in reached if one.startswith(("<input", "<select", "<textarea", "<button"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_opens_without_a_script(opened, language):
    page = opened(f"{language}/learn/padding", java_script_enabled=False, viewport={"width": 360, "height": 700})
    assert not page.locator(".tree").is_visible()
    page.locator(".menu-button").click()
    assert page.locator(".tree [aria-current=page]").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".tree").is_visible()


def test_the_theme_is_kept_and_comes_round(opened):
    page = opened("en/learn/padding", viewport=DESK, color_scheme="light")
    seen = []
    for _ in range(3):
        page.locator(".bar .theme-switch").click()
        page.reload()
        seen.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert seen == ["rgb(255, 255, 255)", "rgb(17, 20, 25)", "rgb(255, 255, 255)"]
    assert page.evaluate("localStorage.getItem('convref-theme')") is None


def test_a_lesson_read_to_its_end_is_ticked_in_the_course(opened):
    page = opened("en/learn/padding", viewport=DESK)
    page.locator("[data-end-of]").scroll_into_view_if_needed()
    page.wait_for_function("(localStorage.getItem('convref-read') || '').includes('learn/padding')")
    page.goto(page.url.replace("padding", "index"))
    assert page.locator(".lessons .read").get_attribute("data-page") == "learn/padding"
    assert page.locator(".resume a").get_attribute("href").endswith("/padding.html")
    assert page.evaluate(SHIFTS) < MOST_SHIFT


def test_blocked_storage_is_no_error(browser, address):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })")
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in ("en/learn/padding", "zh/learn/index", "en/search"):
        page.goto(f"{address}/{path}.html" + ("?q=padding" if path.endswith("search") else ""))
        page.locator(".theme-switch:visible").first.click()
    assert not errors
    context.close()


def test_print_leaves_out_what_cannot_be_pressed(opened):
    page = opened("en/learn/padding", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".site-header").is_visible()
    assert not page.locator(".side").is_visible()
    assert page.locator("figcaption").first.is_visible()
    questions = page.locator(".exercise")
    assert questions.count() > 1
    assert page.locator(".exercise :is(button, input, summary):visible").count() == 0
    assert page.locator(".exercise details:not([open])").count() == questions.count()
    heights = [one.bounding_box()["height"] for one in page.locator(".exercise details > p:first-of-type").all()]
    assert len(heights) == questions.count() and min(heights) > 10, "the answer is printed"
