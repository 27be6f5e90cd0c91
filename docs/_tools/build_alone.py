"""Run a command that runs Sphinx several times, as the only build of this checkout."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from _ext.build import alone

if __name__ == "__main__":
    alone.main(sys.argv[1:])
