"""Statements of Python, followed with values that are known when the text is read; nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from convref.reading._python.builtins import CHANGING
from convref.reading._python.evaluate import Evaluate
from convref.reading._python.objects import Class, Differ, Function, Library, Scope, Unknown, Weights


class Python(Evaluate):
    """Follows statements. Each method for a node of `ast` ends with the node's name.

    It returns None, 'break', 'continue' or a tuple with what a function returns.
    """

    def block(self, nodes: list[ast.stmt], scope: Scope) -> Any:
        """Follow statements until one of them leaves the block."""
        for node in nodes:
            left = self.statement(node, scope)
            if left is not None:
                return left
        return None

    def statement(self, node: ast.stmt, scope: Scope) -> Any:
        """Follow one statement."""
        self._step(node)
        method = getattr(self, f"do_{type(node).__name__}", None)
        if method is None:
            raise self.not_read(node)
        return method(node, scope)

    def do_Pass(self, node: ast.Pass, scope: Scope) -> None:
        """Do nothing."""

    def do_Expr(self, node: ast.Expr, scope: Scope) -> None:
        """Follow a call for what it does."""
        self.value(node.value, scope)

    def do_Return(self, node: ast.Return, scope: Scope) -> tuple[Any]:
        """Leave a function."""
        return (self.value(node.value, scope) if node.value else None,)

    def do_Break(self, node: ast.Break, scope: Scope) -> str:
        """Leave a loop."""
        return "break"

    def do_Continue(self, node: ast.Continue, scope: Scope) -> str:
        """Go on with the next turn of a loop."""
        return "continue"

    def do_Assign(self, node: ast.Assign, scope: Scope) -> None:
        """Give names to a value; a generator would see what its names stand for later."""
        if isinstance(node.value, ast.GeneratorExp):
            raise self.refuse("a generator that is kept for later is not followed; a list is")
        found = self.value(node.value, scope)
        for target in node.targets:
            self.assign(target, found, scope)

    def do_AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:
        """Give a name to a value; its type is not looked at."""
        if node.value:
            self.assign(node.target, self.value(node.value, scope), scope)

    def do_AugAssign(self, node: ast.AugAssign, scope: Scope) -> None:
        """Change what a name stands for; a list keeps its other names."""
        old = self.value(_loaded(node.target), scope)
        if isinstance(old, list) and isinstance(node.op, ast.Add):
            self.grow(old, node.value, scope)
        else:
            more = self.value(node.value, scope)
            self.assign(node.target, self.operate_in_place(type(node.op).__name__, old, more), scope)

    def do_Delete(self, node: ast.Delete, scope: Scope) -> None:
        """Leave out a name, an attribute or an entry; a row itself stays what it is."""
        for target in node.targets:
            for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(one, ast.Name) and one.id in scope.names:
                    del scope.names[one.id]
                elif isinstance(one, ast.Attribute):
                    self.delete_attribute(self.value(one.value, scope), one.attr)
                elif isinstance(one, ast.Subscript):
                    self.delete_entry(self.value(one.value, scope), self.value(one.slice, scope))
                else:
                    raise self.not_read(node)

    def do_If(self, node: ast.If, scope: Scope) -> Any:
        """Follow the branch whose condition holds; what fits the sizes of rows that differ does nothing to others."""
        found = self.value(node.test, scope)
        if isinstance(found, Differ) and not node.orelse:
            return self.fitted(node, found, scope)
        return self.block(node.body if self.truth(found) else node.orelse, scope)

    def fitted(self, node: ast.If, found: Differ, scope: Scope) -> None:
        """Follow what is done where the sizes of two rows differ; `Modules` does."""
        raise NotImplementedError

    def do_For(self, node: ast.For, scope: Scope) -> Any:
        """Follow each turn of a loop."""
        found = self.value(node.iter, scope)
        if isinstance(found, Weights):
            return self.pass_over(node, node.target)
        return self._loop(node, self._entries(node.target, found, scope), scope)

    def _entries(self, target: ast.expr, found: Any, scope: Scope) -> Iterator[None]:
        """Take a turn with each entry of a list, which may grow meanwhile."""
        for one in found if isinstance(found, list) else self.listed(found):
            self.assign(target, one, scope)
            yield

    def _loop(self, node: ast.For | ast.While, turns: Iterator[None], scope: Scope) -> Any:
        """Follow the turns of a loop until it is left."""
        for _ in turns:
            left = self.block(node.body, scope)
            if left == "break":
                return None
            if left is not None and left != "continue":
                return left
        return self.block(node.orelse, scope)

    def pass_over(self, node: ast.AST, target: ast.expr | None = None) -> None:
        """Leave out what only sets weights; refuse what changes something else, or calls the modules."""
        called = {one.id for one in ast.walk(target) if isinstance(one, ast.Name)} if target else set()
        for one in ast.walk(node):
            changed = one.target if isinstance(one, ast.AugAssign) else one
            stored = isinstance(changed, (ast.Attribute, ast.Subscript)) and not isinstance(changed.ctx, ast.Load)
            if _calls(one, called) or ((stored or isinstance(one, ast.AugAssign)) and not is_weight(changed)):
                self.line = getattr(one, "lineno", self.line)
                raise self.refuse("what is done here to all modules is not followed, unless it sets weights")

    def do_While(self, node: ast.While, scope: Scope) -> Any:
        """Follow a loop as long as its condition holds."""
        return self._loop(node, self._while(node, scope), scope)

    def _while(self, node: ast.While, scope: Scope) -> Iterator[None]:
        while self.condition(node.test, scope):
            self._step(node)
            yield

    def do_With(self, node: ast.With, scope: Scope) -> Any:
        """Follow what stands under ``with torch.no_grad()`` and its like."""
        for one in node.items:
            found = self.value(one.context_expr, scope)
            if one.optional_vars:
                self.assign(one.optional_vars, found, scope)
        return self.block(node.body, scope)

    def do_Assert(self, node: ast.Assert, scope: Scope) -> None:
        """Refuse what the text itself refuses."""
        found = self.value(node.test, scope)
        if found is False or found is None or (type(found) in (int, float, str, tuple, list, dict) and not found):
            raise self.refuse(f"this does not hold: {ast.unparse(node.test)[:60]}")

    def do_Raise(self, node: ast.Raise, scope: Scope) -> None:
        """Refuse what the text itself refuses."""
        raise self.refuse(f"the text itself stops here: {ast.unparse(node)[:60]}")

    def do_FunctionDef(self, node: ast.FunctionDef, scope: Scope) -> None:
        """Remember a function."""
        self._check_marks(node, scope)
        marks = [one.id for one in node.decorator_list if isinstance(one, ast.Name)]
        kind = next((one for one in ("staticmethod", "classmethod", "property") if one in marks), "")
        around = scope.around if scope.body_of and scope.around else scope
        made = self._defined(node.name, node, around, scope)
        made.owner, made.kind = scope.body_of, kind
        scope.names[node.name] = made

    def _check_marks(self, node: ast.FunctionDef | ast.ClassDef, scope: Scope) -> None:
        """Refuse a decorator of the text, and one that gives the same object twice."""
        for one in node.decorator_list:
            called = one.func if isinstance(one, ast.Call) else one
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found = scope.find(name) if isinstance(called, ast.Name) else None
            if isinstance(found, (Function, Class)) or name in ("lru_cache", "cache"):
                raise self.refuse(f"the decorator {name} is not followed")

    def do_ClassDef(self, node: ast.ClassDef, scope: Scope) -> None:
        """Remember a class."""
        self._check_marks(node, scope)
        made = Class(node.name, node.lineno, [self.value(one, scope) for one in node.bases], {})
        inside = Scope({}, scope, made)
        self.block(node.body, inside)
        made.members = inside.names
        scope.names[node.name] = made

    def do_Import(self, node: ast.Import, scope: Scope) -> None:
        """Remember what a name of a package stands for."""
        for one in node.names:
            scope.names[one.asname or one.name.split(".")[0]] = Library(
                one.name if one.asname else one.name.split(".")[0]
            )

    def do_ImportFrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        """Remember what a name out of a package stands for."""
        for one in node.names:
            if one.name != "*":
                scope.names[one.asname or one.name] = Library(f"{node.module or ''}.{one.name}")

    def assign(self, target: ast.expr, found: Any, scope: Scope) -> None:
        """Give a name, an attribute, an entry or several of them a value."""
        if isinstance(target, ast.Name):
            scope.names[target.id] = found
        elif isinstance(target, ast.Attribute):
            self.set_attribute(self.value(target.value, scope), target.attr, found)
        elif isinstance(target, ast.Subscript):
            self.set_entry(self.value(target.value, scope), self.value(target.slice, scope), found)
        elif isinstance(target, (ast.Tuple, ast.List)) and not isinstance(found, Unknown):
            entries = self.listed(found)
            if len(entries) != len(target.elts) or any(isinstance(one, ast.Starred) for one in target.elts):
                raise self.not_read(target)
            for one, entry in zip(target.elts, entries, strict=True):
                self.assign(one, entry, scope)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for one in target.elts:
                self.assign(one, found, scope)
        else:
            raise self.not_read(target)


def _calls(node: ast.AST, modules: set[str]) -> bool:
    """Return whether one of some modules is called, or something that changes them."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        return node.func.attr in CHANGING
    return isinstance(node.func, ast.Name) and node.func.id in {"setattr", "delattr", *modules}


_WEIGHTS = ("weight", "bias", "data", "grad", "requires_grad", "training", "eps", "momentum", "inplace")


def is_weight(target: Any) -> bool:
    """Return whether something like ``m.weight.data[0]`` is set, which changes no row."""
    while isinstance(target, (ast.Attribute, ast.Subscript)):
        if isinstance(target, ast.Attribute) and target.attr in _WEIGHTS:
            return True
        target = target.value
    return False


def _loaded(target: Any) -> Any:
    """Return the target of an assignment as the expression of its value."""
    return ast.parse(ast.unparse(target), mode="eval").body if not isinstance(target, ast.Name) else target
