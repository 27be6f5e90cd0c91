"""A gallery script taken apart into what is read and what is run, and put together again in another language.

The words come from the catalogue of the script's page: text, docstring, the sentences under the figures, and the
comments and docstrings within the code. The code itself stays as it is.
"""

import ast
import contextlib
import io
import re
import tokenize
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx_gallery.py_source_parser import split_code_and_text_blocks

WIDTH = 88
UNDERLINE = re.compile(r"([=\-~^\"'*+#])\1+")
WORD = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
CLOSING = "，。：；、？！）》”’…"
OPENING = "（《“‘"
ITEM = "- "  # What begins an item of a list; each is a message of its own.
LABEL = "label"  # The argument that holds the sentence under a figure.
Words = Callable[[str], str]


@dataclass(frozen=True)
class Block:
    """A piece of a script: its code as it stands, or the paragraphs of a text."""

    code: str = ""
    paragraphs: tuple[str, ...] = ()


def blocks(script: Path) -> list[Block]:
    """Return the pieces of a script; the first is its docstring."""
    _settings, found = split_code_and_text_blocks(script)
    return [
        Block(code=one.content.strip("\n")) if one.type == "code" else Block(paragraphs=_paragraphs(one.content))
        for one in found
    ]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\n") for part in re.split(rf"\n\s*\n|\n(?={ITEM})", text.strip()))


def heading(paragraph: str) -> tuple[str, str] | None:
    """Return the words of a heading and the character under it; None for any other paragraph."""
    lines = paragraph.splitlines()
    if len(lines) == 2 and (found := UNDERLINE.fullmatch(lines[1].strip())):
        return lines[0].strip(), found[1]
    return None


def translate_paragraph(paragraph: str, words: Words) -> str:
    """Return a paragraph in another language, a heading with as long a line under it as it is wide."""
    if found := heading(paragraph):
        title = words(found[0])
        return f"{title}\n{found[1] * width(title)}"
    start = ITEM if paragraph.startswith(ITEM) else ""
    return start + words(" ".join(paragraph.removeprefix(start).split()))


def comments(code: str) -> Iterator[tokenize.TokenInfo]:
    """Yield the comments of a piece of code; of one that is not whole, those before its end."""
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT:
                yield token


def comment_words(token: tokenize.TokenInfo) -> str:
    """Return what a comment says."""
    return token.string.lstrip("#").strip()


def labels(code: str) -> Iterator[tuple[ast.keyword, str]]:
    """Yield the sentences under the figures of a piece of code, with where they stand."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.keyword) and node.arg == LABEL and isinstance(node.value, ast.Constant):
            yield node, str(node.value.value)


def docstrings(code: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of the functions of a piece of code, each with its row; those of several lines stay."""
    with contextlib.suppress(SyntaxError):  # A piece of another language, or one that is not whole.
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.FunctionDef) and (said := ast.get_docstring(node)):
                first = node.body[0]
                if first.lineno == first.end_lineno:
                    yield first.lineno - 1, said


def translate_remarks(code: str, words: Words) -> str:
    """Return a piece of code with its comments and docstrings in another language."""
    lines = code.splitlines()
    for token in comments(code):
        row, column = token.start[0] - 1, token.start[1]
        if (said := words(comment_words(token))) != comment_words(token):
            lines[row] = f"{lines[row][:column]}# {said}"
    for row, docstring in docstrings(code):
        lines[row] = lines[row].replace(docstring, words(docstring), 1)
    return "\n".join(lines)


def translate_code(code: str, words: Words) -> str:
    """Return a piece of a script with its remarks and the sentences under its figures in another language."""
    lines = translate_remarks(code, words).splitlines()
    changes = [(node, words(sentence)) for node, sentence in labels(code) if words(sentence) != sentence]
    for node, sentence in sorted(changes, key=lambda change: change[0].value.lineno, reverse=True):
        _replace(lines, node, sentence)
    return "\n".join(lines)


def _replace(lines: list[str], node: ast.keyword, sentence: str) -> None:
    """Put a sentence in the place of a constant, which may stand in several lines."""
    value = node.value
    first, last = value.lineno - 1, (value.end_lineno or value.lineno) - 1
    before = lines[first].encode()[: value.col_offset].decode()
    after = lines[last].encode()[value.end_col_offset :].decode()
    indent = " " * (len(before) - len(before.lstrip()))
    pieces = wrap(sentence, WIDTH - len(before) - 4)
    texts = ['"' + piece.replace("\\", r"\\").replace('"', r"\"") + '"' for piece in pieces]
    lines[first : last + 1] = f"{before}{f'{chr(10)}{indent}'.join(texts)}{after}".split("\n")


def width(text: str) -> int:
    """Return how many columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrap(text: str, columns: int) -> list[str]:
    """Return the lines of a text, of which every character is kept; no line begins with a closing mark."""
    pieces: list[str] = []
    for word in WORD.findall(text):
        if pieces and (word[0] in CLOSING or word.isspace() or pieces[-1][-1] in OPENING):
            pieces[-1] += word
        else:
            pieces.append(word)
    lines = [""]
    for piece in pieces:
        if lines[-1] and width(lines[-1] + piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece
    return lines
