import numpy as np
import pytest

import convref as F
from convref import gradients


@pytest.mark.claim("every-second-output-is-the-small-map")
def test_every_second():
    rng = np.random.default_rng(0)
    x, a, b = (rng.integers(-9, 10, shape) for shape in ((3, 32, 32), (8, 3, 3, 3), (8, 8, 3, 3)))
    small = F.conv2d(F.conv2d(x, a, stride=2, padding=1), b, padding=1)
    large = F.conv2d(F.conv2d(x, a, padding=1), b, padding=2, dilation=2)
    assert (large[:, ::2, ::2] == small).all()


@pytest.mark.claim("the-field-stays-at-11")
def test_field():
    before = [F.Layer(3, stride=2, padding=1), F.Layer(3, padding=1), F.Layer(3, padding=1)]
    after = [F.Layer(3, padding=1), *[F.Layer(3, padding=2, dilation=2)] * 2]
    assert [F.receptive_field(layers).size for layers in (before, after)] == [11, 11]


@pytest.mark.claim("dilation-2-twice-shares-no-input")
def test_gridding():
    first = np.eye(12, dtype=int)[:2, None]  # a row for each of two neighbouring outputs
    ones = np.ones((1, 1, 3), int)
    middle = gradients.conv1d_input((2, 1, 16), ones, first, dilation=2)
    reads = gradients.conv1d_input((2, 1, 20), ones, middle, dilation=2)[:, 0] != 0
    assert not (reads[0] & reads[1]).any()
    assert reads[0].nonzero()[0].tolist() == [0, 2, 4, 6, 8]
