"""``nn.Sequential(...)`` as code: read by `ast`, never executed."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

from convref.reading._calls import NotUnderstood, arguments, class_name, parsed, unwrapped, value
from convref.reading._tree import Node

WEIGHTED = (
    "Conv", "Lazy", "Linear", "Batch", "Sync", "Group", "Layer", "Instance", "RMS", "PReLU", "Embedding",
    "Scale", "Shift",
)  # fmt: skip
_ADVICE = "is not read, since nothing is executed; print the model and read that"


class _Reader:
    """Reads statement by statement, and remembers what names stand for."""

    def __init__(self) -> None:
        self.prefixes = {"nn", "torch.nn"}
        self.values: dict[str, Any] = {}
        self.made: dict[str, list[Node]] = {}  # a name stands for one module, or for a list of them
        self.lines: dict[str, int] = {}
        self.used: set[str] = set()
        self.network: list[Node] = []

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self._imported(node)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            self._assigned(node.targets[0].id, node.value)
        elif isinstance(node, ast.Expr):
            self.network += self._several(node.value)
        else:
            first = ast.unparse(node).splitlines()[0]
            raise NotUnderstood(f"{first} {_ADVICE}", node.lineno)

    def _imported(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            whole = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
            if whole == "torch.nn":
                self.prefixes.add(alias.asname or alias.name)

    def _assigned(self, name: str, node: ast.expr) -> None:
        if name in self.made and name not in self.used:
            raise NotUnderstood(f"{name} is made in line {self.lines[name]} and never used", node.lineno)
        if isinstance(node, ast.Call) or _holds_call(node):
            self.made[name], self.lines[name] = self._several(node), node.lineno
            self.used.discard(name)
        else:
            self.values[name] = value(node, self.values)

    def _several(self, node: ast.expr) -> list[Node]:
        """Return the modules of a module, or of a list of them."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return [one for element in node.elts for one in self._several(element)]
        if isinstance(node, ast.Name):
            return self._named(node)
        if isinstance(node, ast.Call):
            return [self._module(node)]
        raise NotUnderstood(f"{ast.unparse(node)} {_ADVICE}", node.lineno)

    def _named(self, node: ast.Name) -> list[Node]:
        if node.id not in self.made:
            raise NotUnderstood(f"{node.id} is not defined here", node.lineno)
        if node.id in self.used and any(map(_has_weights, self.made[node.id])):
            raise NotUnderstood(f"{node.id} is used twice, and would share its weights", node.lineno)
        self.used.add(node.id)
        return self.made[node.id]

    def _module(self, node: ast.Call) -> Node:
        inside, parametrization = unwrapped(node, self.values, None, frozenset(self.prefixes))
        if parametrization:
            return self._parametrized(inside, parametrization)
        name = class_name(node.func, frozenset(self.prefixes))
        if name is None:
            raise NotUnderstood(f"{ast.unparse(node.func)} is no class of torch.nn", node.lineno)
        if name == "Sequential":
            return Node(node.lineno, name, children=self._children(node))
        unnamed, named = arguments(node, self.values)
        return Node(node.lineno, name, unnamed=unnamed, named=named)

    def _parametrized(self, node: ast.expr, parametrization: str) -> Node:
        made = self._several(node)
        if len(made) != 1 or made[0].children is not None or made[0].parametrization:
            raise NotUnderstood(f"{parametrization} must get one layer", node.lineno)
        return replace(made[0], parametrization=parametrization)

    def _children(self, node: ast.Call) -> list[Node]:
        if node.keywords:
            raise NotUnderstood("Sequential takes no named argument", node.lineno)
        if len(node.args) == 1 and isinstance(node.args[0], (ast.Call, ast.Dict)):
            pairs = self._pairs(node.args[0])
            if pairs is not None:
                return pairs
        found: list[Node] = []
        for one in node.args:
            starred = isinstance(one, ast.Starred)
            inside = self._several(one.value if isinstance(one, ast.Starred) else one)
            listed = isinstance(one, (ast.List, ast.Tuple)) or len(inside) != 1
            alone = isinstance(one, ast.Starred) and isinstance(one.value, ast.Call) and inside[0].children is None
            if alone or (listed and not starred):
                raise NotUnderstood("Sequential takes modules, or a list with a star in front", one.lineno)
            found += inside
        return [_labelled(child, str(index)) for index, child in enumerate(found)]

    def _pairs(self, node: ast.Call | ast.Dict) -> list[Node] | None:
        """Return the modules of an OrderedDict, under their names; None where it is a module itself."""
        if isinstance(node, ast.Call):
            if ast.unparse(node.func) not in ("OrderedDict", "collections.OrderedDict", "dict"):
                return None
            if len(node.args) != 1 or node.keywords:
                raise NotUnderstood("OrderedDict must get one list of pairs", node.lineno)
            (inside,) = node.args
        else:
            raise NotUnderstood("Sequential takes no dict, only an OrderedDict", node.lineno)
        if isinstance(inside, ast.Dict):
            items = list(zip(inside.keys, inside.values, strict=True))
        else:
            elements = inside.elts if isinstance(inside, (ast.List, ast.Tuple)) else [inside]
            pairs = [one.elts for one in elements if isinstance(one, (ast.Tuple, ast.List)) and len(one.elts) == 2]
            if len(pairs) != len(elements):
                raise NotUnderstood("OrderedDict must get pairs of a name and a module", inside.lineno)
            items = [(first, second) for first, second in pairs]
        return [self._pair(key, module) for key, module in items]

    def _pair(self, key: ast.expr | None, node: ast.expr) -> Node:
        made = self._several(node)
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str) or len(made) != 1:
            raise NotUnderstood("OrderedDict must get pairs of a name and a module", node.lineno)
        return _labelled(made[0], key.value)


def _labelled(node: Node, label: str) -> Node:
    return replace(node, labels=[label])


def _holds_call(node: ast.expr) -> bool:
    return isinstance(node, (ast.List, ast.Tuple)) and any(isinstance(one, ast.Call) for one in ast.walk(node))


def _has_weights(node: Node) -> bool:
    if node.children is not None:
        return any(map(_has_weights, node.children))
    return node.kind.startswith(WEIGHTED)


def read_code(text: str) -> list[Node]:
    """Return the modules of a text of Python."""
    reader = _Reader()
    for statement in parsed(text).body:
        reader.statement(statement)
    if not reader.network and reader.made:
        last = list(reader.made)[-1]
        reader.used.add(last)
        reader.network = reader.made[last]
    for name in reader.made:
        if name not in reader.used:
            raise NotUnderstood(f"{name} is made and never used", reader.lines[name])
    return reader.network
