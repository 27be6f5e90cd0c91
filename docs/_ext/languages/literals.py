"""The strings in code that a reader meets in what it prints: found, and put into another language.

A message is what stands between the quotes, with its placeholders and escapes as they are written. Which strings are
printed is told by where they stand: handed to `print`, or kept in a list, a dictionary or a name until then; a string
handed to another function names something there.
"""

import ast
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from _ext.languages.code_words import Words
from _ext.languages.markup import take_apart

TOKEN = re.compile(r"(?P<opening>[fF]?(?P<quote>[\"']))(?P<body>(?:(?!(?P=quote))[^\\\n]|\\.)*)(?P=quote)")
PASSED_ON = {"print", "tabulate", "join", "append", "enumerate", "zip"}  # What these are given is printed.
QUIET = (ast.Subscript, ast.Compare, ast.arguments)  # A key, a choice, a default.
IDENTIFIER = re.compile(r"\S*[_=(\d]\S*|\S+[A-Z]\S*")
WIDTH = re.compile(r"(?:.?[<>=^])?[-+ ]?#?0?(\d+)")
SETTINGS = {"label", "sep", "end", "floatfmt", "tablefmt"}


@dataclass(frozen=True)
class Hole:
    """A placeholder: its code, and the least width of what stands there."""

    code: str
    width: int


@dataclass(frozen=True)
class Literal:
    """One string: where it stands in the code, how it is written, and whether `print` itself is given it."""

    row: int
    start: int
    end: int
    text: str
    is_given: bool

    @property
    def body(self) -> str:
        """Return what stands between the quotes."""
        return self._written["body"]

    @cached_property
    def _written(self) -> re.Match[str]:
        found = TOKEN.fullmatch(self.text)
        assert found
        return found

    def said(self, words: Words) -> str:
        """Return the string in another language; one whose placeholders differ is refused."""
        text = f"{self._written['opening']}{words(self.body)}{self._written['quote']}"
        if _holes(parts(text)) != _holes(parts(self.text)):
            raise ValueError(f"a translation must hold the same placeholders: {self.text} became {text}")
        return text

    @property
    def is_words(self) -> bool:
        """Whether it holds words, and is not the name of something."""
        plain = " ".join(part for part in parts(self.text) if isinstance(part, str))
        return take_apart(plain, myst=True).needs_translation and not IDENTIFIER.fullmatch(plain)


def parts(text: str) -> list[str | Hole]:
    """Return the words and the placeholders of a string as it is written."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        raise ValueError(f"a translation must be a string of Python, got {text}") from None
    values = node.values if isinstance(node, ast.JoinedStr) else [node]
    return [part.value if isinstance(part, ast.Constant) else _hole(part) for part in values]  # type: ignore[misc]


def _hole(node: ast.expr) -> Hole:
    code = ast.unparse(ast.JoinedStr([node]))
    shape = getattr(getattr(node, "format_spec", None), "values", [])
    found = WIDTH.match("".join(str(part.value) for part in shape if isinstance(part, ast.Constant)))
    return Hole(code, int(found[1]) if found else 0)


def _holes(found: list[str | Hole]) -> list[str]:
    return sorted(part.code for part in found if isinstance(part, Hole))


def literals(code: str) -> list[Literal]:
    """Return the strings of a piece of code that are printed and hold words, in their order."""
    return [literal for literal, is_printed in _strings(code) if is_printed and literal.is_words]


def translate(code: str, words: Words) -> str:
    """Return code whose strings are in another language, wherever one of them stands."""
    lines = code.splitlines()
    for literal, _is_printed in sorted(_strings(code), key=lambda found: found[0].start, reverse=True):
        if literal.body and words(literal.body) != literal.body:
            line = lines[literal.row]
            lines[literal.row] = line[: literal.start] + literal.said(words) + line[literal.end :]
    return "\n".join(lines)


def _strings(code: str) -> list[tuple[Literal, bool]]:
    with contextlib.suppress(SyntaxError):  # A piece of another language, or one that is not whole.
        lines = [line.encode() for line in code.splitlines()]
        return list(_walk(ast.parse(code), lines, is_printed=True, is_given=False))
    return []


def _walk(node: ast.AST, lines: list[bytes], is_printed: bool, is_given: bool) -> Iterator[tuple[Literal, bool]]:
    """Yield each string below a node, and whether it is printed; the text in an f-string is not one of its own."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        if (literal := _literal(node, lines, is_given)) is not None:
            yield literal, is_printed
        return
    prints = isinstance(node, ast.Call) and _name(node.func) == "print"
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, lines, is_printed and _is_passed_on(node, child), prints)


def _is_passed_on(node: ast.AST, child: ast.AST) -> bool:
    """Tell whether a string in this child is printed where the node is."""
    if isinstance(child, ast.keyword) and child.arg in SETTINGS:
        return False
    if isinstance(node, ast.Call):
        return child is node.func or _name(node.func) in PASSED_ON
    if isinstance(node, ast.Expr):  # A docstring otherwise.
        return isinstance(child, ast.Call)
    return not isinstance(node, QUIET)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)


def _literal(node: ast.expr, lines: list[bytes], is_given: bool) -> Literal | None:
    """Return a string that is written in one piece, in one line; the others stay."""
    row = node.lineno - 1
    if node.end_lineno != node.lineno:
        return None
    before, text = lines[row][: node.col_offset].decode(), lines[row][node.col_offset : node.end_col_offset].decode()
    if not TOKEN.fullmatch(text):
        return None
    return Literal(row, len(before), len(before) + len(text), text, is_given)
