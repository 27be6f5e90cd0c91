"""A page of Debian's chromium that holds the explorer's scripts and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "docs" / "_static" / "explorer"


@pytest.fixture(scope="session")
def rules_page() -> Iterator[Page]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        for name in ("rules", "state"):
            page.add_script_tag(path=SCRIPTS / f"{name}.js")
        yield page
        browser.close()
