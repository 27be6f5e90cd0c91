"""What a network is asked, tried out in PyTorch: inputs one after another, cells one by one, products by counting."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from math import prod
from random import Random
from typing import Any

import torch
from random_rows import random_network
from torch import nn
from torch_rows import Rows, runs

import convref as F

TRIED = {1: 40, 2: 16, 3: 8}  # sizes along each axis, up to this one
LONG = 160  # cells, of which the middle third is far from both ends
READING = re.compile("ConvTranspose|Upsampl|[A-Z][a-z]+Pad")  # without windows that could leave a cell
MIXING = ("InstanceNorm", "GroupNorm", "LayerNorm", "RMSNorm", "Linear", "Adaptive", "Flatten", "Unfold", "CircularPad",
          "UpsamplingBilinear")  # fmt: skip
BY_SIZE = {"size", "align_corners"}  # arguments with which it depends on the number of cells which ones are read


def mismatch(seed: int) -> str | None:
    """Return what differs in the network with this number, or None."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Using padding='same'")  # with an even kernel PyTorch copies the input
        return _mismatch(seed)


def _mismatch(seed: int) -> str | None:
    draw = Random(seed)
    while True:
        lines, shape = random_network(draw)
        try:
            network = F.read_network("\n".join(lines))
            made = F.trace(network, shape)
        except (TypeError, ValueError):
            continue
        break
    rows = Rows(made).double().eval()
    judged = (inputs, areas, decoded, copied, costs)
    found = [f"{one.__name__}: {what}" for one in judged for what in one(network, made, rows)]
    return "\n".join([f"{shape}", *lines, *found]) if found else None


def inputs(network: Any, made: F.Trace, rows: Rows) -> Iterator[str]:
    """Hold the inputs that fit to those that PyTorch takes; convref does not slide along axes that were flattened."""
    if any(row.layer.kind == "Unfold" for row in made):
        return
    channels, *sizes = made.input_shape
    rank = len(sizes)
    tried = range(1, TRIED[rank] + 1)
    fitting = [size for size in tried if runs(rows, (channels, *(size,) * rank))]
    asked: dict[str, Any] = {"in_channels": channels, "rank": rank}
    said = F.fitting_inputs(network, tried, **asked)
    if said != tuple(fitting):
        yield f"torch takes {fitting}, convref {said}"
    whole = tuple(size for size in fitting if not loses(rows, (channels, *(size,) * rank)))
    if (kept := F.fitting_inputs(network, tried, lossless=True, **asked)) != whole:
        yield f"nothing is lost at {whole}, convref {kept}"
    smallest: list[int] | None = [fitting[0]] * rank if fitting else None
    for axis in range(rank if smallest else 0):
        others = ([*smallest[:axis], size, *smallest[axis + 1 :]] for size in tried)
        smallest = next(one for one in others if runs(rows, (channels, *one)))
    try:
        least = list(F.smallest_input(network, largest=tried[-1], **asked))
    except ValueError:
        least = None
    if least != smallest:
        yield f"smallest {smallest}, convref {least}"


def loses(rows: Rows, shape: tuple[int, ...]) -> bool:
    """Return whether the end of some map, made NaN, leaves no trace in any row that takes the map."""
    with torch.no_grad():
        maps = rows(torch.zeros(2, *shape, dtype=torch.float64))
        for at, one in enumerate(maps[:-1]):
            takers = [number for number, taken in enumerate(rows.taken, start=1) if at in taken]
            whole = any(READING.match(rows.rows[number - 1].kind) for number in takers)
            for axis in range(2, one.ndim if takers and not whole else 0):
                spoiled = one.clone()
                spoiled.select(axis, -1).fill_(torch.nan)
                if not any(_spoils(rows, number, at, spoiled, maps) for number in takers):
                    return True
    return False


def _spoils(rows: Rows, number: int, at: int, spoiled: torch.Tensor, maps: list[torch.Tensor]) -> bool:
    """Return whether a row, with zeros in its padding, takes the spoiled cells of a map."""
    taken = [spoiled.clone() if one == at else maps[one].clone() for one in rows.taken[number - 1]]
    module = getattr(rows, f"row{number}", None)
    mode = getattr(module, "padding_mode", "")
    if mode:
        module.padding_mode = "zeros"  # a copy in the padding is no reading of the cell
    spoils = bool(rows.given(number, taken).isnan().any())
    if mode:
        module.padding_mode = mode
    return spoils


