"""The bound on work sees loops and arrays, also inside of what it calls."""

import numpy as np
import pytest
from work import at_most


def test_little_work_passes() -> None:
    with at_most(lines=1000):
        assert sum(number for number in range(100)) == 4950
        assert np.ones(100).sum() == 100


def test_many_lines_are_stopped_before_they_end() -> None:
    def endless() -> None:
        while True:
            pass

    with pytest.raises(AssertionError, match="more than 1000 lines are run"), at_most(lines=1000):
        endless()


def test_a_loop_on_one_line_counts() -> None:
    with pytest.raises(AssertionError, match="more than 1000 lines are run"), at_most(lines=1000):
        list(number for number in range(10**6))  # noqa: C400


def test_a_large_array_counts() -> None:
    with pytest.raises(AssertionError, match=r"8.\d MB are held"), at_most(lines=1000):
        np.ones(2**20)
