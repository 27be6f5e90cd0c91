"""Rows that mix values without sliding, or only hand them on: linear layers, embeddings, sums over channels."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

from convref._arguments.checks import flag, integer
from convref._kinds.registry import At, Flow, Made, kind, lazy, number, require
from convref._reach import everything


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
    if at.flow.order == "last" and at.flow.flattened:
        return Made(replace(at.flow, shape=shape), macs, parameters)
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
    if padding_idx is not None:
        place = integer("padding_idx", padding_idx, -(2**63))
        require(-count <= place < count, f"padding_idx must be one of the {count} entries", padding_idx=padding_idx)
    if max_norm is not None:
        number("max_norm", max_norm)
    if at.flow.reaches:
        raise ValueError(f"Embedding takes one axis of words, without channels, got {at.written}")
    return Made(Flow((*at.shape, width), (), (*at.shape, width)[1:]), parameters=count * width)


@kind("QuantStub", "DeQuantStub")
def quant_stub(at: At, qconfig: Any = None) -> Made:
    """Hand on what comes in, until the network is quantized."""
    return at.kept(fresh=False)


@kind("Elementwise")
def elementwise(at: At, *args: Any, **kwargs: Any) -> Made:
    """Do something to each value that needs no weights, such as dividing it by a number."""
    return at.kept()


@kind("Scale", "Shift")
def scale(at: At, size: Any, parameters: Any = None) -> Made:
    """Multiply by a weight of this size, or add one; it belongs to the last axes, and repeats along those of 1."""
    given = tuple(integer("size", one, 1) for one in (size if isinstance(size, (tuple, list)) else (size,)))
    count = prod(given) if parameters is None else integer("parameters", parameters, prod(given))
    whole = (1, *at.shape)
    fits = len(given) <= len(whole) and all(
        one in (1, of) for one, of in zip(reversed(given), reversed(whole), strict=False)
    )
    if not fits:
        raise ValueError(f"size must be that of the last axes of its input, or 1, got {given} for {at.written}")
    return at.kept(parameters=count)


@kind("OverChannels")
def over_channels(at: At) -> Made:
    """Make one number of all channels of each cell, such as their mean."""
    if at.flow.flattened:
        return at.mixed((1, *at.shape[1:]))
    return Made(Flow((1, *at.shape[1:]), at.flow.reaches, at.flow.sizes))


@kind("Identity")
def identity(at: At, *args: Any, **kwargs: Any) -> Made:
    """Hand on what comes in."""
    return at.kept(fresh=False)
