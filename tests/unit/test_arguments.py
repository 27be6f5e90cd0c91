"""Refusals: the kind of error, and a message that names the argument, what it was and what it may be."""

from typing import Any

import numpy as np
import pytest

import convref as F
from convref.padding import PADDING_MODES

IMAGE, KERNELS = np.ones((2, 4, 5, 6), np.float32), np.ones((6, 4, 3, 3), np.float32)
BANK = np.ones((4, 6, 3, 3), np.float32)  # the transposed weight: input channels first

REFUSALS = [
    ({"stride": 1.0}, TypeError, "stride must be an integer, got stride=1.0 of type float"),
    ({"stride": True}, TypeError, "stride must be an integer, got stride=True of type bool"),
    ({"stride": (1, None)}, TypeError, "stride must be an integer, got stride=None of type NoneType"),
    ({"stride": np.array([1, 1])}, TypeError, "stride must be an integer"),
    ({"stride": 0}, ValueError, "stride must be at least 1, got stride=0"),
    ({"stride": 2**63}, ValueError, "stride must be at most 9223372036854775807"),
    ({"dilation": (1, -2)}, ValueError, "dilation must be at least 1, got dilation=-2"),
    ({"padding": -1}, ValueError, "padding must be at least 0, got padding=-1"),
    ({"padding": (1, 1, 1)}, ValueError, "padding must be an integer or a sequence of length 1 or 2"),
    ({"padding": 2**62}, ValueError, "padding must be smaller: an array of shape"),
    ({"groups": 0}, ValueError, "groups must be at least 1, got groups=0"),
    (
        {"groups": 4},
        ValueError,
        "groups must divide the output channels, got groups=4 and weight of shape (6, 4, 3, 3)",
    ),
    ({"groups": 2}, ValueError, "input must have 8 channels for weight of shape (6, 4, 3, 3) and groups=2"),
    ({"groups": (1,)}, TypeError, "groups must be an integer"),
    ({"dilation": 3}, ValueError, "kernel_size must fit into the padded input: on spatial axis 0 a kernel of 3"),
    ({"padding": "SAME"}, ValueError, "padding must be 'same', 'valid' or integers, got padding='SAME'"),
    ({"padding": "same", "stride": 2}, ValueError, "padding='same' needs stride=1"),
    ({"padding": 5, "padding_mode": "reflect"}, ValueError, "padding must be smaller than the input"),
    ({"padding": 6, "padding_mode": "circular"}, ValueError, "padding must be at most the input"),
    ({"padding_mode": "mirror"}, ValueError, f"padding_mode must be one of {', '.join(PADDING_MODES)}"),
    ({"padding_mode": 1}, TypeError, "padding_mode must be a string"),
    ({"bias": np.ones(1, np.float32)}, ValueError, "bias must have shape (6,), one number per output channel"),
    ({"bias": np.ones(6)}, TypeError, "bias must have the dtype of input, got bias float64 and input float32"),
    ({"bias": [1] * 6}, TypeError, "bias must be a NumPy array, got list"),
    ({"weight": KERNELS.astype(">f4")}, TypeError, "weight must have one of the dtypes"),
    ({"weight": KERNELS[:, :, :0]}, ValueError, "weight must have a kernel of at least 1 cell per axis"),
    ({"weight": KERNELS[None]}, ValueError, "weight must have 4 axes, got weight of shape (1, 6, 4, 3, 3)"),
    ({"weight": KERNELS[0]}, ValueError, "weight must have 4 axes, got weight of shape (4, 3, 3)"),
    ({"weight": KERNELS[:0]}, ValueError, "groups must divide the output channels"),
    ({"input": IMAGE[:, :, :0]}, ValueError, "input must have at least 1 cell per spatial axis"),
    ({"input": IMAGE[0, 0]}, ValueError, "input must have 3 axes (channels first) or 4 axes (batch first)"),
    ({"input": IMAGE.astype(bool)}, TypeError, "input must have one of the dtypes"),
    ({"input": [[1.0]]}, TypeError, "input must be a NumPy array, got list"),
]

TRANSPOSED_REFUSALS = [
    ({"padding": "same"}, TypeError, "padding of a transposed convolution must be integers, got padding='same'"),
    ({"padding": 4}, ValueError, "padding must leave at least 1 cell of the output: an input of 5 with kernel_size=3"),
    ({"output_padding": 1}, ValueError, "output_padding must be smaller than the larger of stride and dilation"),
    ({"output_padding": -1}, ValueError, "output_padding must be at least 0"),
    (
        {"output_size": (9, 8)},
        ValueError,
        "output_size must be from 7 to 7 for an input of 5 with kernel_size=3, stride=1, padding=0, dilation=1, got 9",
    ),
    ({"output_size": 7.0}, TypeError, "output_size must be an integer"),
    ({"groups": 3}, ValueError, "groups must divide the input channels, got groups=3 and weight of shape (4, 6, 3, 3)"),
    ({"weight": BANK[:2]}, ValueError, "input must have 2 channels for weight of shape (2, 6, 3, 3)"),
    ({"weight": BANK[:, :0]}, ValueError, "weight must have at least 1 output channel"),
    ({"stride": 2**62}, ValueError, "stride, dilation or output_size must be smaller: an array of shape"),
    ({"input": IMAGE.astype("i4"), "weight": BANK.astype("i4")}, TypeError, "input must have one of the dtypes"),
]


@pytest.mark.parametrize(("changed", "error", "message"), REFUSALS)
def test_convolution_refuses(changed: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.conv2d(**{"input": IMAGE, "weight": KERNELS} | changed)
    assert message in str(caught.value)


@pytest.mark.parametrize(("changed", "error", "message"), TRANSPOSED_REFUSALS)
def test_transposed_convolution_refuses(changed: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        F.conv_transpose2d(**{"input": IMAGE, "weight": BANK} | changed)
    assert message in str(caught.value)


def test_integers_of_numpy_and_sequences_of_one_are_accepted() -> None:
    expected = F.conv2d(IMAGE, KERNELS, stride=2, padding=1)
    for stride in (np.int64(2), (2,), [2, 2], (np.int32(2), 2)):
        np.testing.assert_array_equal(F.conv2d(IMAGE, KERNELS, stride=stride, padding=(1,)), expected)


def test_output_size_may_hold_batch_and_channels() -> None:
    made = [
        F.conv_transpose2d(IMAGE, BANK, stride=2, output_size=size) for size in ((12, 13), (6, 12, 13), (2, 6, 12, 13))
    ]
    assert {array.shape for array in made} == {(2, 6, 12, 13)}
