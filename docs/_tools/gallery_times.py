"""Say where the gallery's time goes: the seconds that each script took when its page was last made, figures included.

``make times`` after ``make clean site`` tells what a cold gallery takes. What a script learns is kept, so that it takes
less the next time; the first script that needs something learned pays for all.
"""

import json
from pathlib import Path

from tabulate import tabulate

PAGES = Path(__file__).parents[1] / "auto_gallery"


def seconds(pages: Path) -> dict[str, float]:
    """Return the seconds of each script by its name, as sphinx-gallery has noted them, the longest first."""
    notes = {path.name.removesuffix(".cost.json"): path for path in pages.rglob("*.cost.json")}
    found = {name: float(json.loads(path.read_text(encoding="utf-8"))["time"]) for name, path in notes.items()}
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def main() -> None:
    """Print the table."""
    found = seconds(PAGES)
    total = sum(found.values())
    rows = [[name, time, 100 * time / total] for name, time in found.items()]
    print(tabulate([*rows, ["all", total, 100]], ["script", "seconds", "% of all"], floatfmt=".1f"))


if __name__ == "__main__":
    main()
