"""A large file from a server: what is fetched is said, how far it is only now and then."""

from __future__ import annotations

import hashlib
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO
from urllib.request import urlopen
from urllib.response import addinfourl

from convref.datasets import _cache, _console

_TIMEOUT_SECONDS = 10  # A server that is silent for so long has failed.
_PIECE = 2**16
_STEP = 10  # percent


def fetch(url: str, file: Path, hash_prefix: str, what: str) -> None:
    """Download a file whose SHA-256 begins with the prefix; it appears under its name only when it is whole."""
    _console.tell(f"Downloading {what}, from {url} to {file}")
    with _cache.written_whole(file) as stream:
        try:
            with urlopen(url, timeout=_TIMEOUT_SECONDS) as answer:
                found = _copied(answer, stream)
        except HTTPException as error:  # A broken answer; callers know a failed download as an OSError.
            raise OSError(f"{url} could not be read: {error!r}") from error
        if not found.startswith(hash_prefix):
            raise OSError(f"{url} did not arrive whole: its SHA-256 begins with {found[:8]}, not with {hash_prefix}")


def _copied(answer: addinfourl, stream: BinaryIO) -> str:
    """Copy what a server answers, saying each tenth of it, and return its SHA-256."""
    size, done, told = int(answer.headers["Content-Length"] or 0), 0, 0
    digest = hashlib.sha256()
    while piece := answer.read(_PIECE):
        stream.write(piece)
        digest.update(piece)
        done += len(piece)
        if size and 100 * done >= size * (told + _STEP):
            told = 100 * done // size // _STEP * _STEP
            _console.tell(f"  {told} %")
    return digest.hexdigest()
