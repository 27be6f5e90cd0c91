"""Pages that hold figures of the explorer, written as its directive writes them."""

from pathlib import Path

import assets
import explorer as directive

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "docs" / "explorer"

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>explorer</title><style>{style}</style><body><main><h1>explorer</h1>{figures}</main>
{scripts}</body></html>"""


class Body:
    """What the directive's visitors write to."""

    def __init__(self) -> None:
        self.body: list[str] = []


def html(figures: list[tuple[str, dict[str, str]]], words: dict[str, str]) -> str:
    """Return a page with these figures (tool, state), as the directive writes them, without their still pictures."""
    writer = Body()
    for number, (tool, state) in enumerate(figures, 1):
        node = directive.explorer("", tool=tool, state=state, words=words, ids=[f"explorer-{number}"])
        directive.visit_html(writer, node)
        directive.depart_html(writer, node)
    scripts = "".join(f'<script defer src="{SCRIPTS.as_uri()}/{name}.js"></script>' for name in assets.EXPLORER)
    return PAGE.format(style=assets.stylesheet(ROOT), figures="".join(writer.body), scripts=scripts)
