from fractions import Fraction

import numpy as np
import pytest

import convref as F


@pytest.mark.claim("two-outputs-from-four-products")
def test_four():
    rng = np.random.default_rng(0)
    for _ in range(50):
        d, g = rng.integers(-9, 10, 4), rng.integers(-9, 10, 3)
        cells = np.array([d[0] - d[2], d[1] + d[2], d[2] - d[1], d[3] - d[1]])
        weights = np.array([g[0], (g[0] + g[1] + g[2]) / 2, (g[0] - g[1] + g[2]) / 2, g[2]])
        m = cells * weights
        assert len(m) == 4
        assert [m[0] + m[1] + m[2], m[1] - m[2] + m[3]] == F.conv1d(d[None], g[None, None])[0].tolist()


@pytest.mark.claim("m-plus-r-minus-1-products")
def test_products():
    rng = np.random.default_rng(0)
    for m, r in ((2, 3), (4, 3), (6, 3), (2, 5), (3, 4)):
        points = (0, 1, -1, 2, -2, 0.5, -0.5)[: m + r - 2]
        A, G, V = (np.vander([*points, 0], n, increasing=True) for n in (m, r, m + r - 1))
        for matrix in (A, G, V):
            matrix[-1] = [0] * (matrix.shape[1] - 1) + [1]  # the point at infinity
        B = np.linalg.inv(V)
        d, g = rng.standard_normal(m + r - 1), rng.standard_normal(r)
        products = (G @ g) * (B.T @ d)
        assert len(products) == m + r - 1
        assert np.allclose(A.T @ products, F.conv1d(d[None], g[None, None])[0])


@pytest.mark.claim("sixteen-products-instead-of-36")
def test_tile():
    rng = np.random.default_rng(0)
    G = np.array([[1, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]]) / np.array([[1], [2], [2], [2]])
    B = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, -1, 0, 1]])
    A = np.array([[1, 1, 1, 0], [0, 1, -1, 1]])
    d, g = rng.integers(-9, 10, (4, 4)), rng.integers(-9, 10, (3, 3))
    products = (G @ g @ G.T) * (B @ d @ B.T)
    assert products.size == 16
    assert 4 * g.size == 36
    assert np.allclose(A @ products @ A.T, F.conv2d(d[None], g[None, None])[0])


@pytest.mark.claim("sixty-four-products-replace-324")
def test_six():
    m, r = 6, 3
    assert (m + r - 1) ** 2 == 64
    assert m**2 * r**2 == F.conv_macs(1, 1, (m + r - 1, m + r - 1), r) == 324


@pytest.mark.claim("larger-tiles-lose-digits")
def test_digits():
    rng = np.random.default_rng(0)
    errors = {}
    for m in (2, 4, 6, 8):
        points = (0, 1, -1, 2, -2, 0.5, -0.5, 4, -4)[: m + 1]
        A, G, V = (np.vander([*points, 0], n, increasing=True) for n in (m, 3, m + 2))
        for matrix in (A, G, V):
            matrix[-1] = [0] * (matrix.shape[1] - 1) + [1]
        d, g = rng.standard_normal((64, m + 2, m + 2)), rng.standard_normal((50, 64, 3, 3)) / 24
        exact = F.conv2d(d, g)
        A, G, B, d, g = (one.astype(np.float32) for one in (A, G, np.linalg.inv(V), d, g))
        y = A.T @ ((G @ g @ G.T) * (B.T @ d @ B)).sum(axis=1) @ A
        errors[m] = np.abs(y - exact).max() / np.abs(exact).max()
    assert errors[2] < 1e-6
    assert 2e-6 < errors[4] < 1e-4
    assert 2e-6 < errors[6] < 1e-4
    assert 2e-4 < errors[8] < 2e-2


@pytest.mark.claim("winograd-is-exact-in-fractions")
def test_exact():
    d, g = [Fraction(n, 7) for n in (2, 1, 3, 5)], [Fraction(n, 3) for n in (1, 2, 4)]
    m1, m4 = (d[0] - d[2]) * g[0], (d[3] - d[1]) * g[2]
    m2, m3 = (d[1] + d[2]) * sum(g) / 2, (d[2] - d[1]) * (g[0] - g[1] + g[2]) / 2
    assert m1 + m2 + m3 == d[0] * g[0] + d[1] * g[1] + d[2] * g[2]
    assert m2 - m3 + m4 == d[1] * g[0] + d[2] * g[1] + d[3] * g[2]
