"""Show the built site, build again when a source changes, and reload what is open in the browser."""

import errno
import os
import sys
from pathlib import Path

from livereload import Server, shell

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
WATCHED = ("convref", "docs", "gallery", "conf.py", "CITATION.cff", "README.md")
MADE = (".mo", ".pyc")  # Written by a build itself.


def is_made(path: str) -> bool:
    """Tell whether a file is written by a build, which would start the next one."""
    return path.endswith(MADE) or f"{os.sep}auto_gallery" in path or "__pycache__" in path


def main(port: int, build: str) -> None:
    """Serve until it is stopped; `build` is run on each change."""
    server = Server()
    for name in WATCHED:
        server.watch(str(ROOT / name), shell(build, cwd=str(ROOT)), ignore=is_made)
    print(f"The site is at http://localhost:{port}; it follows each change. Ctrl-C stops it.")
    try:
        server.serve(root=str(HTML), port=port, host="localhost", debug=False)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {port} is in use by another program: make serve PORT={port + 1} takes another one.")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
