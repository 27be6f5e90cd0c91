"""What must hold whichever strategy is chosen; which one is, and how much memory it takes."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from work import at_most

import convref as F
from convref import _strategies
from convref._strategies import _tiles, _tuning, _unfolding


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


BLOCK = 4 * 2**20  # bytes
# With how many blocks each computes beside its output: a table, and stacked ones are first unfolded row by row.
LARGE: dict[str, tuple[Any, tuple[int, ...], tuple[int, ...], dict[str, int], float]] = {
    "rows": (F.conv2d, (1, 64, 128, 128), (32, 64, 3, 3), {"padding": 1}, 1.1),
    "columns": (F.conv2d, (1, 32, 128, 128), (64, 32, 3, 3), {"padding": 1}, 1.3),
    "small maps": (F.conv2d, (64, 64, 8, 8), (64, 64, 3, 3), {"padding": 1}, 1.3),
    "depthwise": (F.conv2d, (1, 256, 64, 64), (256, 1, 3, 3), {"padding": 1, "groups": 256}, 1.1),
    "one long row": (F.conv1d, (1, 16, 200_000), (16, 16, 9), {}, 1.1),
    "pointwise": (F.conv2d, (1, 64, 128, 128), (64, 64, 1, 1), {}, 0),
    "stamps of a batch": (F.conv_transpose2d, (16, 64, 16, 16), (64, 64, 4, 4), {"stride": 2, "padding": 1}, 2.1),
    "stamps of groups": (
        F.conv_transpose2d,
        (1, 64, 64, 64),
        (64, 16, 4, 4),
        {"stride": 2, "padding": 1, "groups": 4},
        2.1,
    ),
    "stamps of one": (F.conv_transpose2d, (1, 64, 64, 64), (64, 64, 4, 4), {"stride": 2, "padding": 1}, 2.1),
}


@pytest.mark.parametrize("name", LARGE)
def test_tables_take_no_more_memory_than_their_blocks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    function, input, weight, keywords, blocks = LARGE[name]
    x, w = np.ones(input, np.float32), np.ones(weight, np.float32)
    monkeypatch.setattr(_unfolding, "workspace", _tiles._Workspace())
    held = []
    for _ in range(2):
        tracemalloc.start()
        output = function(x, w, **keywords)
        held.append(tracemalloc.get_traced_memory()[1] - output.nbytes)
        tracemalloc.stop()
    assert held[0] < blocks * BLOCK + 10_000
    if function is not F.conv_transpose2d:
        assert held[1] < 0.05 * BLOCK  # the first call's memory is used again


@given(st.integers(0, 300), st.integers(0, 2 * BLOCK))
def test_blocks_are_as_few_and_as_even_as_can_be(count: int, bytes_each: int) -> None:
    blocks = _tiles.blocks(count, bytes_each)
    assert [item for block in blocks for item in range(block.start, block.stop)] == list(range(count))
    most = max(1, BLOCK // max(1, bytes_each))
    assert len(blocks) == -(-count // most)
    lengths = [block.stop - block.start for block in blocks]
    assert max(lengths, default=0) <= most
    assert len(set(lengths[:-1])) <= 1
    assert lengths == sorted(lengths, reverse=True)


# Where one strategy becomes faster than the other was measured: more output cells, fewer output channels.
CHOSEN = [
    ((1, 34, 6, 9), (16, 34, 2, 2), {"padding": (0, 1)}, "rows"),
    ((1, 34, 8, 6), (16, 34, 2, 2), {"padding": (0, 1)}, "columns"),  # a plane of fewer than 50 cells
    ((1, 16, 11, 11), (20, 16, 2, 2), {}, "rows"),  # 32 products, 1.6 times 20 channels
    ((1, 16, 11, 11), (21, 16, 2, 2), {}, "columns"),
    ((1, 16, 10, 11), (21, 16, 1, 2), {}, "rows"),  # nothing is stacked or added
    ((1, 60, 10, 13), (36, 60, 2, 2), {}, "rows"),  # 108 cells, 3 times 36 channels
    ((1, 60, 10, 13), (37, 60, 2, 2), {}, "columns"),
    ((2, 60, 10, 13), (37, 60, 2, 2), {}, "rows"),
    ((1, 16, 14, 16), (4, 16, 3, 3), {"padding": (2, 0)}, "rows that skip padding"),  # 2 rows of 16
    ((1, 16, 15, 16), (4, 16, 3, 3), {"padding": (2, 0)}, "rows"),  # 2 rows of 17
]


@pytest.mark.parametrize(("input", "weight", "keywords", "strategy"), CHOSEN)
def test_the_faster_strategy_is_chosen(
    input: tuple[int, ...],
    weight: tuple[int, ...],
    keywords: dict[str, Any],
    strategy: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = []

    class Spy(_unfolding.Products):
        def run(self) -> None:
            used.append("columns" if not self.by_rows else "rows that skip padding" if self.skips else "rows")
            super().run()

    monkeypatch.setattr(_strategies, "Products", Spy)
    monkeypatch.setattr(_tuning, "FEW_BYTES", 0)
    F.conv2d(np.ones(input), np.ones(weight), **keywords)
    assert used == [strategy]


def test_a_small_output_of_a_wide_padding_needs_no_wide_copy() -> None:
    wide = 10**8
    with at_most(lines=2_000):
        y = F.conv1d(np.ones((1, 1, 3)), np.ones((1, 1, 2)), stride=wide, padding=wide, dilation=1)
        z = F.conv_transpose1d(np.ones((1, 1, 2)), np.ones((1, 1, 2)), stride=wide + 3, padding=wide, dilation=wide)
    assert y.tolist() == [[[0, 2, 0]]]
    assert z.tolist() == [[[1, 0, 0, 1]]]


@pytest.mark.parametrize("name", ["stride", "dilation"])
def test_a_step_that_is_never_taken_may_be_of_any_length(name: str) -> None:
    kernel = np.ones((1, 1, 3 if name == "stride" else 1))
    assert F.conv1d(np.ones((1, 1, 3)), kernel, **{name: 2**62}).shape == (1, 1, 1 if name == "stride" else 3)


def test_what_no_stamp_reaches_is_zero_without_a_sign() -> None:
    for kernel in ([-1.0], [-1.0, -2.0]):
        y = F.conv_transpose1d(np.ones((1, 1, 3)), np.array([[kernel]]), stride=4)
        assert not np.signbit(y[y == 0]).any()
