"""What a rule gets and returns, and the one list of all rules.

A kind of row is one function in one of the modules beside this one. Its parameters after the first are those of the
class in ``torch.nn``, in the same order and with the same defaults.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from convref._arguments.checks import flag, integer, per_axis
from convref._kinds.strangers import told
from convref._reach import Reach, Reads, Window, all_after, everything
from convref._tables import joined
from convref.reads import unread_at_end

RANKS = (1, 2, 3)


@dataclass(frozen=True)
class Flow:
    """What one row hands to the next.

    Attributes
    ----------
    shape : tuple[int, ...]
        Channels first, without the batch.
    reaches : tuple[Reach, ...]
        What lies behind it, one for each spatial axis of the network's input.
    sizes : tuple[int, ...]
        Cells along each of these axes: ``shape[1:]``, unless they were flattened.
    order : {'', 'last', 'other'}
        Where the channels stand behind the axes, 'last'; 'other' where cells were moved in another way, so that nothing
        slides along axes any more.
    """

    shape: tuple[int, ...]
    reaches: tuple[Reach, ...]
    sizes: tuple[int, ...]
    order: str = ""

    @property
    def dense(self) -> bool:
        """Whether each value sees the same, as after a linear layer."""
        return all(reach.dense for reach in self.reaches)

    @property
    def flattened(self) -> bool:
        """Whether the axes of the input no longer are axes."""
        return not self.dense and (self.order != "" or self.sizes != self.shape[1:])

    @property
    def left(self) -> tuple[int, ...] | None:
        """Which axes of the input are left, where only axes of one cell were written away; else None."""
        places = tuple(place for place, size in enumerate(self.sizes) if size > 1)
        return places if not self.order and self.shape[1:] == tuple(self.sizes[place] for place in places) else None


@dataclass(frozen=True)
class Made:
    """What a row makes: what it hands on, and what that costs.

    Attributes
    ----------
    flow : Flow
        What it hands on.
    macs, parameters : int
        Products with its weights, and the numbers that it learns.
    fresh : bool
        Whether its output takes memory of its own.
    unread : tuple[int, ...]
        Cells at the end of each axis that no window reads.
    """

    flow: Flow
    macs: int = 0
    parameters: int = 0
    fresh: bool = True
    unread: tuple[int, ...] = ()

    @property
    def cells(self) -> int:
        """How many values it hands on."""
        return prod(self.flow.shape)


@dataclass(frozen=True)
class At:
    """Where a rule is applied: the row, what it receives, and what counts as a multiply-accumulate."""

    name: str
    rank: int
    inputs: tuple[Flow, ...]
    count_zeros: bool = True
    count_cropped: bool = False

    @property
    def flow(self) -> Flow:
        """What the row receives."""
        return self.inputs[0]

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of what the row receives."""
        return self.inputs[0].shape

    def sizes(self) -> tuple[int, ...]:
        """Return the spatial sizes, once the shape has channels and as many axes as the kind slides along."""
        if len(self.shape) != self.rank + 1:
            axes = {1: "one size", 2: "two sizes", 3: "three sizes"}[self.rank]
            raise ValueError(f"{self.name} takes channels and {axes}, without a batch, got {joined(self.shape)}")
        if self.flow.flattened and self.flow.left is None:
            raise ValueError(
                f"{self.name} must not slide along axes that were flattened or moved, got {joined(self.shape)}; where"
                " a forward begins by moving axes, leave that out, and give the input as channels and sizes"
            )
        return self.shape[1:]

    def per_axis(self, name: str, value: Any, minimum: int) -> tuple[int, ...]:
        """Return one integer for each axis that the kind slides along."""
        return per_axis(name, value, self.rank, minimum)

    def check_each(self, **given: Any) -> None:
        """Refuse a sequence of one entry for several axes, where PyTorch takes a number or an entry for each."""
        for name, value in given.items():
            if isinstance(value, (tuple, list)) and len(value) == 1 < self.rank:
                wanted = f"an integer or a sequence of length {self.rank}"
                raise ValueError(f"{name} of {self.name} must be {wanted}, got {name}={value!r}")

    def check_channels(self, name: str, value: Any) -> None:
        """Check that the row was made for as many channels as it receives."""
        if integer(name, value, 1) != self.shape[0]:
            raise ValueError(f"{name} must be {self.shape[0]}, the channels of its input, got {name}={value}")

    def slid(self, shape: tuple[int, ...], reads: Sequence[Reads], **cost: Any) -> Made:
        """Return what a row makes that reads each axis in its own way."""
        flow = self.flow
        if flow.flattened:
            return self._slid_along(flow.left or (), shape, reads, cost)
        reaches = flow.reaches if flow.dense else all_after(flow.reaches, reads)
        windows = [one for one in reads if isinstance(one, Window)]
        if len(windows) == len(reads) == len(shape) - 1:
            cost.setdefault("unread", tuple(map(unread_by, windows, self.shape[1:], shape[1:])))
        return Made(Flow(shape, reaches, shape[1:]), **cost)

    def _slid_along(self, left: tuple[int, ...], shape: tuple[int, ...], reads: Sequence[Reads], cost: Any) -> Made:
        """Return what a row makes that slides along those axes of the input that are left."""
        whole = self.flow.sizes
        read: list[Reads] = [Window(1, 1)] * len(whole)
        made, unread = list(whole), cost.pop("unread", None)
        for place, one, size in zip(left, reads, shape[1:], strict=True):
            read[place], made[place] = one, size
        inner = replace(self, inputs=(replace(self.flow, shape=(self.shape[0], *whole)),))
        slid = inner.slid((shape[0], *made), read, **cost)
        counted = tuple(slid.unread[place] for place in left) if slid.unread else ()
        return replace(slid, flow=replace(slid.flow, shape=shape), unread=counted if unread is None else unread)

    def kept(self, **cost: Any) -> Made:
        """Return what a row makes that leaves each value where it is."""
        return Made(self.flow, **cost)

    def mixed(self, shape: tuple[int, ...], **cost: Any) -> Made:
        """Return what a row makes each of whose outputs reads all values along all axes."""
        no_channels = self.shape == self.flow.sizes  # the last axis is one of several, not all there is
        if self.flow.flattened and len(self.shape) > 1 and (self.flow.order or no_channels):
            raise ValueError(f"{self.name} must not mix axes that were moved, got {self.written}")
        reaches = tuple(map(everything, self.flow.reaches, self.flow.sizes)) if not self.flow.dense else None
        return Made(Flow(shape, self.flow.reaches if reaches is None else reaches, shape[1:]), **cost)

    @property
    def written(self) -> str:
        """The shape as messages show it."""
        return joined(self.shape)


