import numpy as np
import pytest
import torch
from torch.nn.functional import conv2d

import convref as F


@pytest.mark.claim("each-channel-gets-the-kernel-alone")
def test_alone():
    rng = np.random.default_rng(0)
    x, kernel = rng.integers(-9, 10, (3, 8, 8)), rng.integers(-9, 10, (3, 3))
    together = F.conv2d(x, np.broadcast_to(kernel, (3, 1, 3, 3)), groups=3)
    assert (together == np.concatenate([F.conv2d(one[None], kernel[None, None]) for one in x])).all()


@pytest.mark.claim("zeros-darken-the-edge-to-0-70")
def test_edge():
    bell = np.exp(-(np.arange(-2, 3) ** 2) / 2)
    kernel = np.outer(bell, bell) / bell.sum() ** 2
    y = F.conv2d(np.ones((1, 9, 9)), kernel[None, None], padding=2)[0]
    assert y[0, 4] == pytest.approx(0.70, abs=0.005)
    assert y[0, 0] == pytest.approx(0.49, abs=0.005)
    assert y[4, 4] == pytest.approx(1)


@pytest.mark.claim("interleaved-kernels-go-to-the-wrong-channel")
def test_order():
    across, down = torch.tensor([[1.0, -1]]).expand(2, 2), torch.tensor([[1.0], [-1]]).expand(2, 2)
    both, x = torch.stack([across, down])[:, None], torch.rand(1, 3, 6, 6)
    right = conv2d(x, both.repeat(3, 1, 1, 1), groups=3)
    wrong = conv2d(x, both.repeat_interleave(3, dim=0), groups=3)
    assert torch.equal(right[:, 1], conv2d(x[:, :1], both[1:])[:, 0])
    assert torch.equal(wrong[:, 0], wrong[:, 1])
    assert right.shape == wrong.shape


@pytest.mark.claim("the-batch-as-groups-equals-a-loop")
def test_batch():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (4, 3, 8, 8)), rng.integers(-9, 10, (4, 5, 3, 3, 3))
    joined = F.conv2d(x.reshape(1, 12, 8, 8), w.reshape(20, 3, 3, 3), groups=4).reshape(4, 5, 6, 6)
    assert (joined == np.stack([F.conv2d(one, kernel) for one, kernel in zip(x, w, strict=True)])).all()


@pytest.mark.claim("without-groups-the-colours-are-added")
def test_added():
    rng = np.random.default_rng(0)
    x, kernel = 255 * rng.random((3, 5, 5)), rng.normal(size=(3, 3))
    y = F.conv2d(x, np.broadcast_to(kernel, (3, 3, 3, 3)))
    assert np.allclose(y, 3 * F.conv2d(x.mean(axis=0, keepdims=True), kernel[None, None]))  # three times, in all three


@pytest.mark.claim("a-frozen-batch-norm-still-moves")
def test_frozen():
    norm, x = torch.nn.BatchNorm2d(3).requires_grad_(False), torch.rand(2, 3, 4, 4) + 5
    norm(x)
    moved = norm.running_mean.clone()
    assert (moved > 0).all()
    norm.eval()(x)
    assert torch.equal(norm.running_mean, moved)


@pytest.mark.claim("channels-folded-into-the-batch-give-the-same")
def test_folded():
    x, ten = torch.rand(2, 3, 8, 8), torch.randn(10, 1, 3, 3)
    folded = conv2d(x.flatten(0, 1)[:, None], ten, padding=1).reshape(2, 30, 8, 8)
    assert torch.allclose(folded, conv2d(x, ten.repeat(3, 1, 1, 1), padding=1, groups=3), atol=1e-5)
