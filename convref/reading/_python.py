"""Statements and expressions of Python, followed with values that are known when the text is read; nothing is executed.

Each method for a node of `ast` ends with the node's name. Whatever belongs to PyTorch is left to the class that is
derived from this one, in ``_forward``.
"""

from __future__ import annotations

import ast
from typing import Any

from convref.reading import _builtins
from convref.reading._calls import NotUnderstood
from convref.reading._objects import Bound, Class, Function, Instance, Library, Scope, Slice, Unknown, Weights

MOST_STEPS = 400_000
DEEPEST = 40  # functions that call each other
_ADVICE = "is not read, since nothing is executed; print the model and read that"
_FLOW = ("break", "continue")


class Python:
    """Follows statements; remembers the line, and how much has been followed."""

    def __init__(self) -> None:
        self.line = 1
        self.steps = 0
        self.depth = 0
        self.notes: list[str] = []

    def refuse(self, reason: str) -> NotUnderstood:
        """Return a refusal of the line that is being followed."""
        return NotUnderstood(reason, self.line)

    def not_read(self, node: ast.AST) -> NotUnderstood:
        """Return a refusal that quotes what is not read."""
        return self.refuse(f"{ast.unparse(node).splitlines()[0][:60]} {_ADVICE}")

    def _step(self, node: Any) -> None:
        self.line = node.lineno
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise self.refuse("there is too much to follow")

    # Statements: each returns None, 'break', 'continue' or a tuple with what a function returns.

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

    do_Global = do_Nonlocal = do_Pass

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
        """Give names to a value."""
        found = self.value(node.value, scope)
        for target in node.targets:
            self.assign(target, found, scope)

    def do_AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:
        """Give a name to a value; its type is not looked at."""
        if node.value:
            self.assign(node.target, self.value(node.value, scope), scope)

    def do_AugAssign(self, node: ast.AugAssign, scope: Scope) -> None:
        """Change what a name stands for; a list keeps its other names."""
        old, more = self.value(_loaded(node.target), scope), self.value(node.value, scope)
        if isinstance(old, list) and isinstance(node.op, ast.Add):
            old.extend(self.listed(more))
        else:
            self.assign(node.target, self.operate(type(node.op).__name__, old, more), scope)

    def do_If(self, node: ast.If, scope: Scope) -> Any:
        """Follow the branch whose condition holds."""
        return self.block(node.body if self.condition(node.test, scope) else node.orelse, scope)

    def do_For(self, node: ast.For, scope: Scope) -> Any:
        """Follow each turn of a loop."""
        found = self.value(node.iter, scope)
        if isinstance(found, Weights):
            return None
        for one in self.listed(found):
            self.assign(node.target, one, scope)
            left = self.block(node.body, scope)
            if left == "break":
                return None
            if left is not None and left != "continue":
                return left
        return self.block(node.orelse, scope)

    def do_While(self, node: ast.While, scope: Scope) -> Any:
        """Follow a loop as long as its condition holds."""
        while self.condition(node.test, scope):
            self._step(node)
            left = self.block(node.body, scope)
            if left == "break":
                return None
            if left is not None and left != "continue":
                return left
        return self.block(node.orelse, scope)

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
        marks = [one.id for one in node.decorator_list if isinstance(one, ast.Name)]
        kind = next((one for one in ("staticmethod", "classmethod", "property") if one in marks), "")
        owner = scope.names.get("__owner__")
        around = scope.around if isinstance(owner, Class) and scope.around else scope
        made = self._defined(node.name, node, around, scope)
        made.owner, made.kind = owner, kind
        scope.names[node.name] = made

    def _defined(self, name: str, node: Any, around: Scope, scope: Scope) -> Function:
        values = [self.value(one, scope) for one in node.args.defaults]
        named = {
            one.arg: self.value(usual, scope)
            for one, usual in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if usual is not None
        }
        return Function(name, node, around, defaults=values, named_defaults=named)

    def do_ClassDef(self, node: ast.ClassDef, scope: Scope) -> None:
        """Remember a class."""
        made = Class(node.name, node.lineno, [self.value(one, scope) for one in node.bases], {})
        inside = Scope({"__owner__": made}, scope)
        self.block(node.body, inside)
        made.members = {name: one for name, one in inside.names.items() if name != "__owner__"}
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

    # Expressions.

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
        inside: Scope | None = scope
        while inside:
            if node.id in inside.names:
                return inside.names[node.id]
            inside = inside.around
        return self.usual_name(node.id)

    def usual_name(self, name: str) -> Any:
        """Return what a name stands for that the text does not explain."""
        if name in _builtins.NAMES:
            return Library(f"builtins.{name}")
        return Unknown(f"{name} is not defined here", self.line)

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
        """Return the first value that decides."""
        found: Any = None
        for one in node.values:
            found = self.value(one, scope)
            if self.truth(found) == isinstance(node.op, ast.Or):
                break
        return found

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

    def get_DictComp(self, node: ast.DictComp, scope: Scope) -> dict[Any, Any]:
        """Return values by their keys, as a loop makes them."""
        turns = self._turns(node.generators, Scope({}, scope))
        return {self.key(self.value(node.key, inside)): self.value(node.value, inside) for inside in turns}

    def _turns(self, loops: list[ast.comprehension], scope: Scope) -> Any:
        first, *others = loops
        for one in self.listed(self.value(first.iter, scope)):
            inside = Scope(dict(scope.names), scope.around)
            self.assign(first.target, one, inside)
            if all(self.condition(test, inside) for test in first.ifs):
                yield from self._turns(others, inside) if others else (inside,)

    def get_Lambda(self, node: ast.Lambda, scope: Scope) -> Function:
        """Return a function without a name."""
        return self._defined("lambda", node, scope, scope)

    def get_Call(self, node: ast.Call, scope: Scope) -> Any:
        """Return what a call gives."""
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return self._super(node, scope)
        callee = self.value(node.func, scope)
        unnamed = self._several(node.args, scope)
        named: dict[str, Any] = {}
        for one in node.keywords:
            found = self.value(one.value, scope)
            named |= {one.arg: found} if one.arg else self.mapped(found)
        self.line = node.lineno
        return self.call(callee, unnamed, named)

    def _super(self, node: ast.Call, scope: Scope) -> Any:
        owner, me = self._around(scope, "__owner__"), self._around(scope, "__self__")
        if not isinstance(owner, Class) or not isinstance(me, Instance):
            raise self.not_read(node)
        return Bound(me, "", node.lineno, owner)

    @staticmethod
    def _around(scope: Scope | None, name: str) -> Any:
        while scope:
            if name in scope.names:
                return scope.names[name]
            scope = scope.around
        return None

    def run(self, function: Function, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a function of the text gives."""
        line, self.depth = self.line, self.depth + 1
        if self.depth > DEEPEST:
            raise self.refuse(f"{function.name} calls itself too often")
        names = self._bound(function, unnamed, named)
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

    def _bound(self, function: Function, unnamed: list[Any], named: dict[str, Any]) -> dict[str, Any]:
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

    # What values can do.

    def condition(self, node: ast.expr, scope: Scope) -> bool:
        """Return whether a condition holds."""
        return self.truth(self.value(node, scope))

    def truth(self, found: Any) -> bool:
        """Return whether a value counts as true, where that is known."""
        if isinstance(found, Unknown):
            raise found.refuse()
        if found is None or isinstance(found, (bool, int, float, str, list, tuple, dict)):
            return bool(found)
        return self.true_other(found)

    def true_other(self, found: Any) -> bool:
        """Return whether something that is no plain value counts as true."""
        return True

    def listed(self, found: Any) -> list[Any]:
        """Return the entries of a list and its like."""
        if isinstance(found, (list, tuple, dict, str)):
            return list(found)
        if isinstance(found, Unknown):
            raise found.refuse()
        return self.list_other(found)

    def list_other(self, found: Any) -> list[Any]:
        """Return the entries of something that is no plain value."""
        raise self.refuse("this is no list")

    def mapped(self, found: Any) -> dict[Any, Any]:
        """Return what stands behind two stars."""
        if isinstance(found, dict):
            return found
        raise found.refuse() if isinstance(found, Unknown) else self.refuse("this is no dict")

    def key(self, found: Any) -> Any:
        """Return what can be a key."""
        if isinstance(found, (str, int, float, type(None))):
            return found
        raise self.refuse("only words and numbers are keys")

    def signed(self, sign: str, found: Any) -> Any:
        """Return a number with another sign."""
        if isinstance(found, (int, float)):
            return -found if sign == "USub" else +found
        return self.sign_other(found)

    def sign_other(self, found: Any) -> Any:
        """Return something that is no number with another sign."""
        return Unknown("this is no number", self.line)

    def operate(self, sign: str, left: Any, right: Any) -> Any:
        """Return a sum, a product and the like."""
        for one in (left, right):
            if isinstance(one, Unknown):
                return one
        found = _builtins.folded(sign, left, right)
        return self.operate_other(sign, left, right) if found is None else found

    def operate_other(self, sign: str, left: Any, right: Any) -> Any:
        """Return a sum of what is no plain value."""
        return Unknown("this has no value here, since nothing is executed", self.line)

    def compare(self, sign: str, left: Any, right: Any) -> Any:
        """Return whether a comparison holds."""
        for one in (left, right):
            if isinstance(one, Unknown):
                return one
        if sign in ("Is", "IsNot"):
            same = left is right if not isinstance(left, (int, float, str)) else left == right
            return same == (sign == "Is")
        found = _builtins.compared(sign, left, right)
        return Unknown("what this compares is known only when it runs", self.line) if found is None else found

    def attribute(self, found: Any, name: str) -> Any:
        """Return an attribute of a plain value: one of its methods."""
        if isinstance(found, Unknown):
            return found
        if isinstance(found, Library):
            return Library(f"{found.dotted}.{name}")
        return Bound(found, name, self.line)

    def set_attribute(self, of: Any, name: str, found: Any) -> None:
        """Set an attribute."""
        raise self.refuse(f"{name} cannot be set here")

    def set_entry(self, of: Any, at: Any, found: Any) -> None:
        """Set an entry of a list or a dict."""
        if isinstance(of, dict):
            of[self.key(at)] = found
        elif isinstance(of, list) and isinstance(at, int) and -len(of) <= at < len(of):
            of[at] = found
        else:
            raise self.refuse("this entry cannot be set here")

    def entry(self, of: Any, at: Any) -> Any:
        """Return an entry of a list, a word or a dict."""
        if isinstance(of, Unknown):
            return of
        if isinstance(of, dict) and not isinstance(at, (list, dict, Unknown)) and at in of:
            return of[at]
        if isinstance(of, (list, tuple, str)) and isinstance(at, int) and -len(of) <= at < len(of):
            return of[at]
        plain = isinstance(at, Slice) and all(one is None or type(one) is int for one in (at.start, at.stop, at.step))
        if isinstance(of, (list, tuple, str)) and plain and at.step != 0:
            return of[at.start : at.stop : at.step]
        raise at.refuse() if isinstance(at, Unknown) else self.refuse("there is no such entry")

    def call(self, callee: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a call gives; of plain values, their methods."""
        if isinstance(callee, Unknown):
            return callee
        if isinstance(callee, Function):
            return self.run(callee, unnamed, named)
        if isinstance(callee, Bound):
            found = _builtins.method(callee.of, callee.name, unnamed, named)
            if found is not _builtins.NONE:
                return found
            return Unknown(f"{callee.name}() {_ADVICE}", self.line)
        raise self.refuse("this cannot be called")


def _loaded(target: Any) -> Any:
    """Return the target of an assignment as the expression of its value."""
    return ast.parse(ast.unparse(target), mode="eval").body if not isinstance(target, ast.Name) else target
