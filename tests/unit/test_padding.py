"""The registry of padding modes against numpy.pad and torch; refusals; inputs left alone; who asks the registry."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import convref as F
from convref import definition, gradients, plotting
from convref._arguments.modes import MODES, PaddingMode
from convref.padding import PADDING_MODES, pad, source_indices

NAMES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def test_every_mode_has_its_twin_in_numpy() -> None:
    assert tuple(NAMES) == PADDING_MODES == tuple(MODES)


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_modes_are_those_of_numpy(mode: str) -> None:
    array = np.arange(24).reshape(2, 3, 4)
    np.testing.assert_array_equal(
        pad(array, ((2, 1), (0, 3)), mode), np.pad(array, ((0, 0), (2, 1), (0, 3)), NAMES[mode])
    )


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_indices_of_the_copied_cells(mode: str) -> None:
    indices = source_indices(4, 3, 2, mode)
    values = np.where(indices < 0, 0, np.arange(1, 5)[indices])
    np.testing.assert_array_equal(values, np.pad(np.arange(1, 5), (3, 2), NAMES[mode]))


def test_nothing_to_add_copies_nothing() -> None:
    array = np.ones((1, 2, 3))
    assert pad(array, ((0, 0), (0, 0)), "zeros") is array
    assert pad(array, [[0, 0]], "reflect") is array


@pytest.mark.parametrize("mode", PADDING_MODES)
@pytest.mark.parametrize("size", [1, 2, 4])
def test_limits_are_those_of_torch(mode: str, size: int) -> None:
    for before in range(7):
        for after in range(7):
            layer = {"zeros": "constant"}.get(mode, mode)
            try:
                theirs = torch.nn.functional.pad(torch.arange(1.0, size + 1)[None, None], (before, after), layer)
            except RuntimeError:
                theirs = None
            array = np.arange(1.0, size + 1)[None, None]
            if theirs is None:
                with pytest.raises(ValueError, match=f"pairs must be .* the input for mode='{mode}'"):
                    pad(array, ((before, after),), mode)
                with pytest.raises(ValueError, match="before and after must be"):
                    source_indices(size, before, after, mode)
            else:
                np.testing.assert_array_equal(pad(array, ((before, after),), mode), theirs.numpy())


X = np.ones((1, 2, 3))


@pytest.mark.parametrize("wrong", ["edge", "ZEROS", "", "constant"])
def test_an_unknown_mode_is_refused_with_the_known_ones_wherever_it_is_given(wrong: str) -> None:
    known = ", ".join(PADDING_MODES)
    with pytest.raises(ValueError, match=f"mode must be one of {known}, got mode={wrong!r}"):
        pad(X, ((1, 1),), wrong)
    with pytest.raises(ValueError, match=f"mode must be one of {known}"):
        pad(X, ((0, 0),), wrong)  # though there is nothing to add
    with pytest.raises(ValueError, match=f"mode must be one of {known}"):
        source_indices(4, 1, 1, wrong)
    plane, kernel = np.ones((4, 4)), np.ones((3, 3))
    bank = kernel[None, None]
    for call in (
        lambda: F.conv2d(plane[None], bank, padding_mode=wrong),
        lambda: definition.conv2d(plane[None], bank, padding_mode=wrong),
        lambda: F.conv_matrix(bank, (4, 4), padding_mode=wrong),
        lambda: gradients.conv2d_input((1, 4, 4), bank, np.ones((1, 2, 2)), padding_mode=wrong),
        lambda: gradients.conv2d_weight(plane[None], (1, 1, 3, 3), np.ones((1, 2, 2)), padding_mode=wrong),
        lambda: plotting.sliding_window(plane, kernel, padding_mode=wrong),
        lambda: plotting.sliding_animation(plane, kernel, padding_mode=wrong),
    ):
        with pytest.raises(ValueError, match=f"padding_mode must be one of {known}, got padding_mode={wrong!r}"):
            call()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((X, ((1, 1),), None), TypeError, "mode must be a string, got mode=None"),
        ((X, ((1, 1),), 1), TypeError, "mode must be a string, got mode=1 of type int"),
        (([1, 2], ((1, 1),)), TypeError, "input must be a NumPy array, got list"),
        (
            (X, 1),
            TypeError,
            "pairs must be a sequence of pairs of integers, one for each of the last axes, got pairs=1",
        ),
        ((X, (1, 1)), ValueError, "pairs must be a sequence of pairs"),
        ((X, ((1,),)), ValueError, "pairs must be a sequence of pairs"),
        ((X, ()), ValueError, "pairs must be 1 to 3 for an input of 3 axes, got 0"),
        ((X, ((1, 1),) * 4), ValueError, "pairs must be 1 to 3 for an input of 3 axes, got 4"),
        ((np.float64(3), ((1, 1),)), TypeError, "input must be a NumPy array"),
        ((X, ((-1, 1),)), ValueError, "pairs must be at least 0, got pairs=-1"),
        ((X, ((1.0, 1),)), TypeError, "pairs must be an integer, got pairs=1.0"),
        ((X, ((True, 1),)), TypeError, "pairs must be an integer, got pairs=True"),
        ((X, ((2**62, 0),)), ValueError, "pairs must be smaller: an array of shape"),
        ((X, ((3, 0),), "reflect"), ValueError, "pairs must be smaller than the input for mode='reflect'"),
        ((X, ((0, 4),), "circular"), ValueError, "pairs must be at most the input for mode='circular'"),
        ((X[..., :0], ((0, 1),), "replicate"), ValueError, "size must be at least 1, got size=0"),
    ],
)
def test_pad_refuses(arguments: tuple[Any, ...], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        pad(*arguments)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((0, 1, 1, "zeros"), ValueError, "size must be at least 1, got size=0"),
        ((4.0, 1, 1, "zeros"), TypeError, "size must be an integer"),
        ((4, -1, 1, "zeros"), ValueError, "before must be at least 0"),
        ((4, 1, None, "zeros"), TypeError, "after must be an integer"),
        ((4, 2**62, 1, "zeros"), ValueError, "size, before and after must be smaller"),
    ],
)
def test_source_indices_refuses(arguments: tuple[Any, ...], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        source_indices(*arguments)
    assert message in str(caught.value)


def test_a_new_mode_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def source(at: np.ndarray, size: int) -> np.ndarray:
        return np.minimum(at % (2 * size), 2 * size - 1 - at % (2 * size))

    monkeypatch.setitem(MODES, "symmetric", PaddingMode(source, most=lambda size: size, limit="at most"))
    random = np.random.default_rng(0)
    x, w = random.integers(-9, 9, (2, 3, 5, 6)), random.integers(-9, 9, (4, 3, 3, 2))
    settings: dict[str, Any] = {"padding": (2, 1), "padding_mode": "symmetric"}
    wanted = F.conv2d(np.pad(x, ((0, 0), (0, 0), (2, 2), (1, 1)), "symmetric"), w)
    assert (F.conv2d(x, w, **settings) == wanted).all()
    assert (definition.conv2d(x, w, **settings) == wanted).all()
    matrix = F.conv_matrix(w.astype(float), (5, 6), **settings)
    assert (matrix @ x[0].ravel() == wanted[0].ravel()).all()
    grad = random.integers(-9, 9, wanted.shape).astype(float)
    assert (grad * wanted).sum() == (gradients.conv2d_input(x.shape, w.astype(float), grad, **settings) * x).sum()
    assert (grad * wanted).sum() == (gradients.conv2d_weight(x.astype(float), w.shape, grad, **settings) * w).sum()
    line = "Conv2d(3, 4, 3, padding={}, padding_mode='symmetric')"
    assert F.trace(F.read_network(line.format(5)), (3, 5, 5)).rows[-1].shape == (4, 13, 13)
    with pytest.raises(ValueError, match="at most the input"):
        F.conv2d(x, w, padding=7, padding_mode="symmetric")
    with pytest.raises(ValueError, match="at most the input"):
        F.trace(F.read_network(line.format(6)), (3, 5, 5))


def test_the_docstring_names_every_mode() -> None:
    listed = "{" + ", ".join(map(repr, PADDING_MODES)) + "}"
    assert f"padding_mode : {listed}" in (inspect.getdoc(F.conv2d) or "")


def test_pages_name_every_mode() -> None:
    pages = Path(__file__).parents[2] / "docs" / "learn"
    (row,) = [line for line in (pages / "conv2d-parameters.md").read_text().splitlines() if "`padding_mode='" in line]
    assert set(re.findall(r"`'(\w+)'`", row)) == set(PADDING_MODES)
    lesson = (pages / "padding.md").read_text()
    assert set(PADDING_MODES) - {"zeros"} <= set(re.findall(r"`'(\w+)'`", lesson))