def areas(network: Any, made: F.Trace, rows: Rows) -> Iterator[str]:
    """Hold the area behind some outputs, along each axis, to the cells whose NaN reaches them."""
    if any(row.layer.kind.startswith(MIXING) or BY_SIZE & {*dict(row.layer.arguments)} for row in made):
        return
    for axis in range(len(made.input_shape) - 1):
        sizes = list(made.input_shape)
        sizes[axis + 1] = LONG
        if not runs(rows, tuple(sizes)) or max(map(prod, _shapes(rows, sizes))) > 60_000:
            continue
        reached = _reached(rows, sizes, axis)
        for count in (1, 2, 7):
            said = F.input_area(network, sizes, count)[axis]
            middle = range(reached.shape[1] * 2 // 5, max(reached.shape[1] * 3 // 5, 0))
            if said > LONG // 4 or len(middle) < 12 or not reached.any():
                continue
            widths = [_width(reached[:, start : start + count].any(1)) for start in middle]
            if max(widths) != said:
                yield f"axis {axis}: {max(widths)} cells lie behind {count} outputs, convref {said}"


def _shapes(rows: Rows, sizes: list[int]) -> list[torch.Size]:
    with torch.no_grad():
        return [one.shape for one in rows(torch.zeros(1, *sizes, dtype=torch.float64))]


def _reached(rows: Rows, sizes: list[int], axis: int) -> torch.Tensor:
    """Return which outputs each cell along an axis reaches: an example for each cell, which is NaN there."""
    ahead = torch.zeros(LONG, *sizes, dtype=torch.float64)
    ahead.movedim(axis + 2, 1)[range(LONG), range(LONG)] = torch.nan
    with torch.no_grad():
        output = rows(ahead)[-1].isnan()
    return output.movedim(axis + 2, 1).flatten(2).any(2)


def _width(cells: torch.Tensor) -> int:
    places = cells.nonzero().flatten()
    return int(places[-1] - places[0]) + 1 if len(places) else 0


def decoded(network: Any, made: F.Trace, rows: Rows) -> Iterator[str]:
    """Hold the decoder to its sizes in PyTorch, where the network has one."""
    try:
        back = F.trace(F.decoder(made), made[-1].shape)
    except ValueError:
        return
    found = [tuple(one.shape[1:]) for one in Rows(back)(torch.zeros(1, *made[-1].shape))]
    shapes = [made.input_shape, *(row.shape for row in made)]
    passed = [after for before, after in zip([None, *shapes], shapes, strict=False) if before != after]
    again = [after for before, after in zip([None, *found], found, strict=False) if before != after]
    if again != passed[::-1]:
        yield f"the decoder leads through {again}, not {passed[::-1]}"


def copied(network: Any, made: F.Trace, rows: Rows) -> Iterator[str]:
    """Hold the code for PyTorch to the same numbers from the same weights."""
    scope: dict[str, Any] = {}
    exec(F.torch_code(made), scope)
    theirs = scope["network"].double().eval()
    weights = rows.state_dict()
    if isinstance(theirs, nn.Sequential):
        weights = {
            f"{int(name[3 : name.index('.')]) - 1}{name[name.index('.') :]}": one for name, one in weights.items()
        }
    theirs.load_state_dict(weights)
    x = torch.rand(2, *made.input_shape, dtype=torch.float64)
    with torch.no_grad():
        ours = rows(x.clone())[-1]
        if not torch.equal(theirs(x.clone()).nan_to_num(), ours.nan_to_num()):
            yield "the code gives other numbers"


def costs(network: Any, made: F.Trace, rows: Rows) -> Iterator[str]:
    """Hold products, parameters, shapes and bytes of each row to those that PyTorch computes, learns and keeps."""
    for module in rows.modules():
        if "Dropout" in type(module).__name__:
            module.train()
    with torch.no_grad():
        maps = rows(torch.rand(2, *made.input_shape, dtype=torch.float64))
    rows.eval()
    for zeros, cropped in ((True, False), (False, False), (True, True)):
        counted = F.trace(network, made.input_shape, count_zeros=zeros, count_cropped=cropped, dtype="float16")
        for number, row in enumerate(counted, start=1):
            taken = [maps[one] for one in row.inputs]
            module = getattr(rows, f"row{number}", None)
            fresh = all(one.untyped_storage().data_ptr() != maps[number].untyped_storage().data_ptr() for one in taken)
            learned = sum(one.numel() for one in module.parameters()) if module else 0
            products = _products(module, taken[0], maps[number], zeros=zeros, cropped=cropped)
            wanted = (
                tuple(maps[number].shape[1:]),
                learned,
                products,
                maps[number].numel() * fresh,
            )  # of float16, and of two examples
            if (found := (row.shape, row.parameters, row.macs, row.memory)) != wanted:
                yield f"row {number}, zeros={zeros}, cropped={cropped}: torch {wanted}, convref {found}"


def _products(module: Any, before: torch.Tensor, after: torch.Tensor, *, zeros: bool, cropped: bool) -> int:
    """Count products with weights of the first example, those that are asked for by adding ones."""
    before, after = before[:1], after[:1]
    if isinstance(module, nn.modules.conv._ConvTransposeNd) and cropped:
        return before.numel() * module.out_channels // module.groups * prod(module.kernel_size)
    if isinstance(module, nn.modules.conv._ConvNd):
        if zeros and not isinstance(module, nn.modules.conv._ConvTransposeNd):
            return after.numel() * module.in_channels // module.groups * prod(module.kernel_size)
        return _ones(module, before)
    return after.numel() * module.in_features if isinstance(module, nn.Linear) else 0


def _ones(module: Any, before: torch.Tensor) -> int:
    """Return the sum of what a layer gives whose weights and inputs are ones: each product adds one."""
    kept = {name: one.clone() for name, one in module.state_dict().items()}
    with torch.no_grad():
        module.weight.fill_(1)
        if module.bias is not None:
            module.bias.fill_(0)
        total = int(module(torch.ones_like(before)).sum())
    module.load_state_dict(kept)
    return total
