"""Rows that change the number of cells without weights: upsampling, shuffled channels, padding layers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from convref._arguments.checks import integer
from convref._arguments.modes import known_mode
from convref._kinds.pools import parts
from convref._kinds.registry import RANKS, At, Made, kind, number
from convref._reach import Reads, Sampled, Spread, Window, check_work

_MODES = {"nearest": 0, "nearest-exact": 0, "linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3, "area": 0}


@kind("Upsample")
def upsample(
    at: At,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: Any = None,
    recompute_scale_factor: Any = None,
) -> Made:
    """Resize, by a size or by a factor."""
    at = replace(at, rank=max(1, min(3, len(at.shape) - 1)))
    sizes = at.sizes()
    if mode not in _MODES:
        raise ValueError(f"mode must be one of {', '.join(_MODES)}, got mode={mode!r}")
    if _MODES[mode] not in (0, at.rank):
        axes = "one axis" if _MODES[mode] == 1 else f"{_MODES[mode]} axes"
        raise ValueError(f"mode={mode!r} resizes {axes}, got {at.written}")
    if align_corners is not None and mode in ("nearest", "nearest-exact", "area"):
        raise ValueError(f"align_corners must be left out for mode={mode!r}, got align_corners={align_corners!r}")
    output, ratios = _resized(at, sizes, size, scale_factor, bool(recompute_scale_factor))
    reads = [
        _sampling(mode, bool(align_corners), i, o, ratio) for i, o, ratio in zip(sizes, output, ratios, strict=True)
    ]
    return at.slid((at.shape[0], *output), reads)


@kind("UpsampleLike", joins=True)
def upsample_like(at: At, mode: str = "nearest", align_corners: Any = None) -> Made:
    """Resize to the sizes of a second row, which gives nothing else."""
    return upsample(replace(at, inputs=at.inputs[:1]), at.inputs[1].shape[1:], None, mode, align_corners)


@kind("PadLike", joins=True)
def pad_like(at: At) -> Made:
    """Pad with zeros, or crop, to the sizes of a second row: half before and the rest behind."""
    at = replace(at, rank=max(1, min(3, len(at.shape) - 1)))
    return _padded(replace(at, inputs=at.inputs[:1]), pads_between(at.sizes(), at.inputs[1].shape[1:]), "zeros")


@kind("CenterCrop")
def center_crop(at: At, size: Any) -> Made:
    """Crop to a size around the middle, as torchvision does, which pads what is smaller with zeros."""
    at = replace(at, rank=2)
    pads: list[int] = []
    for i, o in zip(at.sizes(), at.per_axis("size", size, 1), strict=True):
        before = (o - i) // 2 if o > i else -round((i - o) / 2)
        pads = [before, o - i - before, *pads]
    return _padded(at, pads, "zeros")


def pads_between(sizes: Sequence[int], wanted: Sequence[int]) -> tuple[int, ...]:
    """Return what `PadLike` pads each axis by, before and after, the last axis first as PyTorch takes them."""
    gaps = [more - size for size, more in zip(sizes, wanted, strict=False)]
    return tuple(part for gap in reversed(gaps) for part in (gap // 2, gap - gap // 2))


@kind("UpsamplingNearest", ranks=(2,))
def upsampling_nearest(at: At, size: Any = None, scale_factor: Any = None, *, mode: str = "nearest") -> Made:
    """Resize by repeating cells; PyTorch prints the mode, and takes none."""
    _check_mode(mode, "nearest")
    at.sizes()
    return upsample(at, size, scale_factor)


@kind("UpsamplingBilinear", ranks=(2,))
def upsampling_bilinear(at: At, size: Any = None, scale_factor: Any = None, *, mode: str = "bilinear") -> Made:
    """Resize bilinearly, from corner to corner; PyTorch prints the mode, and takes none."""
    _check_mode(mode, "bilinear")
    at.sizes()
    return upsample(at, size, scale_factor, "bilinear", True)


def _check_mode(mode: str, wanted: str) -> None:
    if mode != wanted:
        raise ValueError(f"mode must be {wanted!r} here, got mode={mode!r}")


def _resized(
    at: At, sizes: tuple[int, ...], size: Any, factor: Any, recompute: bool
) -> tuple[tuple[int, ...], list[Fraction]]:
    """Return the output sizes, and how many input cells one output cell stands for."""
    if (size is None) == (factor is None):
        raise ValueError(f"{at.name} must get either size or scale_factor, got size={size!r}, scale_factor={factor!r}")
    if size is not None:
        if recompute:
            raise ValueError(f"recompute_scale_factor of {at.name} belongs to scale_factor, got size={size!r}")
        at.check_each(size=size)
        output = at.per_axis("size", size, 1)
        return output, [Fraction(i, o) for i, o in zip(sizes, output, strict=True)]
    factors = tuple(factor) if isinstance(factor, (tuple, list)) else (factor,) * at.rank
    if len(factors) != at.rank or not all(_is_factor(one) for one in factors):
        raise ValueError(f"scale_factor must be a number above 0, or {at.rank} of them, got scale_factor={factor!r}")
    output = tuple(math.floor(float(i) * float(one)) for i, one in zip(sizes, factors, strict=True))
    if min(output) < 1:
        raise ValueError(f"scale_factor must leave at least 1 cell, got scale_factor={factor!r} for {sizes}")
    exact = [1 / Fraction(one).limit_denominator(10**6) for one in factors]
    return output, [Fraction(i, o) for i, o in zip(sizes, output, strict=True)] if recompute else exact


def _is_factor(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value > 1e-6


def _sampling(mode: str, corners: bool, size: int, output: int, ratio: Fraction) -> Reads:
    """Return which cells one output reads: one for nearest, up to two for linear, up to four for cubic."""
    if mode == "area":
        return parts(size, output)
    if mode == "nearest" and ratio.numerator == 1:
        return Spread(ratio.denominator, ratio.denominator)
    if corners:
        ratio = Fraction(size - 1, output - 1) if output > 1 else Fraction(0)
    check_work(ratio.denominator, f"with sizes of {size} and {output}")
    read = _READ[mode]
    offset = Fraction(0) if corners or mode == "nearest" else ratio / 2
    if mode not in ("nearest", "nearest-exact") and not corners:
        offset -= Fraction(1, 2)
    return Sampled(ratio.numerator, tuple(read(o * ratio + offset) for o in range(ratio.denominator)))


def _nearest(place: Fraction) -> tuple[int, int]:
    return math.floor(place), math.floor(place)


def _linear(place: Fraction) -> tuple[int, int]:
    return math.floor(place), math.ceil(place)


def _cubic(place: Fraction) -> tuple[int, int]:
    whole = math.floor(place)
    return (whole, whole) if place == whole else (whole - 1, whole + 2)


_READ: dict[str, Callable[[Fraction], tuple[int, int]]] = {
    "nearest": _nearest,
    "nearest-exact": _nearest,
    "linear": _linear,
    "bilinear": _linear,
    "trilinear": _linear,
    "bicubic": _cubic,
}


@kind("PixelShuffle")
def pixel_shuffle(at: At, upscale_factor: Any) -> Made:
    """Lay channels out as blocks of pixels."""
    at = replace(at, rank=2)
    factor, sizes = integer("upscale_factor", upscale_factor, 1), at.sizes()
    if at.shape[0] % factor**2:
        raise ValueError(
            f"channels must be divisible by upscale_factor², got {at.shape[0]} and {factor}² = {factor**2}"
        )
    shape = (at.shape[0] // factor**2, *(size * factor for size in sizes))
    return at.slid(shape, [Spread(factor, factor)] * 2)


@kind("PixelUnshuffle")
def pixel_unshuffle(at: At, downscale_factor: Any) -> Made:
    """Stack blocks of pixels as channels."""
    at = replace(at, rank=2)
    factor, sizes = integer("downscale_factor", downscale_factor, 1), at.sizes()
    if any(size % factor for size in sizes):
        raise ValueError(f"sizes must be divisible by downscale_factor, got {sizes} and downscale_factor={factor}")
    shape = (at.shape[0] * factor**2, *(size // factor for size in sizes))
    return at.slid(shape, [Window(factor, factor)] * 2)


@kind("ChannelShuffle")
def channel_shuffle(at: At, groups: Any) -> Made:
    """Put the channels into another order."""
    if len(at.shape) < 2:
        raise ValueError(f"{at.name} takes channels and one size or more, without a batch, got {at.written}")
    if at.shape[0] % integer("groups", groups, 1):
        raise ValueError(f"channels must be divisible by groups, got {at.shape[0]} and groups={groups}")
    return at.kept()


@kind("ZeroPad", ranks=RANKS)
def zero_pad(at: At, padding: Any, *, value: float = 0.0) -> Made:
    """Add zeros, or cut cells off where a number is negative; older PyTorch prints the value, and takes none."""
    if value != 0:
        raise ValueError(f"value of {at.name} must be 0, got value={value!r}")
    return _padded(at, padding, "zeros")


@kind("ConstantPad", ranks=RANKS)
def constant_pad(at: At, padding: Any, value: Any) -> Made:
    """Add a number at the ends."""
    number("value", value)
    return _padded(at, padding, "zeros")


@kind("ReflectionPad", ranks=RANKS)
def reflection_pad(at: At, padding: Any) -> Made:
    """Add the mirrored input."""
    return _padded(at, padding, "reflect")


@kind("ReplicationPad", ranks=RANKS)
def replication_pad(at: At, padding: Any) -> Made:
    """Add copies of the outermost cells."""
    return _padded(at, padding, "replicate")


@kind("CircularPad", ranks=RANKS)
def circular_pad(at: At, padding: Any) -> Made:
    """Add the cells of the other end."""
    return _padded(at, padding, "circular")


def _padded(at: At, padding: Any, mode: str) -> Made:
    sizes = at.sizes()
    ends = tuple(padding) if isinstance(padding, (tuple, list)) else (padding,) * (2 * at.rank)
    if len(ends) != 2 * at.rank:
        raise ValueError(
            f"padding must be an integer or {2 * at.rank} of them, before and after, last axis first, "
            f"got padding={padding!r}"
        )
    numbers = [integer("padding", one, -(2**63)) for one in ends]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))[::-1]  # the last axis comes first in PyTorch
    known = known_mode("mode", mode)
    for size, pair in zip(sizes, pairs, strict=True):
        if known.most is not None and max(pair) > known.most(size):
            raise ValueError(f"padding must be {known.limit} the input, got {pair} on an axis of {size}")
        if size + sum(pair) < 1 or size + sum(min(end, 0) for end in pair) < 0:
            raise ValueError(f"padding must leave at least 1 cell, got {pair} on an axis of {size}")
    output = [size + sum(pair) for size, pair in zip(sizes, pairs, strict=True)]
    return at.slid((at.shape[0], *output), [Window(1, 1, before) for before, _ in pairs], unread=())
