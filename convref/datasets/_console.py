"""What someone who waits at a console is told: no result of a program, and so on the standard error."""

import sys


def tell(line: str) -> None:
    """Print a line; the build of the site replaces this, since a page is not to show it."""
    print(line, file=sys.stderr, flush=True)
