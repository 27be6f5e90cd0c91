"""Say where the gallery's time goes: the seconds that each script took when its page was last made, figures included.

``make times`` after ``make clean site`` tells what a cold gallery takes. What a script learns is kept, so that it takes
less the next time; the first script that needs something learned pays for all.
"""

import json
import sys
from pathlib import Path

PAGES = Path(__file__).parents[1] / "auto_gallery"


def seconds(pages: Path) -> dict[str, float]:
    """Return the seconds of each script by its name, as sphinx-gallery has noted them, the longest first."""
    notes = {path.name.removesuffix(".cost.json"): path for path in pages.rglob("*.cost.json")}
    found = {name: float(json.loads(path.read_text(encoding="utf-8"))["time"]) for name, path in notes.items()}
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def main() -> None:
    """Print the table."""
    found = seconds(PAGES)
    if not found:
        sys.exit("No page of the gallery has been made yet: run make site first.")
    total = sum(found.values())
    print(f"{'script':28}{'seconds':>9}{'% of all':>10}")
    for name, time in [*found.items(), ("all", total)]:
        print(f"{name:28}{time:9.1f}{100 * time / total:10.1f}")


if __name__ == "__main__":
    main()
