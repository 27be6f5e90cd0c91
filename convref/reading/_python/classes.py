"""Code that makes a network by classes, functions and loops: which network is meant, and the rows of its forward."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from convref._kinds import KINDS
from convref.modules import Module
from convref.network._wording import numbered
from convref.reading._calls import NotUnderstood, parsed, refuse_repeated
from convref.reading._code import WEIGHTED
from convref.reading._python.evaluate import DEEPEST
from convref.reading._python.inputs import Inputs
from convref.reading._python.leftover import check_made
from convref.reading._python.names import changed, changed_inside, needed, root, used_in, wrapped
from convref.reading._python.objects import (
    Class,
    Function,
    Instance,
    Layer,
    Parameter,
    Scope,
    Tensor,
    Unknown,
    children,
    is_module,
    is_network,
)


@dataclass(frozen=True)
class Followed:
    """The rows of a network, and what should be known of how they were read."""

    modules: list[Module]
    notes: list[str]


def read_classes(text: str) -> Followed:
    """Return the rows of the network that a text makes."""
    tree = parsed(text)
    refuse_repeated(tree)
    try:
        return _Text(tree).followed()
    except RecursionError:
        raise NotUnderstood("this is nested too deeply", 1) from None


class _Text(Inputs):
    """Follows the statements of a text, and remembers the networks that it makes."""

    def __init__(self, tree: ast.Module) -> None:
        super().__init__()
        self.tree = tree
        self.scope = Scope({})
        self.scopes = [self.scope]  # of the text, and of the functions that are followed as it is
        self.shown: Any = None  # the network of a last line that only names or makes one
        self.failed: list[NotUnderstood] = []
        self.unsure: list[tuple[Any, NotUnderstood]] = []  # networks that may have been changed since

    def followed(self) -> Followed:
        """Return the rows of the network that is meant."""
        for node in self.tree.body:
            self._top(node)
        network = self._network()
        for one, error in self.unsure:
            if one in [network, *_inside(network)]:
                raise error
        self._name(network, "")
        self.frozen = False
        self.line = getattr(network, "line", 1)
        ranks = {KINDS[one.kind].rank for one in _layers(network) if one.kind in KINDS} - {0}
        inputs = self.inputs_of(network, ranks.pop() if len(ranks) == 1 else None)
        output = self.call(network, inputs, {})
        self.check_alike(network, inputs)
        self._check_output(output)
        if isinstance(output, Tensor) and output.row != len(self.modules):
            self.emit("Identity", [output])  # The last row of a network is what it gives.
        return Followed(self.modules, [*self.notes, *self._shared(), *self._unused(network)])

    def _top(self, node: ast.stmt) -> None:
        """Follow a statement of the text; what is not read, such as a loop that trains, is left out."""
        depth = self.depth
        try:
            if isinstance(node, ast.If):
                for one in node.body if self.condition(node.test, self.scope) else node.orelse:
                    self._top(one)
            elif (script := self._script(node)) is not None:
                self._follow_script(*script)
            elif isinstance(node, ast.Expr):
                found = self.value(node.value, self.scope)
                self.shown = found if is_module(found) and not isinstance(node.value, ast.Constant) else self.shown
                self._met(node, found)
            else:
                self.statement(node, self.scope)
                if isinstance(node, ast.Assign) and self._speaks_of_classes(node):
                    self._not_made(node)
        except NotUnderstood as error:
            self.depth = depth
            self._leave_out(node, error)

    def _script(self, node: ast.stmt) -> tuple[Function, list[Any]] | None:
        """Return a function that is called for what it does, such as ``main()``, with its arguments."""
        call = node.value if isinstance(node, ast.Expr) else None
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.keywords:
            return None
        made = self.scope.find(call.func.id)
        if not isinstance(made, Function) or any(isinstance(one, ast.Return) for one in ast.walk(made.node)):
            return None
        return made, [self.value(one, self.scope) for one in call.args]

    def _follow_script(self, function: Function, unnamed: list[Any]) -> None:
        """Follow the statements of a function as those of the text, each by itself."""
        outside, self.depth = self.scope, self.depth + 1
        if self.depth > DEEPEST:
            raise self.refuse(f"{function.name} calls itself too often")
        self.scope = Scope(self.bound(function, unnamed, {}), function.scope)
        self.scopes.append(self.scope)
        for one in function.node.body if isinstance(function.node, ast.FunctionDef) else ():
            self._top(one)
        self.scope, self.depth = outside, self.depth - 1

    def _met(self, node: ast.Expr, found: Any) -> None:
        """Refuse a call whose result is not read where it makes the network."""
        if isinstance(found, Unknown) and self._speaks_of_classes(node) and not isinstance(node.value, ast.Name):
            self.failed.append(found.refuse())

    def _not_made(self, node: ast.Assign) -> None:
        """Remember why a network that was to be made is not known."""
        for target in node.targets:
            found = self.scope.names.get(target.id) if isinstance(target, ast.Name) else None
            if isinstance(found, Unknown):
                self.failed.append(found.refuse())

    def _leave_out(self, node: ast.stmt, error: NotUnderstood) -> None:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            raise error
        unknown = Unknown(str(error), error.line)
        only_wrapped = set(wrapped(node)) - set(changed_inside(node)) if isinstance(node, ast.If) else set()
        for name in (*changed(node), *self._given(node), *self._altered(node)):
            found = self.scope.find(name)
            if is_module(found) and name in only_wrapped:
                continue
            if is_module(found):
                self.unsure.append((found, error))
            if is_module(found) or name not in self.scope.names:
                self.failed.append(error)
            self.scope.names[name] = unknown
        if self._speaks_of_classes(node):
            self.failed.append(error)

    def _given(self, node: ast.AST) -> list[str]:
        """Return the names of lists and dicts that a statement hands to what is not read, which may change them."""
        calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
        names = [one.id for call in calls for one in call.args if isinstance(one, ast.Name)]
        return [name for name in names if isinstance(self.scope.find(name), (list, dict))]

    def _altered(self, node: ast.AST) -> Iterator[str]:
        """Yield the names of networks that a statement hands to a function of the text which sets more than weights."""
        for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
            given = [(call.func, place, one) for place, one in enumerate(call.args)]
            if isinstance(call.func, ast.Attribute) and call.func.attr == "apply":
                given = [(one, 0, call.func.value) for one in call.args]
            for function, place, one in given:
                made = self.scope.find(function.id) if isinstance(function, ast.Name) else None
                if not isinstance(made, Function):
                    continue
                names = [each.arg for each in made.node.args.args][place : place + 1]
                if set(names) & set(changed_inside(made.node)):
                    yield from root(one)

    def _speaks_of_classes(self, node: ast.AST) -> bool:
        """Return whether a statement may make a network: it names a class of the text, or calls a function of it."""
        calls = {one.func for one in ast.walk(node) if isinstance(one, ast.Call)}
        for one in ast.walk(node):
            found = self.scope.find(one.id) if isinstance(one, ast.Name) else None
            if (isinstance(found, Class) and is_network(found)) or (one in calls and isinstance(found, Function)):
                return True
        return False

    def _network(self) -> Any:
        """Return the network that is meant: the one that a last line names, the one that is made, or its class."""
        if self.shown is not None:
            return self.shown
        found = [pair for scope in self.scopes for pair in scope.names.items()]
        made = {id(one): (name, one) for name, one in found if is_module(one)}
        inside = {id(more) for _, one in made.values() for more in _inside(one)}
        free = [pair for key, pair in made.items() if key not in inside and pair[0] != "_"]
        whole = [pair for pair in free if not isinstance(pair[1], Layer)] or free
        if len(whole) > 1:
            names = ", ".join(name for name, _ in whole)
            raise self.refuse(f"several networks are made here: {names}; end the text with the name of one")
        if whole:
            return whole[0][1]
        if self.failed:
            raise self.failed[0]
        return self._of_class()

    def _of_class(self) -> Any:
        """Return a network of the only class that no other one uses."""
        classes = [one for one in self.scope.names.values() if isinstance(one, Class) and is_network(one)]
        used = self._used()
        roots = [one for one in classes if one.name not in used] or classes[-1:]
        single = [one for one in roots if len(needed(one.find("forward")[0])) <= 1]
        roots = single or roots
        if not roots:
            raise NotUnderstood("no network is made here; end the text with a line that makes one", 1)
        if len(roots) > 1:
            names = ", ".join(one.name for one in roots)
            raise NotUnderstood(
                f"several networks are defined here: {names}; end the text with a line that makes one, "
                f"such as {roots[0].name}()",
                roots[1].line,
            )
        return self._made_alone(roots[0])

    def _made_alone(self, of: Class) -> Any:
        """Return a network of a class that needs no arguments."""
        missing = needed(of.find("__init__")[0])
        if missing:
            example = ", ".join(f"{name}=…" for name in missing)
            raise NotUnderstood(
                f"{of.name} needs {', '.join(missing)}; end the text with a line such as {of.name}({example})", of.line
            )
        self.line = of.line
        return self.call(of, [], {})

    def _used(self) -> set[str]:
        """Return the names that classes use, by themselves or through functions."""
        nodes = {one.name: one for one in self.tree.body if isinstance(one, (ast.ClassDef, ast.FunctionDef))}
        waiting: list[ast.AST] = [one for one in nodes.values() if isinstance(one, ast.ClassDef)]
        used: set[str] = set()
        while waiting:
            new = set(used_in(waiting.pop())) - used
            used |= new
            waiting += [nodes[name] for name in new if isinstance(nodes.get(name), ast.FunctionDef)]
        return used

    def _check_output(self, found: Any) -> None:
        """Refuse where what a network gives does not come from rows."""
        outputs = list(_outputs(found))
        for one in outputs:
            if isinstance(one, Unknown):
                raise one.refuse()
        rows = [one for one in outputs if isinstance(one, Tensor)]
        if not rows:
            raise self.refuse("forward gives no row here")
        for one in rows:
            self._check_row(one)
        if any(one.single for one in rows):
            self.notes.append("forward gives one number for each example, without the axis of one that the table shows")

    def _check_row(self, found: Tensor) -> None:
        """Refuse an output whose row does not show its shape, or its values."""
        self.line = (self.modules[found.row - 1].line if found.row else 0) or self.line
        if found.expanded:
            raise self.refuse("expand_as is followed in a product or a sum with the row that is its argument")
        if found.stale:
            raise self.refuse("this output was changed in place under another name, which is not followed")
        if found.single and found.rank != 0:
            raise self.refuse("this output has no axis of channels, which is not followed")

    def _name(self, of: Any, path: str) -> None:
        """Remember the name of each layer: where it stands in the network."""
        if isinstance(of, Instance) and of.base:
            self.paths[id(of.base)] = path.removesuffix(".")
        for name, one in _parameters(of):
            self.paths.setdefault(id(one.layer), f"{path}{name}")
        for name, one in children(of).items():
            if id(one) not in self.paths:
                self.paths[id(one)] = f"{path}{name}"
                self.kept.append(one)
                self._name(one, f"{path}{name}.")

    def _shared(self) -> Iterator[str]:
        """Say which rows take the weights of earlier ones."""
        rows = [number for number, one in enumerate(self.modules, start=1) if one.weights_of]
        if rows:
            yield f"{numbered(rows)}: a layer called again, whose weights are counted where it is called first"

    def _unused(self, network: Any) -> Iterator[str]:
        """Say which layers and weights have no row, and which PyTorch does not find."""
        for one in _layers(network):
            if id(one) not in self.called and one.kind in KINDS:
                check_made(one)
            if id(one) not in self.called and (one.kind not in KINDS or one.kind.startswith(WEIGHTED)):
                name = self.paths.get(id(one), f"this {one.kind}")  # One that forward makes has no name.
                yield f"line {one.line}: {name} is never called, so it has no row"
        for one in self.kept:
            free = isinstance(one, Layer) and id(one) not in self.paths and one is not network
            if free and one.kind.startswith(WEIGHTED):
                yield f"line {one.line}: this {one.kind} is in no module, so PyTorch does not find its weights"
        for one in [network, *_inside(network)]:
            for name, held in one.attributes.items() if isinstance(one, Instance) else ():
                if isinstance(held, Unknown) and held.reason.startswith("nn.Parameter"):
                    yield f"line {held.line}: {name} is a weight without a layer, and is not counted"


def _outputs(found: Any) -> Iterator[Any]:
    """Yield what a network gives, out of lists and dicts."""
    if isinstance(found, (list, tuple, dict)):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _outputs(one)
    else:
        yield found


def _inside(of: Any) -> Iterator[Any]:
    for one in children(of).values():
        yield one
        yield from _inside(one)


def _layers(of: Any) -> list[Layer]:
    """Return the layers of a network, each once."""
    modules = [of, *_inside(of)]
    inside = [one.base if isinstance(one, Instance) else one for one in modules]
    inside += [one.layer for module in modules for _, one in _parameters(module)]
    found = {id(one): one for one in inside if isinstance(one, Layer)}
    return list(found.values())


def _parameters(of: Any) -> Iterator[tuple[str, Parameter]]:
    """Yield the parameters that a module holds besides those of its layers."""
    for name, one in of.attributes.items() if isinstance(of, Instance) else ():
        if isinstance(one, Parameter):
            yield name, one
