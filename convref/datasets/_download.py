"""A large file from torch's server: what is fetched is said, how far it is only now and then."""

from __future__ import annotations

import io
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr
from pathlib import Path
from typing import TextIO

_TIMEOUT_SECONDS = 10
_PERCENT = re.compile(r"(\d+)(?:\.\d+)?%")
_STEP = 10


class Sparse(io.TextIOBase):
    """Takes a progress bar's text and passes on a line for each tenth; what is no bar goes through as it is."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.told = 0

    def write(self, text: str) -> int:
        """Take the text of a bar, which begins with a carriage return, or any other."""
        for percent in map(int, _PERCENT.findall(text)):
            if percent >= self.told + _STEP:
                self.told = percent - percent % _STEP
                print(f"  {self.told} %", file=self.stream, flush=True)
        if "\r" not in text and text.strip():
            self.stream.write(text)
        return len(text)


def fetch(url: str, file: Path, hash_prefix: str, what: str) -> None:
    """Download a file whose SHA-256 begins with the prefix; it appears under its name only when it is whole."""
    from torch import hub

    print(f"Downloading {what}, from {url} to {file}", file=sys.stderr, flush=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    quiet = nullcontext() if sys.stderr.isatty() else redirect_stderr(Sparse(sys.stderr))
    with quiet, _timeout(_TIMEOUT_SECONDS):
        hub.download_url_to_file(url, str(file), hash_prefix, progress=True)


@contextmanager
def _timeout(seconds: float) -> Iterator[None]:
    """Let a silent server fail: torch's download takes no timeout of its own, and without one it waits for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
