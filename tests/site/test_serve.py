"""`make serve`: a change builds again, and the page that is open learns of it."""

import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from small import ROOT

# A page without a fault is built; of another the error is said.
BUILD = """if grep -q wrong docs/page.md; then echo "page.md:1: unknown role" >&2; exit 1; fi
cp docs/page.md html/built.txt
"""
PROGRAM = """import sys
from pathlib import Path
sys.path.insert(0, {docs!r})
from _tools import serve
serve.ROOT = Path({folder!r})
serve.HTML = serve.ROOT / "html"
serve.main({port}, "sh build.sh")
"""


def eventually(what, seconds=30):
    """Return the first answer that is not empty."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not happen")


def test_a_change_is_built_the_page_reloads_and_an_error_ends_nothing(tmp_path):
    for name in ("docs", "html", "convref", "gallery"):
        (tmp_path / name).mkdir()
    source = tmp_path / "docs" / "page.md"
    source.write_text("one", encoding="utf-8")
    (tmp_path / "build.sh").write_text(BUILD, encoding="utf-8")
    (tmp_path / "html" / "index.html").write_text("<html><head></head><body>Page</body></html>", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    program = PROGRAM.format(docs=str(ROOT / "docs"), folder=str(tmp_path), port=port)
    said = tmp_path / "said.txt"
    with said.open("wb") as terminal:
        process = subprocess.Popen([sys.executable, "-c", program], stdout=terminal, stderr=subprocess.STDOUT)

    def page():
        try:
            with urlopen(f"http://localhost:{port}/index.html", timeout=5) as answer:
                return answer.read().decode()
        except URLError:
            return ""

    try:
        assert "livereload.js" in eventually(page)
        built = tmp_path / "html" / "built.txt"
        (tmp_path / "docs" / "page.mo").write_text("made by a build", encoding="utf-8")
        time.sleep(2)
        assert not built.exists()

        def changed(text):
            source.write_text(f"{text} {time.monotonic()}", encoding="utf-8")
            return built.is_file() and built.read_text(encoding="utf-8").startswith(text)

        def error():
            source.write_text(f"wrong {time.monotonic()}", encoding="utf-8")
            return "page.md:1: unknown role" in said.read_text(encoding="utf-8")

        eventually(lambda: changed("two"))
        eventually(error)
        eventually(lambda: changed("three"))
    finally:
        process.kill()
        process.wait()


def test_a_port_in_use_is_named_with_the_way_to_another(tmp_path):
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        program = PROGRAM.format(docs=str(ROOT / "docs"), folder=str(tmp_path), port=port)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.endswith(
        f"Port {port} is in use by another program: make serve PORT={port + 1} takes another one.\n"
    )
    assert "Traceback" not in done.stderr
