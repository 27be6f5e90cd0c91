"""The measures of a checkerboard: against phase sums, against patterns of a known strength, and what they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import convref as F
from convref.checkerboard import imbalance, spectral_peak


@pytest.mark.parametrize("stride", [1, 2, 3, 4])
def test_imbalance_of_a_constant_answer_is_that_of_the_phase_sums(stride: int) -> None:
    kernel = np.random.default_rng(stride).normal(size=(6, 6))
    answer = F.conv_transpose2d(np.ones((1, 12, 12)), kernel[None, None], stride=stride)[0]
    inside = answer[6 : 6 + 4 * stride, 6 : 6 + 4 * stride]
    sums = F.phase_sums(kernel, stride)
    assert imbalance(inside, stride) == pytest.approx(sums.std() / np.sqrt(np.square(sums).mean()))


def test_imbalance_takes_channels_together_and_does_not_depend_on_scale() -> None:
    board = np.indices((6, 6)).sum(axis=0) % 2 - 0.5
    assert imbalance(board, 2) == pytest.approx(1)
    assert imbalance(board * 7, 2) == pytest.approx(1)
    assert imbalance(np.stack([board, np.full((6, 6), 0.5)]), 2) == pytest.approx(np.sqrt(0.5))
    assert imbalance(np.zeros((4, 4)), 2) == imbalance(np.full((4, 4), 3), 2) == 0


@pytest.mark.parametrize("stride", [2, 3, 4, 8])
def test_peak_stands_at_the_period_of_the_stride_and_grows_with_the_square_of_the_pattern(stride: int) -> None:
    noise = np.random.default_rng(0).normal(size=(96, 120))
    stripes = np.arange(120) % stride == 0
    weak, strong = (spectral_peak(noise + strength * stripes, stride) for strength in (10, 20))
    assert spectral_peak(noise, stride) < 6 < 100 < weak
    assert strong == pytest.approx(4 * weak, rel=0.2)
    assert spectral_peak(noise + 10 * (np.arange(120) % 5 == 0), stride) < 6


def test_peak_does_not_depend_on_brightness_or_scale() -> None:
    picture = np.random.default_rng(1).random((40, 33))
    assert spectral_peak(picture * 255 + 20, 2) == pytest.approx(spectral_peak(picture, 2))
    assert spectral_peak(picture.T, 2) == pytest.approx(spectral_peak(picture, 2))


@pytest.mark.parametrize("picture", [np.zeros((16, 16)), np.full((16, 2000), 0.3, np.float32), np.ones((8, 8), int)])
def test_peak_of_a_flat_picture_is_1(picture: Any) -> None:
    assert spectral_peak(picture, 2) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: imbalance([[1.0]], 1), TypeError, "output must be a NumPy array, got list"),
        (lambda: imbalance(np.ones((2, 2), complex), 1), TypeError, "output must hold real numbers"),
        (lambda: imbalance(np.ones((2, 5)), 3), ValueError, "output must have 3×3 cells or more"),
        (lambda: imbalance(np.ones(5), 2), ValueError, "got shape (5,)"),
        (lambda: imbalance(np.ones((2, 2)), 0), ValueError, "stride must be at least 1"),
        (lambda: imbalance(np.ones((0, 2, 2)), 2), ValueError, "got shape (0, 2, 2)"),
        (lambda: spectral_peak(np.ones((16, 16)), 1), ValueError, "stride must be at least 2"),
        (lambda: spectral_peak(np.ones((16, 16)), 2.0), TypeError, "stride must be an integer"),
        (lambda: spectral_peak(np.ones((16, 7)), 2), ValueError, "picture must have two axes of at least 8 pixels"),
        (lambda: spectral_peak(np.ones((3, 16, 16)), 2), ValueError, "got picture of shape (3, 16, 16)"),
    ],
)
def test_refusals(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
