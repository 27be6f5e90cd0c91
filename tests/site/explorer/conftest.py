"""Chromium with the explorer in it: its rules alone, or whole figures in a page opened from disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from figures import SCRIPTS, html
from playwright.sync_api import Browser, Page

import assets
from explorer_words import WORDS


@pytest.fixture(scope="session")
def rules_page(browser: Browser) -> Page:
    """Return an empty page that knows the rules."""
    page = browser.new_page()
    for name in assets.EXPLORER:
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    return page


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens figures; any error in the page's console fails the test at its end."""
    errors: list[str] = []
    pages: list[Page] = []

    def opened(*figures: tuple[str, dict[str, str]], fragment: str = "", words: dict[str, str] = WORDS, **view) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html(list(figures), words), encoding="utf-8")
        page = browser.new_page(**view)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(path.as_uri() + fragment)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert not errors
