"""Chromium with the explorer in it: its scripts alone, or a whole figure in a page opened from disk."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "docs" / "_static" / "explorer"
sys.path[:0] = [str(ROOT / "docs" / "_ext"), str(Path(__file__).parent)]

import explorer as directive  # noqa: E402
from explorer_words import WORDS  # noqa: E402

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>explorer</title><link rel="stylesheet" href="{folder}/explorer.css"><body><main><h1>explorer</h1>{figures}</main>
{scripts}</body></html>"""


class Body:
    """What the directive's visitors write to."""

    def __init__(self) -> None:
        self.body: list[str] = []


def html(figures: list[tuple[str, dict[str, str]]], words: dict[str, str]) -> str:
    """Return a page with these figures (tool, state), as the directive writes them, without their still pictures."""
    writer, names = Body(), list(directive.SHARED)
    for number, (tool, state) in enumerate(figures, 1):
        node = directive.explorer("", tool=tool, state=state, words=words, ids=[f"explorer-{number}"])
        directive.visit_html(writer, node)
        directive.depart_html(writer, node)
        names += [name for name in directive.SCRIPTS[tool] if name not in names]
    scripts = "".join(f'<script defer src="{SCRIPTS.as_uri()}/{name}.js"></script>' for name in names)
    return PAGE.format(folder=SCRIPTS.as_uri(), figures="".join(writer.body), scripts=scripts)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path="/usr/bin/chromium")
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def rules_page(browser: Browser) -> Page:
    """Return an empty page that knows the rules."""
    page = browser.new_page()
    for name in ("rules", "state", "drawing", "tool", "stack", "checkerboard", "inverse"):
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    return page


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens figures; any error in the page's console fails the test at its end."""
    errors: list[str] = []
    pages: list[Page] = []

    def opened(*figures: tuple[str, dict[str, str]], fragment: str = "", words: dict[str, str] = WORDS, **view) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html(list(figures), json.loads(json.dumps(words))), encoding="utf-8")
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
