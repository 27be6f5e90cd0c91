"""What several arguments say together along each axis: padding pairs, output sizes, and whether they fit."""

from __future__ import annotations

from typing import Any, NamedTuple

from convref import formulas
from convref._arguments.checks import per_axis, stored
from convref._arguments.modes import known_mode
from convref._arguments.types import Pairs


def same_pair(kernel_size: int, dilation: int) -> tuple[int, int]:
    """Return the cells before and after that keep the size; the odd one goes after."""
    total = formulas.same_total(kernel_size, dilation)
    return total // 2, total - total // 2


class Slide(NamedTuple):
    """How the kernel of a convolution slides along each axis."""

    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Pairs
    dilation: tuple[int, ...]

    @property
    def before(self) -> tuple[int, ...]:
        """Cells of padding in front of the input."""
        return tuple(before for before, _ in self.padding)


def sliding(axes: int, kernel_size: Any, stride: Any, padding: Any, dilation: Any) -> Slide:
    """Return arguments of a convolution along so many axes, however they are written."""
    kernel = per_axis("kernel_size", kernel_size, axes, 1)
    steps = per_axis("stride", stride, axes, 1)
    gaps = per_axis("dilation", dilation, axes, 1)
    if isinstance(padding, str):
        return Slide(kernel, steps, named_pairs(padding, kernel, steps, gaps), gaps)
    return Slide(kernel, steps, equal_pairs(per_axis("padding", padding, axes, 0)), gaps)


def named_pairs(padding: str, kernel: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]) -> Pairs:
    """Return the cells before and after, per axis, for 'same' or 'valid'."""
    if padding == "valid":
        return ((0, 0),) * len(kernel)
    if padding != "same":
        raise ValueError(f"padding must be 'same', 'valid' or integers, got padding={padding!r}")
    if any(step != 1 for step in stride):
        raise ValueError(f"padding='same' needs stride=1, got stride={stride}")
    return tuple(same_pair(k, d) for k, d in zip(kernel, dilation, strict=True))


def equal_pairs(cells: tuple[int, ...]) -> Pairs:
    """Return the cells before and after, per axis, that are as many."""
    return tuple(zip(cells, cells, strict=True))


def padded_sizes(sizes: tuple[int, ...], pairs: Pairs) -> tuple[int, ...]:
    """Return the sizes with the cells before and after."""
    return tuple([before + size + after for size, (before, after) in zip(sizes, pairs, strict=True)])


def check_conv_sizes(
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    pairs: Pairs,
    dilation: tuple[int, ...],
) -> tuple[int, ...]:
    """Return the output sizes, for which the dilated kernel must fit into the padded input on every axis."""
    output = []
    for axis, (size, k, s, pair, d) in enumerate(zip(sizes, kernel, stride, pairs, dilation, strict=True)):
        room = size + sum(pair)
        output.append(formulas.conv_size(room, k, s, 0, d))
        if output[-1] < 1:
            raise ValueError(
                f"kernel_size must fit into the padded input: on spatial axis {axis} a kernel of {k} with dilation={d} "
                f"covers {formulas.dilated_kernel(k, d)} cells, the input of {size} padded by {pair} has {room}"
            )
    return tuple(output)


def check_limit(padding: str, name: str, mode: str, pairs: Pairs, sizes: tuple[int, ...]) -> None:
    """Check that no axis asks for more than the mode can fill; the first two are what the arguments are called."""
    known = known_mode(name, mode)
    if known.most is None:
        return
    for pair, size in zip(pairs, sizes, strict=True):
        if any(pair) and max(pair) > known.most(size):
            raise ValueError(
                f"{padding} must be {known.limit} the input for {name}={mode!r}, got padding {pair} and size {size}"
            )


def check_output_padding(
    output_padding: tuple[int, ...], stride: tuple[int, ...], dilation: tuple[int, ...]
) -> tuple[int, ...]:
    """Check that output_padding is smaller than the larger of stride and dilation on every axis."""
    for op, s, d in zip(output_padding, stride, dilation, strict=True):
        if op >= formulas.output_padding_range(s, d):
            raise ValueError(
                f"output_padding must be smaller than the larger of stride and dilation, "
                f"got output_padding={op} with stride={s} and dilation={d}"
            )
    return output_padding


def output_padding_for_size(
    name: str,
    output_size: Any,
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
) -> tuple[int, ...]:
    """Return the output_padding that gives `output_size`; sizes with batch or channel axes are cut to the last ones."""
    rank = len(sizes)
    if isinstance(output_size, (tuple, list)) and len(output_size) in (rank + 1, rank + 2):
        output_size = output_size[-rank:]
    wanted = stored(name, output_size, rank, 1)
    extra = []
    for size, target, k, s, p, d in zip(sizes, wanted, kernel, stride, padding, dilation, strict=True):
        most = formulas.output_padding_range(s, d) - 1
        largest = _transposed_size(size, k, s, p, most, d)
        smallest = largest - most
        if not smallest <= target <= largest:
            raise ValueError(
                f"{name} must be from {max(smallest, 1)} to {largest} for an input of {size} with kernel_size={k}, "
                f"stride={s}, padding={p}, dilation={d}, got {target}"
            )
        extra.append(target - smallest)
    return tuple(extra)


def check_transposed_sizes(
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
    output_padding: tuple[int, ...],
) -> tuple[int, ...]:
    """Return the output sizes, which padding must leave at 1 cell or more on every axis."""
    return tuple(map(_transposed_size, sizes, kernel, stride, padding, output_padding, dilation))


def _transposed_size(size: int, k: int, s: int, p: int, op: int, d: int) -> int:
    output = formulas.conv_transpose_size(size, k, s, p, op, d)
    if output < 1:
        raise ValueError(
            f"padding must leave at least 1 cell of the output: an input of {size} with kernel_size={k}, "
            f"stride={s}, padding={p}, output_padding={op}, dilation={d} gives {output}"
        )
    return output
