"""The site under the very headers that it asks a server for: no page of any kind meets with a refusal."""

import functools
import json
import os
import threading
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from kinds import KINDS, LANGUAGES
from PIL import Image
from quiet import QuietHandler

from _ext.publishing import hosting

Image.new("L", (90, 90), 9).save(GREY := BytesIO(), "png")
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><circle r='40'/></svg>"
OWN_PICTURES = [("grey.png", "image/png", GREY.getvalue()), ("drawing.svg", "image/svg+xml", DRAWING)]
NOTE = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""


def parsed(text):
    """Return the headers of the file for all addresses."""
    first, *lines = text.splitlines()
    assert first == "/*"
    return dict(line.strip().split(": ", 1) for line in lines)


@pytest.fixture(scope="module")
def guarded(site):
    """Address of the site on a server that sends what `_headers` says."""
    headers = parsed((site / "_headers").read_text(encoding="utf-8"))
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")

    class Handler(QuietHandler):
        def end_headers(self):
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def noting(browser):
    """A page that notes what is refused."""
    context = browser.new_context()
    context.add_init_script(NOTE)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def page(browser):
    with noting(browser) as page:
        yield page


def nothing_refused(page):
    assert page.evaluate("window.refused") == []
    assert page.said == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_whole(guarded, page, language, kind):
    response = page.goto(f"{guarded}/{language}/{KINDS[kind]}.html")
    assert response.headers["content-security-policy"] == hosting.POLICY
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.classList.contains('scripted')")
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    nothing_refused(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_figures_and_search_work(guarded, page, language):
    page.goto(f"{guarded}/{language}/reference/formulas.html")
    struts = page.locator(".katex .strut").evaluate_all("all => all.map((one) => one.style.height)")
    assert struts and all(struts)
    page.goto(f"{guarded}/{language}/tools/sizes.html")
    field = page.locator(".explorer input:visible").first
    before = page.locator(".explorer").first.inner_text()
    field.fill("97")
    field.press("Tab")
    page.wait_for_function("before => document.querySelector('.explorer').innerText !== before", arg=before)
    nothing_refused(page)
    query = "padding" if language == "en" else "填充"
    page.goto(f"{guarded}/{language}/search.html?q={query}")
    page.wait_for_selector("a[href*='learn/padding']")
    nothing_refused(page)


def test_a_figure_is_saved_as_a_file_of_each_kind(guarded, page):
    page.goto(f"{guarded}/en/tools/convolution.html")
    page.locator(".explorer.live .ex-menu summary").first.click()
    for kind in ("SVG", "PNG"):
        with page.expect_download() as saved:
            page.get_by_text(f"Save as {kind}").click()
        assert saved.value.failure() is None
    nothing_refused(page)


def test_pictures_of_ones_own_and_the_camera_are_filtered(guarded, with_camera):
    with noting(with_camera) as page:
        page.goto(f"{guarded}/en/tools/photo.html")
        figure = page.locator(".explorer[data-tool=photo]").first
        figure.locator(".ph-picture").first.hover()
        figure.locator("canvas").nth(1).wait_for()
        for name, kind, content in OWN_PICTURES:
            figure.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
            figure.locator(".ph-label", has_text="90×90").wait_for()
            figure.locator(".ph-source select").select_option("coffee")
            figure.locator(".ph-label", has_text="90×90").wait_for(state="detached")
        figure.get_by_role("button", name="Camera").click()
        figure.get_by_role("button", name="Stop the camera").click()
        with page.expect_download() as saved:
            figure.get_by_role("button", name="Save").first.click()
        assert saved.value.failure() is None
        nothing_refused(page)


def test_a_figure_stands_in_the_slides_of_another_host(guarded, page, tmp_path):
    frame = f'<iframe src="{guarded}/en/tools/convolution.html?embed"></iframe>'
    (tmp_path / "slides.html").write_text(frame, encoding="utf-8")
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        for slides in (f"http://127.0.0.1:{other.server_port}/slides.html", (tmp_path / "slides.html").as_uri()):
            page.goto(slides)
            page.frame_locator("iframe").locator(".explorer.live").first.wait_for()
        other.shutdown()


def test_the_pages_above_the_languages_are_whole(guarded, page):
    page.goto(f"{guarded}/404.html")
    base = urlsplit(os.environ.get("CONVREF_URL", "").rstrip("/")).path  # Under it the server of this test has nothing.
    ways = page.locator("a").evaluate_all("links => links.map((link) => link.pathname)")
    assert ways == [f"{base}/en/404.html", f"{base}/zh/404.html"]
    assert base or page.evaluate("getComputedStyle(document.body).display") == "grid"
    assert page.evaluate("window.refused") == []
    page.wait_for_load_state("networkidle")  # What it misses is said by now.
    page.said.clear()
    page.goto(f"{guarded}/index.html")
    page.wait_for_url(f"{guarded}/en/index.html")
    nothing_refused(page)


def test_what_the_policy_forbids_is_noticed(guarded, page):
    page.goto(f"{guarded}/en/index.html")
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.org/a' }))"
    )
    page.wait_for_function("window.refused.length === 2")


def test_no_script_or_style_stands_in_a_page(pages):
    assert pages
    for path, parsed_page in pages.items():
        assert not parsed_page.find_all("style"), path
        inside = [script for script in parsed_page.find_all("script") if not script.get("src")]
        assert {script.get("type") for script in inside} <= {"application/json", "application/ld+json"}, path
        handlers = [name for element in parsed_page.find_all(True) for name in element.attrs if name.startswith("on")]
        assert handlers == [], path


def test_every_form_of_the_headers_says_the_same(site):
    said = parsed((site / "_headers").read_text(encoding="utf-8"))
    nginx = (site / "hosting" / "nginx.conf").read_text(encoding="utf-8")
    policy = json.loads((site / "hosting" / "cloudfront.json").read_text(encoding="utf-8"))
    security = policy["SecurityHeadersConfig"]
    custom = {item["Header"]: item["Value"] for item in policy["CustomHeadersConfig"]["Items"]}
    assert said == hosting.HEADERS
    for name, value in said.items():
        assert f'add_header {name} "{value}" always;' in nginx
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == said["Content-Security-Policy"]
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == said["Referrer-Policy"]
    assert said.keys() - custom.keys() == {"Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"}
    assert all(said[name] == value for name, value in custom.items())
    assert policy["CustomHeadersConfig"]["Quantity"] == len(custom) > 0
