"""Pack the built pages of each language into an archive."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from _ext.publishing import archives

if __name__ == "__main__":
    archives.main(Path(sys.argv[1]))
