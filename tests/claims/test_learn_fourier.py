import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("forty-four-products-instead-of-961")
def test_counts():
    assert F.conv_macs(1, 1, (256, 256), 31) / 226**2 == 961
    cells, outputs = 256**2, (256 - 31 + 1) ** 2
    transforms, spectra = 2 * cells * np.log2(cells), 2 * cells
    assert round((transforms + spectra) / outputs) == 44
    assert round((transforms + spectra) / 1e6, 1) == 2.2  # the size of the kernel does not occur


@pytest.mark.claim("half-n-log-n-products")
def test_fft():
    def fft(signal):  # returns the spectrum, and the products it took
        if len(signal) == 1:
            return signal, 0
        (even, first), (odd, second) = fft(signal[::2]), fft(signal[1::2])
        turned = np.exp(-2j * np.pi * np.arange(len(odd)) / len(signal)) * odd
        return np.concatenate([even + turned, even - turned]), first + second + len(odd)

    for n in (2, 16, 256, 1024):
        signal = np.random.default_rng(n).standard_normal(n)
        spectrum, products = fft(signal)
        assert np.allclose(spectrum, np.fft.fft(signal))
        assert products == n * np.log2(n) / 2


@pytest.mark.claim("the-fourier-transform-wraps-around")
def test_ring():
    rng = np.random.default_rng(0)
    for k in range(1, 6):
        x, w = rng.standard_normal(16), rng.standard_normal(k)
        ring = np.fft.irfft(np.fft.rfft(x) * np.fft.rfft(w, 16).conj(), 16)
        whole = F.conv1d(x[None], w[None, None])[0]
        assert np.allclose(ring[: 16 - (k - 1)], whole)


@pytest.mark.claim("from-6x6-with-one-channel-2x2-with-64")
def test_pays():
    for channels, first in ((1, 6), (64, 2)):
        transforms, products = 2 * channels * 256**2 * 16, channels**2 * 2 * 256**2
        pays = [k for k in range(1, 30) if (transforms + products) / channels**2 / (257 - k) ** 2 < k**2]
        assert pays == list(range(first, 30))


@pytest.mark.claim("the-spectra-are-7000-times-larger")
def test_memory():
    kernels = np.zeros((3, 3), np.float32)
    spectra = np.fft.rfft2(kernels, (256, 256)).astype(np.complex64)
    assert spectra.shape == (256, 129)
    assert spectra.nbytes / kernels.nbytes > 7000


@pytest.mark.claim("cudnn-benchmark-is-off")
def test_benchmark():
    assert torch.backends.cudnn.benchmark is False


@pytest.mark.claim("the-conjugate-does-the-flip")
def test_flip():
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal(16), rng.standard_normal(3)
    layer = F.conv1d(x[None], w[None, None])[0]
    plain = np.fft.irfft(np.fft.rfft(x) * np.fft.rfft(w, 16), 16)
    turned = np.fft.irfft(np.fft.rfft(x) * np.fft.rfft(w, 16).conj(), 16)
    assert np.allclose(turned[:14], layer)
    assert np.allclose(plain[2:], np.convolve(x, w, "valid"))
    assert not np.allclose(plain[2:], layer)


@pytest.mark.claim("each-wave-stays-a-wave")
def test_waves():
    waves = np.array([[3, 3, 3, 3], [1, -1, -1, 1], [1, -1, 1, -1]])
    weight = np.array([[[2, 1]]])
    made = [F.conv1d(wave[None], weight)[0].tolist() for wave in np.c_[waves, waves[:, :1]]]
    assert waves.sum(axis=0).tolist() == [5, 1, 3, 3]
    assert made == [[9, 9, 9, 9], [1, -3, -1, 3], [1, -1, 1, -1]]
    assert np.sum(made, axis=0).tolist() == [11, 5, 9, 11]
    heights = np.abs(np.fft.rfft(made)) > 1e-9
    assert (heights == (np.abs(np.fft.rfft(waves)) > 1e-9)).all()  # no wave has become another one
    assert np.allclose(np.fft.rfft([2, 1, 0, 0]).conj(), [3, 2 + 1j, 1])
