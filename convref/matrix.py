"""A layer as the matrix of a linear map, written down entry by entry from the definition.

Rows are the cells of the output, columns those of the input, both with channels first and flattened in C order.
Source: Dumoulin and Visin 2016, section 4.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convref._arguments.calls import ConvCall, ConvSettings, ConvTransposeCall, ConvTransposeSettings, check_groups
from convref._arguments.checks import check_addressable, check_dtype, flag, plain_array, stand_in, stored
from convref._arguments.signatures import takes
from convref._arguments.types import CONV_TYPES, TRANSPOSED_TYPES, Array, PerAxis

if TYPE_CHECKING:
    from scipy.sparse import csr_array
else:
    csr_array = Any  # SciPy is imported where it is needed; whoever asks for the type hints finds a name.

__all__ = ["conv_matrix", "conv_transpose_matrix"]

Indices = NDArray[np.intp]


@dataclass(eq=False)
class _Map:
    """What the settings of a layer need to be a linear map, as given."""

    weight: Array
    input_size: PerAxis


@dataclass(eq=False)
class _ConvArguments(ConvSettings, _Map):
    """The arguments of `conv_matrix`."""

    sparse: bool = field(default=False, kw_only=True)


@dataclass(eq=False)
class _ConvTransposeArguments(ConvTransposeSettings, _Map):
    """The arguments of `conv_transpose_matrix`."""

    sparse: bool = field(default=False, kw_only=True)


@takes(_ConvArguments)
def conv_matrix(given: _ConvArguments) -> Array | csr_array:
    """Return the matrix C of a convolution: ``C @ x.ravel()`` is the output, flattened.

    Parameters
    ----------
    weight : ndarray
        Shape ``(C_out, C_in / groups, *kernel)``.
    input_size : int or sequence of int
        Spatial size of the input.
    stride, ...
        This and the other settings of the layer, as in `convref.conv2d`.
    sparse : bool
        Whether to return a SciPy sparse array instead of a dense one; it needs SciPy.

    Returns
    -------
    ndarray or scipy.sparse.csr_array
        Shape ``(C_out · prod(output), C_in · prod(input))``.

    Raises
    ------
    TypeError, ValueError
        As `convref.conv2d` does.
    ImportError
        If `sparse` is set and SciPy is missing.

    Examples
    --------
    >>> conv_matrix(np.array([[[1, 2]]]), 3)
    array([[1, 2, 0],
           [0, 1, 2]])
    """
    weight = _checked_weight(given.weight, CONV_TYPES)
    groups = check_groups(given.groups, weight, "output channels")
    rank, channels = weight.ndim - 2, weight.shape[1] * groups
    sizes = stored("input_size", given.input_size, rank, 1)
    call = given.checked(rank, stand_in("input_size", (channels, *sizes), weight.dtype), weight)
    output = call.output_size
    links = [_conv_links(call, axis, size) for axis, size in enumerate(output)]
    group_outputs = len(weight) // groups
    entries = []
    for out, slot in product(range(len(weight)), range(weight.shape[1])):
        source = out // group_outputs * weight.shape[1] + slot
        entries.append((out, source, call.weight[out, slot]))
    return _assemble(
        entries,
        links,
        output,
        sizes,
        (len(weight), channels),
        dtype=weight.dtype,
        transposed=False,
        sparse=given.sparse,
    )


@takes(_ConvTransposeArguments)
def conv_transpose_matrix(given: _ConvTransposeArguments) -> Array | csr_array:
    """Return the matrix of a transposed convolution.

    It is the transpose of `conv_matrix` with the same weight and settings on the output's size.

    Parameters
    ----------
    weight : ndarray
        Shape ``(C_in, C_out / groups, *kernel)``.
    input_size : int or sequence of int
        Spatial size of the input.
    stride, padding, output_padding, groups, dilation
        As in `convref.conv_transpose2d`.
    sparse : bool
        Whether to return a SciPy sparse array instead of a dense one; it needs SciPy.

    Returns
    -------
    ndarray or scipy.sparse.csr_array
        Shape ``(C_out · prod(output), C_in · prod(input))``.

    Raises
    ------
    TypeError, ValueError
        As `convref.conv_transpose2d` does.
    ImportError
        If `sparse` is set and SciPy is missing.

    Examples
    --------
    >>> conv_transpose_matrix(np.array([[[1, 2]]]), 2)
    array([[1, 0],
           [2, 1],
           [0, 2]])
    """
    weight = _checked_weight(given.weight, TRANSPOSED_TYPES)
    rank = weight.ndim - 2
    sizes = stored("input_size", given.input_size, rank, 1)
    call = given.checked(rank, stand_in("input_size", (len(weight), *sizes), weight.dtype), weight)
    groups = call.groups
    output = call.output_size
    links = [_transposed_links(call, axis, size) for axis, size in enumerate(output)]
    group_inputs = len(weight) // groups
    entries = []
    for source, slot in product(range(len(weight)), range(weight.shape[1])):
        out = source // group_inputs * weight.shape[1] + slot
        entries.append((source, out, call.weight[source, slot]))
    shape = (len(weight), weight.shape[1] * groups)
    return _assemble(entries, links, sizes, output, shape, dtype=weight.dtype, transposed=True, sparse=given.sparse)


def _checked_weight(weight: Any, types: tuple[np.dtype[Any], ...]) -> Array:
    checked = plain_array("weight", weight)
    check_dtype("weight", checked, types)
    if not 3 <= checked.ndim <= 5:
        raise ValueError(f"weight must have 3, 4 or 5 axes, got weight of shape {checked.shape}")
    return checked


def _conv_links(call: ConvCall, axis: int, output: int) -> list[Indices]:
    """Return, for each tap, the input cell that each output cell reads; −1 for a zero of the padding."""
    cells = call.sources(axis)
    starts = np.arange(output) * call.stride[axis]
    return [cells[starts + call.dilation[axis] * tap] for tap in range(call.weight.shape[2 + axis])]


def _transposed_links(call: ConvTransposeCall, axis: int, output: int) -> list[Indices]:
    """Return, for each tap, the output cell that each input cell reaches; −1 where it is cropped."""
    starts = np.arange(call.input.shape[2 + axis]) * call.stride[axis] - call.padding[axis]
    reached = [starts + call.dilation[axis] * tap for tap in range(call.weight.shape[2 + axis])]
    return [np.where((cells >= 0) & (cells < output), cells, -1) for cells in reached]


def _assemble(
    entries: list[tuple[int, int, Array]],
    links: list[list[Indices]],
    near: tuple[int, ...],
    far: tuple[int, ...],
    channels: tuple[int, int],
    *,
    dtype: np.dtype[Any],
    transposed: bool,
    sparse: bool,
) -> Array | csr_array:
    """Add up the entries: each near cell is linked, by each tap, to one far cell of each channel pair."""
    if flag("sparse", sparse) and dtype == np.float16:
        raise TypeError("weight must have another dtype than float16 for sparse=True: SciPy has no such arrays")
    shape = (channels[0] * prod(near), channels[1] * prod(far))
    if not sparse:
        check_addressable("input_size", shape, dtype.itemsize)
    rows, columns, values = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)], [np.zeros(0, dtype)]
    for tap in np.ndindex(*(len(axis) for axis in links)):
        cells = np.ix_(*(axis[t] for axis, t in zip(links, tap, strict=True)))
        inside = np.logical_and.reduce(np.broadcast_arrays(*(cell >= 0 for cell in cells)))
        flat_far = np.ravel_multi_index(np.broadcast_arrays(*cells), far, mode="wrap")[inside]
        flat_near = np.flatnonzero(inside)
        for here, there, kernel in entries:
            rows.append(here * prod(near) + flat_near)
            columns.append(there * prod(far) + flat_far)
            values.append(np.full(len(flat_near), kernel[tap]))
    row, column, value = (np.concatenate(parts) for parts in (rows, columns, values))
    if transposed:
        row, column, shape = column, row, shape[::-1]
    if sparse:
        return _sparse(row, column, value, shape)
    dense = np.zeros(shape, value.dtype)
    np.add.at(dense, (row, column), value)
    return dense


def _sparse(row: Indices, column: Indices, value: Array, shape: tuple[int, ...]) -> csr_array:
    try:
        from scipy.sparse import coo_array
    except ImportError as error:
        raise ImportError("sparse=True needs SciPy: pip install scipy") from error
    return coo_array((value, (row, column)), shape=shape).tocsr()
