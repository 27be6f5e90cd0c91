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


@pytest.mark.claim("pieces-with-memory-equal-the-whole-signal")
def test_memory():
    rng = np.random.default_rng(0)
    for k, d in ((3, 2), (2, 5), (5, 1)):
        x, w, cells = rng.integers(-9, 10, (1, 12)), rng.integers(-9, 10, (1, 1, k)), d * (k - 1)
        memory, pieces = np.zeros((1, cells), int), []
        for piece in np.split(x, 4, axis=1):
            joined = np.concatenate([memory, piece], axis=1)
            pieces.append(F.conv1d(joined, w, dilation=d))
            memory = joined[:, -cells:]
        whole = F.conv1d(np.pad(x, ((0, 0), (cells, 0))), w, dilation=d)
        assert (np.concatenate(pieces, axis=1) == whole).all()


@pytest.mark.claim("one-new-sample-takes-20-products")
def test_products():
    outputs_of_each_layer = [F.conv_output_size(d + 1, 2, dilation=d) for d in (2**n for n in range(10))]
    assert outputs_of_each_layer == [1] * 10  # The memory and the new sample together make one output.
    assert sum(F.conv_macs(1, 1, 2**n + 1, 2, dilation=2**n) for n in range(10)) == 20


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
    batch = torch.nn.BatchNorm1d(2)
    assert not torch.isclose(batch(x), batch(later))[..., :9].any()
    batch.eval()
    assert torch.equal(batch(x)[..., :9], batch(later)[..., :9])


MASK_A = torch.tensor([[1.0, 1, 1], [1, 0, 0], [0, 0, 0]])
MASK_B = torch.tensor([[1.0, 1, 1], [1, 1, 0], [0, 0, 0]])


@pytest.mark.claim("masked-kernels-leave-a-blind-triangle")
def test_blind_triangle():
    for depth in (8, 20):
        maps = torch.eye(45, dtype=torch.double).reshape(45, 1, 5, 9)
        for mask in (MASK_A, *[MASK_B] * (depth - 1)):
            maps = torch.conv2d(maps, mask.double()[None, None], padding=1)
        seen = (maps[:, 0, 4, 4] > 0).reshape(5, 9)
        for row, column in np.ndindex(5, 9):
            before = row < 4 or column < 4
            blind = column - 4 > 4 - row
            assert seen[row, column] == (before and not blind)


@pytest.mark.claim("a-mask-laid-on-once-is-learned-away")
def test_mask_once():
    torch.manual_seed(0)
    layer = torch.nn.Conv2d(1, 1, 3, padding=1)
    layer.weight.data *= MASK_A
    step = torch.optim.SGD(layer.parameters(), lr=0.1)
    x = torch.rand(4, 1, 8, 8)
    (layer(x) - x).square().mean().backward()
    step.step()
    assert (layer.weight[0, 0][MASK_A == 0] != 0).all()


@pytest.mark.claim("no-cut-makes-a-same-layer-causal")
def test_same():
    for k, d in ((3, 1), (5, 1), (3, 4)):
        cells = torch.eye(40)[:, None]  # row n: only input n is 1
        y = torch.conv1d(cells, torch.ones(1, 1, k), padding="same", dilation=d)[:, 0]
        reads_up_to = [int(output.nonzero().max()) for output in y.T]
        for first in range(30):
            for last in range(first + 1, 30):
                kept = reads_up_to[first:last]
                assert any(until > t for t, until in enumerate(kept))
