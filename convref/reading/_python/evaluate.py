"""Expressions of Python, followed with values that are known when the text is read; nothing is executed."""

from __future__ import annotations

import ast
import difflib
from typing import Any

from convref.reading._python import builtins
from convref.reading._python.objects import Bound, Class, Function, Instance, Library, Scope, Slice, Unknown
from convref.reading._python.operations import ADVICE, Operations

DEEPEST = 40  # functions that call each other


class Evaluate(Operations):
    """Follows expressions. Each method for a node of `ast` ends with the node's name."""

    def _defined(self, name: str, node: Any, around: Scope, scope: Scope) -> Function:
        values = [self.value(one, scope) for one in node.args.defaults]
        named = {
            one.arg: self.value(usual, scope)
            for one, usual in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if usual is not None
        }
        return Function(name, node, around, defaults=values, named_defaults=named)

    def value(self, node: ast.expr, scope: Scope) -> Any:
        """Return what an expression stands for."""
        self._step(node)
        method = getattr(self, f"get_{type(node).__name__}", None)
        if method is None:
            raise self.not_read(node)
        return method(node, scope)

    def get_Constant(self, node: ast.Constant, scope: Scope) -> Any:
        """Return a number, a word, True, False or None."""
        if isinstance(node.value, (int, float, str, type(None), type(...))):
            return node.value
        raise self.not_read(node)

    def get_Name(self, node: ast.Name, scope: Scope) -> Any:
        """Return what a name stands for, here or around here."""
        found = scope.find(node.id, builtins.NONE)
        return self.usual_name(node.id) if found is builtins.NONE else found

    def usual_name(self, name: str) -> Any:
        """Return what a name stands for that the text does not explain."""
        if name in builtins.NAMES:
            return Library(f"builtins.{name}")
        more = "; if it is a class, put it into the text" if name[:1].isupper() else ""
        return Unknown(f"{name} is not defined here{more}", self.line)

    def get_Attribute(self, node: ast.Attribute, scope: Scope) -> Any:
        """Return an attribute."""
        found = self.value(node.value, scope)
        self.line = node.lineno
        return self.attribute(found, node.attr)

    def get_Subscript(self, node: ast.Subscript, scope: Scope) -> Any:
        """Return an entry, or some of them."""
        found, at = self.value(node.value, scope), self.value(node.slice, scope)
        self.line = node.lineno
        return self.entry(found, at)

    def get_Slice(self, node: ast.Slice, scope: Scope) -> Slice:
        """Return from where to where entries are taken."""
        return Slice(*(one and self.value(one, scope) for one in (node.lower, node.upper, node.step)))

    def get_Tuple(self, node: ast.Tuple, scope: Scope) -> tuple[Any, ...]:
        """Return several values."""
        return tuple(self._several(node.elts, scope))

    def get_List(self, node: ast.List, scope: Scope) -> list[Any]:
        """Return a list."""
        return self._several(node.elts, scope)

    def _several(self, nodes: list[ast.expr], scope: Scope) -> list[Any]:
        found: list[Any] = []
        for one in nodes:
            if isinstance(one, ast.Starred):
                found += self.listed(self.value(one.value, scope))
            else:
                found.append(self.value(one, scope))
        return found

    def get_Dict(self, node: ast.Dict, scope: Scope) -> dict[Any, Any]:
        """Return values by their keys."""
        made: dict[Any, Any] = {}
        for key, one in zip(node.keys, node.values, strict=True):
            if key is None:
                made |= self.mapped(self.value(one, scope))
            else:
                made[self.key(self.value(key, scope))] = self.value(one, scope)
        return made

    def get_JoinedStr(self, node: ast.JoinedStr, scope: Scope) -> Any:
        """Return a word with values in it."""
        if any(
            isinstance(one, ast.FormattedValue) and (one.format_spec or one.conversion != -1) for one in node.values
        ):
            return Unknown("a word with values in a format of their own is not followed", self.line)
        parts = [self.value(one.value if isinstance(one, ast.FormattedValue) else one, scope) for one in node.values]
        unknown = next((one for one in parts if not isinstance(one, (int, float, str))), None)
        return "".join(map(str, parts)) if unknown is None else Unknown("a word with values in it", self.line)

    def get_UnaryOp(self, node: ast.UnaryOp, scope: Scope) -> Any:
        """Return the opposite."""
        if isinstance(node.op, ast.Not):
            return not self.condition(node.operand, scope)
        return self.signed(type(node.op).__name__, self.value(node.operand, scope))

    def get_BinOp(self, node: ast.BinOp, scope: Scope) -> Any:
        """Return a sum, a product and the like."""
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        self.line = node.lineno
        return self.operate(type(node.op).__name__, left, right)

    def get_BoolOp(self, node: ast.BoolOp, scope: Scope) -> Any:
        """Return the first value that decides; what is not known does not matter where a later one does."""
        found: Any = None
        for at, one in enumerate(node.values):
            found = self.value(one, scope)
            if isinstance(found, Unknown) and self._decided(node, at + 1, scope):
                return isinstance(node.op, ast.Or)
            if self.truth(found) == isinstance(node.op, ast.Or):
                break
        return found

    def _decided(self, node: ast.BoolOp, start: int, scope: Scope) -> bool:
        """Return whether one of the values from a place on, which calls nothing, decides by itself."""
        for one in node.values[start:]:
            if not any(isinstance(inside, ast.Call) for inside in ast.walk(one)):
                found = self.value(one, scope)
                if isinstance(found, (bool, int)) and bool(found) == isinstance(node.op, ast.Or):
                    return True
        return False

    def get_Compare(self, node: ast.Compare, scope: Scope) -> Any:
        """Return whether all of a chain of comparisons hold."""
        left = self.value(node.left, scope)
        for sign, one in zip(node.ops, node.comparators, strict=True):
            right = self.value(one, scope)
            held = self.compare(type(sign).__name__, left, right)
            if held is not True:
                return held
            left = right
        return True

    def get_IfExp(self, node: ast.IfExp, scope: Scope) -> Any:
        """Return the value whose condition holds."""
        return self.value(node.body if self.condition(node.test, scope) else node.orelse, scope)

    def get_ListComp(self, node: Any, scope: Scope) -> list[Any]:
        """Return a list that a loop makes."""
        return [self.value(node.elt, inside) for inside in self._turns(node.generators, Scope({}, scope))]

    get_GeneratorExp = get_ListComp

    def grow(self, found: list[Any], more: ast.expr, scope: Scope) -> None:
        """Put entries to the end of a list; those of a generator see it grow."""
        if isinstance(more, ast.GeneratorExp):
            for inside in self._turns(more.generators, Scope({}, scope)):
                found.append(self.value(more.elt, inside))
        else:
            found.extend(self.listed(self.value(more, scope)))

    def get_DictComp(self, node: ast.DictComp, scope: Scope) -> dict[Any, Any]:
        """Return values by their keys, as a loop makes them."""
        turns = self._turns(node.generators, Scope({}, scope))
        return {self.key(self.value(node.key, inside)): self.value(node.value, inside) for inside in turns}

    def _turns(self, loops: list[ast.comprehension], scope: Scope) -> Any:
        first, *others = loops
        for one in self.listed(self.value(first.iter, scope)):
            self.assign(first.target, one, scope)  # one scope for all turns: a lambda sees the last one
            if all(self.condition(test, scope) for test in first.ifs):
                yield from self._turns(others, scope) if others else (scope,)

    def get_Lambda(self, node: ast.Lambda, scope: Scope) -> Function:
        """Return a function without a name."""
        return self._defined("lambda", node, scope, scope)

    def get_Call(self, node: ast.Call, scope: Scope) -> Any:
        """Return what a call gives."""
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return self._super(node, scope)
        callee = self.value(node.func, scope)
        if (
            isinstance(callee, Bound)
            and isinstance(callee.of, list)
            and callee.name == "extend"
            and len(node.args) == 1
        ):
            return self.grow(callee.of, node.args[0], scope)
        unnamed = self._several(node.args, scope)
        named: dict[str, Any] = {}
        for one in node.keywords:
            found = self.value(one.value, scope)
            named |= {one.arg: found} if one.arg else self.mapped(found)
        self.line = node.lineno
        return self.call(callee, unnamed, named)

    def _super(self, node: ast.Call, scope: Scope) -> Any:
        owner, me = scope.find("__owner__"), scope.find("__self__")
        if not isinstance(owner, Class) or not isinstance(me, Instance):
            raise self.not_read(node)
        return Bound(me, "", node.lineno, owner)

    def run(self, function: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a function of the text gives."""
        if not isinstance(function, Function):  # What has a method's name may be a class or a value.
            raise self.refuse("this cannot be called")
        line, self.depth = self.line, self.depth + 1
        if self.depth > DEEPEST:
            raise self.refuse(f"{function.name} calls itself too often")
        names = self.bound(function, unnamed, named)
        if function.owner:
            names["__owner__"] = function.owner
            if function.kind != "staticmethod" and unnamed:
                names["__self__"] = unnamed[0]
        inside = Scope(names, function.scope)
        if isinstance(function.node, ast.Lambda):
            found = self.value(function.node.body, inside)
        else:
            left = self.block(function.node.body, inside)
            found = left[0] if isinstance(left, tuple) else None
        self.depth -= 1
        self.line = line
        return found

    def bound(self, function: Function, unnamed: list[Any], named: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of a function of the text by their names."""
        given = function.node.args
        places = [one.arg for one in (*given.posonlyargs, *given.args)]
        allowed = [*places, *(one.arg for one in given.kwonlyargs)]
        names = dict(zip(places[len(places) - len(function.defaults) :], function.defaults, strict=True))
        names |= function.named_defaults
        names |= dict(zip(places, unnamed, strict=False))
        more = {name: one for name, one in named.items() if name not in allowed}
        names |= {name: one for name, one in named.items() if name in allowed}
        if given.vararg:
            names[given.vararg.arg] = tuple(unnamed[len(places) :])
        elif len(unnamed) > len(places):
            raise self.refuse(f"{function.name} takes {len(places)} arguments, got {len(unnamed)}")
        if given.kwarg:
            names[given.kwarg.arg] = more
        elif more:
            raise self.refuse(f"{function.name} has no argument {next(iter(more))}")
        missing = [name for name in allowed if name not in names]
        if missing:
            raise self.refuse(f"{function.name} needs {', '.join(missing)}")
        return names

    def condition(self, node: ast.expr, scope: Scope) -> bool:
        """Return whether a condition holds."""
        return self.truth(self.value(node, scope))

    def call(self, callee: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a call gives; of plain values, their methods."""
        if isinstance(callee, Unknown):
            return callee
        if isinstance(callee, Function):
            return self.run(callee, unnamed, named)
        if isinstance(callee, Bound):
            found = builtins.method(callee.of, callee.name, unnamed, named)
            if found is not builtins.NONE:
                return found
            if isinstance(callee.of, (list, dict)) and callee.name in (*builtins.CHANGING, "__init__"):
                raise self.refuse(f"{callee.name}() {ADVICE}")
            self._check_method(callee)
            return Unknown(f"{callee.name}() {ADVICE}", self.line)
        raise self.refuse("this cannot be called")

    def _check_method(self, bound: Bound) -> None:
        """Refuse a method that no list has, such as ``appnd``."""
        if isinstance(bound.of, list) and not hasattr(bound.of, bound.name):
            near = difflib.get_close_matches(bound.name, dir(list), 1)
            raise self.refuse(f"a list has no {bound.name}{f'; did you mean {near[0]}?' if near else ''}")

    def block(self, nodes: list[ast.stmt], scope: Scope) -> Any:
        """Follow statements; `Python` does."""
        raise NotImplementedError

    def assign(self, target: ast.expr, found: Any, scope: Scope) -> None:
        """Give a value a name; `Python` does."""
        raise NotImplementedError
