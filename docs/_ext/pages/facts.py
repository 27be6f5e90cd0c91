"""What a page says about itself in lists of pages: a sentence, and how many minutes it takes to read.

The sentence is the page's first. Where that one needs those after it, `line:` at the head of the page holds another,
whose translation is in sphinx.po.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 180, 320
SECONDS = {"figure": 20, "explorer": 90, "code": 30, "exercise": 60}  # To look, to try, to read, to think.
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r".+?(?:[.!?:](?=\s)|[。！？：]|$)\s*")
SHORTEST = 36  # A line that says less goes on to the next sentence; a Chinese character counts twice.


def lead(doctree: nodes.document) -> nodes.paragraph | None:
    """Return the paragraph that follows the title, if one does."""
    section = next(doctree.findall(nodes.section), None)
    for child in section.children[1:] if section else ():
        if isinstance(child, nodes.paragraph):
            return child
        if not isinstance(child, (nodes.target, nodes.comment, nodes.substitution_definition)):
            return None
    return None


def first_sentence(doctree: nodes.document) -> str:
    """Return the first sentence of the page in plain words, and the next where it is short."""
    paragraph = lead(doctree)
    text = " ".join(paragraph.astext().split()) if paragraph else ""
    sentence = ""
    for found in SENTENCE.findall(text):
        if len(sentence) + len(CHINESE.findall(sentence)) < SHORTEST:
            sentence += found
    sentence = sentence.strip()
    return sentence[:-1] + ("。" if sentence[-1] == "：" else ".") if sentence[-1:] in (":", "：") else sentence


def minutes(doctree: nodes.document) -> int:
    """Return how long the page takes: its words at a reader's pace, and time for what is looked at and tried."""
    prose = " ".join(node.astext() for node in doctree.findall(nodes.paragraph))
    characters = len(CHINESE.findall(prose))
    words = len(CHINESE.sub(" ", prose).split())
    seconds = 60 * (words / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE)
    for node in doctree.findall(nodes.Element):
        kind = "code" if isinstance(node, nodes.literal_block) and node.get("language") else node.tagname
        seconds += SECONDS.get(kind, 0)
    return max(1, round(seconds / 60))


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the facts with the page, where its neighbours find them."""
    meta = app.env.metadata[app.env.docname]
    line = _(meta["line"]) if "line" in meta else first_sentence(doctree)
    meta.update({"first_sentence": line, "minutes": minutes(doctree)})


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", note)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
