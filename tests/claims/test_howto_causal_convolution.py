import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("left-padding-only-is-causal", "causal-at-any-kernel-and-dilation")
def test_causal():
    for k, d, n in np.ndindex(6, 5, 20):
        if k and d:
            x = np.zeros((1, 20), int)
            x[0, n] = 1
            y = F.conv1d(np.pad(x, ((0, 0), (d * (k - 1), 0))), np.ones((1, 1, k), int), dilation=d)
            assert y.shape == (1, 20)
            assert y[0].nonzero()[0].min() == n


@pytest.mark.claim("ten-dilated-layers-see-1024")
def test_memory():
    assert F.receptive_field([F.Layer(2, dilation=2**n) for n in range(10)]).size == 1024


@pytest.mark.claim("eight-layers-of-kernel-3-see-511")
def test_other_kernels():
    for k in range(2, 8):
        for n in range(1, 11):
            layers = [F.Layer(k, dilation=2**step) for step in range(n)]
            assert F.receptive_field(layers).size == 1 + (k - 1) * (2**n - 1)
    assert 1 + (3 - 1) * (2**8 - 1) == 511
    last = F.conv1d(np.ones((1, 257)), np.ones((1, 1, 3)), dilation=2**7)
    assert last.shape == (1, 1)  # 256 cells before the present one


@pytest.mark.claim("pieces-with-memory-equal-the-whole")
def test_pieces():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 20)), rng.integers(-9, 10, (1, 1, 3))
    memory, pieces = np.zeros((1, 8), int), []
    for piece in np.split(x, 4, axis=1):
        joined = np.concatenate([memory, piece], axis=1)
        pieces.append(F.conv1d(joined, w, dilation=4))
        memory = joined[:, -8:]
    whole = F.conv1d(np.pad(x, ((0, 0), (8, 0))), w, dilation=4)
    assert (np.concatenate(pieces, axis=1) == whole).all()


@pytest.mark.claim("a-causal-conv3d-pads-time-last")
def test_video():
    layer, video = nn.Conv3d(3, 8, 3), torch.randn(1, 3, 6, 16, 16)
    later = video.clone()
    later[:, :, 4:] = 100
    y, changed = (layer(nn.functional.pad(one, (1, 1, 1, 1, 2, 0))) for one in (video, later))
    assert y.shape[2:] == video.shape[2:]
    assert [t for t in range(6) if not torch.equal(y[:, :, t], changed[:, :, t])] == [4, 5]


@pytest.mark.claim("a-padded-layer-runs-live-p-samples-late")
def test_late():
    weight, x = torch.randn(1, 1, 5), torch.randn(1, 1, 40)
    whole, live = torch.conv1d(x, weight, padding=2), torch.conv1d(nn.functional.pad(x, (4, 0)), weight)
    assert torch.allclose(live[..., 2:], whole[..., :-2], atol=1e-6)


@pytest.mark.claim("without-padding-the-last-output-is-the-same")
def test_bare():
    kernels, x = [torch.randn(4, 4, 2) for _ in range(5)], torch.randn(1, 4, 6)
    bare = padded = x
    for kernel in kernels:
        bare = torch.relu(torch.conv1d(bare, kernel))
        padded = torch.relu(torch.conv1d(nn.functional.pad(padded, (1, 0)), kernel))
    assert (bare.shape[-1], padded.shape[-1]) == (1, 6)
    assert torch.allclose(bare, padded[..., -1:], atol=1e-5)
