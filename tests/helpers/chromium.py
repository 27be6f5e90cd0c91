"""The browser of the tests: Debian's Chromium, which their machine has to have."""

import shutil

FLAGS = ("--no-sandbox",)  # The tests run as root in a container, where Chromium's sandbox cannot.


def launch(playwright, *flags):
    """Return a running browser."""
    path = shutil.which("chromium")
    assert path, "these tests look at the site in Chromium, and there is none: apt-get install chromium"
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
