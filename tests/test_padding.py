"""The padding modes against numpy.pad, and inputs left alone."""

import numpy as np
import pytest

from convref.padding import pad, source_indices

NAMES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


@pytest.mark.parametrize("mode", NAMES)
def test_modes_are_those_of_numpy(mode: str) -> None:
    array = np.arange(24).reshape(2, 3, 4)
    np.testing.assert_array_equal(
        pad(array, ((2, 1), (0, 3)), mode), np.pad(array, ((0, 0), (2, 1), (0, 3)), NAMES[mode])
    )


@pytest.mark.parametrize("mode", NAMES)
def test_indices_of_the_copied_cells(mode: str) -> None:
    indices = source_indices(4, 3, 2, mode)
    values = np.where(indices < 0, 0, np.arange(1, 5)[indices])
    np.testing.assert_array_equal(values, np.pad(np.arange(1, 5), (3, 2), NAMES[mode]))


def test_nothing_to_add_copies_nothing() -> None:
    array = np.ones((1, 2, 3))
    assert pad(array, ((0, 0), (0, 0)), "zeros") is array
