"""Arrays of every class and layout in; plain, writeable arrays of their own out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import convref as F
from convref import definition

X = np.random.default_rng(0).normal(size=(2, 4, 6, 5))
W = np.random.default_rng(1).normal(size=(4, 4, 3, 2))
B = np.random.default_rng(2).normal(size=4)
FUNCTIONS = [F.conv2d, F.conv_transpose2d, definition.conv2d, definition.conv_transpose2d]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_subclasses_are_taken_as_plain_arrays(function: Any, tmp_path: Path) -> None:
    expected = function(X, W, B)
    stored = np.memmap(tmp_path / "numbers", X.dtype, "w+", shape=X.shape)
    stored[:] = X
    for input in (stored, X.view(np.recarray)):
        found = function(input, W.view(np.recarray), B.view(np.recarray))
        assert type(found) is np.ndarray
        np.testing.assert_array_equal(found, expected)


def test_a_matrix_is_an_input_of_one_spatial_axis() -> None:
    matrix = np.arange(6.0).reshape(2, 3).view(np.matrix)
    bank = np.arange(8.0).reshape(2, 2, 2)
    for name in ("conv1d", "conv_transpose1d"):
        found = getattr(F, name)(matrix, bank)
        assert type(found) is np.ndarray
        np.testing.assert_array_equal(found, getattr(F, name)(np.asarray(matrix), bank))


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("name", ["input", "weight", "bias"])
def test_masks_are_refused_since_they_would_be_lost(function: Any, name: str) -> None:
    arrays: dict[str, Any] = {"input": X, "weight": W, "bias": B}
    arrays[name] = np.ma.masked_array(arrays[name])
    with pytest.raises(TypeError, match=f"{name} must have no mask"):
        function(**arrays)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    "bad",
    [
        X.astype(">f8"),
        X.astype(object),
        X.astype(np.longdouble),
        X > 0,
        X.astype("U3"),
        X.astype(np.uint32),
        np.array(1.0),
    ],
    ids=lambda bad: str(bad.dtype),
)
def test_numbers_that_torch_cannot_hold_are_refused(function: Any, bad: np.ndarray) -> None:
    with pytest.raises((TypeError, ValueError), match="must have"):
        function(bad, bad)
    with pytest.raises(TypeError, match="weight must have one of the dtypes"):
        function(X.astype("f4"), W.astype(">f8"))


@pytest.mark.parametrize("function", [F.conv2d, F.conv_transpose2d])
@pytest.mark.parametrize("weight", [np.eye(4)[:, :, None, None], W], ids=["1×1", "3×2"])
@pytest.mark.parametrize("input", [X, X[0], X[:, :, ::-1, ::2], X[:0], np.asfortranarray(X), X.astype("f2")])
def test_output_stands_alone(function: Any, weight: np.ndarray, input: np.ndarray) -> None:
    weight = weight.astype(input.dtype)
    before = input.copy()
    output = function(input, weight, padding=1)
    assert output.flags.c_contiguous
    assert output.flags.writeable
    assert not np.may_share_memory(output, input)
    assert not np.may_share_memory(output, weight)
    output[...] = 7
    np.testing.assert_array_equal(input, before)


def test_arguments_go_by_place_and_by_name_as_in_torch() -> None:
    x, w, b = map(torch.tensor, (X, W, B))
    for name, places in (("conv2d", ((2, 1), 1, (1, 2), 1)), ("conv_transpose2d", ((2, 1), 1, (1, 0), 1, 1))):
        theirs = getattr(torch.nn.functional, name)(x, w, b, *places).numpy()
        np.testing.assert_allclose(getattr(F, name)(X, W, B, *places), theirs)
        np.testing.assert_allclose(
            getattr(F, name)(bias=B, weight=W, input=X), getattr(torch.nn.functional, name)(x, w, b).numpy()
        )
        with pytest.raises(TypeError, match="positional arguments"):
            getattr(F, name)(X, W, B, *places, "zeros")
        for missing in ({}, {"input": X}, {"weight": W}, {"input": X, "weight": W, "kernel": 1}):
            with pytest.raises(TypeError, match="argument"):
                getattr(F, name)(**missing)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.complex64])
def test_numbers_that_are_not_finite_pass_without_a_warning(dtype: type) -> None:
    for value in (np.nan, np.inf, -np.inf):
        signal = np.ones((1, 7), dtype)
        signal[0, 3] = value
        for function in (F.conv1d, F.conv_transpose1d, definition.conv1d, definition.conv_transpose1d):
            output = function(signal, np.ones((1, 1, 3), dtype), padding=1)
            assert np.isfinite(output).tolist() == [[True, True, False, False, False, True, True]]
