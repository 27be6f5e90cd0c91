"""Paths that the reader names in environment variables."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["path"]


def path(variable: str) -> Path | None:
    """Return the absolute path in an environment variable, or None where the variable is empty or not set.

    A ``~`` stands for the home folder, and a relative path starts from the folder the command was started in.

    Parameters
    ----------
    variable : str
        Name of the variable, such as ``CONVREF_IMAGE``.

    Returns
    -------
    pathlib.Path or None
        The path need not exist.

    Examples
    --------
    >>> os.environ["CONVREF_EXAMPLE"] = "photos/../cat.jpg"
    >>> path("CONVREF_EXAMPLE") == Path.cwd() / "cat.jpg"
    True
    >>> del os.environ["CONVREF_EXAMPLE"]
    >>> path("CONVREF_EXAMPLE") is None
    True
    """
    named = os.environ.get(variable, "")
    return Path(os.path.abspath(os.path.expanduser(named))) if named else None
