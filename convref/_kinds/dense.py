"""Rows that do not slide: linear layers, flattening, normalisation, activations and dropout."""

from __future__ import annotations

from math import prod
from typing import Any

from convref._arguments.checks import flag, integer
from convref._kinds.registry import RANKS, At, Flow, Made, kind, lazy
from convref._reach import Sampled, after, everything
from convref._tables import joined


@kind("Linear")
def linear(
    at: At, in_features: Any, out_features: Any, bias: bool = True, device: Any = None, dtype: Any = None
) -> Made:
    """Multiply the last axis by a matrix."""
    inside, outside = integer("in_features", in_features, 1), integer("out_features", out_features, 1)
    if inside != at.shape[-1]:
        raise ValueError(f"in_features must be the {at.shape[-1]} of its input's last axis{_hint(at, inside)}")
    shape = (*at.shape[:-1], outside)
    macs, parameters = prod(shape) * inside, inside * outside + outside * flag("bias", bias)
    if len(shape) == 1 or at.flow.flattened:
        return at.mixed(shape, macs=macs, parameters=parameters)
    reaches = at.flow.reaches
    if not at.flow.dense:
        reaches = (*reaches[:-1], everything(reaches[-1], at.flow.sizes[-1]))
    return Made(Flow(shape, reaches, shape[1:]), macs, parameters)


def _hint(at: At, wanted: int) -> str:
    """Return the number that was wanted, and what would give so many."""
    got = f", got in_features={wanted}"
    if len(at.shape) > 1:
        return f"{got}; Flatten would give {prod(at.shape)}"
    if at.flow.flattened and wanted * prod(at.flow.sizes) == at.shape[0]:
        return (
            f"{got}, its channels before they were flattened; an adaptive pool to 1 before Flatten would give so many"
        )
    return got


lazy("Linear", linear, axis=-1)


@kind("Flatten")
def flatten(at: At, start_dim: Any = 1, end_dim: Any = -1) -> Made:
    """Write some axes as one."""
    axes = len(at.shape) + 1  # with the batch
    start, end = (_axis(name, value, axes) for name, value in (("start_dim", start_dim), ("end_dim", end_dim)))
    if start > end:
        raise ValueError(f"start_dim must not come after end_dim, got {start_dim} and {end_dim}")
    start, end = start - 1, end - 1
    shape = (*at.shape[:start], prod(at.shape[start : end + 1]), *at.shape[end + 1 :])
    return Made(Flow(shape, at.flow.reaches, at.flow.sizes), fresh=False)


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
    if not at.flow.dense and at.flow.sizes != shape[1:]:
        raise ValueError(f"Unflatten must come after a Linear, or undo a Flatten, got {shape} from {at.flow.sizes}")
    return Made(Flow(shape, at.flow.reaches, at.flow.sizes), fresh=False)


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


@kind("Squeeze")
def squeeze(at: At, dim: Any = None) -> Made:
    """Leave out axes of one cell, as ``x.squeeze`` does; the channels stay."""
    axes = len(at.shape) + 1
    places = range(2, axes) if dim is None else [_axis("dim", dim, axes)]
    left_out = {place - 1 for place in places if at.shape[place - 1] == 1}
    if 0 in left_out:
        raise ValueError(f"dim must not be 1, the channels, got dim={dim}")
    return _rewritten(at, tuple(size for place, size in enumerate(at.shape) if place not in left_out))


@kind("Unsqueeze")
def unsqueeze(at: At, dim: Any) -> Made:
    """Put an axis of one cell in, as ``x.unsqueeze`` does."""
    place = _axis("dim", dim, len(at.shape) + 2) - 1
    return _rewritten(at, (*at.shape[:place], 1, *at.shape[place:]))


def _rewritten(at: At, shape: tuple[int, ...]) -> Made:
    """Return the same values under another shape, where each cell stays in its place."""
    sizes = at.flow.sizes
    if at.flow.dense:
        sizes = shape[1:]
    elif shape[1:] != sizes and len(shape) > 1 and prod(shape[1:]) != 1 and not _without_ones(shape, at.shape):
        raise ValueError(f"{at.name} must not move cells to other places, got {joined(shape)} from {at.written}")
    return Made(Flow(shape, at.flow.reaches, sizes), fresh=False)


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


