"""What a drawing is given. Every message names the argument, what it was and what it may be."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes

from convref._arguments.types import Array


def numbers(name: str, values: Any, *axes: int) -> Array:
    """Return an array of numbers; where `axes` are given, with one of these numbers of axes, and not empty."""
    try:
        found = np.asarray(values)
    except ValueError:  # lists of different lengths
        found = np.asarray(None)
    if found.dtype.kind not in "biufc":
        raise TypeError(f"{name} must be an array of numbers, got {type(values).__name__}")
    if axes and (found.ndim not in axes or not found.size):
        counts = " or ".join(map(str, axes))
        raise ValueError(f"{name} must be an array of {counts} axes, and not empty, got {name} of shape {found.shape}")
    return found


def number(name: str, value: Any) -> float:
    """Return a number that is finite."""
    plain = hasattr(value, "__float__") and not isinstance(value, bool)
    if not plain or np.ndim(value) or np.iscomplexobj(value):
        raise TypeError(f"{name} must be a number, got {name}={value!r} of type {type(value).__name__}")
    found = float(value)
    if not isfinite(found):
        raise ValueError(f"{name} must be finite, got {name}={value!r}")
    return found


def positive(name: str, value: Any) -> float:
    """Return a number above 0."""
    found = number(name, value)
    if found <= 0:
        raise ValueError(f"{name} must be above 0, got {name}={value!r}")
    return found


def one_of(name: str, value: Any, *choices: str) -> str:
    """Return one of some words."""
    if not isinstance(value, str) or value not in choices:
        *most, last = map(repr, choices)
        raise ValueError(f"{name} must be {', '.join(most)} or {last}, got {name}={value!r}")
    return value


def axes(name: str, value: Any) -> Axes:
    """Return the axes that are drawn on."""
    if not isinstance(value, Axes):
        raise TypeError(f"{name} must be axes of Matplotlib, got {name} of type {type(value).__name__}")
    return value


def several(name: str, things: Any) -> Sequence[Any]:
    """Return a sequence of things to draw."""
    if isinstance(things, (str, dict)) or not hasattr(things, "__getitem__") or not hasattr(things, "__len__"):
        raise TypeError(f"{name} must be a sequence, got {name} of type {type(things).__name__}")
    return cast("Sequence[Any]", things)


def text(name: str, value: Any) -> str:
    """Return a word or a sentence."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text, got {name}={value!r} of type {type(value).__name__}")
    return value
