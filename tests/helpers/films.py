"""What is seen of a film in the browser."""

import io
import time

import numpy as np
from PIL import Image


def greys(film):
    """What is seen of a film, its rows as greys."""
    with Image.open(io.BytesIO(film.screenshot())) as seen:
        return np.asarray(seen.convert("L")).astype(int)


def once_still(film, wanted):
    """Return what is seen of a film as soon as it is as wanted and no longer changes: its buttons fade in."""
    end, last = time.monotonic() + 30, None
    while True:
        seen = greys(film)
        if wanted(seen) and np.array_equal(seen, last):
            return seen
        assert time.monotonic() < end, "no buttons were seen"
        last = seen
