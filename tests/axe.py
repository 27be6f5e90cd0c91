"""Ask axe about every page of the built site, light and dark, on a telephone and on a desk; print what it finds.

It takes a quarter of an hour or more, so the tests ask about a page of each kind.
"""

import functools
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent / "helpers"))
import chromium
from kinds import AXE, FAULTS, ROOT
from quiet import QuietHandler

SITE = ROOT / "_build" / "html"
LOOKS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]


def faults(browser, address):
    """Return what axe finds on a page, by its looks; each width is loaded anew, as a reader comes to it."""
    found = {}
    for width, scheme in LOOKS:
        size = {"width": width, "height": 900}
        page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
        page.goto(address, wait_until="networkidle")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found[width, scheme] = page.evaluate(FAULTS)
        page.close()
    return {look: said for look, said in found.items() if said}


def main(beginning):
    """Ask about the pages whose names begin so, and end with 1 where one has a fault."""
    names = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    names = [name for name in names if name.startswith(beginning)]
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    faulty = 0
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for name in names:
            found = faults(browser, f"http://127.0.0.1:{server.server_port}/{name}")
            faulty += bool(found)
            for look, said in found.items():
                print(name, *look, *said)
        browser.close()
    print(f"{faulty} of {len(names)} pages with a fault, in {len(LOOKS)} looks each.")
    return int(faulty > 0 or not names)


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:])))
