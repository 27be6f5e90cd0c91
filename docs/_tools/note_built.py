"""Note that the site is built, and from what, so that the next build can tell whether anything is to be done."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from _ext.build import unchanged

if __name__ == "__main__":
    unchanged.end(Path(__file__).parents[2])
