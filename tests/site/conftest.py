"""The built site, its pages and a browser, for the tests of this folder."""

import functools
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from quiet import QuietHandler

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site():
    """The folder of the built site."""
    assert (SITE / "en" / "index.html").is_file(), "these tests look at the built site: run make site first"
    assert (SITE / "zh" / "index.html").is_file(), "the Chinese site is missing: run make site first"
    return SITE


@pytest.fixture(scope="session")
def pages(site):
    """Every page of the site, parsed, by its path."""
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def address(site):
    """Address of the site on a server of this machine."""
    handler = functools.partial(QuietHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def opened(browser, address):
    """Open a page by its name or its whole address; it keeps its errors and what it loaded."""
    contexts = []

    def open_page(name, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.errors, page.loaded = [], []
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("response", lambda response: page.loaded.append(response))
        page.goto(name if "://" in name else f"{address}/{name}.html")
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
