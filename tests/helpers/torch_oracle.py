"""What torch answers to a call, and what convref answers."""

from __future__ import annotations

import warnings
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from random_calls import Call, per_axis

import convref
from convref._arguments.checks import stored
from convref._arguments.geometry import equal_pairs, named_pairs
from convref._arguments.types import Pairs
from convref._strategies import _tuning
from convref.padding import PADDING_MODES

REFUSED = "refused"


def torch_answer(call: Call, wide: bool = False) -> Any:
    """Return torch's output as an array, or `REFUSED`; with `wide`, computed in double precision."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _run_torch(call, *(_tensor(array, wide) for array in (call.input, call.weight, call.bias))).numpy()
        except Exception:  # whatever torch raises is its refusal
            return REFUSED


def _tensor(array: Any, wide: bool) -> Any:
    if not isinstance(array, np.ndarray):
        return array
    tensor = torch.tensor(np.array(array, order="C"))
    if wide and tensor.is_complex():
        return tensor.to(torch.complex128)
    return tensor.double() if wide and tensor.is_floating_point() else tensor


def _run_torch(call: Call, input: Any, weight: Any, bias: Any) -> Any:
    keywords = dict(call.keywords)
    function = getattr(torch.nn.functional, call.name)
    mode = keywords.pop("padding_mode", "zeros")
    if mode != "zeros":
        input, keywords["padding"] = _padded(call, input, mode), 0
    if "output_size" in keywords:
        layer = getattr(torch.nn, f"ConvTranspose{call.rank}d")(1, 1, 1)
        stride, padding, dilation = (
            per_axis(keywords.get(name, default), call.rank)
            for name, default in (("stride", 1), ("padding", 0), ("dilation", 1))
        )
        keywords["output_padding"] = layer._output_padding(
            input, keywords.pop("output_size"), stride, padding, list(weight.shape[2:]), call.rank, dilation
        )
    return function(input, weight, bias, **keywords)


def _padded(call: Call, input: Any, mode: str) -> Any:
    """Pad as ``torch.nn.ConvNd`` does, which refuses modes that it does not know."""
    if mode not in PADDING_MODES:
        raise ValueError(mode)
    pairs = padding_pairs(call.keywords, call.weight.shape[2:])
    return torch.nn.functional.pad(input, [cells for pair in reversed(pairs) for cells in pair], mode)


def padding_pairs(keywords: dict[str, Any], kernel: tuple[int, ...]) -> Pairs:
    """Return the cells before and after, per axis."""
    padding, rank = keywords.get("padding", 0), len(kernel)
    if not isinstance(padding, str):
        return equal_pairs(stored("padding", padding, rank, 0))
    stride, dilation = (tuple(per_axis(keywords.get(name, 1), rank)) for name in ("stride", "dilation"))
    return named_pairs(padding, kernel, stride, dilation)


def convref_answer(call: Call, functions: Any = convref) -> Any:
    """Return convref's output, or `REFUSED` when it raises one of the two errors that it may raise."""
    try:
        with patch.multiple(_tuning, **call.tuning) if call.tuning else nullcontext():
            return getattr(functions, call.name)(call.input, call.weight, call.bias, **call.keywords)
    except (TypeError, ValueError):
        return REFUSED


def brief(answer: Any) -> str:
    """Return an answer as dtype and shape."""
    return answer if isinstance(answer, str) else f"{answer.dtype}{answer.shape}"
