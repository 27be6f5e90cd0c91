"""The words in code, comments, docstrings and sentences under figures: found, and put into another language.

The code itself stays as it is.
"""

import ast
import contextlib
import io
import re
import tokenize
import unicodedata
from collections.abc import Callable, Iterator

WIDTH = 88
WORD = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
CLOSING = "，。：；、？！）》”’…"
OPENING = "（《“‘"
LABEL = "label"  # The argument that holds the sentence under a figure.
Words = Callable[[str], str]


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
    lines, taken = [""], 0
    for piece in pieces:
        if lines[-1] and taken + width(piece.rstrip()) > columns:
            lines.append("")
            taken = 0
        lines[-1] += piece
        taken += width(piece)
    return lines
