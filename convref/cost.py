"""What a layer costs: multiply-accumulates, counted exactly, and parameters."""

from __future__ import annotations

from math import prod

from convref import formulas
from convref.arguments import PerAxis, check_groups_divide, integer, padding_pairs, per_axis
from convref.layers import Layer


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
    check_groups_divide(groups, in_channels=in_channels, out_channels=out_channels)
    rank = len(kernel_size) if isinstance(kernel_size, (tuple, list)) else 1
    kernel = per_axis("kernel_size", kernel_size, rank, 1)
    return formulas.conv_parameters(in_channels, out_channels, kernel, groups, bias)


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
        In cells; its length decides how many axes there are.
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
    check_groups_divide(groups, in_channels=in_channels, out_channels=out_channels)
    rank = len(input_size) if isinstance(input_size, (tuple, list)) else 1
    sizes = per_axis("input_size", input_size, rank, 1)
    output = Layer(kernel_size, stride, padding, dilation).output_size(sizes)
    assert isinstance(output, tuple)
    kernel, steps = per_axis("kernel_size", kernel_size, rank, 1), per_axis("stride", stride, rank, 1)
    gaps = per_axis("dilation", dilation, rank, 1)
    if count_zeros:
        return formulas.conv_macs(in_channels, out_channels, kernel, output, groups)
    pairs = padding_pairs(padding, kernel, steps, gaps)
    links = [
        links_inside(o, i, k, s, before, d)
        for o, i, k, s, (before, _), d in zip(output, sizes, kernel, steps, pairs, gaps, strict=True)
    ]
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
        In cells; its length decides how many axes there are.
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
    check_groups_divide(groups, in_channels=in_channels, out_channels=out_channels)
    rank = len(input_size) if isinstance(input_size, (tuple, list)) else 1
    sizes = per_axis("input_size", input_size, rank, 1)
    layer = Layer(kernel_size, stride, padding, dilation, output_padding, transposed=True)
    output = layer.output_size(sizes)
    assert isinstance(output, tuple)
    kernel, steps = per_axis("kernel_size", kernel_size, rank, 1), per_axis("stride", stride, rank, 1)
    if count_cropped:
        return formulas.conv_transpose_macs(in_channels, out_channels, kernel, sizes, groups)
    gaps, crops = per_axis("dilation", dilation, rank, 1), per_axis("padding", padding, rank, 0)
    links = [
        links_inside(i, o, k, s, p, d)
        for i, o, k, s, p, d in zip(sizes, output, kernel, steps, crops, gaps, strict=True)
    ]
    return in_channels * (out_channels // groups) * prod(links)


def links_inside(small: int, large: int, k: int, s: int, p: int, d: int) -> int:
    """Count the pairs (a, t) with 0 ≤ s·a + d·t − p < large, for a below `small` and t below `k`."""
    total = 0
    for t in range(k):
        first = max(0, -((d * t - p) // s))
        last = min(small - 1, (large - 1 + p - d * t) // s)
        total += max(0, last - first + 1)
    return total


def layer_macs(layer: Layer, in_channels: int, input_size: tuple[int, ...]) -> int:
    """Count the multiply-accumulates of a `Layer`, zeros of the padding counted, cropped products not."""
    out_channels = integer("out_channels", layer.out_channels or in_channels, 1)
    if layer.transposed:
        assert not isinstance(layer.padding, str)
        return conv_transpose_macs(
            in_channels,
            out_channels,
            input_size,
            layer.kernel_size,
            layer.stride,
            layer.padding,
            layer.output_padding,
            layer.groups,
            layer.dilation,
        )
    return conv_macs(
        in_channels,
        out_channels,
        input_size,
        layer.kernel_size,
        layer.stride,
        layer.padding,
        layer.dilation,
        layer.groups,
    )
