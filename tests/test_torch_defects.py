"""The written list of torch's own defects: each entry shows torch's answer and convref's."""

import numpy as np
import pytest
import torch
from torch_defects import DEFECTS, Defect, known_defect
from torch_oracle import brief, convref_answer, torch_answer

import convref


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_defect(defect: Defect) -> None:
    assert known_defect(defect.example)
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
