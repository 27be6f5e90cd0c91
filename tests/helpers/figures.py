"""Pages that hold figures, as the build writes them."""

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

from _ext.explorer import directive
from _ext.explorer.engine import Engine
from _ext.pages import assets

ROOT = Path(__file__).parents[2]
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>figures</title><style>{style}</style>
<body><main class="prose"><h1>figures</h1>{figures}</main><script>{script}</script></body></html>"""


def html(engine: Engine, figures: Iterable[str], language: str = "en") -> str:
    """Return a page with these figures, each written as in the directive: ``conv stride=2``."""
    words = directive.translated(directive.catalogue(str(ROOT), language), engine.words)
    drawn, tools = [], set()
    for number, text in enumerate(figures, 1):
        tool, *fields = text.split()
        made = engine.draw(tool, directive.parse(fields), f"explorer-{number}", words)
        drawn.append(directive.markup(f"explorer-{number}", tool, made))
        tools.add(tool)
    script, style = engine.bundle(tools, words), assets.stylesheet(ROOT)
    return PAGE.format(language=language.replace("_", "-"), style=style, figures="".join(drawn), script=script)


def shown(page: Page) -> str:
    """Return what the first figure shows, without what is kept for screen readers, which follows a moment later."""
    return page.evaluate(
        """() => { const copy = document.querySelector(".explorer").cloneNode(true);
          for (const one of copy.querySelectorAll("[aria-live]")) one.remove();
          return copy.textContent; }"""
    )
