"""From a network back to its inputs: the smallest one, those that fit, those that lose nothing, and the area behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from convref._arguments.checks import flag, integer, integers, per_axis
from convref._arguments.types import PerAxis
from convref._kinds import Made
from convref._reach import Reach, check_work, hull
from convref.layers import Layer, checked_layers, checked_rank
from convref.modules import Module
from convref.network import followed

__all__ = ["LARGEST", "fitting_inputs", "input_area", "smallest_input"]

LARGEST = 1024  # cells along each axis, as far as an input is looked for
_Network = tuple[Layer | Module, ...]
_COUNTING = {"count_zeros": True, "count_cropped": False}
_NOTHING = Reach(1, 1, {}, Fraction(0))  # behind the cells, where only sizes are asked for


def smallest_input(
    layers: Iterable[Layer | Module], *, in_channels: int | None = None, rank: int | None = None, largest: int = LARGEST
) -> tuple[int, ...]:
    """Return the smallest input that a network takes.

    Parameters
    ----------
    layers : sequence of Layer or Module
        First to last.
    in_channels : int, optional
        Channels of the input; the first layer that says how many it takes is asked otherwise.
    rank : int, optional
        Number of spatial axes; the first layer that says it is asked otherwise, and two are taken where none does.
    largest : int
        Up to how many cells along each axis to look.

    Returns
    -------
    tuple of int
        One size for each axis: the smallest square or cube that fits, with each axis then made as short as it can be.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range, or no input fits.

    Examples
    --------
    >>> smallest_input([Layer(3), Module("MaxPool2d", 2), Layer(3)])
    (8, 8)
    """
    network, channels, axes = _asked(layers, in_channels, rank)
    most = integer("largest", largest, 1)
    size = next((size for size in range(1, most + 1) if _made(network, (channels, *(size,) * axes))), None)
    if size is None:
        why = _reason(network, channels, axes, most)
        alike = " that has as many along all axes" * (axes > 1)
        raise ValueError(f"layers must take an input of at most {most} cells an axis{alike}; {why}")
    sizes = [size] * axes
    for axis in range(axes):
        shorter = ([*sizes[:axis], less, *sizes[axis + 1 :]] for less in range(1, size + 1))
        sizes = next(one for one in shorter if _made(network, (channels, *one)))
    return tuple(sizes)


def fitting_inputs(
    layers: Iterable[Layer | Module],
    sizes: Iterable[int],
    *,
    in_channels: int | None = None,
    rank: int | None = None,
    lossless: bool = False,
) -> tuple[int, ...]:
    """Return those of some sizes that a network takes, equal along all axes.

    Parameters
    ----------
    layers : sequence of Layer or Module
        First to last. Where rows are joined, as in a U-Net, their sizes must meet.
    sizes : iterable of int
        The sizes to try, such as ``range(200, 300)``.
    in_channels, rank : int, optional
        As in `smallest_input`.
    lossless : bool
        Whether only to return sizes at which no map has cells at an end that no layer reads.

    Returns
    -------
    tuple of int
        In the order of `sizes`.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range.

    Examples
    --------
    >>> pools = [Module("MaxPool2d", 2), Module("MaxPool2d", 2)]
    >>> fitting_inputs(pools, range(30, 40), in_channels=3, lossless=True)
    (32, 36)
    """
    network, channels, axes = _asked(layers, in_channels, rank)
    whole = flag("lossless", lossless)
    found = []
    for size in integers("sizes", sizes, 1):
        made = _made(network, (channels, *(size,) * axes))
        if made and not (whole and _loses(made)):
            found.append(int(size))
    return tuple(found)


def input_area(layers: Iterable[Layer | Module], input_shape: Sequence[int], outputs: PerAxis = 1) -> tuple[int, ...]:
    """Return how many input cells lie behind some neighbouring outputs of the last layer.

    Parameters
    ----------
    layers : sequence of Layer or Module
        First to last.
    input_shape : sequence of int
        Channels and spatial sizes, as in `trace`.
    outputs : int or sequence of int
        Neighbouring outputs along each axis.

    Returns
    -------
    tuple of int
        Cells along each axis, from the first that matters to the last, as if the input had no end; where groups of as
        many outputs see unequally many, those of the group that sees most.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range, or a layer does not fit.

    Examples
    --------
    >>> input_area([Layer(3, stride=2), Layer(3)], (1, 32, 32), outputs=4)
    (13, 13)
    """
    checked = checked_layers(layers, Module)
    shape = integers("input_shape", input_shape, 1)
    if len(shape) < 2:
        raise ValueError(f"input_shape must have channels and one size or more, got input_shape={shape}")
    *_, (last, _) = followed(layers, checked, shape, _COUNTING)
    reaches = last.flow.reaches
    counts = per_axis("outputs", outputs, len(reaches), 1)
    areas = []
    for reach, count in zip(reaches, counts, strict=True):
        check_work(reach.period * len(reach.cells), f"to find what lies behind {count} outputs")
        found = [hull(reach, start, start + count - 1) for start in range(reach.period)]
        areas.append(max((ends[1] - ends[0] + 1 for ends in found if ends), default=0))
    return tuple(areas)


def _asked(layers: Iterable[Layer | Module], in_channels: int | None, rank: int | None) -> tuple[_Network, int, int]:
    """Return the layers, the channels and the number of axes of the input."""
    checked = checked_layers(layers, Module)
    channels = in_channels
    if channels is None:
        named = [dict(one.arguments) for one in checked if isinstance(one, Module)]
        said = (one.get("in_channels", one.get("num_features")) for one in named)
        channels = next((one for one in said if one is not None), 1 if len(named) < len(checked) else None)
    if channels is None:
        raise ValueError("in_channels must be given, since no layer says how many channels it takes")
    axes = checked_rank(rank) or next((one.axes for one in checked if _says(one)), 2)
    return checked, integer("in_channels", channels, 1), axes


def _says(layer: Layer | Module) -> bool:
    """Return whether a layer says how many axes it slides along."""
    return layer.axes > (0 if isinstance(layer, Module) else 1)


def _made(network: _Network, shape: tuple[int, ...]) -> list[tuple[Made, tuple[int, ...]]]:
    """Return what the layers make of an input, and the rows they take; nothing where it does not fit."""
    try:
        return list(followed(network, network, shape, _COUNTING, _NOTHING))
    except ValueError:
        return []


def _loses(made: list[tuple[Made, tuple[int, ...]]]) -> bool:
    """Return whether some map has cells at an end that none of the layers that take it reads."""
    least: dict[int, list[int]] = {}
    for row, taken in made:
        for one in taken:
            unread = list(row.unread) or [0]
            least[one] = list(map(min, least.get(one, unread), unread))
    return any(map(any, least.values()))


def _reason(network: _Network, channels: int, axes: int, largest: int) -> str:
    """Return why the largest input that was tried does not fit."""
    try:
        list(followed(network, network, (channels, *(largest,) * axes), _COUNTING))
    except ValueError as error:
        return f"of {largest}, {error}"
    raise AssertionError("an input that fits was passed over")
