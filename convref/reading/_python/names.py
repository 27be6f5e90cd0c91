"""Names in code: which a method needs, which a class uses, and which a statement may change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from convref.reading._python.builtins import CHANGING
from convref.reading._python.follow import is_weight
from convref.reading._python.objects import Function


def needed(function: Any) -> list[str]:
    """Return the arguments that a method needs besides self."""
    if not isinstance(function, Function):
        return []
    given = function.node.args
    places = [one.arg for one in (*given.posonlyargs, *given.args)]
    named = [one.arg for one, usual in zip(given.kwonlyargs, given.kw_defaults, strict=True) if usual is None]
    return places[1 : len(places) - len(function.defaults)] + named


def used_in(node: ast.AST) -> Iterator[str]:
    """Yield the names that a class or a function uses, without its own."""
    own = getattr(node, "name", "")
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name) and one.id != own)


def changed(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement gives another value, or whose value it changes."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            yield one.id
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in CHANGING:
            yield from root(one.func)
    yield from changed_inside(node)


def changed_inside(node: ast.AST) -> Iterator[str]:
    """Yield the names of things of which a part is set or deleted, weights left out."""
    for one in ast.walk(node):
        if isinstance(one, (ast.Attribute, ast.Subscript)) and not isinstance(one.ctx, ast.Load) and not is_weight(one):
            yield from root(one)
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in ("setattr", "delattr"):
            yield from (name for each in one.args[:1] for name in root(each))


def wrapped(node: ast.AST) -> Iterator[str]:
    """Yield the names that are given a value made of their own, as by ``net = net.cuda()``."""
    for one in ast.walk(node):
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            name = one.targets[0].id
            if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(one.value)):
                yield name


def root(node: Any) -> Iterator[str]:
    """Yield the name at the beginning of ``x.y[z]``, where it begins with one."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
