"""One row of a network other than a plain `Layer`: a class of ``torch.nn`` and its arguments."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from convref._arguments.checks import integer
from convref._kinds import Kind, known_kind

__all__ = ["Module"]

PARAMETRIZATIONS = ("weight_norm", "spectral_norm", "orthogonal")
# What a row has besides the arguments of its layer.
_WHERE = ("inputs", "name", "parametrization", "weights_of")
_WEIGHTED = re.compile(r"Conv(Transpose)?[123]d|Linear")


@dataclass(frozen=True, repr=False)
class SizeOf:
    """A size that a row takes from an earlier one, such as ``2 * x.size(2)``: known once the input's shape is.

    Its axes count the batch as 0; where there are several, it is their product.
    """

    row: int
    axes: tuple[int, ...]
    factor: int = 1

    def __repr__(self) -> str:
        sizes = [f"x{self.row}.size({axis})" for axis in self.axes]
        return " * ".join([*([str(self.factor)] if self.factor != 1 else []), *sizes])

    def among(self, shapes: Sequence[tuple[int, ...]]) -> int:
        """Return the size, where these are the shapes of the network's input and of its rows, without the batch."""
        shape = shapes[self.row]
        if max(self.axes) > len(shape):
            raise ValueError(f"{self!r} must be an axis of {shape}")
        return self.factor * prod(shape[axis - 1] for axis in self.axes)


#: What is reckoned from sizes: how it is written, and what it gives.
RECKONED: dict[str, tuple[str, Callable[..., Any]]] = {
    "Add": ("({} + {})", operator.add),
    "Sub": ("({} - {})", operator.sub),
    "Mult": ("({} * {})", operator.mul),
    "Div": ("({} / {})", operator.truediv),
    "FloorDiv": ("({} // {})", operator.floordiv),
    "Mod": ("({} % {})", operator.mod),
    "int": ("int({})", int),
    "floor": ("floor({})", math.floor),
    "ceil": ("ceil({})", math.ceil),
    "round": ("round({})", round),
    "abs": ("abs({})", abs),
    "max": ("max({}, {})", max),
    "min": ("min({}, {})", min),
}


@dataclass(frozen=True, repr=False)
class Reckoned:
    """A number that is reckoned from sizes of earlier rows, such as ``(x.size(2) - y.size(2)) // 2``."""

    sign: str
    values: tuple[Any, ...]

    def __repr__(self) -> str:
        return RECKONED[self.sign][0].format(*self.values)

    def among(self, shapes: Sequence[tuple[int, ...]]) -> int | float:
        """Return the number, where these are the shapes of the network's input and of its rows, without the batch."""
        given = [_settled(one, shapes) for one in self.values]
        try:
            return RECKONED[self.sign][1](*given)  # type: ignore[no-any-return]
        except ArithmeticError:
            raise ValueError(f"{self!r} must have a value, got {given}") from None


