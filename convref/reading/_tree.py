"""What a text is read into first: blocks that hold layers and blocks; and how these become rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from convref._kinds import known_kind
from convref._kinds.strangers import WHY
from convref.modules import Module
from convref.reading._calls import NotUnderstood

MOST_ROWS = 100_000
ADVICE = (
    "; a printed model does not hold its forward, and is read as a chain: where it branches, or uses a module twice, "
    "give its class with the forward, or write the rows, with 'from NAME', 'add with NAME' or 'cat with NAME' for what "
    "an earlier row gives"
)
# Arguments that change sizes or fields, and that PyTorch leaves out where it prints a module.
_UNPRINTED = {f"AvgPool{rank}d": "ceil_mode" for rank in (1, 2, 3)}
# Blocks that are a chain by what they are; the others are subclasses of Sequential in torchvision.
PLAIN = (
    "Sequential", "", "Conv2dNormActivation", "Conv3dNormActivation", "ConvNormActivation", "FCNHead", "ASPPConv",
    "DeepLabHead", "SimpleStemIN", "AnyStage", "BottleneckTransform", "TemporalSeparableConv",
    "IntermediateLayerGetter",
)  # fmt: skip

_SLIDES = re.compile(r"^Layer$|[123]d$")
_FLAT = ("Flatten", "Linear", "LazyLinear")  # what they hand on has no axes


@dataclass
class Node:
    """A layer, or a block of them.

    Attributes
    ----------
    line : int
        Where it stands in the text.
    kind : str
        Name of its class; empty for the text as a whole.
    labels : list of str
        What it is called; several where it is repeated, as in ``(0-3): 4 x Block(``; one empty label without a name.
    children : list of Node, optional
        What a block holds; None for a layer.
    unnamed, named
        Arguments of a layer.
    sources, joined_with : tuple of str
        Names of the rows that it takes, instead of the row before or besides it.
    parametrization : str
        What makes the weight of a layer, such as ``weight_norm``.
    known : bool
        Whether the rows of a block were put into order because of its class alone.
    squeezes : bool
        Whether a block looks like squeeze-and-excitation without its pool.
    said : bool
        Whether a line in words says it, which leaves out what is PyTorch's default.
    """

    line: int
    kind: str
    labels: list[str] = field(default_factory=lambda: [""])
    children: list[Node] | None = None
    unnamed: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    joined_with: tuple[str, ...] = ()
    parametrization: str = ""
    known: bool = False
    squeezes: bool = False
    said: bool = False


@dataclass(frozen=True)
class _Block:
    """A block that is being read: its class, what its rows' names begin with, and the row before it."""

    kind: str  # empty where the rows say themselves what they take
    prefix: str
    before: int


class Rows:
    """The rows of a text, and what had to be assumed to read them."""

    def __init__(self, printed: bool = False) -> None:
        self._printed = printed
        self.modules: list[Module] = []
        self.notes: list[str] = []
        self.classes: dict[str, None] = {}  # whose forward a printed model does not hold, in order
        self._numbers: dict[str, int] = {}
        self._blocks: list[_Block] = []
        self._last: tuple[_Block, ...] = ()
        self._pooled = False  # whether the last row that says so is a global pool
        self._spatial = 0  # how many axes it slides along
        self._channels: Any = None  # of the last row that says them
        self._gate = ""  # the class of the block that made the last row, where that looks like a gate
        self._jumped = ""  # the class whose forward leads from that row to here
        self._entry: int | None = None  # the row that a block names as its input, until its first row has taken it

    def add(self, node: Node, kind: str, label: str) -> None:
        """Add a layer or a block, with all that it holds."""
        prefix = self._blocks[-1].prefix if self._blocks else ""
        name = prefix + label if label else ""
        if name and name in self._numbers:
            raise NotUnderstood(f"{name} stands for two rows", node.line)
        if node.children is None:
            self._add_layer(node, name)
            return
        if says_what_it_takes(node.children) and not node.known:
            kind = ""  # its rows say themselves what they take
        if node.known:
            self._note(f"the rows of {kind} are joined as in the class of that name of torchvision or timm")
            kind = ""
        if kind not in PLAIN:
            self.classes[kind] = None
        before = self._enter(node)
        self._blocks.append(_Block(kind, f"{name}." if name else prefix, before))
        start = len(self.modules)
        if not node.known:
            _check_counted(node.kind, node.children)
        for child in node.children:
            for one in child.labels:
                self.add(child, child.kind, one)
        self._blocks.pop()
        if node.squeezes and not node.known:
            self._gate = node.kind
        if node.sources and len(self.modules) == start:
            raise NotUnderstood("a block without layers takes no row", node.line)
        if name:
            self._numbers[name] = len(self.modules)

    def _note(self, text: str) -> None:
        """Say what was assumed, once."""
        if text not in self.notes:
            self.notes.append(text)

    def _enter(self, node: Node) -> int:
        """Return the row that a block receives: the one that it names, or the one before."""
        if node.sources:
            self._entry = self._number(node.sources[0], node.line)
        return len(self.modules) if self._entry is None else self._entry

    def _add_layer(self, node: Node, name: str) -> None:
        if len(self.modules) >= MOST_ROWS:
            raise NotUnderstood(f"a network must have at most {MOST_ROWS:,} rows", node.line)
        kind, inputs = node.kind, self._inputs(node)
        if node.said:
            inputs = self._unsaid(node, inputs)
        if not node.sources and self._entry is None:
            self._follow(node, kind)
        else:
            self._pooled, self._spatial = False, 0
        try:
            where: dict[str, Any] = {"inputs": inputs, "name": name, "line": node.line}
            where["parametrization"] = node.parametrization
            module = Module(kind, *node.unnamed, **where, **node.named)
        except (TypeError, ValueError) as error:
            raise NotUnderstood(str(error), node.line) from error
        if self._printed and kind in _UNPRINTED and _UNPRINTED[kind] not in node.named:
            self.notes.append(f"line {node.line}: a printed {kind} does not say its {_UNPRINTED[kind]}; False is taken")
        if self._printed and node.parametrization == "weight_norm":
            self._note("a printed weight_norm does not say its dim; 0 is taken")
        self._entry, self._gate = None, ""
        self.modules.append(module)
        self._last = tuple(self._blocks)
        self._remember(kind, dict(module.arguments))
        if name:
            self._numbers[name] = len(self.modules)

    def _inputs(self, node: Node) -> tuple[int, ...]:
        if node.joined_with:
            before = len(self.modules) if self._entry is None else self._entry
            return (before, *(self._number(one, node.line) for one in node.joined_with))
        if self._entry is not None and not node.sources:
            return (self._entry,)
        return tuple(self._number(one, node.line) for one in node.sources)

    def _number(self, name: str, line: int) -> int:
        """Return the number of the row of that name, from the innermost block outwards; '' is the row before."""
        if not name:
            return len(self.modules)
        if name == "input":
            return self._blocks[-1].before if self._blocks else 0
        for block in [*self._blocks[::-1], _Block("", "", 0)]:
            if block.prefix + name in self._numbers:
                return self._numbers[block.prefix + name]
        if name.isdecimal() and int(name) <= len(self.modules):
            return int(name)
        raise NotUnderstood(f"no row before this one is called {name}", line)

    def _follow(self, node: Node, kind: str) -> None:
        """Refuse, or complete, what a printed model cannot mean as a chain."""
        owner = self._class_between()
        self._jumped = self._jumped or owner
        if not self._jumped:
            return
        if self._gate:
            words = f"what {self._gate} makes looks like a gate"
            raise NotUnderstood(f"{words}, {_branch(owner or self._jumped)}", node.line)
        if self._pooled and _has_axes(kind):
            raise NotUnderstood(f"{kind} comes after a pool to one cell, {_branch(self._jumped)}", node.line)
        if self._spatial and kind == "Linear":
            self._flatten(node)

    def _unsaid(self, node: Node, inputs: tuple[int, ...]) -> tuple[int, ...]:
        """Return what a row in words takes, and note what was taken that it does not say."""
        if node.kind != "LazyLinear":
            self._note(
                "what a line in words leaves out is PyTorch's default: stride 1, padding 0, a pool's stride its kernel"
            )
            return inputs
        before = (one.kind for one in reversed(self.modules) if one.kind in _FLAT or _SLIDES.search(one.kind))
        if not inputs and next(before, "") in _FLAT:
            return inputs
        self._note("Flatten is put in front of what a line in words calls fully connected")
        self.modules.append(Module("Flatten", inputs=inputs, line=node.line))
        return ()

    def _flatten(self, node: Node) -> None:
        """Make features of a map, for a Linear; of its channels alone where the Linear was made for so many."""
        wanted = node.named.get("in_features", next(iter(node.unnamed), None))
        if self._spatial > 1 and not self._pooled and wanted == self._channels:
            pool = f"AdaptiveAvgPool{self._spatial}d"
            self.modules.append(Module(pool, 1, line=node.line))
            what = f"{pool}(1) and Flatten in front of Linear, which is made for the channels"
        else:
            what = "Flatten in front of Linear"
        self.notes.append(f"line {node.line}: put {what}, as the forward of {self._jumped} must do")
        self.modules.append(Module("Flatten", line=node.line))

    def _class_between(self) -> str:
        """Return the innermost class that holds both the last row and this one, where it is no plain chain."""
        shared = ""
        for one, other in zip(self._last, self._blocks, strict=False):
            if one is not other:
                break
            shared = one.kind
        return "" if shared in PLAIN else shared

    def _remember(self, kind: str, arguments: dict[str, Any]) -> None:
        axes = known_kind(kind).rank if _has_axes(kind) else 0
        self._channels = arguments.get("out_channels", arguments.get("num_features", self._channels))
        if axes or kind in ("Linear", "Flatten"):
            self._pooled, self._spatial, self._jumped = _is_global(kind, arguments), axes, ""


def _branch(owner: str) -> str:
    return f"which the forward of {owner} may use as a branch (squeeze-and-excitation){ADVICE}"


def says_what_it_takes(nodes: Sequence[Node]) -> bool:
    """Return whether rows are written with what they take, which a printed model does not hold."""
    return any(node.sources or node.joined_with for node in nodes)


def _has_axes(kind: str) -> bool:
    return known_kind(kind).rank > 0 and not kind.startswith(("Dropout", "Softmax"))


def _is_global(kind: str, arguments: dict[str, Any]) -> bool:
    size = arguments.get("output_size")
    return kind.startswith("Adaptive") and (size == 1 or (isinstance(size, tuple) and set(size) == {1}))


def _check_counted(kind: str, children: Sequence[Node]) -> None:
    """Check that what a block counts as its children has no gap; a slice of a Sequential begins with another than 0."""
    last = None if kind == "Sequential" else -1
    if last is not None and not all(label.isdecimal() for child in children for label in child.labels):
        return
    for child in children:
        for label in child.labels:
            if not label.isdecimal():
                continue
            if last is not None and int(label) != last + 1:
                before = f"follows ({last})" if last >= 0 else "comes first"
                raise NotUnderstood(f"({label}) {before}: a line is missing, or stands twice", child.line)
            last = int(label)


def unknown(nodes: Sequence[Node]) -> Iterator[NotUnderstood]:
    """Yield a reason for each layer of no known kind."""
    for node in nodes:
        if node.children is not None:
            if node.kind in WHY and not says_what_it_takes(node.children):
                yield NotUnderstood(f"{node.kind} is no chain: {WHY[node.kind]}", node.line)
            else:
                yield from unknown(node.children)
        else:
            try:
                known_kind(node.kind)
            except ValueError as error:
                yield NotUnderstood(str(error), node.line)


def rows_of(nodes: Sequence[Node], printed: bool) -> Rows:
    """Return the rows of all layers, in order; `printed` says that PyTorch wrote their arguments."""
    rows = Rows(printed)
    for node in nodes:
        for label in node.labels:
            rows.add(node, node.kind, label)
    return rows
