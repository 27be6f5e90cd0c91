import itertools

import numpy as np
import pytest
import torch

import convref as F
from convref import networks


@pytest.mark.claim("the-sixth-cell-is-never-read")
def test_unread():
    assert F.read_counts(6, kernel_size=3, stride=2).tolist() == [1, 1, 2, 1, 1, 0]


@pytest.mark.claim("a-stride-keeps-every-s-th-output")
def test_kept():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 20, 21)), rng.integers(-9, 10, (1, 1, 3, 4))
    for s in (1, 2, 3, 4):
        assert (F.conv2d(x, w, stride=s) == F.conv2d(x, w)[:, ::s, ::s]).all()


@pytest.mark.claim("kernel-1-stride-2-reads-a-quarter")
def test_quarter():
    counts = F.read_counts((8, 8), kernel_size=1, stride=2)
    assert (counts > 0).sum() == counts.size / 4


@pytest.mark.claim("kernel-3-stride-2-makes-111-of-224")
def test_half():
    for size in range(2, 300, 2):
        assert F.conv_output_size(size, kernel_size=2, stride=2) == size / 2
    assert torch.conv1d(torch.ones(1, 224), torch.ones(1, 1, 3), stride=2).shape == (1, 111)


@pytest.mark.claim("stride-2-leaves-a-quarter-of-the-outputs")
def test_left():
    sides = [F.conv_output_size(224, kernel_size=3, stride=s) for s in (1, 2)]
    assert sides == [222, 111]
    assert sides[0] ** 2 == 49_284 == 4 * sides[1] ** 2


@pytest.mark.claim("after-a-stride-the-next-kernel-sees-further")
def test_further():
    seen = [F.receptive_field([F.Layer(3, stride=s), F.Layer(3)]).size for s in (1, 2)]
    assert seen == [5, 7]


@pytest.mark.claim("patches-of-16-are-read-once")
def test_patches():
    assert F.conv_output_size(224, kernel_size=16, stride=16) == 14
    assert (F.read_counts((224, 224), kernel_size=16, stride=16) == 1).all()


@pytest.mark.claim("pytorch-rounds-down")
def test_floor():
    assert torch.conv1d(torch.ones(1, 6), torch.ones(1, 1, 3), stride=2).shape == (1, 2)
    for i in range(3, 40):
        for s in (1, 2, 3, 4):
            assert torch.conv1d(torch.ones(1, i), torch.ones(1, 1, 3), stride=s).shape[1] == (i - 3) // s + 1


@pytest.mark.claim("a-stride-need-not-divide")
def test_divide():
    for k in range(1, 8):
        for s in range(1, k + 1):  # no gaps between the windows
            for i in range(k, 40):
                counts, rest = F.read_counts(i, k, stride=s), (i - k) % s
                assert rest < s and (counts == 0).sum() == rest
                assert counts[: i - rest].all()


@pytest.mark.claim("resnet-50-halves-five-times")
def test_resnet():
    rows = F.trace(networks.named_network("resnet50"), (3, 224, 224))
    sides = [224] + [row.shape[-1] for row in rows if row.layer.kind in ("Conv2d", "MaxPool2d")]
    halved = [n for n, (before, after) in enumerate(itertools.pairwise(sides)) if after == before / 2]
    assert [sides[n + 1] for n in halved] == [112, 56, 28, 14, 7]
    assert halved[:2] == [0, 1]
