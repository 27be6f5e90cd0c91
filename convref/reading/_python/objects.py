"""What a class of a network and its ``forward`` are followed with: modules, rows, sizes, and what is not known."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from math import inf
from typing import Any

from convref.reading._calls import NotUnderstood

HOLDERS = ("Sequential", "ModuleList", "ModuleDict")


@dataclass(eq=False)
class Layer:
    """A layer of ``torch.nn`` that was made, and is called later."""

    kind: str
    line: int
    unnamed: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)
    parametrization: str = ""


@dataclass(eq=False)
class Holder:
    """A ``Sequential``, a ``ModuleList`` or a ``ModuleDict``: modules under names."""

    kind: str
    line: int
    items: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Class:
    """A class of the text, or of ``torch.nn`` where nothing of it is known but the name."""

    name: str
    line: int
    bases: list[Any]
    members: dict[str, Any]

    def find(self, name: str) -> tuple[Any, Any]:
        """Return a member with the class that it belongs to, looked up through the bases; twice None without it."""
        return next(((one.members[name], one) for one in self.order() if name in one.members), (None, None))

    def order(self) -> list[Class]:
        """Return the class and those above it, in the order in which members are looked up."""
        walked = [self, *(one for base in self.bases if isinstance(base, Class) for one in base.order())]
        return [one for at, one in enumerate(walked) if one not in walked[at + 1 :]]

    def comes_from(self, name: str) -> bool:
        """Return whether a class of ``torch.nn`` is among its bases."""
        return any(
            base.comes_from(name) if isinstance(base, Class) else getattr(base, "dotted", "") == f"torch.nn.{name}"
            for base in self.bases
        )

    def layers_above(self) -> list[str]:
        """Return the layers of ``torch.nn`` among its bases."""
        dotted = [base.dotted for base in self.bases if isinstance(base, Library)]
        names = [one.rpartition(".")[2] for one in dotted if one.startswith("torch.nn.")]
        own = [name for name in names if name not in ("Module", *HOLDERS) and not name.endswith("Loss")]
        return own + [name for base in self.bases if isinstance(base, Class) for name in base.layers_above()]


@dataclass(eq=False)
class Instance:
    """An object of a class of the text; its modules are its attributes, or `held` in a Sequential."""

    of: Class
    line: int
    attributes: dict[str, Any] = field(default_factory=dict)
    held: Holder | None = None
    base: Layer | None = None  # the layer of torch.nn that its class inherits from
    started: bool = False  # whether nn.Module's __init__ has run


@dataclass(eq=False)
class Function:
    """A function or a method, with the names around it."""

    name: str
    node: ast.FunctionDef | ast.Lambda
    scope: Scope
    owner: Class | None = None
    kind: str = ""  # staticmethod, classmethod or property
    defaults: list[Any] = field(default_factory=list)
    named_defaults: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Bound:
    """A method of an object, or of a class of it after ``super()``."""

    of: Any
    name: str
    line: int
    after: Class | None = None


@dataclass(eq=False)
class Partial:
    """A call that has some of its arguments already, of ``functools.partial``."""

    of: Any
    unnamed: list[Any]
    named: dict[str, Any]


@dataclass(eq=False)
class Scope:
    """Names of a function, of a class or of the text, and the names around them."""

    names: dict[str, Any]
    around: Scope | None = None
    body_of: Class | None = None  # where it holds the members of a class

    def find(self, name: str, otherwise: Any = None) -> Any:
        """Return what a name stands for, here or around here."""
        if name in self.names:
            return self.names[name]
        return self.around.find(name, otherwise) if self.around else otherwise


@dataclass(frozen=True)
class Library:
    """Something of a package, by its whole name."""

    dotted: str


@dataclass(frozen=True)
class Unknown:
    """What is not followed; it is refused where a row depends on it."""

    reason: str
    line: int

    def refuse(self) -> NotUnderstood:
        """Return why what depends on it is refused."""
        return NotUnderstood(self.reason, self.line)


@dataclass(frozen=True)
class OwnWeight(Unknown):
    """The weight or the bias of a layer, or what arithmetic makes of it; its values are not known."""

    layer: Layer


@dataclass(frozen=True)
class Filled(Unknown):
    """Numbers of a known size, of ``torch.ones`` and its like, which a parameter may begin with."""

    size: tuple[int, ...]


@dataclass(frozen=True)
class Parameter:
    """An ``nn.Parameter``, or what arithmetic of each of its entries makes of it, in an order of axes of its own."""

    layer: Layer  # the row that it is, once something is multiplied by it or added to it
    size: tuple[int, ...]
    count: int  # of its entries, of which this may be a part


@dataclass(frozen=True)
class Weights(Unknown):
    """What is gone through to set weights: ``self.modules()`` and its like; nothing here depends on it."""


@dataclass(eq=False)
class Tensor:
    """The output of a row; rank is how many spatial axes it has, where that is known, and channels likewise.

    With `expanded` its axes of one cell are repeated to the sizes of that row; with `single` it is one number for each
    example, without an axis. `views` are the rows that share its memory, of which it takes the channels of `part`; it
    is `stale` after another of them was changed in place.
    """

    row: int
    rank: int | None = None
    channels: int | None = None
    expanded: int | None = None
    single: bool = False
    views: list[Tensor] = field(default_factory=list)
    part: tuple[int, float] = (0, inf)
    stale: bool = False

    def share(self, other: Tensor, start: int = 0, stop: float = inf) -> Tensor:
        """Look at the memory of another row, or at some of its channels."""
        first, last = other.part
        self.part = (first + start, min(first + stop, last)) if other.rank else other.part
        self.views = other.views
        self.views += [one for one in (other, self) if one not in self.views]
        return self

    def outdate(self) -> None:
        """Say of all other rows that look at the same values that they are changed."""
        first, last = self.part
        for one in self.views:
            one.stale |= one is not self and one.part[0] < last and first < one.part[1]

    def become(self, other: Tensor) -> Tensor:
        """Stand for another row from now on, under all names, as after work in place."""
        self.row, self.rank, self.channels = other.row, other.rank, other.channels
        self.expanded, self.single = other.expanded, other.single
        return self


@dataclass(frozen=True, eq=False)
class Stack:
    """Rows side by side along a new axis, which is counted with the batch."""

    rows: list[Tensor]
    dim: int


@dataclass(frozen=True, eq=False)
class Indices:
    """Where the largest values stood that a pool kept, which an unpooling row takes: the row of the pool."""

    row: int


@dataclass(frozen=True, eq=False)
class Shape:
    """``x.shape``, or a part of it."""

    of: Tensor
    first: int = 0


@dataclass(frozen=True)
class Differ:
    """Whether the sizes of two rows differ, which is known only when it runs."""

    left: int
    right: int


@dataclass(frozen=True)
class Slice:
    """``a:b:c`` between brackets."""

    start: Any
    stop: Any
    step: Any


def is_module(found: Any) -> bool:
    """Return whether it is a layer, or holds layers."""
    return isinstance(found, (Layer, Holder)) or (isinstance(found, Instance) and is_network(found.of))


def is_network(of: Class) -> bool:
    """Return whether a class has a ``forward``, or comes from one of ``torch.nn``."""
    base = of.comes_from("Sequential") or of.comes_from("Module") or bool(of.layers_above())
    return base or of.find("forward")[1] is not None


def children(of: Any) -> dict[str, Any]:
    """Return the modules that a module holds, by their names."""
    if isinstance(of, Holder):
        return {name: one for name, one in of.items.items() if one is not None}
    if not isinstance(of, Instance):
        return {}
    inside = {name: one for name, one in of.attributes.items() if is_module(one)}
    return inside | (of.held.items if of.held else {})
