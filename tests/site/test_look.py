"""What a reader meets at a telephone's width and at a desk: pictures, formulas, the side tree, what is enlarged."""

import pytest
from kinds import AXE, FAULTS

TALLEST = 1400  # page pixels of a figure at a telephone's width
MEASURES = """tallest => {
  const follows = (tick) => {
    const text = tick.previousSibling, before = document.createRange();
    const end = text.data.replace(/\\u2060$/, "").length;
    before.setStart(text, end - 1);
    before.setEnd(text, end);
    return tick.getBoundingClientRect().left >= before.getBoundingClientRect().right - 1;
  };
  const figures = [...document.querySelectorAll("figure.picture")];
  return {
    width: document.documentElement.scrollWidth,
    figures: figures.length,
    tall: figures.filter((one) => one.offsetHeight > tallest).map((one) => one.textContent.trim().slice(0, 60)),
    cut: [...document.querySelectorAll("figure")].filter((one) => one.scrollWidth > one.clientWidth).length,
    ticks: document.querySelectorAll(".claim").length,
    alone: [...document.querySelectorAll(".claim")].filter((one) => !follows(one)).map((one) => one.id),
  };
}"""
BROKEN = """formulas => formulas.filter((one) => {
  const tops = [...one.querySelectorAll('.base')].map((part) => part.getBoundingClientRect());
  return tops.some((part) => part.top > tops[0].bottom || part.bottom < tops[0].top);
}).map((one) => one.textContent)"""
PHONE = {"width": 360, "height": 760}


@pytest.fixture(scope="module", params=["en", "zh"])
def on_a_phone(visits, site, request):
    """What every page measures at a phone's width, by its path: each is visited once."""
    folders = ("about", "auto_gallery", "howto", "learn", "reference", "tools")
    found = sorted(path for name in folders for path in (site / request.param / name).rglob("*.html"))
    assert len(found) > 100
    measured = {}
    with visits(f"{request.param}/learn/channels", viewport=PHONE) as page:
        for path in found:
            page.goto(path.as_uri(), wait_until="domcontentloaded")
            measured[path] = page.evaluate(MEASURES, TALLEST)
    return measured


def test_no_figure_is_higher_than_two_screens_of_a_phone(on_a_phone):
    assert sum(one["figures"] for one in on_a_phone.values()) > 20
    assert {path.name: one["tall"] for path, one in on_a_phone.items() if one["tall"]} == {}


def test_no_page_is_wider_than_a_phone(on_a_phone):
    assert [path.name for path, one in on_a_phone.items() if one["width"] > PHONE["width"]] == []


def test_a_figure_cuts_nothing_off_on_a_phone(on_a_phone):
    assert [path.name for path, one in on_a_phone.items() if one["cut"]] == []


@pytest.mark.parametrize("name", ["learn/channels", "auto_gallery/checkerboard/plot_trained"])
def test_maps_that_are_many_are_moved_sideways_on_a_phone(opened, name):
    page = opened(f"en/{name}", viewport=PHONE)
    stage = page.locator(".stage:has(> .sideways)").first
    picture = stage.locator("img:visible")
    picture.scroll_into_view_if_needed()
    assert picture.bounding_box()["width"] == int(picture.get_attribute("width")) > PHONE["width"]
    page.locator(".stage[tabindex='0']").first.wait_for()
    stage.evaluate("stage => stage.scrollTo(stage.scrollWidth, 0)")
    box = picture.bounding_box()
    assert box["x"] + box["width"] < PHONE["width"], "its end can be seen"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), [(360, 760), (1280, 900)])
def test_the_figure_of_a_tool_begins_on_the_first_screen(opened, site, language, width, height):
    page = opened(f"{language}/tools/index", viewport={"width": width, "height": height})
    tools = [path for path in sorted((site / language / "tools").glob("*.html")) if path.stem != "index"]
    assert len(tools) > 5
    for path in tools:
        page.goto(page.url.rsplit("/", 1)[0] + f"/{path.name}")
        assert page.locator(".explorer").first.bounding_box()["y"] < 0.75 * height, path.stem


def test_no_tick_begins_a_line_on_a_phone(on_a_phone):
    assert sum(one["ticks"] for one in on_a_phone.values()) > 500
    assert [tick for one in on_a_phone.values() for tick in one["alone"]] == []


@pytest.mark.parametrize("page_name", ["learn/small-kernels", "learn/transposed-output-size", "tools/convolution"])
def test_the_kernel_of_a_live_figure_is_whole_on_a_phone(opened, page_name):
    page = opened(f"en/{page_name}", viewport=PHONE)
    kernels = page.locator(".ex-pair .ex-figure:first-of-type .ex-grid")
    kernels.first.wait_for()
    cut = "grids => grids.filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1).length"
    assert kernels.evaluate_all(cut) == 0


