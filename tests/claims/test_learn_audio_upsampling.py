import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("one-sample-too-many-is-14-seconds-an-hour")
def test_hour():
    exact, longer = (sum(F.overlap_counts(1000, 256 + more, stride=256 + more) > 0) for more in (0, 1))
    assert round(3600 * (longer / exact - 1)) == 14


@pytest.mark.claim("odd-strides-need-one-more")
def test_exact():
    for s in range(2, 12):
        p, op = -(-s // 2), s % 2
        y = torch.nn.ConvTranspose1d(1, 1, 2 * s, stride=s, padding=p, output_padding=op)(torch.zeros(1, 1, 10))
        assert y.shape[-1] == 10 * s
        if s % 2:  # no padding does it alone
            assert 10 * s not in [F.conv_transpose_output_size(10, 2 * s, s, p) for p in range(2 * s)]


@pytest.mark.claim("an-odd-kernel-gives-one-sample-in-s-a-third-stamp")
def test_third_stamp():
    for s in (3, 5, 7):
        assert F.conv_transpose_output_size(10, 2 * s + 1, s, padding=(s + 1) // 2) == 10 * s
        inside = F.overlap_counts(10, 2 * s + 1, stride=s)[2 * s : -2 * s - 1]
        assert (inside[::s] == 3).all()
        assert (np.delete(inside, np.s_[::s]) == 2).all()


@pytest.mark.claim("a-transposed-layer-is-causal-by-itself")
def test_transposed():
    for k, s, d, n in np.ndindex(6, 5, 4, 6):
        if k and s and d:
            x = np.zeros((1, 6), int)
            x[0, n] = 1
            y = F.conv_transpose1d(x, np.ones((1, 1, k), int), stride=s, dilation=d)
            assert y[0].nonzero()[0].min() == s * n
            if d == 1:
                assert y.shape[1] - 6 * s == k - s


@pytest.mark.claim("padding-looks-ahead")
def test_padding():
    for s, p in np.ndindex(5, 5):
        if s:
            one_each = np.eye(6, dtype=int)[:, None]
            y = F.conv_transpose1d(one_each, np.ones((1, 1, 9), int), stride=s, padding=p)[:, 0]
            for o in range(y.shape[1]):
                assert y[:, o].nonzero()[0].max() == min(5, (o + p) // s)


@pytest.mark.claim("chunks-with-tails-equal-the-whole")
def test_chunks():
    rng = np.random.default_rng(0)
    for k, s in ((4, 2), (16, 8), (5, 2), (3, 1)):
        x, w = rng.integers(-9, 10, (1, 12)), rng.integers(-9, 10, (1, 1, k))
        tail, pieces = np.zeros((1, k - s), int), []
        for chunk in np.split(x, 3, axis=1):
            y = F.conv_transpose1d(chunk, w, stride=s)
            y[:, : k - s] += tail
            pieces.append(y[:, : s * 4])
            tail = y[:, s * 4 :]
        assert (np.concatenate([*pieces, tail], axis=1) == F.conv_transpose1d(x, w, stride=s)).all()


@pytest.mark.claim("fold-adds-unfold-copies")
def test_fold():
    x = torch.arange(1.0, 26).reshape(1, 1, 1, 25)
    columns = torch.nn.functional.unfold(x, (1, 5), stride=(1, 2))
    back = torch.nn.functional.fold(columns, (1, 25), (1, 5), stride=(1, 2))
    counts = F.read_counts(25, kernel_size=5, stride=2)
    assert (back[0, 0, 0].numpy() == x[0, 0, 0].numpy() * counts).all()
    assert set(counts.tolist()) == {1, 2, 3}


@pytest.mark.claim("hann-windows-add-up-to-one")
def test_hann():
    for s in (2, 5, 8):
        window = torch.hann_window(2 * s, dtype=torch.float64).numpy()
        y = F.conv_transpose1d(np.ones((1, 10)), window[None, None], stride=s)[0]
        assert np.allclose(y[s:-s], 1)
        closed = F.conv_transpose1d(np.ones((1, 10)), np.hanning(2 * s)[None, None], stride=s)[0]
        assert not np.allclose(closed[s:-s], 1)  # not periodic


@pytest.mark.claim("the-bias-must-not-be-in-the-tail")
def test_bias():
    x, w, bias = np.zeros((1, 4), int), np.ones((1, 1, 4), int), np.array([5])
    first, second = (F.conv_transpose1d(chunk, w, bias, stride=2)[0] for chunk in np.split(x, 2, axis=1))
    whole = F.conv_transpose1d(x, w, bias, stride=2)[0]
    assert (whole == 5).all()
    assert (first[-2:] + second[:2] == 10).all()  # Twice.
    assert (first[-2:] - 5 + second[:2] == whole[4:6]).all()


@pytest.mark.claim("half-the-kernel-crops-too-much")
def test_half():
    for frames in range(2, 20):
        assert F.conv_transpose_output_size(frames, 16, 8, padding=8) == 8 * frames - 8
        assert F.conv_transpose_output_size(frames, 16, 8, padding=(16 - 8) // 2) == 8 * frames
