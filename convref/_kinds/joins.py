"""Rows that take the outputs of several earlier rows: stacked as channels, added, multiplied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from convref._kinds.registry import At, Flow, Made, kind
from convref._reach import Reach, Sampled, after, everything, joined
from convref._tables import joined as written


@kind("Cat", joins=True)
def cat(at: At, dim: Any = 1) -> Made:
    """Stack the channels, as ``torch.cat(…, dim=1)`` does."""
    if dim != 1:
        raise ValueError(f"dim must be 1, the channels, got dim={dim!r}")
    shapes = [flow.shape for flow in at.inputs]
    if len({shape[1:] for shape in shapes}) > 1:
        raise ValueError(f"inputs of Cat must have the same sizes after the channels, got {_listed(shapes)}")
    channels = sum(shape[0] for shape in shapes)
    if "last" in (flow.order for flow in at.inputs):
        raise ValueError(f"inputs of Cat must have their channels in front, got {_listed(shapes)}")
    if "other" in (flow.order for flow in at.inputs):
        return Made(_seen(at, (channels, *shapes[0][1:])))
    if len(shapes[0]) == 1 and len({flow.sizes for flow in at.inputs}) > 1:
        return Made(_seen(at, (channels,)))
    return Made(_met(at, (channels, *shapes[0][1:]), at.inputs))


@kind("Add", "Mul", "Sub", "Div", "Maximum", "Minimum", joins=True)
def add(at: At, inplace: bool = False) -> Made:
    """Add, multiply or compare; an axis of one cell is repeated, as in PyTorch, but not of what is changed in place."""
    shapes = [flow.shape for flow in at.inputs]
    columns = list(zip(*shapes, strict=True)) if len({len(shape) for shape in shapes}) == 1 else [(0, 2)]
    if any(len(set(column) - {1}) > 1 for column in columns):
        raise ValueError(f"inputs of {at.name} must have the same shape, got {_listed(shapes)}")
    shape = tuple(map(max, columns))
    if inplace and shape != shapes[0]:
        raise ValueError(f"{at.name} in place must keep the shape {written(shapes[0])}, got {_listed(shapes)}")
    return Made(_met(at, shape, [_repeated(flow, shape) for flow in at.inputs]), fresh=not inplace)


def _met(at: At, shape: tuple[int, ...], inputs: Any) -> Flow:
    first = inputs[0]
    if any(flow.sizes != first.sizes and not (flow.dense and first.dense) for flow in inputs):
        raise ValueError(f"inputs of {at.name} must have kept the same axes, got {_listed([f.sizes for f in inputs])}")
    orders = {flow.order for flow in inputs if not flow.dense}
    if len(orders) > 1 or "other" in orders:
        raise ValueError(f"inputs of {at.name} must have kept their axes, got {_listed([f.shape for f in inputs])}")
    columns = zip(*(flow.reaches for flow in inputs), strict=True)
    cells = (*first.sizes, *(1,) * len(first.reaches))  # where all is dense there may be fewer axes than reaches
    return Flow(shape, tuple(map(joined, columns, cells)), first.sizes, "".join(orders))


def _seen(at: At, shape: tuple[int, ...]) -> Flow:
    """Return values of maps that have no axes in common, such as those of several sizes: each sees what all see."""
    ends = [tuple(map(everything, flow.reaches, (*flow.sizes, *(1,) * len(flow.reaches)))) for flow in at.inputs]
    return Flow(shape, tuple(joined(reaches, 1) for reaches in zip(*ends, strict=True)), shape[1:])


def _repeated(flow: Flow, shape: tuple[int, ...]) -> Flow:
    """Return what is behind an input once each axis of one cell is as long as the others."""
    if flow.flattened or flow.dense:
        return replace(flow, shape=shape) if flow.flattened else Flow(shape, flow.reaches, shape[1:])
    axes = zip(flow.reaches, flow.shape[1:], shape[1:], strict=True)
    return Flow(shape, tuple(_stretched(*axis) for axis in axes), shape[1:])


def _stretched(reach: Reach, size: int, wanted: int) -> Reach:
    return reach if size == wanted else after(reach, Sampled(0, ((0, 0),)))


def _listed(shapes: list[tuple[int, ...]]) -> str:
    return " and ".join(map(written, shapes))
