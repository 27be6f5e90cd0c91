"""A handful of pages in Debian's Chromium: both languages, both themes, a telephone's width and a desk's."""

import pytest
from films import greys, once_still

PAGES = [
    "index",
    "learn/what-is-convolution",
    "learn/output-size",
    "learn/transposed-convolution",
    "learn/checkerboard",
    "auto_gallery/index",
    "auto_gallery/basics/plot_sliding_kernel",
    "tools/convolution",
    "reference/convolution",
    "reference/formulas",
    "reference/glossary",
]
SIZES = [(360, 760), (1280, 900)]
# Whoever began to watch the film earlier hears of it before this does.
ONCE_IN_SIGHT = """film => new Promise(seen => {
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && seen()).observe(film);
})"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_sound(opened, address, language, name):
    for width, height in SIZES:
        page = opened(f"{language}/{name}", viewport={"width": width, "height": height}, color_scheme="light")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)
        assert not page.errors
        hosts = {one.url.split("/")[2] for one in page.loaded if not one.url.startswith("data:")}
        assert hosts == {address.split("/")[2]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_readable_without_scripts(opened, site, language):
    url = f"{site.as_uri()}/{language}/learn/what-is-convolution.html"
    page = opened(url, java_script_enabled=False)
    assert len(page.locator("article").inner_text()) > 500
    shown = page.locator("article img:visible, article video:visible").count()
    assert shown >= 1
    assert page.locator(".katex-html").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_version_of_each_picture_is_shown(opened, scheme):
    page = opened("en/learn/what-is-convolution", color_scheme=scheme)
    other = "dark" if scheme == "light" else "light"
    assert page.locator(f"article .only-{scheme}:visible").count() > 0
    assert page.locator(f"article .only-{other}:visible").count() == 0


def test_the_switch_keeps_the_place(opened, address):
    page = opened("en/learn/padding")
    anchor = page.locator("article section section").first.get_attribute("id")
    page.goto(f"{address}/en/learn/padding.html#{anchor}")
    page.locator(".language-switch a").click()
    page.wait_for_url(f"{address}/zh/learn/padding.html#{anchor}")
    assert page.locator(f"#{anchor}").count() == 1
    page.goto(f"{address}/index.html")
    page.wait_for_url(f"{address}/zh/index.html")


def test_an_address_that_cannot_be_read_stops_no_script(opened, address):
    page = opened(f"{address}/en/tools/network.html#explorer-1:text=%E4%x")
    page.locator(".explorer textarea").wait_for()
    assert page.errors == []


@pytest.mark.parametrize(("locale", "folder"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_root_page_sends_readers_to_their_language(opened, site, locale, folder):
    page = opened(f"{site.as_uri()}/index.html", locale=locale)
    page.wait_for_url(f"{site.as_uri()}/{folder}/index.html")


def test_the_root_page_offers_both_without_scripts(opened, site):
    page = opened(f"{site.as_uri()}/index.html", java_script_enabled=False)
    assert page.locator("a:visible").count() == 2


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["learn/what-is-convolution", "learn/transposed-convolution"])
def test_the_buttons_of_a_film_cover_none_of_it(opened, name, width):
    page = opened(f"en/{name}", reduced_motion="reduce", viewport={"width": width, "height": 900})
    film = page.locator("video:visible").first
    film.scroll_into_view_if_needed()
    film.evaluate("film => film.play()")
    page.wait_for_function("film => film.currentTime > 0.5", arg=film.element_handle())
    film.evaluate("film => film.pause()")
    film.evaluate("film => { film.controls = false; }")
    bare = greys(film)
    film.evaluate("film => { film.controls = true; }")
    film.hover()
    shown = film.evaluate("film => film.clientWidth * film.videoHeight / film.videoWidth")
    darker = (bare - once_still(film, lambda seen: (bare - seen)[-20:].mean() > 100)).mean(axis=1)
    assert darker[: int(shown)].max() < 25


def test_films_rest_when_less_motion_is_wanted(opened):
    for motion, paused in (("reduce", True), ("no-preference", False)):
        page = opened("en/learn/what-is-convolution", reduced_motion=motion)
        film = page.locator("video:visible").first
        film.scroll_into_view_if_needed()
        if paused:
            film.evaluate(ONCE_IN_SIGHT)
            assert film.evaluate("film => film.paused")
        else:
            page.wait_for_function("film => !film.paused", arg=film.element_handle())
        assert film.evaluate("film => film.controls")
