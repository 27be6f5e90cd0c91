"""Rows that pool: the largest, the mean or a norm of each window, or of each part of the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from convref import formulas
from convref._arguments.checks import flag, integer
from convref._kinds.registry import RANKS, At, Made, kind, number, require
from convref._reach import Reads, Sampled, Spread, Window, check_work
from convref._reach import joined as met
from convref._tables import joined


@kind("MaxPool", ranks=RANKS)
def max_pool(
    at: At,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    return_indices: bool = False,
    ceil_mode: bool = False,
) -> Made:
    """Keep the largest value of each window."""
    _one_output("return_indices", return_indices)
    return _pooled(at, kernel_size, stride, ceil_mode, padding=padding, dilation=dilation)


@kind("AvgPool", ranks=(1,))
def avg_pool_along_one(
    at: At,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Made:
    """Take the mean of each window, along one axis."""
    return _pooled(at, kernel_size, stride, ceil_mode, padding=padding)


@kind("AvgPool", ranks=(2, 3))
def avg_pool(
    at: At,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: Any = None,
) -> Made:
    """Take the mean of each window."""
    if divisor_override is not None:
        divisor = integer("divisor_override", divisor_override, -(2**63))
        require(divisor != 0, "divisor_override must not be 0", divisor_override=divisor)
    _check_three_axes(at, kernel_size)
    return _pooled(at, kernel_size, stride, ceil_mode, padding=padding)


@kind("LPPool", ranks=RANKS)
def lp_pool(at: At, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Made:
    """Take a norm of each window."""
    require(number("norm_type", norm_type) != 0, "norm_type must not be 0", norm_type=norm_type)
    at.check_each(kernel_size=kernel_size)
    if at.rank == 1:
        integer("kernel_size", kernel_size, 1)
    _check_three_axes(at, kernel_size)
    return _pooled(at, kernel_size, stride, ceil_mode)


@kind("AdaptiveAvgPool", ranks=RANKS)
def adaptive_avg_pool(at: At, output_size: Any) -> Made:
    """Take the mean of each part, of as many as asked for."""
    return _adapted(at, output_size)


@kind("AdaptiveMaxPool", ranks=RANKS)
def adaptive_max_pool(at: At, output_size: Any, return_indices: bool = False) -> Made:
    """Keep the largest value of each part, of as many as asked for."""
    _one_output("return_indices", return_indices)
    return _adapted(at, output_size)


@kind("MaxUnpool", ranks=RANKS, joins=True)
def max_unpool(at: At, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None) -> Made:
    """Put values where the largest ones stood, zeros elsewhere; the second row is the pool that says where."""
    sizes, pooled = at.sizes(), at.inputs[1]
    if pooled.shape != at.shape:
        raise ValueError(f"inputs of {at.name} must have the same shape, got {at.written} and {joined(pooled.shape)}")
    kernel, pads = at.per_axis("kernel_size", kernel_size, 1), at.per_axis("padding", padding, 0)
    steps = kernel if stride is None else at.per_axis("stride", stride, 1)
    usual = [(i - 1) * s - 2 * p + k for i, k, s, p in zip(sizes, kernel, steps, pads, strict=True)]
    output = usual if output_size is None else list(at.per_axis("output_size", output_size, 1))
    for size, asked, step in zip(usual, output, steps, strict=True):
        if not max(0, size - step) < asked < size + step:
            raise ValueError(f"output_size must be within {step} of {size}, got {asked}")
    reaches = tuple(map(met, zip(at.flow.reaches, pooled.reaches, strict=True), sizes))
    met_at = replace(at, inputs=(replace(at.flow, reaches=reaches),))
    return met_at.slid((at.shape[0], *output), list(map(Spread, kernel, steps, pads)))


def _check_three_axes(at: At, kernel_size: Any) -> None:
    """Refuse what PyTorch refuses for means along three axes only: a window larger than the input without padding."""
    sizes = at.sizes()
    if at.rank == 3 and any(k > i for k, i in zip(at.per_axis("kernel_size", kernel_size, 1), sizes, strict=True)):
        raise ValueError(f"kernel_size of {at.name} must fit into the input without padding, got {kernel_size!r}")


def _one_output(name: str, value: bool) -> None:
    if flag(name, value):
        raise ValueError(f"{name} must be False, since a row has one output, got {name}=True")


def pooled_size(i: int, k: int, s: int, p: int, d: int, ceil_mode: bool) -> int:
    """Return how many windows there are; one that would start outside the input and its left padding is dropped."""
    room = i + 2 * p - formulas.dilated_kernel(k, d)
    output = (-(-room // s) if ceil_mode else room // s) + 1
    return output - (ceil_mode and (output - 1) * s >= i + p)


def _pooled(at: At, kernel_size: Any, stride: Any, ceil_mode: bool, *, padding: Any = 0, dilation: Any = 1) -> Made:
    sizes = at.sizes()
    kernel = at.per_axis("kernel_size", kernel_size, 1)
    steps = kernel if stride is None else at.per_axis("stride", stride, 1)
    pads, gaps = at.per_axis("padding", padding, 0), at.per_axis("dilation", dilation, 1)
    output = []
    for axis, (i, k, s, p, d) in enumerate(zip(sizes, kernel, steps, pads, gaps, strict=True)):
        extent = formulas.dilated_kernel(k, d)
        if 2 * p > k:
            raise ValueError(f"padding must be at most half of kernel_size, got padding={p} and kernel_size={k}")
        size = pooled_size(i, k, s, p, d, ceil_mode)
        if size < 1:
            raise ValueError(
                f"kernel_size must fit into the padded input: on spatial axis {axis} a window of {extent} "
                f"is larger than the input of {i} padded by {(p, p)}"
            )
        output.append(size)
    return at.slid((at.shape[0], *output), list(map(Window, kernel, steps, pads, gaps)))


def _adapted(at: At, output_size: Any) -> Made:
    if at.flow.flattened and len(at.shape) == 2 and output_size in (1, (1,)):
        return at.mixed((at.shape[0], 1))  # all cells of the flattened axes
    sizes = at.sizes()
    if output_size is None:
        raise TypeError("output_size must be an integer, or one or None for each axis, got output_size=None")
    wanted = tuple(output_size) if isinstance(output_size, (tuple, list)) else (output_size,) * at.rank
    if len(wanted) != at.rank:
        raise ValueError(f"output_size must have {at.rank} entries, got output_size={output_size!r}")
    output = tuple(
        size if one is None and at.rank > 1 else integer("output_size", one, 1)
        for size, one in zip(sizes, wanted, strict=True)
    )
    return at.slid((at.shape[0], *output), list(map(parts, sizes, output)), unread=())


def parts(size: int, output: int) -> Reads:
    """Return what the parts of adaptive pooling read: from ⌊o·i/n⌋ to before ⌈(o+1)·i/n⌉."""
    if size % output == 0:
        return Window(size // output, size // output)
    return Sampled(*repeated(size, output, lambda o: (o * size // output, -(-(o + 1) * size // output) - 1)))


def repeated(size: int, output: int, ends: Callable[[int], tuple[int, int]]) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return the step and the ranges of `Sampled` for what moves on by ``size / output`` cells."""
    ratio = Fraction(size, output)
    check_work(ratio.denominator, f"with sizes of {size} and {output}")
    return ratio.numerator, tuple(ends(o) for o in range(ratio.denominator))
