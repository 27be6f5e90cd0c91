"""A printed model, or one layer a line: each line is a layer, the beginning of a block, or its end."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from convref._kinds import KINDS
from convref.reading._blocks import settle
from convref.reading._calls import NotUnderstood, arguments, class_name, parsed, unwrapped
from convref.reading._reports import rank_of, said
from convref.reading._tree import MOST_ROWS, Node
from convref.reading.layer_words import parse_layer

_LABEL = re.compile(r"\(([\w.\-]+)\)\s*:\s*|([^\W\d][\w.\-]*)\s*[:=]\s*")
_COUNTED = re.compile(r"([0-9]+)(?:[.):]|(?= +(?!x |filters |units )[A-Za-z]))\s*")  # the number of a layer in a list
_AROUND = re.compile(r"^[-*•]\s+|;$")  # a layer that stands in a list
_CHAINED = re.compile(r"""\s*(?:->|→|;)\s*(?=(?:[^'"]*['"][^'"]*['"])*[^'"]*$)""")  # not within quotes
_REPEATED = re.compile(r"([0-9]+) x ")
_RANGE = re.compile(r"([0-9]+)-([0-9]+)")
_OPENED = re.compile(r"([A-Za-z_][\w.]*)\($")
_BARE = re.compile(r"[A-Za-z_][\w.]*")
_WORDS = re.compile(r"(?:T )?(?:(?:op|[ckspdg])(?:[0-9x]+|same|valid)\s*)+|T")
_FROM = re.compile(r"\s(from|with)\s+([\w.\-]+(?:\s*,\s*[\w.\-]+)*)$")
_BARE_INPLACE = re.compile(r"(?<=[( ])inplace(?=\))")  # as PyTorch printed it before 1.2
# A module that is None, and how mmcv says that a block begins its weights.
_UNREAD = re.compile(r"\([\w.\-]+\): None$|init_cfg=")
# The pool of timm, which prints the layer behind it among its arguments.
_SELECTED = re.compile(r"SelectAdaptivePool2d\(pool_type=(avg|max|), flatten=(Identity|Flatten)\([^()]*\)\)")
_POOLS = {"avg": "AdaptiveAvgPool2d", "max": "AdaptiveMaxPool2d"}
_JOINS = {"cat": "Cat", "concat": "Cat", "add": "Add", "mul": "Mul"}
_NO_LAYER = "this is no layer"
_BRACKETS = re.compile(r"[()\[\]{}]")
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_EMPTY = ("Sequential", "ModuleList", "ModuleDict")  # printed without lines of their own when they hold nothing


def read_lines(text: str) -> tuple[list[Node], list[NotUnderstood]]:
    """Return the blocks and layers of a text, and what was not understood, line by line."""
    reader = _Reader(rank_of(text))
    problems = []
    for number, whole in enumerate(text.splitlines(), start=1):
        line = whole.partition("#")[0].strip().removesuffix(",").rstrip()
        if not line or _UNREAD.match(line):
            continue
        try:
            reader.read(line, number)
        except NotUnderstood as error:
            problems.append(error)
        except (TypeError, ValueError) as error:
            problems.append(NotUnderstood(str(error), number))
    for block in reader.open[-1:]:
        problems.append(NotUnderstood(f"{block.kind}( is never closed", block.line))
    return reader.top, problems


class _Reader:
    """Reads line by line, and remembers the blocks that are not closed yet."""

    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.top: list[Node] = []
        self.open: list[Node] = []

    def read(self, line: str, number: int) -> None:
        """Read one line: a layer, the beginning of a block, its arguments or its end."""
        if line.startswith(")"):
            self._close(line, number)
            return
        try:
            node = _node(line, number, self.rank)
        except NotUnderstood:
            if not self._is_given(line):
                raise
            return
        inside = self.top
        if self.open:
            assert self.open[-1].children is not None
            inside = self.open[-1].children
        inside.append(node)
        if node.children == []:
            self.open.append(node)
        else:
            settle(node)

    def _close(self, line: str, number: int) -> None:
        if not self.open:
            raise NotUnderstood("this ) closes nothing", number)
        block = self.open.pop()
        if line != ")":
            found = _FROM.fullmatch(f" {line[1:].strip()}")
            if not found or found[1] != "from" or "," in found[2]:
                raise NotUnderstood(f"behind the ) of a block only 'from NAME' is read, got {_short(line)}", number)
            block.sources = (found[2],)
        settle(block)

    def _is_given(self, line: str) -> bool:
        """Return whether a line holds the arguments of the block that begins just before it, and keep them."""
        if not self.open or self.open[-1].children or self.open[-1].unnamed or self.open[-1].named:
            return False
        block = self.open[-1]
        try:
            _read_call(block, f"{block.kind}({line})")
        except NotUnderstood:
            return False
        return True


def _node(line: str, number: int, rank: int) -> Node:
    plain = _AROUND.sub("", line).strip()
    counted = _COUNTED.match(plain)
    whole = plain[counted.end() :] if counted else plain
    labels, rest = _labelled(whole, number)
    if counted and labels == [""]:
        labels = [counted[1]]
    opened = _OPENED.fullmatch(rest)
    if opened:
        return Node(number, opened[1].rpartition(".")[2], labels, [])
    if line.startswith("("):  # as PyTorch prints it, which says nothing in words
        node = _layer(rest, number, 0)
    else:
        steps = _CHAINED.split(rest)
        node = _named(whole, rest, number, rank) if len(steps) == 1 else _chain(steps, number, rank)
    node.labels = labels
    return node


def _chain(texts: Sequence[str], number: int, rank: int) -> Node:
    return Node(number, "", children=[_layer(one, number, rank) for one in texts])


def _named(whole: str, rest: str, number: int, rank: int) -> Node:
    """Return the layer behind a name, which may say what it is, as in ``conv1: 64 3x3``."""
    try:
        return _layer(rest, number, rank)
    except NotUnderstood:
        words = said(whole, number, rank) if rest != whole else None
        if words is None:
            raise
        return words


def _labelled(line: str, number: int) -> tuple[list[str], str]:
    """Return the names that a line begins with, as many as it is repeated, and the rest of it."""
    found = _LABEL.match(line)
    label, rest = (found[1] or found[2], line[found.end() :]) if found else ("", line)
    repeated = _REPEATED.match(rest)
    span = _RANGE.fullmatch(label)
    if not repeated and not span:
        return [label], rest
    if not repeated or not span or int(span[2]) - int(span[1]) + 1 != int(repeated[1]):
        raise NotUnderstood("a repeated block must look like (0-3): 4 x Block(", number)
    if int(repeated[1]) > MOST_ROWS:
        raise NotUnderstood(f"a network must have at most {MOST_ROWS:,} rows", number)
    return [str(one) for one in range(int(span[1]), int(span[2]) + 1)], rest[repeated.end() :]


def _layer(text: str, number: int, rank: int) -> Node:
    pooled = _SELECTED.fullmatch(text)
    if pooled:
        rows = [Node(number, _POOLS[pooled[1]], unnamed=(1,))] if pooled[1] else []
        return Node(number, "", children=[*rows, Node(number, pooled[2])])
    found = _FROM.search(text)
    node = _call(text[: found.start()].rstrip() if found else text, number, rank)
    if found:
        names = tuple(one.strip() for one in found[2].split(","))
        node.sources, node.joined_with = (names, ()) if found[1] == "from" else ((), names)
    node.kind = _JOINS.get(node.kind, node.kind)
    if node.joined_with and node.kind not in _JOINS.values():
        raise NotUnderstood("'with' belongs to add, mul and cat; other rows take one row: 'from'", number)
    if node.kind in _EMPTY and not node.unnamed and not node.named:
        node.kind = "Identity"
    return node


def _call(text: str, number: int, rank: int) -> Node:
    """Return the layer that a text calls; or the layers of a list, or what words say, where there are axes for them."""
    try:
        node = _plain(text, number)
        return (said(text, number, rank) if rank and _may_be_words(node) else None) or node
    except NotUnderstood:
        found = _by_hand(text, number, rank) if rank and _unbalanced(text) == _NO_LAYER else None
        if found is None:
            raise
        return found


def _may_be_words(node: Node) -> bool:
    """Return whether what reads as a class may be a word of a report, such as relu or BN."""
    return node.kind.islower() or (node.kind not in KINDS and not node.unnamed and not node.named)


def _by_hand(text: str, number: int, rank: int) -> Node | None:
    """Return the layers of a list, or what words say."""
    items = _listed(text)
    try:
        return _chain(items, number, rank) if items else said(text, number, rank)
    except NotUnderstood:
        return said(text, number, rank)


def _plain(text: str, number: int) -> Node:
    node = Node(number, "")
    if _WORDS.fullmatch(text):
        node.kind, node.unnamed = "Layer", (parse_layer(text),)
    elif _BARE.fullmatch(text):
        node.kind = text.rpartition(".")[2]
    else:
        _read_call(node, text)
    return node


def _listed(text: str) -> list[str]:
    """Return the texts between the commas of a list; none where there is but one, without brackets around it."""
    if "," not in text and "[" not in text:
        return []
    boxed = text.startswith("[") and text.endswith("]") and 0 not in _depths(text)[:-1]
    inside = text[1:-1] if boxed else text
    depths = _depths(inside)
    cuts = [at for at, sign in enumerate(inside) if sign == "," and depths[at] == 0]
    items = [inside[begin + 1 : end].strip() for begin, end in pairwise([-1, *cuts, len(inside)])]
    if len(items) > 1 and not items[-1]:
        items.pop()
    elif len(items) < 2 and not boxed:
        return []
    return items if all(items) else []


def _depths(text: str) -> list[int]:
    """Return how many brackets are open behind each sign."""
    return list(accumulate((sign in "([{") - (sign in ")]}") for sign in text))


def _read_call(node: Node, text: str) -> None:
    text = _BARE_INPLACE.sub("inplace=True", text)
    try:
        (statement,) = parsed(text).body
    except (NotUnderstood, ValueError):
        raise NotUnderstood(f"{_unbalanced(text)}: {_short(text)}", node.line) from None
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call):
        call, node.parametrization = unwrapped(call, None, node.line)
    name = class_name(call.func) if isinstance(call, ast.Call) else None
    if not isinstance(call, ast.Call) or name is None:
        raise NotUnderstood(f"{_NO_LAYER}: {_short(text)}", node.line)
    node.kind = name
    node.unnamed, node.named = arguments(call, None, node.line)


def _unbalanced(text: str) -> str:
    """Return what is wrong with a line that is no call: a bracket, or all of it."""
    opened: list[str] = []
    for sign in _BRACKETS.findall(text):
        if sign in _CLOSES:
            opened.append(sign)
        elif not opened or _CLOSES[opened.pop()] != sign:
            return f"this {sign} closes nothing"
    return f"this {opened[-1]} is never closed" if opened else _NO_LAYER


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
