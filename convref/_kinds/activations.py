"""Rows that treat each value by itself: activations and dropout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from convref._arguments.checks import integer
from convref._kinds.registry import RANKS, At, Made, kind, number, require


@kind("ReLU", "ReLU6", "SELU", "SiLU", "Mish", "Hardswish", "Hardsigmoid")
def in_place(at: At, inplace: bool = False) -> Made:
    """Apply a function without parameters."""
    return at.kept(fresh=not inplace)


@kind("Sigmoid", "Tanh", "LogSigmoid", "Softsign", "Tanhshrink")
def plain(at: At) -> Made:
    """Apply a function without arguments."""
    return at.kept()


@kind("ELU", "CELU")
def elu(at: At, alpha: float = 1.0, inplace: bool = False) -> Made:
    """Apply an exponential unit."""
    require(at.name == "ELU" or alpha != 0, "alpha of CELU must not be 0", alpha=alpha)
    return at.kept(fresh=not inplace)


@kind("LeakyReLU")
def leaky_relu(at: At, negative_slope: float = 0.01, inplace: bool = False) -> Made:
    """Apply a leaky unit."""
    return at.kept(fresh=not inplace)


@kind("RReLU")
def rrelu(at: At, lower: float = 1 / 8, upper: float = 1 / 3, inplace: bool = False) -> Made:
    """Apply a leaky unit of random slope."""
    require(lower <= upper, "lower must not be above upper", lower=lower, upper=upper)
    return at.kept(fresh=not inplace)


@kind("PReLU")
def prelu(at: At, num_parameters: Any = 1, init: float = 0.25, device: Any = None, dtype: Any = None) -> Made:
    """Apply a leaky unit whose slope is learned."""
    count = integer("num_parameters", num_parameters, 1)
    if count not in (1, at.shape[0]):
        raise ValueError(f"num_parameters must be 1 or {at.shape[0]}, the channels of its input, got {count}")
    return at.kept(parameters=count)


@kind("GELU")
def gelu(at: At, approximate: str = "none") -> Made:
    """Apply a Gaussian unit."""
    require(approximate in ("none", "tanh"), "approximate must be 'none' or 'tanh'", approximate=approximate)
    return at.kept()


@kind("Softplus")
def softplus(at: At, beta: float = 1.0, threshold: float = 20.0) -> Made:
    """Apply a smooth unit."""
    return at.kept()


@kind("Softshrink", "Hardshrink")
def shrink(at: At, lambd: float = 0.5) -> Made:
    """Draw values towards zero."""
    require(at.name == "Hardshrink" or lambd >= 0, "lambd must be at least 0", lambd=lambd)
    return at.kept()


@kind("Hardtanh")
def hardtanh(at: At, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> Made:
    """Cut values off."""
    require(min_val < max_val, "max_val must be above min_val", min_val=min_val, max_val=max_val)
    return at.kept(fresh=not inplace)


@kind("Threshold")
def threshold(at: At, threshold: Any, value: Any, inplace: bool = False) -> Made:
    """Replace small values."""
    number("threshold", threshold)
    number("value", value)
    return at.kept(fresh=not inplace)


@kind("Softmax", "LogSoftmax", "Softmin")
def softmax(at: At, dim: Any = None) -> Made:
    """Turn values along one axis into shares."""
    axes = len(at.shape) + 1  # with the batch
    if dim is not None and integer("dim", dim, -axes) >= axes:
        raise ValueError(f"dim must be at most {axes - 1} for {at.written}, where 0 is the batch, got dim={dim}")
    return at.kept()


@kind("Softmax", ranks=(2,))
def softmax_of_channels(at: At) -> Made:
    """Turn the channels of each pixel into shares."""
    return at.kept()


@kind("GLU")
def glu(at: At, dim: Any = -1) -> Made:
    """Multiply one half of the channels by the gates in the other."""
    axis = integer("dim", dim, -len(at.shape)) % (len(at.shape) + 1)
    if axis != 1:
        raise ValueError(f"dim must be 1, the channels, got dim={dim}")
    if at.shape[0] % 2:
        raise ValueError(f"channels must be even for GLU, got {at.shape[0]}")
    return Made(replace(at.flow, shape=(at.shape[0] // 2, *at.shape[1:])))


@kind("AlphaDropout", "FeatureAlphaDropout")
@kind("Dropout", ranks=(0, *RANKS))
def dropout(at: At, p: float = 0.5, inplace: bool = False) -> Made:
    """Leave values or channels out while training."""
    require(0 <= p <= 1, "p, the share that is left out, must be from 0 to 1", p=p)
    return at.kept(fresh=not inplace)


@kind("DropPath")
def drop_path(at: At, drop_prob: float = 0.0, scale_by_keep: bool = True) -> Made:
    """Leave whole examples out while training, as timm does."""
    return at.kept()


@kind("StochasticDepth")
def stochastic_depth(at: At, p: float, mode: str) -> Made:
    """Leave whole examples out while training, as torchvision does."""
    return at.kept()
