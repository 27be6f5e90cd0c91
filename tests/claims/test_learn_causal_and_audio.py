import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("padding-1-reads-one-sample-ahead")
def test_ahead():
    x = np.zeros((1, 20), int)
    x[0, 11] = 1
    hears = F.conv1d(x, np.ones((1, 1, 3), int), padding=1)[0].nonzero()[0]
    assert hears.tolist() == [10, 11, 12]


@pytest.mark.claim("ten-layers-hear-1024-samples")
def test_wavenet():
    layers = [F.Layer(2, dilation=2**n) for n in range(10)]
    assert F.receptive_field(layers).size == 2**10 == 1024
    assert sum(F.conv_parameters(1, 1, (2,), bias=False) for _ in layers) == 20


@pytest.mark.claim("wav2vec-hears-400-samples-every-320")
def test_wav2vec():
    settings = ((10, 5), (3, 2), (3, 2), (3, 2), (3, 2), (2, 2), (2, 2))
    layers = [F.Layer(k, stride=s) for k, s in settings]
    field = F.receptive_field(layers)
    assert (field.size, field.jump) == (400, 320)
    length = 16_000
    for layer in layers:
        length = layer.output_size(length)
    assert length == 49


@pytest.mark.claim("a-strided-causal-output-ends-at-its-first-or-its-last-input")
def test_strided():
    for k, d, s in ((3, 1, 2), (2, 3, 3), (5, 2, 4), (3, 2, 1)):
        for fewer in (0, s - 1):
            left = d * (k - 1) - fewer
            for t in range(24 // s):
                x = np.zeros((1, 24), int)
                x[0, s * t + fewer :] = 1  # The last input that output t reads, and all behind it.
                y = F.conv1d(np.pad(x, ((0, 0), (left, 0))), np.ones((1, 1, k), int), stride=s, dilation=d)[0]
                assert len(y) == 24 // s
                assert y[t] == 1 and not y[:t].any()


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


@pytest.mark.claim("pad-both-sides-and-cut-is-causal-too")
def test_cut():
    rng = np.random.default_rng(0)
    for k, d in np.ndindex(5, 4):
        if k > 1 and d:
            x, w, cells = rng.integers(-9, 10, (1, 20)), rng.integers(-9, 10, (1, 1, k)), d * (k - 1)
            left = F.conv1d(np.pad(x, ((0, 0), (cells, 0))), w, dilation=d)
            assert (F.conv1d(x, w, padding=cells, dilation=d)[:, :-cells] == left).all()


@pytest.mark.claim("group-norm-hears-the-future")
def test_norm():
    torch.manual_seed(0)
    x = torch.randn(1, 2, 10)
    later = x.clone()
    later[..., 9] = 100
    norm = torch.nn.GroupNorm(1, 2)
    assert not torch.isclose(norm(x), norm(later))[..., :9].any()
