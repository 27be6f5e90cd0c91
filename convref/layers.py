"""One layer as its arguments: what a list of layers is made of."""

from __future__ import annotations

from dataclasses import dataclass

from convref import sizes
from convref.arguments import PerAxis, integer


@dataclass(frozen=True)
class Layer:
    """The arguments of ``torch.nn.ConvNd``, or of ``torch.nn.ConvTransposeNd``.

    Parameters
    ----------
    kernel_size, stride, padding, dilation, groups, bias, output_padding
        As in PyTorch.
    out_channels : int, optional
        Output channels; as many as the input has when left out.
    transposed : bool
        Whether it is a transposed convolution.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range.

    Examples
    --------
    >>> Layer(kernel_size=3, stride=2, padding=1).output_size(224)
    112
    """

    kernel_size: PerAxis
    stride: PerAxis = 1
    padding: PerAxis | str = 0
    dilation: PerAxis = 1
    output_padding: PerAxis = 0
    out_channels: int | None = None
    groups: int = 1
    bias: bool = True
    transposed: bool = False

    def __post_init__(self) -> None:
        integer("groups", self.groups, 1)
        if self.out_channels is not None:
            integer("out_channels", self.out_channels, 1)
        for name in ("bias", "transposed"):
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"{name} must be True or False, got {name}={getattr(self, name)!r}")
        if self.transposed and isinstance(self.padding, str):
            raise TypeError(f"padding of a transposed convolution must be integers, got padding={self.padding!r}")
        if not self.transposed and self.output_padding != 0:
            raise ValueError(f"output_padding needs transposed=True, got output_padding={self.output_padding!r}")

    def output_size(self, input_size: PerAxis) -> int | tuple[int, ...]:
        """Return the output size for an input size; see `convref.conv_output_size`."""
        if self.transposed:
            assert not isinstance(self.padding, str)
            return sizes.conv_transpose_output_size(
                input_size, self.kernel_size, self.stride, self.padding, self.output_padding, self.dilation
            )
        return sizes.conv_output_size(input_size, self.kernel_size, self.stride, self.padding, self.dilation)
