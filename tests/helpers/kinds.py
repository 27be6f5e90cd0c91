"""One page of each kind, the widths they are looked at, and what a browser says about a page."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
KINDS = {
    "landing": "index",
    "course": "learn/index",
    "lesson": "learn/padding",
    "gallery": "auto_gallery/index",
    "script": "auto_gallery/parameters/plot_padding",
    "tool": "tools/convolution",
    "how-to": "howto/choose-output-padding",
    "reference": "reference/convolution",
    "glossary": "reference/glossary",
    "search": "search",
    "about": "about/claims",
    "lost": "404",
}
LANGUAGES = ("en", "zh")
# What has no fault is not described: that takes as long again.
FAULTS = """axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations.map(
  (fault) => fault.id + ': ' + fault.nodes.map((node) => node.html.slice(0, 160)).join(' | ')))"""
LAID_OUT = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def look(page, width, scheme="light", height=900):
    """Show a page so wide, light or dark, once scripts have seen it and colours have passed over into the scheme's."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_function("width => innerWidth === width", arg=width)
    page.evaluate(LAID_OUT)
    page.wait_for_function("document.getAnimations().length === 0")
