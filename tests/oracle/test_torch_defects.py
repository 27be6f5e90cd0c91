"""The written list of torch's own defects: each entry shows torch's answer and convref's."""

import numpy as np
import pytest
import torch
from torch_defects import DEFECTS, Defect
from torch_oracle import brief, convref_answer, torch_answer

import convref
from convref import definition

pytestmark = pytest.mark.newest_torch


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_defect(defect: Defect) -> None:
    assert defect.applies(defect.example)
    assert brief(torch_answer(defect.example)) == defect.torch
    assert brief(convref_answer(defect.example)) == defect.convref


def test_transposed_layer_with_same_padding_is_made_and_then_fails() -> None:
    layer = torch.nn.ConvTranspose2d(1, 1, 3, padding="same")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        layer(torch.ones(1, 1, 5, 5))
    with pytest.raises(TypeError, match="padding of a transposed convolution must be integers, got padding='same'"):
        convref.conv_transpose2d(np.ones((1, 5, 5)), np.ones((1, 1, 3, 3)), padding="same")  # type: ignore[arg-type]


def test_transposed_half_precision_is_rounded_more_than_once() -> None:
    numbers = np.random.default_rng(0)
    arrays = [numbers.normal(size=shape).astype(np.float16) for shape in ((2, 16, 9, 9), (16, 4, 3, 3))]
    exact = torch.nn.functional.conv_transpose2d(*(torch.tensor(array).double() for array in arrays)).half()
    theirs = torch.nn.functional.conv_transpose2d(*map(torch.tensor, arrays))
    assert 0.1 < (theirs == exact).double().mean() < 0.99
    np.testing.assert_array_equal(convref.conv_transpose2d(*arrays), exact.numpy())


def _answers(dtype: type) -> list[np.ndarray]:
    """Return torch's, convref's and the definition's answers for kernels of which one begins with infinity."""
    image, kernels = np.ones((1, 4, 28, 28), dtype), np.ones((4, 1, 3, 3), dtype)
    kernels[0, 0, 0, 0] = np.inf
    return [
        torch.nn.functional.conv2d(torch.tensor(image), torch.tensor(kernels), padding=1, groups=4).numpy(),
        convref.conv2d(image, kernels, padding=1, groups=4),
        definition.conv2d(image, kernels, padding=1, groups=4),
    ]


def test_torch_multiplies_the_zeros_of_the_padding_for_some_dtypes_only() -> None:
    assert np.isnan(_answers(np.float32)[0]).sum() == 0
    assert np.isnan(_answers(np.float64)[0]).sum() == 28 + 27


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_zeros_of_the_padding_are_multiplied(dtype: type) -> None:
    _, fast, plain = _answers(dtype)
    assert np.isnan(plain).sum() == 28 + 27
    np.testing.assert_array_equal(fast, plain)
