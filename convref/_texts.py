"""The text of a file or of standard input, in the encodings that editors and consoles write."""

from __future__ import annotations

import locale
import re
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

__all__ = ["text_of"]


def text_of(path: str) -> str:
    """Return what stands in a file, or in standard input where the path is ``-``."""
    name = "standard input" if path == "-" else path
    try:
        given = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{name} cannot be read: {error.strerror}") from None
    text = _decoded(given)
    if text is None or "\0" in text:
        raise ValueError(f"{name} must be text, best in UTF-8")
    if re.match(r"\s*\{", text) and '"nbformat"' in text:
        raise ValueError(f"{name} is a notebook: put what makes the model into a file of its own")
    if not text.strip():
        raise ValueError(f"{name} is empty")
    return text


def _decoded(given: bytes) -> str | None:
    """Return bytes as text: in UTF-16 if they begin as Windows begins it, else in UTF-8 or as this system writes."""
    if given.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return given.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", locale.getpreferredencoding(False)):
        try:
            return given.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
