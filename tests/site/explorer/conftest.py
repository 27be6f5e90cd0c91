"""Chromium with figures in a page opened from disk, and the engine that draws them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from figures import ROOT, html
from playwright.sync_api import Browser, Page

from _ext.explorer import directive, network_files, picture_file
from _ext.explorer.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Return the engine of this checkout."""
    made = Engine(ROOT, ROOT / "_build" / "cache")
    yield made
    made.close()


@pytest.fixture
def show(browser: Browser, engine: Engine, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens figures; any error in the page's console fails the test at its end."""
    errors: list[str] = []
    pages: list[Page] = []

    def opened(*figures: str, fragment: str = "", language: str = "en", **view) -> Page:
        spoken = directive.translated(directive.catalogue(str(ROOT), language), engine.words)
        network_files.write_to(tmp_path / "_static", engine, spoken)
        picture_file.write_to(tmp_path / "_static", engine)
        path = tmp_path / "page.html"
        path.write_text(html(engine, figures, language), encoding="utf-8")
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