@pytest.mark.parametrize("page_name", ["learn/fewer-products", "learn/padding", "learn/transposed-convolution"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_formula_in_a_line_stays_in_one_piece(opened, page_name, width):
    page = opened(f"en/{page_name}", viewport={"width": width, "height": 800})
    formulas = page.locator("article p .katex-html")
    assert formulas.count() > 3
    assert formulas.evaluate_all(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["howto/errors", "reference/index"])
def test_a_table_whose_last_column_is_the_answer_is_whole_on_a_phone(opened, language, name):
    page = opened(f"{language}/{name}", viewport=PHONE)
    room, link = page.locator(".table-scroll:has(.stacked)").first, page.locator(".stacked td:last-child a").first
    assert room.evaluate("room => room.scrollWidth - room.clientWidth") == 0
    box = link.bounding_box()
    assert box["x"] + box["width"] < PHONE["width"]


@pytest.mark.parametrize("name", ["tools/receptive-field", "tools/checkerboard"])
def test_a_drawing_narrower_than_its_figure_stands_in_the_middle(opened, name):
    page = opened(f"en/{name}", viewport={"width": 1280, "height": 900})
    drawing = page.locator(".ex-scroll > .ex-board[tabindex]").first.bounding_box()
    figure = page.locator("figure.live").first.bounding_box()
    assert drawing["width"] < figure["width"] - 100
    middles = [box["x"] + box["width"] / 2 for box in (drawing, figure)]
    assert middles[0] == pytest.approx(middles[1], abs=2)


def test_window_kernel_and_pixel_of_a_photo_are_one_row_on_a_phone(opened):
    page = opened("en/tools/photo", viewport=PHONE)
    parts = page.locator(".ph-product").first.locator(".ph-part")
    boxes = [part.bounding_box() for part in parts.all()]
    assert len(boxes) == 3
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"] and boxes[2]["y"] < boxes[0]["y"] + boxes[0]["height"]


def test_every_figure_is_taken_over_when_it_comes_near(opened):
    page = opened("en/tools/convolution", viewport=PHONE)
    figures = page.locator(".explorer")
    assert figures.count() == 3
    page.locator(".explorer.live").first.wait_for()
    assert page.locator(".explorer.live").count() < 3, "what is far away waits"
    for number in range(3):
        figures.nth(number).scroll_into_view_if_needed()
        page.wait_for_function("count => document.querySelectorAll('.explorer.live').length > count", arg=number)


@pytest.mark.parametrize("chosen", [None, "dark"])
def test_paper_has_light_pictures_whatever_the_theme(opened, chosen):
    page = opened("en/learn/what-is-convolution", color_scheme="light" if chosen else "dark")
    if chosen:
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", chosen)
    assert page.locator("article .only-dark:visible").count() > 0
    page.emulate_media(media="print", color_scheme="light" if chosen else "dark")
    assert page.locator("article .only-dark:visible").count() == 0
    assert page.locator("article .only-light:visible").count() > 0


@pytest.mark.parametrize("name", ["index", "tools/photo"])
def test_paper_has_light_maps_where_a_script_paints_them(opened, name):
    painted = """() => [...document.querySelectorAll("canvas")].map((one) => one.toDataURL())"""
    pages = {theme: opened(f"en/{name}", color_scheme=theme) for theme in ("light", "dark")}
    for page in pages.values():
        page.locator(".landing-photo, .ph-picture").first.hover()
        page.locator("canvas").nth(1).wait_for()
        page.mouse.move(0, 0)
    light, dark = (pages[theme].evaluate(painted) for theme in ("light", "dark"))
    assert light != dark
    pages["dark"].evaluate("dispatchEvent(new Event('beforeprint'))")
    assert pages["dark"].evaluate(painted) == light
    pages["dark"].evaluate("dispatchEvent(new Event('afterprint'))")
    assert pages["dark"].evaluate(painted) == dark


def test_cards_out_of_sight_are_printed(opened):
    page = opened("en/auto_gallery/index", viewport=PHONE)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    waiting = page.locator(".gallery-card img.only-light").evaluate_all(
        "images => images.filter((one) => one.src.endsWith('clear.gif')).length"
    )
    assert waiting == 0


def test_axe_finds_nothing_in_what_opens(opened):
    page = opened("en/learn/padding", viewport=PHONE, reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.locator(".claim").first.click()
    page.locator(".claim-check:popover-open").wait_for()
    assert page.evaluate(FAULTS) == []
    page.keyboard.press("Escape")
    page.locator("a.enlarge").first.click()
    page.locator("dialog.enlarged img").wait_for()
    assert page.evaluate(FAULTS) == []


@pytest.mark.parametrize("way", ["Escape", "picture", "button"])
def test_a_figure_is_enlarged_from_its_corner_and_closed(opened, way):
    page = opened("en/learn/padding", viewport=PHONE, reduced_motion="reduce")
    figure = page.locator("figure.picture").first
    before = figure.locator("img:visible").bounding_box()["width"]
    figure.locator("a.enlarge").click()
    shown = page.locator("dialog.enlarged img")
    shown.wait_for()
    box, room = shown.bounding_box(), page.locator(".enlarged-room").bounding_box()
    assert box["width"] >= 1.5 * before > 0
    assert (box["x"], box["y"]) == pytest.approx((room["x"], room["y"]), abs=1)
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.locator("dialog.enlarged img" if way == "picture" else "dialog.enlarged button").click()
    page.locator("dialog.enlarged").wait_for(state="detached")


def test_the_side_tree_shows_the_present_page(opened):
    page = opened("en/learn/fewer-products", viewport={"width": 1280, "height": 500})
    page.wait_for_function("document.querySelector('.side').scrollTop > 0")
    present = page.locator(".tree [aria-current=page]").bounding_box()
    assert 57 < present["y"] < 500 - present["height"]
    assert page.evaluate("scrollY") == 0, "the page itself stays"
    page.set_viewport_size({"width": 360, "height": 500})
    page.locator(".menu-button").click()
    page.wait_for_function("document.querySelector('.side').scrollTop > 0")  # It hears a moment later that it is open.
    present = page.locator(".tree [aria-current=page]").bounding_box()
    assert 0 < present["y"] < 500 - present["height"]


def test_cards_load_as_they_come_into_sight(opened):
    page = opened("en/auto_gallery/index", viewport={"width": 1280, "height": 900})
    loaded = "images => images.filter((one) => !one.src.endsWith('clear.gif')).length"
    cards = page.locator(".gallery-card img.only-light")
    first = cards.evaluate_all(loaded)
    assert 3 <= first <= 9 < cards.count()
    cards.last.scroll_into_view_if_needed()
    page.wait_for_function(f"({loaded})([...document.querySelectorAll('.gallery-card img.only-light')]) > {first}")
    plain = opened("en/auto_gallery/index", java_script_enabled=False, color_scheme="light")
    assert plain.locator(".gallery-card img:visible").count() == cards.count()


def test_a_printed_table_has_chinese_headings(opened):
    page = opened("zh/learn/receptive-field")
    heads = page.locator(".cell_output thead").first.inner_text().split()
    assert "形状" in heads and "shape" not in heads
    english = opened("en/learn/receptive-field").locator(".cell_output thead").first.inner_text().split()
    assert "shape" in english


@pytest.mark.parametrize(
    ("name", "meaning"), [("learn/padding", "convref"), ("auto_gallery/basics/plot_channels", "torch.nn.functional")]
)
def test_a_page_says_what_its_f_is(opened, name, meaning):
    for language in ("en", "zh"):
        assert meaning in opened(f"{language}/{name}").locator(".page-facts").inner_text()
    assert opened("en/about/sources").locator(".page-facts").count() == 0


def test_the_code_of_a_figure_brings_what_it_needs(pages, site):
    codes = [
        block.get_text()
        for path, page in pages.items()
        if path.parent == site / "en" / "learn"
        for block in page.select(".figure-code pre")
    ]
    [code, *_] = [code for code in codes if "F.conv2d(" in code and "images" not in code]
    assert "import convref as F" in code
    names = {"__name__": "figure"}
    exec("import matplotlib; matplotlib.use('agg')\n" + code, names)
    assert names["fig"].axes


def test_what_scrolls_in_a_closed_section_takes_the_focus_once_it_is_open(opened):
    page = opened("en/howto/errors", viewport=PHONE)
    code = page.locator(".closed-section:not([open]) .highlight pre").first
    page.wait_for_timeout(300)
    assert code.get_attribute("tabindex") is None
    section = page.locator(".closed-section:not([open]):has(.highlight pre)").first
    section.evaluate("section => (section.open = true)")
    page.locator(".closed-section[open] .highlight pre[tabindex='0']").first.wait_for()


def test_what_is_made_narrow_takes_the_focus_whatever_the_window_does(opened):
    page = opened("en/howto/choose-output-padding", viewport={"width": 1280, "height": 900})
    code = page.locator(".highlight pre:visible").first
    page.wait_for_timeout(300)
    assert code.get_attribute("tabindex") is None
    code.evaluate("code => (code.style.width = '120px')")
    page.wait_for_function("code => code.tabIndex === 0", arg=code.element_handle())
    code.evaluate("code => (code.style.width = '')")
    page.wait_for_function("code => code.tabIndex === -1", arg=code.element_handle())
