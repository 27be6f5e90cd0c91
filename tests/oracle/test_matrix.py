"""The matrices of both operations against the operators, at any settings, dense and sparse."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import legal_call
from random_calls import Call, per_axis
from torch_oracle import convref_answer

import convref as F
from convref import definition, formulas


def matrix_of(call: Call, **more: Any) -> Any:
    keywords = {name: value for name, value in call.keywords.items() if name != "output_size"}
    if "output_size" in call.keywords:
        sizes = convref_answer(call).shape[-call.rank :]
        cells = zip(call.input.shape[-call.rank :], call.weight.shape[2:], *_geometry(keywords, call.rank), strict=True)
        least = [formulas.conv_transpose_size(i, k, s, p, 0, d) for i, k, s, p, d in cells]
        keywords["output_padding"] = [size - small for size, small in zip(sizes, least, strict=True)]
    make = F.conv_transpose_matrix if call.transposed else F.conv_matrix
    return make(call.weight, call.input.shape[-call.rank :], **keywords, **more)


def _geometry(keywords: dict[str, Any], rank: int) -> list[list[int]]:
    """Return stride, padding and dilation, per axis."""
    defaults = {"stride": 1, "padding": 0, "dilation": 1}
    return [per_axis(keywords.get(name, default), rank) for name, default in defaults.items()]


@settings(max_examples=80)
@given(st.integers(0, 10**6))
def test_matrix_times_input_is_the_output(seed: int) -> None:
    call = legal_call(Random(seed), no_bias=True)
    output, matrix, sparse = convref_answer(call), matrix_of(call), matrix_of(call, sparse=True)
    assert isinstance(sparse, scipy.sparse.csr_array)
    assert matrix.shape == sparse.shape == (_cells(output, call), _cells(call.input, call))
    flat = call.input.reshape(len(call.input) if call.input.ndim == call.rank + 2 else 1, matrix.shape[1])
    np.testing.assert_allclose(flat @ matrix.T, output.reshape(len(flat), matrix.shape[0]), 1e-10, 1e-10)
    np.testing.assert_allclose(sparse.toarray(), matrix, 1e-12, 1e-12)  # repeated cells are added in another order


def _cells(array: np.ndarray, call: Call) -> int:
    return int(np.prod(array.shape[-call.rank - 1 :]))


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_transposed_matrix_is_the_transposed_operation(seed: int) -> None:
    """C and its transpose at any stride, padding, dilation and groups; and ⟨Cx, y⟩ = ⟨x, Cᵀy⟩, in whole numbers."""
    random = Random(seed)
    call = legal_call(random, no_bias=True)
    while call.transposed or call.keywords.get("padding") == "same":
        call = legal_call(random, no_bias=True)
    keywords = {name: value for name, value in call.keywords.items() if name != "padding_mode"}
    if keywords.get("padding") == "valid":
        keywords["padding"] = 0
    numbers = np.random.default_rng(seed)
    weight = numbers.integers(-9, 10, call.weight.shape)
    size = call.input.shape[-call.rank :]
    matrix = F.conv_matrix(weight, size, **keywords)
    x = numbers.integers(-9, 10, call.input.shape[-call.rank - 1 :])
    y = numbers.integers(-9, 10, convref_answer(call).shape[-call.rank - 1 :])
    forth = getattr(definition, f"conv{call.rank}d")(x, weight, **keywords)
    back = getattr(definition, f"conv_transpose{call.rank}d")(y, weight, **keywords, output_size=size)
    np.testing.assert_array_equal(matrix @ x.ravel(), forth.ravel())
    np.testing.assert_array_equal(matrix.T @ y.ravel(), back.ravel())
    assert (forth * y).sum() == (x * back).sum()
    cells = zip(size, weight.shape[2:], *_geometry(keywords, call.rank), strict=True)
    extra = [formulas.output_padding_for(*axis) for axis in cells]
    there = F.conv_transpose_matrix(weight, y.shape[1:], **keywords, output_padding=extra)
    np.testing.assert_array_equal(there, matrix.T)


def test_transposed_is_not_inverse() -> None:
    """Neither CCᵀ nor CᵀC is the identity."""
    c = F.conv_matrix(np.array([[[1.0, 2, 1]]]), 5, stride=2, padding=1)
    assert not np.allclose(c @ c.T, np.eye(3))
    assert not np.allclose(c.T @ c, np.eye(5))


@pytest.mark.parametrize("dtype", ["float16", "float32", "complex64", "int64", "int8"])
def test_the_dtype_is_that_of_the_weight(dtype: str) -> None:
    weight = np.arange(1, 5).reshape(1, 2, 2).astype(dtype)
    assert F.conv_matrix(weight, 3).dtype == dtype
    if dtype != "float16":  # SciPy has no sparse arrays of it
        np.testing.assert_array_equal(F.conv_matrix(weight, 3, sparse=True).toarray(), F.conv_matrix(weight, 3))


def test_no_input_channels_give_no_columns() -> None:
    assert F.conv_matrix(np.ones((2, 0, 3)), 5).shape == (6, 0)
    assert F.conv_matrix(np.ones((2, 0, 3)), 5, sparse=True).shape == (6, 0)


W = np.ones((4, 2, 3, 3))


@pytest.mark.parametrize("make", [F.conv_matrix, F.conv_transpose_matrix])
@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"weight": None}, TypeError, "weight must be a NumPy array, got NoneType"),
        ({"weight": np.ones((2, 2))}, ValueError, "weight must have 3, 4 or 5 axes"),
        ({"weight": np.ones((1,) * 6)}, ValueError, "weight must have 3, 4 or 5 axes"),
        ({"weight": W.astype(object)}, TypeError, "must have one of the dtypes"),
        ({"weight": W.astype(">f8")}, TypeError, "must have one of the dtypes"),
        ({"groups": 1.5}, TypeError, "groups must be an integer"),
        ({"groups": "x"}, TypeError, "groups must be an integer"),
        ({"groups": 0}, ValueError, "groups must be at least 1"),
        ({"groups": 3}, ValueError, "groups must divide"),
        ({"input_size": 0}, ValueError, "input_size must be at least 1"),
        ({"input_size": (5, 5, 5)}, ValueError, "input_size must be an integer or a sequence of length 1 or 2"),
        ({"input_size": 5.0}, TypeError, "input_size must be an integer"),
        ({"input_size": 2**62}, ValueError, "input_size must be smaller"),
        ({"input_size": 2**64}, ValueError, "input_size must be at most"),
        ({"input_size": 2**20}, ValueError, "input_size must be smaller"),
        ({"stride": None}, TypeError, "stride must be an integer"),
        ({"sparse": "yes"}, TypeError, "sparse must be True or False"),
    ],
)
def test_refusals(make: Any, changed: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        make(**{"weight": W, "input_size": 5} | changed)
    assert message in str(caught.value)


def test_sparse_half_precision_is_refused() -> None:
    with pytest.raises(TypeError, match="weight must have another dtype than float16 for sparse=True"):
        F.conv_matrix(W.astype("f2"), 5, sparse=True)
