"""The built site, its pages and a browser, for the tests of this folder."""

import functools
import re
import threading
from contextlib import ExitStack, contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import chromium
import pytest
from bs4 import BeautifulSoup
from quiet import QuietHandler

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SITE = ROOT / "_build" / "html"
ALL_PAGES = re.compile(r"^def \w+\(.*\bpages\b", re.MULTILINE)
LONGEST = ("test_built_again", "pages", "test_kinds", "test_archives")  # They begin first, so that none runs on alone.


@functools.cache
def group(file):
    """Return the name of what a file stands together with in one process: all files that parse every page do."""
    return "pages" if ALL_PAGES.search(file.read_text(encoding="utf-8")) else file.stem


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, and keep together what shares a process."""
    names = [*LONGEST, *dict.fromkeys(group(item.path) for item in items)]
    items.sort(key=lambda item: names.index(group(item.path)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Run each group in one process; with pytest 9, xdist 3.8 does not see the groups that marks of its own name."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group(ROOT / nodeid.partition("::")[0])

    return Groups(config, log)


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
def playwright():
    """What starts browsers."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    """Debian's Chromium."""
    running = chromium.launch(playwright)
    yield running
    running.close()


@pytest.fixture
def with_camera(playwright):
    """A browser of its own with a false camera: that is a flag of a whole browser."""
    running = chromium.launch(playwright, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    yield running
    running.close()


@pytest.fixture(scope="session")
def visits(browser, address):
    """Open a page by its name or its whole address, for the time of a with block.

    It keeps its errors and what it loaded. What a page loads later is there once its network is idle.
    """

    @contextmanager
    def visit(name, **options):
        context = browser.new_context(**options)
        page = context.new_page()
        page.errors, page.loaded = [], []
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("response", lambda response: page.loaded.append(response))
        page.goto(name if "://" in name else f"{address}/{name}.html")
        yield page
        context.close()

    return visit


@pytest.fixture
def opened(visits):
    """Open pages that stay until the end of the test."""
    with ExitStack() as until_the_end:
        yield lambda name, **options: until_the_end.enter_context(visits(name, **options))
