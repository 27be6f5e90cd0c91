"""Normalisation: sizes stay, parameters are counted."""

from __future__ import annotations

from math import prod
from typing import Any

from convref._arguments.checks import integer
from convref._kinds.registry import RANKS, At, Made, kind, lazy, number, require


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
    require(eps >= 0, "eps must be at least 0", eps=eps)
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
    require(eps >= 0, "eps must be at least 0", eps=eps)
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
    if not track_running_stats and prod(at.shape[1:]) == 1:
        raise ValueError(f"{at.name} must get more than 1 cell without track_running_stats, got {at.written}")
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
    if eps is not None:
        number("eps", eps)
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
