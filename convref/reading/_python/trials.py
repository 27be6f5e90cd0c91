"""Trials: a network that is called while it is made, with numbers of a known size, to count features."""

from __future__ import annotations

import re
from math import prod
from typing import Any

from convref.network import trace
from convref.reading._calls import NotUnderstood
from convref.reading._python import builtins
from convref.reading._python.library import Libraries
from convref.reading._python.objects import Bound, Filled, Library, Tensor, Unknown, is_module
from convref.reading._python.parameters import KEEPING

_SIZES = ("size", "view", "reshape", "flatten", "numel", "nelement", "dim", "ndimension", "item")
_FUNCTIONS = re.compile(r"torch\.(nn\.functional\.)?[a-z]\w*")
_OTHERS = ("mean", "squeeze", "unsqueeze", "permute", "transpose", "relu", "sigmoid", "tanh")


class Trials(Libraries):
    """Follows sizes through a call whose values nobody asks for."""

    trying = False

    def is_trial(self, callee: Any, unnamed: list[Any]) -> bool:
        """Return whether a layer or a function is called with numbers of a known size, before forward is."""
        called = is_module(callee) or (isinstance(callee, Library) and _FUNCTIONS.fullmatch(callee.dotted))
        return self.frozen and bool(called) and len(unnamed) > 0 and _has_channels(unnamed[0])

    def tried(self, callee: Any, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a call gives, in numbers of a known size; its rows are those of no network."""
        first, *others = unnamed
        outside = self.modules, self.outputs, self.called, self.kept
        self.modules, self.outputs, self.called, self.kept = [], {}, {}, []
        self.frozen, self.trying = False, True
        start, line, depth = Tensor(0, len(first.size) - 2, first.size[1]), self.line, self.depth
        try:
            return self._measured(self.call(callee, [start, *others], named), first)
        except NotUnderstood as error:
            self.line, self.depth = line, depth
            return Unknown(str(error), error.line)
        finally:
            for one in (start, *self.outputs.values()):
                one.stale = True  # No row of the network may come from a trial.
            self.modules, self.outputs, self.called, self.kept = outside
            self.frozen, self.trying = True, False

    def _measured(self, found: Any, of: Filled) -> Any:
        if isinstance(found, (list, tuple)):
            return type(found)(self._measured(one, of) for one in found)
        if not isinstance(found, Tensor):
            return found
        try:
            rows = trace(self.modules, of.size[1:], rank=len(of.size) - 2) if found.row else None
        except ValueError as error:
            raise self.refuse(f"a trial with {'×'.join(map(str, of.size))} fails: {error}") from error
        shape = rows[found.row - 1].shape if rows else of.size[1:]
        return Filled(of.reason, of.line, (of.size[0], *(() if found.single else shape)))

    def set_attribute(self, of: Any, name: str, found: Any) -> None:
        """Give an object an attribute, unless a trial would leave something of its own behind."""
        if self.trying and not builtins.is_plain(found):
            raise self.refuse(f"{name} is set in a trial, which is not followed")
        super().set_attribute(of, name, found)

    def attribute(self, found: Any, name: str) -> Any:
        """Return the sizes of numbers, or a method of theirs."""
        if isinstance(found, Filled) and name == "shape":
            return found.size
        if isinstance(found, Filled) and name in (*_SIZES, *_OTHERS, *KEEPING) and name != "data":
            return Bound(found, name, self.line)
        return super().attribute(found, name)

    def of_filled(self, of: Filled, name: str, unnamed: list[Any], named: dict[str, Any]) -> Any:
        """Return what a method makes of numbers of a known size."""
        if name in KEEPING:
            return of
        if name == "size":
            return self.entry(of.size, *unnamed) if unnamed else of.size
        if name in ("numel", "nelement"):
            return prod(of.size)
        if name in ("dim", "ndimension"):
            return len(of.size)
        if name in ("view", "reshape"):
            return self._viewed(of, list(unnamed[0]) if isinstance(unnamed[0], (list, tuple)) else unnamed)
        if name == "flatten":
            return self._flat(of, **builtins.placed(("start_dim", "end_dim"), unnamed, named))
        if self.frozen and _has_channels(of):
            return self.tried(Library(f"torch.{name}"), [of, *unnamed], named)
        raise self.refuse(of.reason)

    def _viewed(self, of: Filled, sizes: list[Any]) -> Filled:
        whole = prod(of.size)
        if not all(type(one) is int for one in sizes) or sizes.count(-1) > 1:
            raise self.refuse("view must get whole numbers, of which one may be -1")
        sizes = [whole // abs(prod(sizes) or 1) if one == -1 else one for one in sizes]
        if prod(sizes) != whole:
            raise self.refuse(f"view must make up {whole} numbers, got {sizes}")
        return Filled(of.reason, of.line, tuple(sizes))

    def _flat(self, of: Filled, start_dim: Any = 0, end_dim: Any = -1) -> Filled:
        axes = range(len(of.size))
        if start_dim not in (*axes, -1) or end_dim not in (*axes, -1):
            raise self.refuse(f"flatten must get axes of {len(axes)}")
        start, end = (one % len(axes) for one in (start_dim, end_dim))
        return Filled(of.reason, of.line, (*of.size[:start], prod(of.size[start : end + 1]), *of.size[end + 1 :]))


def _has_channels(found: Any) -> bool:
    return isinstance(found, Filled) and len(found.size) > 1
