"""Rows that write the same values under another shape, or take a part of them."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

from convref._arguments.checks import integer
from convref._kinds.registry import At, Flow, Made, kind
from convref._reach import Sampled, Window, after, everything


@kind("Flatten")
def flatten(at: At, start_dim: Any = 1, end_dim: Any = -1) -> Made:
    """Write some axes as one."""
    axes = len(at.shape) + 1  # with the batch
    start, end = (_axis(name, value, axes) for name, value in (("start_dim", start_dim), ("end_dim", end_dim)))
    if start > end:
        raise ValueError(f"start_dim must not come after end_dim, got {start_dim} and {end_dim}")
    start, end = start - 1, end - 1
    shape = (*at.shape[:start], prod(at.shape[start : end + 1]), *at.shape[end + 1 :])
    if start == 0 and _merges(at, shape):
        return _merged(at, shape)
    order = "other" if at.flow.order and not _keeps_last(at, shape) else at.flow.order
    return Made(Flow(shape, at.flow.reaches, at.flow.sizes, order), fresh=False)


@kind("Unflatten")
def unflatten(at: At, dim: Any, unflattened_size: Any) -> Made:
    """Write one axis as several."""
    axis = _axis("dim", dim, len(at.shape) + 1) - 1
    if not isinstance(unflattened_size, (tuple, list)):
        raise TypeError(f"unflattened_size must be a sequence of integers, got {unflattened_size!r}")
    inner = [integer("unflattened_size", one, -1) for one in unflattened_size]
    if inner.count(-1) == 1:
        inner[inner.index(-1)] = at.shape[axis] // (-prod(inner) or 1)
    if min(inner, default=0) < 1 or prod(inner) != at.shape[axis]:
        raise ValueError(f"unflattened_size must make up {at.shape[axis]}, got {tuple(unflattened_size)}")
    shape = (*at.shape[:axis], *inner, *at.shape[axis + 1 :])
    undone = at.flow.sizes == (shape[:-1] if _keeps_last(at, shape) else shape[1:])
    if not at.flow.dense and (not undone or (at.flow.order and not _keeps_last(at, shape))):
        raise ValueError(f"Unflatten must come after a Linear, or undo a Flatten, got {shape} from {at.flow.sizes}")
    return Made(Flow(shape, at.flow.reaches, at.flow.sizes, at.flow.order), fresh=False)


@kind("View")
def view(at: At, size: Any) -> Made:
    """Write the axes behind the batch in another way, as ``x.view`` does with these sizes."""
    given = tuple(size) if isinstance(size, (tuple, list)) else (size,)
    inner = [integer("size", one, -1) for one in given]
    cells = prod(at.shape)
    if inner.count(-1) == 1:
        inner[inner.index(-1)] = cells // (-prod(inner) or 1)
    if min(inner, default=0) < 1 or prod(inner) != cells:
        raise ValueError(f"size must make up the {cells} values of its input, got {given} for {at.written}")
    return _rewritten(at, tuple(inner))


@kind("Permute")
def permute(at: At, dims: Any) -> Made:
    """Put the axes into another order, as ``x.permute`` does; the batch stays the first."""
    axes = len(at.shape) + 1
    given = dims if isinstance(dims, (tuple, list)) else (dims,)
    order = tuple(one + axes * (one < 0) for one in (integer("dims", one, -axes) for one in given))
    if order[:1] != (0,) or sorted(order) != list(range(axes)):
        raise ValueError(f"dims must be the axes 0 to {axes - 1} with the batch, 0, in front, got dims={tuple(given)}")
    flow, shape = at.flow, tuple(at.shape[axis - 1] for axis in order[1:])
    if flow.dense:
        return Made(Flow(shape, flow.reaches, shape[1:]), fresh=False)
    moved = _order_after(flow, order)
    return _moved(at, shape, moved) if moved else Made(replace(flow, shape=shape, order=""), fresh=False)


def _moved(at: At, shape: tuple[int, ...], order: str) -> Made:
    """Return values in other places, which all see the same where there was one cell along each axis."""
    if prod(at.flow.sizes) > 1:
        return Made(replace(at.flow, shape=shape, order=order), fresh=False)
    return Made(Flow(shape, tuple(everything(one, 1) for one in at.flow.reaches), shape[1:]), fresh=False)


def _order_after(flow: Flow, order: tuple[int, ...]) -> str:
    """Return where the channels are once axes were put into another order."""
    axes = len(order)
    if order == tuple(range(axes)):
        return flow.order
    if not flow.order and prod(flow.shape[1:]) == prod(flow.sizes) and order == (0, *range(2, axes), 1):
        return "last"
    return "" if flow.order == "last" and order == (0, axes - 1, *range(1, axes - 1)) else "other"


@kind("Squeeze")
def squeeze(at: At, dim: Any = None) -> Made:
    """Leave out axes of one cell, as ``x.squeeze`` does; that of one channel only where it is named."""
    axes = len(at.shape) + 1
    places = range(2, axes) if dim is None else [_axis("dim", dim, axes)]
    left_out = {place - 1 for place in places if at.shape[place - 1] == 1}
    if len(left_out) == len(at.shape):
        raise ValueError(f"dim must leave an axis behind the batch, got dim={dim} for {at.written}")
    shape = tuple(size for place, size in enumerate(at.shape) if place not in left_out)
    if 0 in left_out and not at.flow.dense and not at.flow.order:
        return Made(replace(at.flow, shape=shape), fresh=False)  # the cells of one channel, and no axis of channels
    return _rewritten(at, shape)


@kind("Unsqueeze")
def unsqueeze(at: At, dim: Any) -> Made:
    """Put an axis of one cell in, as ``x.unsqueeze`` does."""
    place = _axis("dim", dim, len(at.shape) + 2) - 1
    return _rewritten(at, (*at.shape[:place], 1, *at.shape[place:]))


@kind("Channels")
def channels(at: At, start: Any, stop: Any) -> Made:
    """Take some of the channels, as ``x[:, start:stop]`` does."""
    first, last = integer("start", start, 0), integer("stop", stop, 1)
    if not first < last <= at.shape[0]:
        raise ValueError(f"start and stop must be channels of {at.shape[0]}, got {start} and {stop}")
    if at.flow.flattened:
        raise ValueError(f"Channels must not take a part of flattened axes, got {at.written}")
    return Made(Flow((last - first, *at.shape[1:]), at.flow.reaches, at.flow.sizes), fresh=False)


@kind("Slice")
def sliced(at: At, start: Any = None, stop: Any = None, step: Any = None) -> Made:
    """Take some of the cells, as ``x[:, :, start:stop:step]`` does; with an entry for each axis, or None."""
    at = replace(at, rank=max(1, min(3, len(at.shape) - 1)))
    sizes = at.sizes()
    ends = [_entries(at, name, value) for name, value in (("start", start), ("stop", stop), ("step", step))]
    if any(one is not None and one < 1 for one in ends[2]):
        raise ValueError(f"step must be at least 1, got step={step!r}")
    taken = [range(size)[slice(*one)] for size, *one in zip(sizes, *ends, strict=True)]
    if not all(taken):
        raise ValueError(f"start and stop must leave at least 1 cell, got {start!r} and {stop!r} for {at.written}")
    reads = [Window(1, one.step, -one.start) for one in taken]
    return at.slid((at.shape[0], *map(len, taken)), reads, fresh=False, unread=())


def _entries(at: At, name: str, value: Any) -> list[int | None]:
    """Return an entry for each axis; the last axes may have none."""
    given = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    if len(given) > at.rank:
        raise ValueError(f"{name} must have at most {at.rank} entries for {at.written}, got {name}={value!r}")
    checked = [one if one is None else integer(name, one, -(2**63)) for one in given]
    return [*checked, *[None] * (at.rank - len(given))]


@kind("Select")
def select(at: At, dim: Any, index: Any) -> Made:
    """Take one cell along an axis, which is then left out, as ``x.select`` does."""
    place = _axis("dim", dim, len(at.shape) + 1) - 1
    size, cell = at.shape[place], integer("index", index, -(2**63))
    if place == 0 or not -size <= cell < size:
        raise ValueError(f"dim and index must be a cell behind the channels of {at.written}, got {dim} and {index}")
    shape = (*at.shape[:place], *at.shape[place + 1 :])
    if at.flow.dense:
        return Made(Flow(shape, at.flow.reaches, shape[1:]), fresh=False)
    left = at.flow.left if at.flow.flattened else tuple(range(len(at.shape) - 1))
    if left is None:
        raise ValueError(f"Select must not take a cell of flattened axes, got {at.written}")
    axis = left[place - 1]
    reaches, sizes = list(at.flow.reaches), list(at.flow.sizes)
    reaches[axis] = after(reaches[axis], Sampled(0, ((cell % size, cell % size),)))
    sizes[axis] = 1
    return Made(Flow(shape, tuple(reaches), tuple(sizes)), fresh=False)


def _rewritten(at: At, shape: tuple[int, ...]) -> Made:
    """Return the same values under another shape; nothing slides along its axes where cells are in other places."""
    if at.flow.dense:
        return Made(Flow(shape, at.flow.reaches, shape[1:]), fresh=False)
    if _merges(at, shape):
        return _merged(at, shape)
    one = shape[1:] == at.flow.sizes or prod(shape[1:]) == 1 or _without_ones(shape, at.shape)
    if _keeps_last(at, shape) or (not at.flow.order and (one or _keeps_first(at, shape))):
        return Made(replace(at.flow, shape=shape), fresh=False)
    return _moved(at, shape, "other")


def _merges(at: At, shape: tuple[int, ...]) -> bool:
    """Return whether the first axes are written as channels, and the others are left as they are."""
    first = len(at.shape) - len(shape)
    return not at.flow.flattened and first > 0 and len(shape) > 1 and shape[1:] == at.shape[first + 1 :]


def _merged(at: At, shape: tuple[int, ...]) -> Made:
    """Return channels that the first axes have become: together they see all along those."""
    first = len(at.shape) - len(shape)
    seen = tuple(map(everything, at.flow.reaches[:first], at.flow.sizes[:first]))
    sizes = ((1,) * first) + at.flow.sizes[first:]
    return Made(Flow(shape, (*seen, *at.flow.reaches[first:]), sizes), fresh=False)


def _keeps_last(at: At, shape: tuple[int, ...]) -> bool:
    """Return whether the channels stay behind the cells, which are only counted in another way."""
    return at.flow.order == "last" and len(shape) > 1 and shape[-1] == at.shape[-1]


def _keeps_first(at: At, shape: tuple[int, ...]) -> bool:
    """Return whether the channels stay in front of the cells, which are only counted in another way."""
    return not at.flow.order and shape[0] == at.shape[0] and prod(at.shape[1:]) == prod(at.flow.sizes)


def _without_ones(shape: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Return whether two shapes differ only by axes of one cell."""
    return [one for one in shape if one > 1] == [one for one in other if one > 1]


def _axis(name: str, value: Any, axes: int) -> int:
    """Return an axis of a shape that counts the batch as 0, which stays as it is."""
    axis = integer(name, value, -axes)
    axis += axes * (axis < 0)
    if not 1 <= axis < axes:
        raise ValueError(f"{name} must be an axis from 1 to {axes - 1}, where 0 is the batch, got {name}={value}")
    return axis
