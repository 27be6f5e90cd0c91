"""Note that the site is built, and from what, so that the next build can tell whether anything is to be done."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from _ext.build import unchanged

if __name__ == "__main__":
    unchanged.end(ROOT)
