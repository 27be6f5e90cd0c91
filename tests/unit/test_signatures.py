"""Functions that take their signature from a record: what inspect, help and Python's own refusals say of them."""

from __future__ import annotations

import inspect
import pydoc
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, get_type_hints

import numpy as np
import pytest

import convref as F
from convref import definition, gradients
from convref._arguments.calls import ConvSettings, ConvTransposeSettings
from convref._arguments.signatures import takes
from convref._arguments.types import Array, PerAxis

RANKS = (1, 2, 3)
CONVOLUTIONS = [getattr(module, f"conv{rank}d") for module in (F, definition) for rank in RANKS]
TRANSPOSED = [getattr(module, f"conv_transpose{rank}d") for module in (F, definition) for rank in RANKS]
GRADIENTS = [getattr(gradients, f"conv{rank}d_{of}") for rank in RANKS for of in ("input", "weight")]


@dataclass(eq=False)
class Settings:
    stride: PerAxis = 1
    padding: PerAxis | str = 0
    mode: str = field(default="zeros", kw_only=True)


@dataclass(eq=False)
class Arrays:
    input: Array
    weight: Array
    bias: Array | None = None


@dataclass(eq=False)
class Arguments(Settings, Arrays):
    last: bool = field(default=False, kw_only=True)


@takes(Arguments)
def taken(given: Arguments) -> list[int]:
    """Return the stride."""
    return [given.stride]


def by_hand(
    input: Array,
    weight: Array,
    bias: Array | None = None,
    stride: PerAxis = 1,
    padding: PerAxis | str = 0,
    *,
    mode: str = "zeros",
    last: bool = False,
) -> list[int]:
    """Return the stride."""
    return [stride]


def test_a_signature_is_that_of_a_function_written_by_hand() -> None:
    assert inspect.signature(taken) == inspect.signature(by_hand)
    assert get_type_hints(taken) == get_type_hints(by_hand)
    assert inspect.getfullargspec(taken).args == inspect.getfullargspec(by_hand).args
    assert (taken.__name__, taken.__module__, taken.__doc__) == ("taken", by_hand.__module__, by_hand.__doc__)
    assert taken(1, 2, stride=3) == by_hand(1, 2, stride=3) == [3]


@pytest.mark.parametrize(
    ("args", "keywords"),
    [
        ((), {}),
        ((1,), {}),
        ((), {"weight": 1}),
        ((1, 2), {"strides": 1}),
        ((1, 2), {"input": 2}),
        ((1,) * 6, {}),
        ((1,) * 6, {"mode": "zeros"}),
        ((1,) * 11, {"stride": 1}),
    ],
)
def test_python_refuses_a_call_as_it_would_refuse_it_of_a_function_written_by_hand(
    args: tuple[Any, ...], keywords: dict[str, Any]
) -> None:
    with pytest.raises(TypeError) as wanted:
        by_hand(*args, **keywords)
    with pytest.raises(TypeError) as caught:
        taken(*args, **keywords)
    assert str(caught.value) == str(wanted.value).replace("by_hand", "taken")


def test_help_shows_name_signature_and_text() -> None:
    text = pydoc.plain(pydoc.render_doc(F.conv_transpose3d))
    assert (
        "conv_transpose3d(input: 'Array', weight: 'Array', bias: 'Array | None' = None, stride: 'PerAxis' = 1," in text
    )
    assert "Compute a 3-D transposed convolution" in text


@pytest.mark.parametrize(
    ("settings", "function"),
    [
        *((ConvSettings, function) for function in (*CONVOLUTIONS, *GRADIENTS, F.conv_matrix)),
        *((ConvTransposeSettings, function) for function in (*TRANSPOSED, F.conv_transpose_matrix)),
    ],
)
def test_every_function_of_a_layer_takes_all_its_settings(settings: type, function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters
    wanted = {field.name: field.default for field in fields(settings)}
    assert {name: one.default for name, one in parameters.items() if name in wanted} == wanted
    assert [name for name in parameters if name in wanted] == list(wanted)


def test_a_new_setting_reaches_every_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """The record alone decides: what it makes of the weight, all functions see."""
    x, w = np.arange(6.0).reshape(1, 6), np.array([[[1.0, 2.0, 4.0]]])
    checked = ConvSettings.checked

    def flipped(self: ConvSettings, rank: int, input: Array, weight: Array, *more: Any, **named: Any) -> Any:
        return checked(self, rank, input, weight[..., ::-1], *more, **named)

    y, dy = F.conv1d(x, w[..., ::-1]), np.ones((1, 4))
    dx = gradients.conv1d_input(x.shape, np.ascontiguousarray(w[..., ::-1]), dy)
    monkeypatch.setattr(ConvSettings, "checked", flipped)
    np.testing.assert_array_equal(F.conv1d(x, w), y)
    np.testing.assert_array_equal(definition.conv1d(x, w), y)
    np.testing.assert_array_equal(F.conv_matrix(w, 6) @ x[0], y[0])
    np.testing.assert_array_equal(gradients.conv1d_input(x.shape, w, dy), dx)
