"""Blocks of torchvision and timm whose forward is known by their class: the rows that a printed one stands for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

from convref.reading._tree import Node

# forwards.json is for the site's figure, too. The rows of a block stand in the order of its forward, for the names
# that it holds. A word is the layer or block of that name, which takes the row before, or with < the one named.
# Besides, + adds and * multiplies a named row to the one before, ^ resizes to the sizes of a row, ~ stacks rows, where
# no name is the row before, and | stacks what the blocks of a list make of the input. A word with ! is a function that
# no layer is printed for, and one with - in front is held and never called after eval(). Behind > stands what a row is
# called that a later word names, where its layer is called twice. What begins with "kept:" is for blocks that keep the
# shape of their input; three dots are the layers that no other word names, as printed.
_DATA: dict[str, Any] = json.loads(files("convref.reading").joinpath("forwards.json").read_text(encoding="utf-8"))
FORWARDS: dict[str, list[str]] = _DATA["blocks"]
_FUNCTIONS: dict[str, tuple[str, dict[str, Any]]] = _DATA["functions"]
_JOINS = {"+": "Add", "*": "Mul"}
_ALSO = "Quantizable"  # what torchvision puts before the names of classes with the same forward
_GATES = ("Sigmoid", "Hardsigmoid", "HardSigmoid")


def settle_known(node: Node, children: list[Node]) -> None:
    """Put the rows of a block into the order of its forward, where it holds what the class of that name does."""
    children = [child for child in children if child.kind != "FloatFunctional"]  # adds or joins what others make
    held = {child.labels[0]: child for child in children}
    for words in map(str.split, FORWARDS.get(node.kind.removeprefix(_ALSO), ())):
        steps = _written_out(words, held)
        fits = {_named(step) for step in steps} - {""} == held.keys() and len(held) == len(children)
        if fits and (words[0] != "kept:" or _keeps_shape(node)):
            called = [step for step in steps if step[0] != "-"]
            node.children = [_step(node, step, held, step in called[:at]) for at, step in enumerate(called)]
            node.known = True
            return


def _written_out(words: list[str], held: dict[str, Node]) -> list[str]:
    """Return the steps of a forward; where it begins with three dots, the layers that no step names stand first."""
    if words[0] == "kept:":
        return words[1:]
    if words[0] == "...":
        named = set(map(_named, words))
        return [*(name for name in held if name not in named), *words[1:]]
    return words


def _named(step: str) -> str:
    """Return the layer that a word names, if it names one."""
    return "" if step[0] in "+*~^" or "!" in step else re.split("[<>]", step.lstrip("-|"))[0]


def _step(node: Node, step: str, held: dict[str, Node], again: bool) -> Node:
    """Return one row; a layer that is called again, which has no weights, has its name only once."""
    sign, others, line = step[0], step[1:], node.line
    if sign in _JOINS:
        return Node(line, _JOINS[sign], joined_with=(others,))
    if sign == "^":
        resized = {"mode": "bilinear", "align_corners": False}
        return Node(line, "UpsampleLike", joined_with=(others,), named=resized)
    if sign == "~":
        return Node(line, "Cat", sources=tuple(others.split(",")))
    if sign == "|":
        return _stacked(held[others])
    step, _, label = step.partition(">")
    name, _, source = step.partition("<")
    child = _function(node, name) if "!" in name else held[name]
    child = replace(child, sources=(source,) if source else ())
    return replace(child, labels=[label]) if again or label else child


def _stacked(listed: Node) -> Node:
    """Return a list of blocks as branches of one input."""
    branches = [replace(one, sources=("input",)) for one in listed.children or ()]
    names = tuple(label for one in branches for label in one.labels)
    return replace(listed, children=[*branches, Node(listed.line, "Cat", sources=names)])


def _function(node: Node, name: str) -> Node:
    """Return the row of a function; a half of the channels is as many as a branch takes."""
    if name in _FUNCTIONS:
        kind, given = _FUNCTIONS[name]
        return Node(node.line, kind, named=dict(given))
    half = next(_convolutions(node)).unnamed[0]
    return Node(node.line, "Channels", unnamed=(0, half) if name == "lower!" else (half, 2 * half))


def _keeps_shape(node: Node) -> bool:
    """Return whether the convolutions of a block leave sizes and channels, which is when its input is added."""
    layers = list(_convolutions(node))
    said = all(len(one.unnamed) > 1 for one in layers)
    strides = {one.named.get("stride", 1) for one in layers}
    return said and bool(layers) and strides <= {1, (1, 1)} and layers[0].unnamed[0] == layers[-1].unnamed[1]


def squeezes(node: Node) -> bool:
    """Return whether a block looks like squeeze-and-excitation whose forward pools: it makes a gate of few channels."""
    layers, last = list(_convolutions(node)), node
    while last.children:
        last = last.children[-1]
    pointwise = all(one.named.get("kernel_size") in (1, (1,), (1, 1), (1, 1, 1)) for one in layers)
    back = len(layers) == 2 and layers[0].unnamed[:1] == layers[1].unnamed[1:2]
    return back and pointwise and last.kind in _GATES


def _convolutions(node: Node) -> Iterator[Node]:
    """Yield the convolutions of a block, first to last."""
    for one in node.children or ():
        yield from _convolutions(one)
        if one.children is None and one.kind.startswith("Conv"):
            yield one
