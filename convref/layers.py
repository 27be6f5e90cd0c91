"""One layer as its arguments: what a list of layers is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, fields
from functools import wraps
from textwrap import shorten
from typing import Any, TypeVar, overload

import numpy as np

from convref import sizes
from convref._arguments.checks import flag, integer, named_axes, per_axis
from convref._arguments.geometry import named_pairs
from convref._arguments.types import PerAxis

__all__ = ["Layer"]

_PER_AXIS = {"kernel_size": 1, "stride": 1, "padding": 0, "dilation": 1, "output_padding": 0}  # with the least value
_Class = TypeVar("_Class", bound=type)
_Other = TypeVar("_Other")


def _explaining(made: _Class) -> _Class:
    """Let the class explain itself where it is called as ``nn.Conv2d`` is, with channels first."""
    plain: Callable[..., None] = made.__init__  # type: ignore[misc]

    @wraps(plain)
    def explaining(self: Any, *unnamed: Any, **named: Any) -> None:
        if len(unnamed) > 1:
            first, second, *others = unnamed
            kernel = others[0] if others else named.get("kernel_size")
            if kernel is None:
                advice = f"such as Layer({first!r}, stride={second!r})"
            else:
                advice = f"nn.Conv2d({first!r}, {second!r}, {kernel!r}) is Layer({kernel!r}, out_channels={second!r})"
            given = [*map(repr, unnamed), *(f"{name}={value!r}" for name, value in named.items())]
            raise TypeError(
                f"Layer must get kernel_size first and the rest by keyword, got Layer({', '.join(given)}); {advice}"
            )
        plain(self, *unnamed, **named)

    made.__init__ = explaining  # type: ignore[misc]
    return made


@_explaining
@dataclass(frozen=True, repr=False)
class Layer:
    """The arguments of ``torch.nn.ConvNd``, or of ``torch.nn.ConvTransposeNd``; all but `kernel_size` by keyword.

    Parameters
    ----------
    kernel_size, stride, padding, dilation, groups, bias, output_padding
        As in PyTorch.
    out_channels : int, optional
        Output channels; as many as the input has when left out.
    transposed : bool
        Whether it is a transposed convolution.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range.

    Examples
    --------
    >>> Layer(kernel_size=3, stride=2, padding=1).output_size(224)
    112
    """

    kernel_size: PerAxis
    _: KW_ONLY
    stride: PerAxis = 1
    padding: PerAxis | str = 0
    dilation: PerAxis = 1
    output_padding: PerAxis = 0
    out_channels: int | None = None
    groups: int = 1
    bias: bool = True
    transposed: bool = False

    def __post_init__(self) -> None:
        for name in ("bias", "transposed"):
            self._keep(name, flag(name, getattr(self, name)))
        self._keep("groups", integer("groups", self.groups, 1))
        if self.out_channels is not None:
            self._keep("out_channels", integer("out_channels", self.out_channels, 1))
        axes = self.axes or 1
        for name, minimum in _PER_AXIS.items():
            value = getattr(self, name)
            if name != "padding" or not isinstance(value, str):
                checked = per_axis(name, value, axes, minimum)
                self._keep(name, checked[: len(value)] if isinstance(value, (tuple, list)) else checked[0])
        self._check_padding(axes)

    def __repr__(self) -> str:
        changed = [
            f"{field.name}={getattr(self, field.name)!r}"
            for field in fields(self)[1:]
            if getattr(self, field.name) != field.default
        ]
        return f"Layer({', '.join([repr(self.kernel_size), *changed])})"

    def _keep(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the class is frozen

    def _check_padding(self, axes: int) -> None:
        if self.transposed and isinstance(self.padding, str):
            raise TypeError(f"padding of a transposed convolution must be integers, got padding={self.padding!r}")
        if not self.transposed and any(per_axis("output_padding", self.output_padding, axes, 0)):
            raise ValueError(f"output_padding needs transposed=True, got output_padding={self.output_padding!r}")
        if isinstance(self.padding, str):
            kernel, steps, gaps = (
                per_axis(name, getattr(self, name), axes, 1) for name in ("kernel_size", "stride", "dilation")
            )
            named_pairs(self.padding, kernel, steps, gaps)

    @property
    def axes(self) -> int:
        """Number of axes that the arguments speak of; 0 when all are integers, which fit any number of axes."""
        return named_axes(**{name: getattr(self, name) for name in _PER_AXIS})

    def output_size(self, input_size: PerAxis) -> int | tuple[int, ...]:
        """Return the output size for an input size; see `convref.conv_output_size`."""
        if self.transposed:
            assert not isinstance(self.padding, str)
            return sizes.conv_transpose_output_size(
                input_size,
                self.kernel_size,
                stride=self.stride,
                padding=self.padding,
                output_padding=self.output_padding,
                dilation=self.dilation,
            )
        return sizes.conv_output_size(
            input_size, self.kernel_size, stride=self.stride, padding=self.padding, dilation=self.dilation
        )


def checked_rank(rank: Any) -> int | None:
    """Return the number of axes, where one is given."""
    if rank is None:
        return None
    if integer("rank", rank, 1) > 3:
        raise ValueError(f"rank must be 1, 2 or 3, got rank={rank!r}")
    return int(rank)


def check_rank(layers: Iterable[Layer], name: str, shape: tuple[int, ...], rank: int | None, *, channels: bool) -> None:
    """Check that a shape has one size for each axis that the layers slide along, and no batch in front.

    Three sizes are taken only where something says that there are three axes, `rank` or a layer that names three:
    they may as well be a batch or the channels, and two sizes.
    """
    named = max(layer.axes for layer in layers)
    wanted = rank or (named if named > 1 else None)
    sizes = len(shape) - channels
    if sizes == wanted or (rank is None and 0 < sizes < 3):  # where a layer does not fit, it says so itself
        return
    words = {None: "one or two sizes", 1: "one size", 2: "two sizes", 3: "three sizes"}
    parts = "channels and " * channels + words.get(wanted, f"{wanted} sizes")
    without = "without a batch" if channels else "without channels, which are in_channels, and without a batch"
    if rank is not None:
        why = f" and rank={rank}"
    else:
        why = f", and a layer with arguments for {named} axes" if wanted else ""
    hint = "; for layers along three axes give rank=3 (--rank 3 on the command line)" if wanted is None else ""
    raise ValueError(f"{name} must hold {parts}, {without}, got {shape}{why}{hint}")


@overload
def checked_layers(layers: Iterable[Layer]) -> tuple[Layer, ...]: ...
@overload
def checked_layers(layers: Iterable[Layer | _Other], other: type[_Other]) -> tuple[Layer | _Other, ...]: ...
def checked_layers(layers: Iterable[Any], other: type[Any] | None = None) -> tuple[Any, ...]:
    """Return the layers of a list that holds at least one, and nothing else save objects of one `other` class."""
    wanted = "Layer" if other is None else f"Layer or {other.__name__}"
    if isinstance(layers, (str, bytes)) or not np.iterable(layers):
        hint = "; read_network reads a text" if other and isinstance(layers, str) else ""
        raise TypeError(f"layers must be a sequence of {wanted}, got layers={_shown(layers)}{hint}")
    checked = tuple(layers)
    for number, layer in enumerate(checked, start=1):
        if not isinstance(layer, Layer) and (other is None or not isinstance(layer, other)):
            raise TypeError(f"layers must be a sequence of {wanted}, got {_shown(layer)} as layer {number}")
    if not checked:
        raise ValueError("layers must hold at least one layer, got none")
    return checked


def _shown(found: object) -> str:
    """Return what stands in the place of a layer, which may be a whole trace or text, in one short line."""
    return f"{shorten(repr(found), 60, placeholder='…')} of type {type(found).__name__}"
