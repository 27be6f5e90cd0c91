"""The letters of the formulas: each with the argument of PyTorch that it stands for. No NumPy."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SYMBOLS", "Symbol"]


@dataclass(frozen=True)
class Symbol:
    """One letter of the formulas.

    Attributes
    ----------
    letter : str
        TeX of the letter.
    argument : str
        Name of the argument in PyTorch's signatures, or an empty string.
    meaning : str
        What it stands for.
    """

    letter: str
    argument: str
    meaning: str


SYMBOLS = (
    Symbol("i", "input_size", "size of the input along one axis"),
    Symbol("o", "output_size", "size of the output along one axis"),
    Symbol("k", "kernel_size", "size of the kernel along one axis"),
    Symbol("s", "stride", "cells from one stop of the kernel to the next"),
    Symbol("p", "padding", "cells added on each side"),
    Symbol("d", "dilation", "cells from one weight to the next; 1 is dense"),
    Symbol(r"\mathit{op}", "output_padding", "cells added at one end of a transposed convolution's output"),
    Symbol("g", "groups", "number of groups of channels"),
    Symbol(r"c_{\mathrm{in}}", "in_channels", "number of input channels"),
    Symbol(r"c_{\mathrm{out}}", "out_channels", "number of output channels, which is the number of kernels"),
    Symbol("n", "", "number of layers, or of examples in a batch"),
    Symbol("r", "", "receptive field, in input cells"),
    Symbol("j", "", "jump: input cells between the centres of two neighbouring outputs"),
    Symbol("b", "", "first centre: input position at the middle of the first output's field"),
)