def unread_by(window: Window, size: int, output: int) -> int:
    """Count the cells at the end that no window reads."""
    return unread_at_end(size, output, window.kernel_size, window.stride, window.before, window.dilation)


Rule = Callable[..., Made]


@dataclass(frozen=True)
class Kind:
    """One kind of row.

    Attributes
    ----------
    name : str
        The class in ``torch.nn``.
    rule : callable
        From `At` and the arguments to `Made`.
    rank : int
        How many axes its name says; 0 where it says none.
    joins : bool
        Whether it takes more than one input.
    """

    name: str
    rule: Rule
    rank: int = 0
    joins: bool = False

    @cached_property
    def signature(self) -> inspect.Signature:
        """The arguments, as in ``torch.nn``."""
        whole = inspect.signature(self.rule)
        return whole.replace(parameters=list(whole.parameters.values())[1:])

    def bound(self, unnamed: Sequence[Any], named: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments by name, or say which one does not fit."""
        self._check_names(named)
        try:
            given = self.signature.bind(*unnamed, **named).arguments
        except TypeError as error:
            reason = str(error).replace("'", "")
            raise TypeError(f"{self.name} must get {_written(self.signature)}, got a call with {reason}") from None
        result = {}
        for one, value in given.items():
            if self.signature.parameters[one].kind is inspect.Parameter.VAR_POSITIONAL:
                result[one] = tuple(value)
                continue
            result[one] = _plain(self.signature.parameters[one], value)
        return result

    def _check_names(self, named: dict[str, Any]) -> None:
        """Name an argument that the class does not have, and the one that was meant."""
        known = self.signature.parameters
        if any(one.kind is one.VAR_KEYWORD for one in known.values()):
            return
        for name in named:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"; did you mean {near[0]}?" if near else f"; it takes {_written(self.signature)}"
                raise TypeError(f"{self.name} has no argument {name}{hint}")


def _plain(parameter: inspect.Parameter, value: Any) -> Any:
    """Return an argument of the type of its default, with sequences as tuples."""
    name, default = parameter.name, parameter.default
    if isinstance(default, bool):
        return flag(name, value)
    absent = value is None and parameter.annotation == "float | None"
    if isinstance(default, float) and not absent:
        number(name, value)
    return tuple(value) if isinstance(value, list) else value


def _written(signature: inspect.Signature) -> str:
    names = [name if one.default is one.empty else f"{name}={one.default!r}" for name, one in _shown(signature)]
    return ", ".join(names) or "no argument"


def _shown(signature: inspect.Signature) -> list[tuple[str, inspect.Parameter]]:
    return [(name, one) for name, one in signature.parameters.items() if name not in ("device", "dtype")]


def require(holds: bool, words: str, **given: Any) -> None:
    """Refuse arguments that PyTorch refuses too: the words say what must hold of them."""
    if not holds:
        raise ValueError(f"{words}, got {', '.join(f'{name}={value!r}' for name, value in given.items())}")


def number(name: str, value: Any) -> float:
    """Return an argument that must be a number and has no default that says so."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be a number, got {name}={value!r}")
    return value


KINDS: dict[str, Kind] = {}


def kind(*names: str, ranks: tuple[int, ...] = (0,), joins: bool = False) -> Callable[[Rule], Rule]:
    """Enter a rule into the list, under each of the names; with ranks, under Name1d, Name2d and so on."""

    def enter(rule: Rule) -> Rule:
        for name, rank in product(names, ranks):
            whole = f"{name}{rank}d" if rank else name
            KINDS[whole] = Kind(whole, rule, rank, joins)
        return rule

    return enter


def lazy(name: str, rule: Rule, ranks: tuple[int, ...] = (0,), axis: int = 0, **usual: Any) -> None:
    """Enter a rule once more as Lazy…: without its first argument, which is as many as come in along an axis."""

    def made(at: At, **given: Any) -> Made:
        return rule(at, at.shape[axis], **usual | given)

    whole = inspect.signature(rule)
    at, _first, *others = whole.parameters.values()
    kept = [one.replace(default=usual.get(one.name, one.default)) for one in others]
    made.__signature__ = whole.replace(parameters=[at, *kept])  # type: ignore[attr-defined]
    kind(f"Lazy{name}", ranks=ranks)(made)


def known_kind(name: str) -> Kind:
    """Return the kind of that name."""
    if name not in KINDS:
        raise ValueError(f"{name} is no layer that convref knows{told(name, KINDS)}")
    return KINDS[name]
