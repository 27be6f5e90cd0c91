"""Gradients against torch's autograd, finite differences, and the matrix of the layer."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import legal_call
from random_calls import MODES, TUNING, Call, per_axis
from torch_oracle import _run_torch, convref_answer

import convref
from convref import definition, gradients
from convref._strategies import _tuning

NAMES = ("stride", "padding", "output_padding", "dilation", "groups", "padding_mode")


def our_gradients(call: Call, grad_output: np.ndarray) -> list[np.ndarray]:
    """Return the gradients for input, weight and bias."""
    stem = "conv_transpose" if call.transposed else call.name
    keywords = {name: value for name, value in call.keywords.items() if name in NAMES}
    if call.transposed:
        keywords.pop("output_padding", None)
    for_input = getattr(gradients, f"{stem}_input")(call.input.shape, call.weight, grad_output, **keywords)
    for_weight = getattr(gradients, f"{stem}_weight")(call.input, call.weight.shape, grad_output, **keywords)
    batched = grad_output if grad_output.ndim == call.rank + 2 else grad_output[None]
    return [for_input, for_weight, gradients.conv_bias(batched)]


def torch_gradients(call: Call, grad_output: np.ndarray) -> list[np.ndarray]:
    bias = np.zeros(grad_output.shape[-call.rank - 1])
    tensors = [torch.tensor(array, requires_grad=True) for array in (call.input, call.weight, bias)]
    _run_torch(call, *tensors).backward(torch.tensor(grad_output))
    return [np.zeros(tensor.shape) if tensor.grad is None else tensor.grad.numpy() for tensor in tensors]


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@settings(max_examples=150)
@given(st.integers(0, 10**6))
def test_gradients_are_those_of_autograd(seed: int) -> None:
    random = Random(seed)
    call = legal_call(random)
    tuning = {name: random.choice(values) for name, values in TUNING.items()}
    grad_output = np.random.default_rng(random.getrandbits(32)).normal(size=convref_answer(call).shape)
    with patch.multiple(_tuning, **tuning):
        found = our_gradients(call, grad_output)
    for ours, theirs in zip(found, torch_gradients(call, grad_output), strict=True):
        assert ours.flags.c_contiguous
        np.testing.assert_allclose(ours, theirs, 1e-10, 1e-10, err_msg=str(call))


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_gradients_are_finite_differences(seed: int) -> None:
    random = Random(seed)
    call = legal_call(random)
    numbers = np.random.default_rng(random.getrandbits(32))
    bias = numbers.normal(size=convref_answer(call).shape[-call.rank - 1])
    grad_output = numbers.normal(size=convref_answer(call).shape)
    arrays = [call.input, call.weight, bias]

    def loss(*moved: np.ndarray) -> float:
        return float((convref_answer(Call(call.rank, call.transposed, *moved, call.keywords)) * grad_output).sum())

    for number, gradient in enumerate(our_gradients(call, grad_output)):
        direction = numbers.normal(size=arrays[number].shape)
        ends = [
            [array + sign * 1e-6 * direction if n == number else array for n, array in enumerate(arrays)]
            for sign in (1, -1)
        ]
        slope = (loss(*ends[0]) - loss(*ends[1])) / 2e-6
        expected = (gradient * direction).sum()
        assert abs(slope - expected) < 1e-5 * (1 + np.abs(gradient * direction).sum()), (call, number)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("padding", ["same", "valid", 2, (1, 2)])
def test_every_padding_folds_back(mode: str, padding: Any) -> None:
    numbers = np.random.default_rng(0)
    x, w = numbers.normal(size=(2, 5, 6)), numbers.normal(size=(3, 2, 4, 2))
    c = convref.conv_matrix(w, (5, 6), padding=padding, padding_mode=mode)
    y = numbers.normal(size=convref.conv2d(x, w, padding=padding, padding_mode=mode).shape)
    found = gradients.conv2d_input(x.shape, w, y, padding=padding, padding_mode=mode)
    np.testing.assert_allclose(found.ravel(), c.T @ y.ravel())


def test_signatures_are_those_of_torch() -> None:
    numbers = np.random.default_rng(1)
    x, w, y = (numbers.normal(size=shape) for shape in ((2, 4, 7, 8), (6, 2, 3, 2), (2, 6, 3, 2)))
    settings_ = ((2, 3), (1, 0), (2, 3), 2)
    theirs = torch.nn.grad.conv2d_input(x.shape, torch.tensor(w), torch.tensor(y), *settings_)
    np.testing.assert_allclose(gradients.conv2d_input(x.shape, w, y, *settings_), theirs)
    theirs = torch.nn.grad.conv2d_weight(torch.tensor(x), w.shape, torch.tensor(y), *settings_)
    np.testing.assert_allclose(gradients.conv2d_weight(x, w.shape, y, *settings_), theirs)


def on_page(page: str, name: str) -> Any:
    """Return a function as a code cell of a page defines it."""
    text = (Path(__file__).parents[2] / "docs" / f"{page}.md").read_text(encoding="utf-8")
    (cell,) = re.findall(rf"```\{{code-cell\}}\n(def {name}\(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {"np": np, "F": convref}
    exec(cell, names)
    return names[name]


def test_the_recipe_of_the_course_is_autograd() -> None:
    """Pad, crop, swap batch and channels, put groups side by side: the function that learn/gradients shows."""
    recipe = on_page("learn/gradients", "gradient_of_weight")
    random, too_large = Random(0), 0
    for seed in range(400):
        torch.manual_seed(seed)
        kernel, stride, dilation = ([random.randint(1, most) for _ in range(2)] for most in (4, 4, 3))
        padding = [random.randint(0, 3) for _ in range(2)]
        wide = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
        size = [max(1, w - 2 * p) + random.randint(0, 6) for w, p in zip(wide, padding, strict=True)]
        batch, groups, inputs, outputs = (random.randint(1, 3) for _ in range(4))
        x = torch.randn(batch, groups * inputs, *size, dtype=torch.double)
        w = torch.randn(groups * outputs, inputs, *kernel, dtype=torch.double, requires_grad=True)
        y = torch.nn.functional.conv2d(x, w, None, stride, padding, dilation, groups)
        g = torch.randn_like(y)
        y.backward(g)
        ours = recipe(x.numpy(), g.numpy(), kernel, stride, padding, dilation, groups)
        message = f"{kernel=} {stride=} {padding=} {dilation=} {groups=} {size=}"
        np.testing.assert_allclose(ours, w.grad, 1e-10, 1e-10, err_msg=message)
        axes = zip(size, padding, wide, stride, dilation, strict=True)
        too_large += any((i + 2 * p - w) % s >= d for i, p, w, s, d in axes)
    assert too_large > 50  # the crop matters


def test_a_stride_leaves_a_checkerboard_in_the_gradient() -> None:
    for kernel, stride, dilation in ((3, 2, 1), (4, 2, 1), (5, 3, 1), (4, 2, 2), (3, 1, 1)):
        counts = convref.overlap_counts(12, kernel, stride, dilation=dilation)
        x = torch.zeros(1, 1, len(counts), requires_grad=True)
        torch.nn.functional.conv1d(x, torch.ones(1, 1, kernel), stride=stride, dilation=dilation).sum().backward()
        np.testing.assert_array_equal(x.grad[0, 0], counts)
        inside = counts[dilation * (kernel - 1) : -dilation * (kernel - 1)]
        assert (len(set(inside)) == 1) == convref.is_even_overlap(kernel, stride, dilation)


def test_backward_needs_zeros_between_the_cells_at_stride_two() -> None:
    """At stride 1 the gradient is the convolution with the flipped kernel; at stride 2 it is not."""
    w, y = np.arange(1.0, 4).reshape(1, 1, 3), np.array([[[1.0, 10, 100]]])
    flipped = w[..., ::-1]
    np.testing.assert_array_equal(gradients.conv1d_input((1, 1, 5), w, y), definition.conv1d(y, flipped, padding=2))
    spread = np.array([[[1.0, 0, 10, 0, 100]]])
    np.testing.assert_array_equal(
        gradients.conv1d_input((1, 1, 7), w, y, stride=2), definition.conv1d(spread, flipped, padding=2)
    )


def test_an_empty_batch_has_no_gradient() -> None:
    x, w = np.ones((0, 2, 5)), np.ones((3, 2, 3))
    assert gradients.conv1d_input(x.shape, w, np.ones((0, 3, 3))).shape == (0, 2, 5)
    np.testing.assert_array_equal(gradients.conv1d_weight(x, w.shape, np.ones((0, 3, 3))), np.zeros(w.shape))
    np.testing.assert_array_equal(gradients.conv_bias(np.ones((0, 3, 3))), np.zeros(3))
    w = np.ones((2, 3, 3))
    assert gradients.conv_transpose_input(x.shape, w, np.ones((0, 3, 7))).shape == (0, 2, 5)
    np.testing.assert_array_equal(gradients.conv_transpose_weight(x, w.shape, np.ones((0, 3, 7))), np.zeros(w.shape))


def test_half_precision_is_rounded_once() -> None:
    x, y = np.array([[[60000, 1, 60000]]], np.float16), np.array([[[60000, 1, -60000]]], np.float16)
    assert gradients.conv1d_weight(x, (1, 1, 1), y).item() == 1
    assert gradients.conv_transpose_weight(x, (1, 1, 1), y).item() == 1
    assert gradients.conv1d_input((1, 1, 1), x, y[..., 1:2], padding=1).item() == 1
    assert gradients.conv_bias(np.array([[[2048, 1, 1]]], np.float16)).item() == 2050


X, W, Y = np.ones((2, 4, 9)), np.ones((6, 4, 3)), np.ones((2, 6, 7))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: gradients.conv1d_input((2, 4, 9), W, Y[..., :6]), ValueError, "grad_output must have shape (2, 6, 7)"),
        (lambda: gradients.conv1d_input((3, 4, 9), W, Y), ValueError, "grad_output must have shape (3, 6, 7)"),
        (lambda: gradients.conv1d_input((2, 5, 9), W, Y), ValueError, "input_size must have 4 channels for weight of"),
        (lambda: gradients.conv1d_input((2, 4, 9), W, Y[:, :5]), ValueError, "grad_output must have shape (2, 6, 7)"),
        (lambda: gradients.conv1d_input(9, W, Y), TypeError, "input_size must be a sequence of integers"),
        (lambda: gradients.conv1d_input((9,), W, Y), ValueError, "input_size must have 2 or 3 entries"),
        (lambda: gradients.conv1d_input((2, 4, 9.0), W, Y), TypeError, "input_size must be an integer"),
        (lambda: gradients.conv1d_input((2, 4, 9), [[1]], Y), TypeError, "weight must be a NumPy array"),
        (lambda: gradients.conv1d_input((2, 4, 9), W, None), TypeError, "grad_output must be a NumPy array"),
        (
            lambda: gradients.conv1d_input((2, 4, 9), W, Y.astype("f")),
            TypeError,
            "grad_output must have the dtype of weight",
        ),
        (
            lambda: gradients.conv1d_input((2, 4, 9), W, Y, stride=2),
            ValueError,
            "grad_output must have shape (2, 6, 4)",
        ),
        (lambda: gradients.conv1d_weight(X, (6, 4), Y), ValueError, "weight_size must have 3 entries"),
        (lambda: gradients.conv1d_weight(X, (6, 4, 3), Y[:1]), ValueError, "grad_output must have shape (2, 6, 7)"),
        (lambda: gradients.conv1d_weight(X, (6, 4, 3), Y.astype("f")), TypeError, "grad_output must have the dtype"),
        (lambda: gradients.conv1d_weight(X, (6, 4, 3), Y, groups=1.0), TypeError, "groups must be an integer"),
        (lambda: gradients.conv1d_weight(X, (6, 4, 2**62), Y), ValueError, "weight_size must be smaller"),
        (
            lambda: gradients.conv_transpose_input((2, 6, 4), W, np.ones((2, 4, 7))),
            ValueError,
            "spatial size of grad_output must be from 6 to 6 for an input of 4 with kernel_size=3, stride=1",
        ),
        (
            lambda: gradients.conv_transpose_input((2, 6, 4), W, np.ones((2, 3, 6))),
            ValueError,
            "grad_output must have shape (2, 4, 6)",
        ),
        (
            lambda: gradients.conv_transpose_weight(np.ones((2, 6, 4)), (6, 4, 3), np.ones((3, 4, 6))),
            ValueError,
            "grad_output must have shape (2, 4, 6)",
        ),
        (
            lambda: gradients.conv_transpose_weight(np.ones((2, 6, 4)), (6, 4, 3), np.ones((4, 6))),
            ValueError,
            "grad_output must have as many axes as input,",
        ),
        (lambda: gradients.conv1d_weight(X, (6, 4, 0), Y), ValueError, "weight_size must have a kernel of at least 1"),
        (
            lambda: gradients.conv1d_weight(X, (6, 3, 3), Y),
            ValueError,
            "input must have 3 channels for weight_size of shape (6, 3, 3)",
        ),
        (
            lambda: gradients.conv_transpose_input((2, 5, 4), W, np.ones((2, 4, 6))),
            ValueError,
            "input_size must have 6 channels",
        ),
        (lambda: gradients.conv_bias(np.ones((2, 3))), ValueError, "grad_output must have shape (N, C_out, *output)"),
        (lambda: gradients.conv_bias([1.0]), TypeError, "grad_output must be a NumPy array"),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


def test_the_calls_of_these_tests_are_of_every_kind() -> None:
    calls = [legal_call(Random(seed)) for seed in range(300)]
    assert {call.name for call in calls} == {f"conv{kind}{rank}d" for kind in ("", "_transpose") for rank in (1, 2, 3)}
    assert {call.keywords.get("padding_mode") for call in calls} >= set(MODES)
    assert {call.input.ndim - call.rank for call in calls} == {1, 2}
    assert any(max(per_axis(call.keywords.get("stride", 1), call.rank)) > 1 for call in calls)
