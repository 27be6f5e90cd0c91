"""A handful of pages in Debian's Chromium: both languages, both themes, a telephone's width and a desk's."""

import pytest

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


def opened(browser, url, **options):
    """Open a page; return it with the errors it reported and the hosts it asked."""
    page = browser.new_context(**options).new_page()
    page.errors, page.hosts = [], set()
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_sound(browser, address, language, name):
    for scheme in ("light", "dark"):
        for width, height in SIZES:
            viewport = {"width": width, "height": height}
            page = opened(browser, f"{address}/{language}/{name}.html", viewport=viewport, color_scheme=scheme)
            assert not page.errors
            assert {host for host in page.hosts if host} == {address.split("/")[2]}
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            page.context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_is_readable_without_scripts(browser, site, language):
    url = f"{site.as_uri()}/{language}/learn/what-is-convolution.html"
    page = opened(browser, url, java_script_enabled=False)
    assert len(page.locator("article").inner_text()) > 500
    shown = page.locator("article img:visible, article video:visible").count()
    assert shown >= 1
    assert page.locator(".katex-html").first.is_visible()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_version_of_each_picture_is_shown(browser, address, scheme):
    page = opened(browser, f"{address}/en/learn/what-is-convolution.html", color_scheme=scheme)
    other = "dark" if scheme == "light" else "light"
    assert page.locator(f"article .only-{scheme}:visible").count() > 0
    assert page.locator(f"article .only-{other}:visible").count() == 0
    page.context.close()


def test_the_switch_keeps_the_place(browser, address):
    page = opened(browser, f"{address}/en/learn/padding.html")
    anchor = page.locator("article section section").first.get_attribute("id")
    page.goto(f"{address}/en/learn/padding.html#{anchor}")
    page.locator(".language-switch a").click()
    page.wait_for_url(f"{address}/zh/learn/padding.html#{anchor}")
    assert page.locator(f"#{anchor}").count() == 1
    page.goto(f"{address}/index.html")
    page.wait_for_url(f"{address}/zh/index.html")
    page.context.close()


@pytest.mark.parametrize(("locale", "folder"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_root_page_sends_readers_to_their_language(browser, site, locale, folder):
    page = opened(browser, f"{site.as_uri()}/index.html", locale=locale)
    page.wait_for_url(f"{site.as_uri()}/{folder}/index.html")
    page.context.close()


def test_the_root_page_offers_both_without_scripts(browser, site):
    page = opened(browser, f"{site.as_uri()}/index.html", java_script_enabled=False)
    assert page.locator("a:visible").count() == 2
    page.context.close()


def test_films_rest_when_less_motion_is_wanted(browser, address):
    for motion, paused in (("reduce", True), ("no-preference", False)):
        page = opened(browser, f"{address}/en/learn/what-is-convolution.html", reduced_motion=motion)
        film = page.locator("video:visible").first
        film.scroll_into_view_if_needed()
        if paused:
            page.wait_for_timeout(800)
            assert film.evaluate("film => film.paused")
        else:
            page.wait_for_function("film => !film.paused", arg=film.element_handle())
        assert film.evaluate("film => film.controls")
        page.context.close()
