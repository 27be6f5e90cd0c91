"""What must hold whichever strategy is chosen."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.parametrize(("channels", "size", "padding", "dilation", "groups"), [
    (32, 28, 12, 12, 1), (16, 16, 1, 1, 1), (64, 8, 1, 1, 1), (16, 14, 1, 1, 16), (8, 9, 7, 1, 1),
])  # fmt: skip
def test_zero_of_the_padding_times_infinity_is_not_a_number(
    channels: int, size: int, padding: int, dilation: int, groups: int
) -> None:
    x, w = np.ones((1, channels, size, size)), np.ones((channels, channels // groups, 3, 3))
    w[0, 0, 0, 1], w[1, 0, 2, 2] = np.inf, -np.inf
    expected = torch.conv2d(torch.tensor(x), torch.tensor(w), None, 1, padding, dilation, groups)
    found = F.conv2d(x, w, None, 1, padding, dilation, groups)
    assert np.isnan(found).any()
    np.testing.assert_allclose(found, expected.numpy())


@pytest.mark.parametrize("largest", [3, 2**24, 2**26, 2**31, 2**62])
def test_integers_are_exact_and_wrap_around(largest: int) -> None:
    numbers = np.random.default_rng(largest)
    x, w, t = (numbers.integers(-largest, largest, shape) for shape in ((2, 3, 7, 7), (4, 3, 3, 3), (3, 4, 3, 3)))
    bias = numbers.integers(-(2**63), 2**63 - 1, 4)
    tensors = [torch.tensor(array) for array in (x, w, t, bias)]
    np.testing.assert_array_equal(F.conv2d(x, w, bias), torch.conv2d(tensors[0], tensors[1], tensors[3]))
    np.testing.assert_array_equal(
        F.conv_transpose2d(x, t, bias, 2), torch.conv_transpose2d(tensors[0], tensors[2], tensors[3], 2)
    )


def test_threads_do_not_share_their_memory() -> None:
    numbers = np.random.default_rng(0)
    calls = [(numbers.standard_normal((2, 16, n, n)), numbers.standard_normal((8, 16, 3, 3))) for n in range(8, 40)]
    alone = [F.conv2d(*call, padding=1) for call in calls]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda call: F.conv2d(*call, padding=1), calls))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)