@kind("Embedding")
def embedding(
    at: At,
    num_embeddings: Any,
    embedding_dim: Any,
    padding_idx: Any = None,
    max_norm: Any = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Made:
    """Look up one vector for each entry, which becomes the last axis."""
    count, width = integer("num_embeddings", num_embeddings, 1), integer("embedding_dim", embedding_dim, 1)
    if at.flow.reaches:
        raise ValueError(f"Embedding takes one axis of words, without channels, got {at.written}")
    return Made(Flow((*at.shape, width), (), (*at.shape, width)[1:]), parameters=count * width)


@kind("BatchNorm", ranks=RANKS)
def batch_norm(
    at: At,
    num_features: Any,
    eps: float = 1e-5,
    momentum: float | None = 0.1,
    affine: bool = True,
    track_running_stats: bool = True,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: bool = True,
) -> Made:
    """Normalise each channel over the batch."""
    _check_axes(at, alone=at.rank == 1)
    return _per_channel(at, "num_features", num_features, affine, bias)


lazy("BatchNorm", batch_norm, RANKS)


@kind("SyncBatchNorm")
def sync_batch_norm(
    at: At,
    num_features: Any,
    eps: float = 1e-5,
    momentum: float | None = 0.1,
    affine: bool = True,
    track_running_stats: bool = True,
    process_group: Any = None,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: bool = True,
) -> Made:
    """Normalise each channel over the batch, on all machines together."""
    return _per_channel(at, "num_features", num_features, affine, bias)


@kind("FrozenBatchNorm", ranks=(2,))
def frozen_batch_norm(at: At, num_features: Any, eps: float = 1e-5) -> Made:
    """Scale and shift each channel by numbers that are not learned, as torchvision does."""
    _check_axes(at)
    return _per_channel(at, "num_features", num_features, False, False)


@kind("InstanceNorm", ranks=RANKS)
def instance_norm(
    at: At,
    num_features: Any,
    eps: float = 1e-5,
    momentum: float | None = 0.1,
    affine: bool = False,
    track_running_stats: bool = False,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: bool = True,
) -> Made:
    """Normalise each channel of each example."""
    _check_axes(at)
    return _per_channel(at, "num_features", num_features, affine, bias)


lazy("InstanceNorm", instance_norm, RANKS, affine=True, track_running_stats=True)


def _per_channel(at: At, name: str, channels: Any, affine: bool, bias: bool) -> Made:
    """Keep the shape; each channel may have a factor, and a number to add."""
    at.check_channels(name, channels)
    return at.kept(parameters=at.shape[0] * affine * (1 + bias))


def _check_axes(at: At, *, alone: bool = False) -> None:
    if len(at.shape) - 1 != at.rank and not (alone and len(at.shape) == 1):
        axes = {1: "one size", 2: "two sizes", 3: "three sizes"}[at.rank]
        raise ValueError(f"{at.name} takes channels and {axes}, without a batch, got {at.written}")


@kind("GroupNorm")
def group_norm(
    at: At,
    num_groups: Any,
    num_channels: Any,
    eps: float = 1e-5,
    affine: bool = True,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: bool = True,
) -> Made:
    """Normalise groups of channels of each example."""
    made = _per_channel(at, "num_channels", num_channels, affine, bias)
    if at.shape[0] % integer("num_groups", num_groups, 1):
        raise ValueError(f"num_channels must be divisible by num_groups, got {at.shape[0]} and {num_groups}")
    return made


@kind("LayerNorm")
def layer_norm(
    at: At,
    normalized_shape: Any,
    eps: float = 1e-5,
    elementwise_affine: bool = True,
    bias: bool = True,
    device: Any = None,
    dtype: Any = None,
) -> Made:
    """Normalise the last axes of each example."""
    return at.kept(parameters=_normalised(at, normalized_shape) * elementwise_affine * (1 + bias))


@kind("LayerNorm", ranks=(2,))
def layer_norm_of_channels(
    at: At,
    normalized_shape: Any,
    eps: float = 1e-5,
    elementwise_affine: bool = True,
    bias: bool = True,
    device: Any = None,
    dtype: Any = None,
) -> Made:
    """Normalise the channels of each pixel, as torchvision does."""
    _check_axes(at)
    single = isinstance(normalized_shape, (tuple, list)) and len(normalized_shape) == 1
    at.check_channels("normalized_shape", normalized_shape[0] if single else normalized_shape)
    return at.kept(parameters=at.shape[0] * elementwise_affine * (1 + bias))


@kind("RMSNorm")
def rms_norm(
    at: At,
    normalized_shape: Any,
    eps: Any = None,
    elementwise_affine: bool = True,
    device: Any = None,
    dtype: Any = None,
) -> Made:
    """Scale the last axes of each example to a mean square of 1."""
    return at.kept(parameters=_normalised(at, normalized_shape) * elementwise_affine)


def _normalised(at: At, shape: Any) -> int:
    wanted = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    wanted = tuple(integer("normalized_shape", one, 1) for one in wanted)
    if not wanted or at.shape[-len(wanted) :] != wanted:
        raise ValueError(f"normalized_shape must be the last sizes of its input, got {wanted} for {at.written}")
    return prod(wanted)


@kind("LocalResponseNorm")
def local_response_norm(at: At, size: Any, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Made:
    """Normalise each value by those of neighbouring channels."""
    integer("size", size, 1)
    return at.kept()


@kind("QuantStub", "DeQuantStub")
def quant_stub(at: At, qconfig: Any = None) -> Made:
    """Hand on what comes in, until the network is quantized."""
    return at.kept(fresh=False)


@kind("Elementwise")
def elementwise(at: At, *args: Any, **kwargs: Any) -> Made:
    """Do something to each value that needs no weights, such as dividing it by a number."""
    return at.kept()


@kind("OverChannels")
def over_channels(at: At) -> Made:
    """Make one number of all channels of each cell, such as their mean."""
    if at.flow.flattened:
        return at.mixed((1, *at.shape[1:]))
    return Made(Flow((1, *at.shape[1:]), at.flow.reaches, at.flow.sizes))


@kind("Channels")
def channels(at: At, start: Any, stop: Any) -> Made:
    """Take some of the channels, as ``x[:, start:stop]`` does."""
    first, last = integer("start", start, 0), integer("stop", stop, 1)
    if not first < last <= at.shape[0]:
        raise ValueError(f"start and stop must be channels of {at.shape[0]}, got {start} and {stop}")
    if at.flow.flattened:
        raise ValueError(f"Channels must not take a part of flattened axes, got {at.written}")
    return Made(Flow((last - first, *at.shape[1:]), at.flow.reaches, at.flow.sizes), fresh=False)


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


@kind("Identity")
def identity(at: At, *args: Any, **kwargs: Any) -> Made:
    """Hand on what comes in."""
    return at.kept(fresh=False)
