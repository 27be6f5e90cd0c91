"""What a layer costs: multiply-accumulates, counted exactly, and parameters."""

from __future__ import annotations

from math import prod

from convref import formulas
from convref._arguments.checks import check_groups_divide, flag, integer, named_axes, per_axis
from convref._arguments.geometry import sliding
from convref._arguments.types import PerAxis
from convref.layers import Layer

__all__ = ["conv_macs", "conv_parameters", "conv_transpose_macs"]


def conv_parameters(
    in_channels: int, out_channels: int, kernel_size: PerAxis, groups: int = 1, bias: bool = True
) -> int:
    """Count the numbers that a convolution learns; a transposed one learns as many.

    Parameters
    ----------
    in_channels, out_channels, groups : int
        As in ``torch.nn.Conv2d``.
    kernel_size : int or sequence of int
        One entry per axis; an integer stands for one axis.
    bias : bool
        Whether there is one number per output channel besides.

    Returns
    -------
    int

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, is out of range, or `groups` does not divide the channels.

    Examples
    --------
    >>> conv_parameters(3, 64, (11, 11))
    23296
    """
    groups, in_channels, out_channels = check_groups_divide(groups, in_channels, out_channels)
    kernel = per_axis("kernel_size", kernel_size, named_axes(kernel_size=kernel_size) or 1, 1)
    return formulas.conv_parameters(in_channels, out_channels, kernel, groups, flag("bias", bias))


def conv_macs(
    in_channels: int,
    out_channels: int,
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    *,
    count_zeros: bool = True,
) -> int:
    """Count the multiply-accumulates of a convolution of one example.

    Parameters
    ----------
    in_channels, out_channels, groups : int
        As in ``torch.nn.Conv2d``.
    input_size : int or sequence of int
        In cells; a sequence has one entry per axis, and a number alone stands for one axis or for all.
    kernel_size, stride, padding, dilation
        As in `convref.conv2d`.
    count_zeros : bool
        Whether products with the zeros of the padding count.

    Returns
    -------
    int

    Raises
    ------
    TypeError, ValueError
        As `convref.conv_output_size` does.

    Examples
    --------
    >>> conv_macs(1, 1, (5, 5), 3, padding=1), conv_macs(1, 1, (5, 5), 3, padding=1, count_zeros=False)
    (225, 169)
    """
    groups, in_channels, out_channels = check_groups_divide(groups, in_channels, out_channels)
    layer = Layer(kernel_size, stride=stride, padding=padding, dilation=dilation)
    rank = max(layer.axes, named_axes(input_size=input_size), 1)
    sizes = per_axis("input_size", input_size, rank, 1)
    output = layer.output_size(sizes)
    assert isinstance(output, tuple)
    slide = sliding(rank, kernel_size, stride, padding, dilation)
    if flag("count_zeros", count_zeros):
        return formulas.conv_macs(in_channels, out_channels, slide.kernel, output, groups)
    axes = zip(output, sizes, slide.kernel, slide.stride, slide.before, slide.dilation, strict=True)
    links = [links_inside(*axis) for axis in axes]
    return out_channels * (in_channels // groups) * prod(links)


def conv_transpose_macs(
    in_channels: int,
    out_channels: int,
    input_size: PerAxis,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PerAxis = 0,
    output_padding: PerAxis = 0,
    groups: int = 1,
    dilation: PerAxis = 1,
    *,
    count_cropped: bool = False,
) -> int:
    """Count the multiply-accumulates of a transposed convolution of one example.

    Parameters
    ----------
    in_channels, out_channels, groups : int
        As in ``torch.nn.ConvTranspose2d``.
    input_size : int or sequence of int
        In cells; a sequence has one entry per axis, and a number alone stands for one axis or for all.
    kernel_size, stride, padding, output_padding, dilation
        As in `convref.conv_transpose2d`.
    count_cropped : bool
        Whether products count that padding crops away.

    Returns
    -------
    int

    Raises
    ------
    TypeError, ValueError
        As `convref.conv_transpose_output_size` does.

    Examples
    --------
    >>> conv_transpose_macs(1, 1, (8, 8), 4, stride=2, padding=1)
    900
    """
    groups, in_channels, out_channels = check_groups_divide(groups, in_channels, out_channels)
    layer = Layer(
        kernel_size, stride=stride, padding=padding, dilation=dilation, output_padding=output_padding, transposed=True
    )
    rank = max(layer.axes, named_axes(input_size=input_size), 1)
    sizes = per_axis("input_size", input_size, rank, 1)
    output = layer.output_size(sizes)
    assert isinstance(output, tuple)
    kernel, steps = per_axis("kernel_size", kernel_size, rank, 1), per_axis("stride", stride, rank, 1)
    if flag("count_cropped", count_cropped):
        return formulas.conv_transpose_macs(in_channels, out_channels, kernel, sizes, groups)
    gaps, crops = per_axis("dilation", dilation, rank, 1), per_axis("padding", padding, rank, 0)
    links = [links_inside(*axis) for axis in zip(sizes, output, kernel, steps, crops, gaps, strict=True)]
    return in_channels * (out_channels // groups) * prod(links)


def links_inside(small: int, large: int, k: int, s: int, p: int, d: int) -> int:
    """Count the pairs (a, t) with 0 ≤ s·a + d·t − p < large, for a below `small` and t below `k`."""
    return _links_below(large + p, small, k, s, d) - _links_below(p, small, k, s, d)


def _links_below(limit: int, small: int, k: int, s: int, d: int) -> int:
    """Count the pairs (a, t) with s·a + d·t < limit, for a < `small` and t < `k`, without a loop over either."""
    some = min(k, max(0, -(-limit // d)))  # taps that some a goes with
    every = min(some, max(0, -(-(limit - s * (small - 1)) // d)))  # taps that every a goes with
    return every * small + _sum_of_floors(some - every, s, d, limit - d * (some - 1) + s - 1)


def _sum_of_floors(n: int, m: int, a: int, b: int) -> int:
    """Return the sum of (a·j + b) // m over j below `n`, by Euclid's algorithm."""
    total = 0
    while n > 0:
        total += n * (n - 1) // 2 * (a // m) + n * (b // m)
        a, b = a % m, b % m
        n, b = divmod(a * n + b, m)
        m, a = a, m
    return total


def layer_macs(
    layer: Layer,
    in_channels: int,
    input_size: tuple[int, ...],
    *,
    count_zeros: bool = True,
    count_cropped: bool = False,
) -> int:
    """Count the multiply-accumulates of a `Layer`; the last two are those of the functions above."""
    out_channels = integer("out_channels", layer.out_channels or in_channels, 1)
    if layer.transposed:
        assert not isinstance(layer.padding, str)
        return conv_transpose_macs(
            in_channels,
            out_channels,
            input_size,
            layer.kernel_size,
            stride=layer.stride,
            padding=layer.padding,
            output_padding=layer.output_padding,
            groups=layer.groups,
            dilation=layer.dilation,
            count_cropped=count_cropped,
        )
    return conv_macs(
        in_channels,
        out_channels,
        input_size,
        layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
        groups=layer.groups,
        count_zeros=count_zeros,
    )
