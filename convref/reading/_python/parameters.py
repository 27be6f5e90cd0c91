"""Parameters of a network besides those of its layers: what scales a row, or is added to it."""

from __future__ import annotations

from math import prod
from typing import Any

from convref.reading._python import builtins, functional
from convref.reading._python.modules import Modules
from convref.reading._python.objects import Filled, Instance, Layer, Parameter, Slice, Tensor, Unknown

_FILLED = (*functional.FILLED, "full", "tensor", "Tensor", "FloatTensor")
KEEPING = ("data", "clone", "float", "to", "detach", "cpu", "cuda")
_EACH = (*functional.VALUES, "relu", "sigmoid", "tanh", "softmax", "softplus", "float", "to")
_SIGNS = {"Mult": "Scale", "Div": "Scale", "Pow": "Scale", "Add": "Shift", "Sub": "Shift"}


class Parameters(Modules):
    """Follows ``nn.Parameter`` where rows are multiplied by it, or it is added to them."""

    def filled(self, dotted: str, unnamed: list[Any], named: dict[str, Any]) -> Filled | None:
        """Return numbers of a known size; None where it is something else."""
        name = dotted.removeprefix("torch.")
        if name not in _FILLED or set(named) - {"dtype", "device", "requires_grad"} or not unnamed:
            return None
        first = unnamed[0]
        if name == "tensor":
            size = [] if builtins.is_number(first) else [len(first)] if _is_list(first) else None
        else:
            size = list(first) if isinstance(first, (list, tuple)) else unnamed if name != "full" else None
        if size is None or not all(type(one) is int and one > 0 for one in size):
            return None
        return Filled(f"{dotted} is not read, since nothing is executed", self.line, tuple(size))

    def parameter(self, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what ``nn.Parameter`` gives."""
        first = unnamed[0] if unnamed else named.get("data")
        if not isinstance(first, Filled):
            return Unknown("nn.Parameter is a weight without a layer, which is not followed", self.line)
        return Parameter(Layer("Scale", self.line), first.size, prod(first.size))

    def operate(self, sign: str, left: Any, right: Any) -> Any:
        """Return a row that is scaled or shifted, or a parameter times a number."""
        both = (left, right)
        if not any(isinstance(one, (Parameter, Filled)) for one in both):
            return super().operate(sign, left, right)
        row = next((one for one in both if isinstance(one, Tensor)), None)
        weight = right if isinstance(right, (Parameter, Filled)) else left
        if isinstance(left, Filled) and isinstance(right, Filled) and left.size == right.size:
            return left
        if isinstance(weight, Parameter) and row is not None and sign in _SIGNS:
            return self.scaled(row, weight, _SIGNS[sign])
        return weight if any(map(builtins.is_number, both)) else self._opaque()

    def scaled(self, of: Tensor, by: Parameter, kind: str) -> Tensor:
        """Return a row multiplied by a parameter, or with one added."""
        layer, first = by.layer, self.called.get(id(by.layer))
        given: dict[str, Any] = {"size": by.size}
        if by.count != prod(by.size):
            given["parameters"] = by.count
        name = "" if first else self.paths.get(id(layer), "")
        found = self.emit(kind, [of], name=name, weights_of=first or 0, **given)
        self.kept.append(layer)
        self.called.setdefault(id(layer), found.row)
        return found

    def attribute(self, found: Any, name: str) -> Any:
        """Return what numbers of a known size stay."""
        if isinstance(found, Filled) and name not in KEEPING:
            return self._opaque()
        return found if isinstance(found, Parameter) and name == "data" else super().attribute(found, name)

    def entry(self, of: Any, at: Any) -> Any:
        """Return a part of a parameter, or one with axes put in."""
        if isinstance(of, Filled):
            return self._opaque()
        return self._part_of_parameter(of, at) if isinstance(of, Parameter) else super().entry(of, at)

    def _part_of_parameter(self, of: Parameter, at: Any) -> Any:
        left, made = list(of.size), []
        for one in at if isinstance(at, tuple) else (at,):
            if one is None:
                made.append(1)
            elif left and one == Slice(None, None, None):
                made.append(left.pop(0))
            elif not left or type(one) is not int or not -left[0] <= one < left.pop(0):
                raise self.refuse("of a parameter single entries are taken, or axes put in, as in g[:, None, None]")
        return Parameter(of.layer, (*made, *left), of.count)

    def of_parameter(self, of: Parameter, name: str, unnamed: list[Any]) -> Any:
        """Return what a method or a function makes of a parameter."""
        if name in ("view", "reshape"):
            sizes = list(unnamed[0]) if _is_list(unnamed[0]) else unnamed
            if all(type(one) is int for one in sizes) and sizes.count(-1) <= 1:
                whole = prod(of.size)
                sizes = [whole // abs(prod(sizes) or 1) if one == -1 else one for one in sizes]
                if prod(sizes) == whole:
                    return Parameter(of.layer, tuple(sizes), of.count)
        elif name == "unsqueeze" and type(unnamed[0]) is int and -len(of.size) - 1 <= unnamed[0] <= len(of.size):
            place = unnamed[0] % (len(of.size) + 1)
            return Parameter(of.layer, (*of.size[:place], 1, *of.size[place:]), of.count)
        elif name in (*_EACH, "expand_as") and not any(isinstance(one, Parameter) for one in unnamed):
            return of
        raise self.refuse(f"{name} of a parameter is not followed here")

    def set_parameter(self, of: Any, unnamed: list[Any]) -> None:
        """Give a module a parameter, as ``register_parameter`` does."""
        if isinstance(of, Instance) and len(unnamed) == 2:
            self.set_attribute(of, str(self.key(unnamed[0])), unnamed[1])

    def _opaque(self) -> Unknown:
        return Unknown("what is done with this parameter is not followed", self.line)


def _is_list(found: Any) -> bool:
    return isinstance(found, (list, tuple))
