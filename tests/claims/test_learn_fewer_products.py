import numpy as np
import pytest

import convref as F


@pytest.mark.claim("the-fourier-transform-wraps-around")
def test_ring():
    rng = np.random.default_rng(0)
    for k in range(1, 6):
        x, w = rng.standard_normal(16), rng.standard_normal(k)
        ring = np.fft.irfft(np.fft.rfft(x) * np.fft.rfft(w, 16).conj(), 16)
        whole = F.conv1d(x[None], w[None, None])[0]
        assert np.allclose(ring[: 16 - (k - 1)], whole)