@dataclass(frozen=True, init=False, repr=False)
class Module:
    """A module as ``torch.nn`` has it, by the name of its class and its arguments.

    Parameters
    ----------
    kind : str
        A class of ``torch.nn``, such as ``'MaxPool2d'``; or ``'Cat'``, ``'Add'`` and ``'Mul'`` for rows that take the
        outputs of several earlier ones. The names are the keys of `convref.modules.KINDS`.
    *unnamed, **named
        The arguments of the class, in its order or by name. What is left out has PyTorch's default.
    inputs : sequence of int or str
        Which rows it takes: numbers from 1, 0 for the input of the network, or names. Without it, the row before.
    name : str
        What the row is called.
    parametrization : {'', 'weight_norm', 'spectral_norm', 'orthogonal'}
        What makes the weight of a convolution or a linear layer, as in ``torch.nn.utils.parametrizations``. The first
        adds a parameter for each slice along the weight's first axis.
    weights_of : int
        The row of the same layer, from 1, whose weights it takes and which counts them; 0 where it has its own.
    line : int, optional
        Where it stands in the text that it was read from, for messages.

    Raises
    ------
    TypeError, ValueError
        If there is no such class, or it takes no such arguments. Sizes are checked where the module is traced.

    Examples
    --------
    >>> Module("MaxPool2d", 3, stride=2)
    Module('MaxPool2d', kernel_size=3, stride=2)
    """

    kind: str
    arguments: tuple[tuple[str, Any], ...]
    inputs: tuple[int | str, ...]
    name: str
    parametrization: str
    weights_of: int
    line: int | None

    def __init__(
        self,
        kind: str,
        *unnamed: Any,
        inputs: tuple[int | str, ...] = (),
        name: str = "",
        parametrization: str = "",
        weights_of: int = 0,
        line: int | None = None,
        **named: Any,
    ) -> None:
        if not isinstance(kind, str):
            raise TypeError(f"kind must be the name of a class, got {kind!r} of type {type(kind).__name__}")
        one = known_kind(kind)
        given = one.bound(unnamed, named)
        values = {
            "kind": kind,
            "arguments": tuple(given.items()),
            "inputs": _checked_inputs(one, inputs),
            "name": _checked_name(name),
            "parametrization": _checked_parametrization(kind, parametrization),
            "weights_of": integer("weights_of", weights_of, 0),
            "line": None if line is None else integer("line", line, 0),
        }
        for field, value in values.items():
            object.__setattr__(self, field, value)  # the class is frozen

    @property
    def axes(self) -> int:
        """Number of axes that its name says, such as 2 for Conv2d; 0 where it says none."""
        return known_kind(self.kind).rank

    def settled(self, shapes: Sequence[tuple[int, ...]]) -> Module:
        """Return the module with numbers for the sizes that it takes from earlier rows, which have these shapes."""
        if not any(map(_depends, self.arguments)):
            return self
        given = {name: _settled(value, shapes) for name, value in self.arguments}
        where = {name: getattr(self, name) for name in (*_WHERE, "line")}
        return Module(self.kind, **where, **given)

    def __repr__(self) -> str:
        given = [f"{name}={value!r}" for name, value in self.arguments]
        where = [f"{name}={value!r}" for name in _WHERE if (value := getattr(self, name))]
        return f"Module({', '.join([repr(self.kind), *given, *where])})"


def _depends(value: Any) -> bool:
    return any(map(_depends, value)) if isinstance(value, tuple) else isinstance(value, (SizeOf, Reckoned))


def _settled(value: Any, shapes: Sequence[tuple[int, ...]]) -> Any:
    if isinstance(value, tuple):
        return tuple(_settled(one, shapes) for one in value)
    return value.among(shapes) if isinstance(value, (SizeOf, Reckoned)) else value


def _checked_name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"name must be a word, got name={name!r} of type {type(name).__name__}")
    return name


def _checked_parametrization(kind: str, parametrization: Any) -> str:
    if not isinstance(parametrization, str) or parametrization not in ("", *PARAMETRIZATIONS):
        raise ValueError(
            f"parametrization must be one of {', '.join(PARAMETRIZATIONS)}, got parametrization={parametrization!r}"
        )
    if parametrization and not _WEIGHTED.fullmatch(kind):
        raise ValueError(f"{parametrization} belongs to convolutions and Linear, got {kind}")
    return str(parametrization)


def _checked_inputs(kind: Kind, inputs: Any) -> tuple[int | str, ...]:
    if isinstance(inputs, str) or not isinstance(inputs, (tuple, list)):
        raise TypeError(f"inputs must be a sequence of numbers and names of rows, got inputs={inputs!r}")
    checked = tuple(one if isinstance(one, str) else integer("inputs", one, 0) for one in inputs)
    if kind.joins and len(checked) < 2:
        raise ValueError(f"inputs of {kind.name} must be two rows or more, got inputs={inputs!r}")
    if not kind.joins and len(checked) > 1:
        raise ValueError(f"inputs of {kind.name} must be one row, got inputs={inputs!r}")
    return checked
