import pytest

import convref as F


@pytest.mark.claim("nine-pixels-four-on-each-side")
def test_nine():
    field = F.receptive_field([F.Layer(5), F.Layer(3), F.Layer(3)])
    assert field.size == 9 == 4 + 1 + 4


@pytest.mark.claim("a-margin-of-4-costs-56-percent")
def test_cost():
    assert round(100 * ((32 + 2 * 4) ** 2 / 32**2 - 1)) == 56
    assert round(100 * ((256 + 2 * 4) ** 2 / 256**2 - 1)) == 6


@pytest.mark.claim("a-u-net-sees-204-pixels")
def test_u_net():
    level = [F.Layer(3), F.Layer(3)]
    down = [layer for _ in range(4) for layer in (*level, F.Layer(2, stride=2))]
    up = [layer for _ in range(4) for layer in (F.Layer(2, stride=2, transposed=True), *level)]
    assert F.receptive_field([*down, *level, *up]).size == 204
