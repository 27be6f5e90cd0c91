"""Rows side by side along a new axis, as ``torch.stack`` puts them, and what makes rows of them again."""

from __future__ import annotations

from functools import reduce
from typing import Any

from convref.reading._python import builtins, functional
from convref.reading._python.axes import Axes
from convref.reading._python.objects import Stack, Tensor, Unknown

# What joins the rows of a stack, two at a time.
_OVER = {"sum": "Add", "mean": "Add", "max": "Maximum", "amax": "Maximum", "min": "Minimum", "amin": "Minimum"}
_EACH = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "ReLU"}
_FOLLOWED = "of stacked rows a sum, a mean, an extreme or a softmax along the new axis is followed, and products"


class Stacks(Axes):
    """Follows what is done with stacked rows: to each of them, or along the new axis."""

    def stacked(self, unnamed: list[Any], named: dict[str, Any]) -> Stack:
        """Return what ``torch.stack`` gives."""
        given = builtins.placed(("tensors", "dim"), unnamed, named)
        rows = self.listed(given.get("tensors"))
        unknown = next((one for one in rows if isinstance(one, Unknown)), None)
        if unknown:
            raise unknown.refuse()
        dim = given.get("dim", 0)
        if not rows or not all(isinstance(one, Tensor) for one in rows) or type(dim) is not int:
            raise self.refuse("stack must get a list of rows, and an axis")
        return Stack(rows, self._new_axis(rows[0], dim))

    def of_stack(self, of: Stack, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a function or a method makes of stacked rows."""
        if name in functional.SAME:
            return of
        given = builtins.placed(("dim", "keepdim"), unnamed, named)
        if name in (*_EACH, *functional.VALUES) and not given:
            return Stack([self.emit(_EACH.get(name, "Elementwise"), [one]) for one in of.rows], of.dim)
        dim = given.get("dim", given.get("axis"))
        along = type(dim) is int and self._new_axis(of.rows[0], dim) == of.dim
        if not along or given.get("keepdim"):
            raise self.refuse(_FOLLOWED)
        if name in ("softmax", "unbind"):
            return self._softmax(of) if name == "softmax" else tuple(of.rows)
        if name not in _OVER:
            raise self.refuse(_FOLLOWED)
        found = reduce(lambda one, other: self.emit(_OVER[name], [one, other]), of.rows)
        if name == "mean" and len(of.rows) > 1:
            found = self.emit("Elementwise", [found])
        return (found, Unknown("where this value stands", self.line)) if name in ("max", "min") else found

    def _softmax(self, of: Stack) -> Stack:
        """Divide what each row gives by the sum of what all give."""
        powers = [self.emit("Elementwise", [one]) for one in of.rows]
        whole = reduce(lambda one, other: self.emit("Add", [one, other]), powers)
        return Stack([self.emit("Div", [one, whole]) for one in powers], of.dim)

    @staticmethod
    def _new_axis(row: Tensor, dim: int) -> int:
        """Return where an axis stands of a stack of such rows, counted from the front where that is known."""
        return dim + row.rank + 3 if dim < 0 and row.rank is not None else dim

    def operate_other(self, sign: str, left: Any, right: Any) -> Any:
        """Return stacked rows that are added to others, or multiplied by them, each with its like."""
        both = [one for one in (left, right) if isinstance(one, Stack)]
        if not both:
            return super().operate_other(sign, left, right)
        first = both[0]
        sides = [one.rows if isinstance(one, Stack) else [one] * len(first.rows) for one in (left, right)]
        fits = len(sides[0]) == len(sides[1]) and both[-1].dim == first.dim
        if not fits or (len(both) == 1 and not any(map(builtins.is_number, (left, right)))):
            raise self.refuse(_FOLLOWED)
        return Stack([self.operate(sign, *pair) for pair in zip(*sides, strict=True)], first.dim)

    def entry(self, of: Any, at: Any) -> Any:
        """Return one of the rows that are stacked in front of the batch."""
        return super().entry(of.rows if isinstance(of, Stack) and of.dim == 0 else of, at)

    def list_other(self, found: Any) -> list[Any]:
        """Return the rows that are stacked in front of the batch."""
        return found.rows if isinstance(found, Stack) and found.dim == 0 else super().list_other(found)
