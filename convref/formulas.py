r"""Each relation once: its name, its TeX, a plain function, and where it comes from.

Letters are those of Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016):
:math:`i` input size, :math:`k` kernel size, :math:`s` stride, :math:`p` padding per side, :math:`o` output size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

__all__ = [
    "FORMULAS",
    "Formula",
    "conv_macs",
    "conv_parameters",
    "conv_size",
    "conv_size_simple",
    "conv_transpose_macs",
    "conv_transpose_size",
    "conv_transpose_size_simple",
    "dilated_kernel",
    "gather_padding",
    "jump",
    "output_padding_for",
    "output_padding_range",
    "phase_length",
    "pool_size_ceil",
    "receptive_field",
    "same_total",
]


@dataclass(frozen=True)
class Formula:
    """One relation.

    Attributes
    ----------
    name : str
        Key in `FORMULAS`.
    tex : str
        The relation in TeX.
    function : callable
        The same relation as a function of integers.
    source : str
        Paper and relation number, or the page of PyTorch.
    """

    name: str
    tex: str
    function: Callable[..., int]
    source: str


def dilated_kernel(k: int, d: int = 1) -> int:
    """Count the cells from the first weight of a dilated kernel to its last, both counted.

    Examples
    --------
    >>> dilated_kernel(3, d=2)
    5
    """
    return d * (k - 1) + 1


def conv_size_simple(i: int, k: int, s: int = 1) -> int:
    """Return the output size of a convolution without padding and without dilation.

    Examples
    --------
    >>> conv_size_simple(7, 3, s=2)
    3
    """
    return (i - k) // s + 1


def conv_size(i: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """Return the output size of a convolution.

    Examples
    --------
    >>> conv_size(224, 11, s=4, p=2)
    55
    """
    return (i + 2 * p - d * (k - 1) - 1) // s + 1


def pool_size_ceil(i: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """Return the output size of a pooling in `ceil_mode`; its last window begins in the input or the left padding.

    Examples
    --------
    >>> pool_size_ceil(112, 3, s=2)
    56
    """
    return min(-(-(i + 2 * p - d * (k - 1) - 1) // s) + 1, -(-(i + p) // s))


def same_total(k: int, d: int = 1) -> int:
    """Return the cells of padding, both sides together, that keep the size at stride 1.

    Examples
    --------
    >>> same_total(4)
    3
    """
    return d * (k - 1)


def conv_transpose_size_simple(i: int, k: int, s: int = 1) -> int:
    """Return the output size of a transposed convolution without padding, dilation and output_padding.

    Examples
    --------
    >>> conv_transpose_size_simple(3, 4, s=2)
    8
    """
    return s * (i - 1) + k


def conv_transpose_size(i: int, k: int, s: int = 1, p: int = 0, op: int = 0, d: int = 1) -> int:
    """Return the output size of a transposed convolution.

    Examples
    --------
    >>> conv_transpose_size(7, 4, s=2, p=1)
    14
    """
    return s * (i - 1) - 2 * p + d * (k - 1) + op + 1


def output_padding_for(i: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """Return the output_padding that gives the size `i` back after a convolution of `i`.

    Examples
    --------
    >>> output_padding_for(224, 3, s=2, p=1)
    1
    """
    return (i + 2 * p - d * (k - 1) - 1) % s


def output_padding_range(s: int, d: int = 1) -> int:
    """Return the smallest output_padding that PyTorch refuses.

    Examples
    --------
    >>> output_padding_range(2, d=3)
    3
    """
    return max(s, d)


def gather_padding(k: int, p: int = 0, d: int = 1) -> int:
    """Return the padding of the ordinary convolution that equals a transposed one; a negative value crops.

    Examples
    --------
    >>> gather_padding(4, p=1)
    2
    """
    return d * (k - 1) - p


def receptive_field(r: int, j: int, k: int, d: int = 1) -> int:
    """Return the receptive field after one more layer.

    Examples
    --------
    >>> receptive_field(3, 2, 3)
    7
    """
    return r + d * (k - 1) * j


def jump(j: int, s: int) -> int:
    """Return the jump after one more layer.

    Examples
    --------
    >>> jump(2, 2)
    4
    """
    return j * s


def conv_parameters(c_in: int, c_out: int, kernel: tuple[int, ...], g: int = 1, bias: bool = True) -> int:
    """Count the numbers that a layer learns.

    Examples
    --------
    >>> conv_parameters(3, 64, (11, 11))
    23296
    """
    return c_out * (c_in // g) * prod(kernel) + (c_out if bias else 0)


def conv_macs(c_in: int, c_out: int, kernel: tuple[int, ...], output: tuple[int, ...], g: int = 1) -> int:
    """Count the multiply-accumulates of a convolution of one example, zeros of the padding counted.

    Examples
    --------
    >>> conv_macs(3, 64, (11, 11), (55, 55))
    70276800
    """
    return c_out * (c_in // g) * prod(kernel) * prod(output)


def conv_transpose_macs(c_in: int, c_out: int, kernel: tuple[int, ...], input: tuple[int, ...], g: int = 1) -> int:
    """Count the multiply-accumulates of a transposed convolution of one example, cropped products counted.

    Examples
    --------
    >>> conv_transpose_macs(64, 3, (4, 4), (7, 7))
    150528
    """
    return c_in * (c_out // g) * prod(kernel) * prod(input)


def phase_length(k: int, s: int, phase: int) -> int:
    """Return the number of weights of a dense kernel that fall on one phase of the output.

    Examples
    --------
    >>> phase_length(5, 2, 1)
    2
    """
    return len(range(phase, k, s))


_GUIDE = "Dumoulin and Visin 2016"
_TORCH = "PyTorch documentation, torch.nn."

FORMULAS = {
    formula.name: formula
    for formula in (
        Formula(
            "conv_size_simple",
            r"o = \left\lfloor \frac{i - k}{s} \right\rfloor + 1",
            conv_size_simple,
            f"{_GUIDE}, relation 5",
        ),
        Formula(
            "conv_size",
            r"o = \left\lfloor \frac{i + 2p - d(k - 1) - 1}{s} \right\rfloor + 1",
            conv_size,
            f"{_GUIDE}, relation 15; {_TORCH}Conv2d",
        ),
        Formula(
            "pool_size_ceil",
            r"o = \min\left(\left\lceil \frac{i + 2p - d(k - 1) - 1}{s} \right\rceil + 1,\; "
            r"\left\lceil \frac{i + p}{s} \right\rceil\right)",
            pool_size_ceil,
            f"{_TORCH}MaxPool2d",
        ),
        Formula("dilated_kernel", r"k' = d(k - 1) + 1", dilated_kernel, f"{_GUIDE}, section 5.1"),
        Formula("same_total", r"p_{\mathrm{left}} + p_{\mathrm{right}} = d(k - 1)", same_total, f"{_TORCH}Conv2d"),
        Formula(
            "conv_transpose_size_simple",
            r"o = s(i - 1) + k",
            conv_transpose_size_simple,
            f"{_GUIDE}, relation 12",
        ),
        Formula(
            "conv_transpose_size",
            r"o = s(i - 1) - 2p + d(k - 1) + \mathit{op} + 1",
            conv_transpose_size,
            f"{_GUIDE}, relation 14; {_TORCH}ConvTranspose2d",
        ),
        Formula(
            "output_padding_for",
            r"\mathit{op} = \bigl(i + 2p - d(k - 1) - 1\bigr) \bmod s",
            output_padding_for,
            f"{_GUIDE}, relation 14",
        ),
        Formula(
            "output_padding_range",
            r"0 \le \mathit{op} < \max(s, d)",
            output_padding_range,
            f"{_TORCH}ConvTranspose2d",
        ),
        Formula("gather_padding", r"p' = d(k - 1) - p", gather_padding, f"{_GUIDE}, relation 14"),
        Formula(
            "receptive_field",
            r"r_n = r_{n-1} + d_n(k_n - 1)\,j_{n-1}",
            receptive_field,
            "Araujo, Norris and Sim 2019, Computing Receptive Fields of Convolutional Neural Networks",
        ),
        Formula("jump", r"j_n = j_{n-1}\,s_n", jump, "Araujo, Norris and Sim 2019"),
        Formula(
            "conv_parameters",
            r"c_{\mathrm{out}} \cdot \frac{c_{\mathrm{in}}}{g} \cdot k^2 + c_{\mathrm{out}}",
            conv_parameters,
            f"{_TORCH}Conv2d",
        ),
        Formula(
            "conv_macs",
            r"c_{\mathrm{out}} \cdot \frac{c_{\mathrm{in}}}{g} \cdot k^2 \cdot o^2",
            conv_macs,
            "counted from the definition",
        ),
        Formula(
            "conv_transpose_macs",
            r"c_{\mathrm{in}} \cdot \frac{c_{\mathrm{out}}}{g} \cdot k^2 \cdot i^2",
            conv_transpose_macs,
            "counted from the definition",
        ),
        Formula(
            "phase_length",
            r"\left\lceil \frac{k - \varphi}{s} \right\rceil, \quad \varphi = 0, \dots, s - 1",
            phase_length,
            "Odena, Dumoulin and Olah 2016",
        ),
    )
}
