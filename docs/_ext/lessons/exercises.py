"""``exercise``: a question with its answer closed, and ``mistake``: a belief that is wrong, with the fact.

    :::{exercise} Which padding keeps the size for `kernel_size=7` at stride 1?
    :answer: 3
    :name-of-answer: padding
    Both sides together add 7 − 1 = 6 cells.
    :::

With a number as ``answer`` the reader gets a field and a button that checks it. Without a script the answer opens all
the same.
"""

import re
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

NUMBER = re.compile(r"-?\d+(\.\d+)?")


class exercise(nodes.General, nodes.Element):
    """One question, and its answer as the last child."""


class answer(nodes.General, nodes.Element):
    """What stands closed under the question."""


class mistake(nodes.General, nodes.Element):
    """A belief and what is true instead."""


def number(text: str | None) -> str:
    """Return an answer that is a number as it was written; anything else is refused."""
    word = directives.unchanged_required(text or "").strip()
    if not NUMBER.fullmatch(word):
        raise ValueError(f"{word!r} is not a number: leave the option out, and the answer is read, not typed")
    return word


class Question(SphinxDirective):
    """Shared by both directives: the argument is a sentence of its own, the content follows it."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def sentence(self, *classes: str) -> nodes.paragraph:
        """Return the argument as a paragraph, which catalogues hold as a message of its own."""
        text = " ".join(self.arguments[0].split())
        children, messages = self.parse_inline(text, lineno=self.lineno)
        paragraph = nodes.paragraph(text, "", *children, *messages, classes=list(classes))
        self.set_source_info(paragraph)
        return paragraph


class Exercise(Question):
    """``{exercise} question`` with the answer as its content."""

    option_spec: ClassVar = {"answer": number, "name-of-answer": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the question with its answer."""
        told = self.parse_content_to_nodes()
        value = self.options.get("answer", "")
        if not told and not value:
            raise self.error("an exercise needs an answer: as its text, or as the option `answer`")
        named = not value or re.search(rf"(?<![\d.]){re.escape(value)}(?![\d.])", "\n".join(self.content))
        number = [] if named and told else [nodes.paragraph("", "", nodes.strong("", value), translatable=False)]
        closed = answer("", *number, *told)
        found = exercise("", self.sentence(), closed, answer=value, symbol=self.options.get("name-of-answer", ""))
        self.set_source_info(found)
        return [found]


class Mistake(Question):
    """``{mistake} belief`` with the fact as its content."""

    def run(self) -> list[nodes.Node]:
        """Return the belief with the fact beneath."""
        facts = self.parse_content_to_nodes()
        if not facts or not isinstance(facts[0], nodes.Element):
            raise self.error("a mistake needs the fact as its content")
        facts[0]["classes"].append("fact")
        return [mistake("", self.sentence("belief"), *facts)]


def visit_exercise(writer: Any, node: exercise) -> None:
    """Open the box of one question."""
    writer.body.append('<div class="exercise">\n')


def depart_box(writer: Any, _node: nodes.Element) -> None:
    """Close the box."""
    writer.body.append("</div>\n")


def visit_answer(writer: Any, node: answer) -> None:
    """Write the field, where the answer is a number, and open the closed answer."""
    question = node.parent
    writer.body.append('<div class="exercise-row">')
    if question["answer"]:
        symbol = escape(question["symbol"])
        shown = f"<code>{symbol}</code> = " if symbol else ""
        texts = {"answer": question["answer"], "yes": _("✓ Right."), "no": _("Not yet. Try again, or see the answer.")}
        texts["what"] = _("Type a number, such as 3 or 0.5.")
        data = " ".join(f'data-{key}="{escape(text, quote=True)}"' for key, text in texts.items())
        label = escape(_("Your answer"), quote=True)
        writer.body.append(
            f'<form {data}><label>{shown}<input type="text" inputmode="decimal" autocomplete="off" '
            f'aria-label="{label}{f": {symbol}" if symbol else ""}"></label> '
            f'<button class="button" type="submit">{_("Check")}</button></form>'
        )
    writer.body.append(f'<details data-printed="{_("Answer")}"><summary>{_("Show the answer")}</summary>\n')


def depart_answer(writer: Any, node: answer) -> None:
    """Close the answer; what the check says stands beneath."""
    verdict = '<p class="verdict" role="status"></p>' if node.parent["answer"] else ""
    writer.body.append(f"</details>{verdict}</div>\n")


def visit_mistake(writer: Any, _node: mistake) -> None:
    """Open the box of one mistake."""
    writer.body.append('<div class="mistake">\n')


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(exercise, html=(visit_exercise, depart_box))
    app.add_node(answer, html=(visit_answer, depart_answer))
    app.add_node(mistake, html=(visit_mistake, depart_box))
    app.add_directive("exercise", Exercise)
    app.add_directive("mistake", Mistake)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
