import inspect

import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("padding-1-reads-one-cell-further-left")
def test_same_by_hand():
    cells = torch.eye(224)[:, None]  # row n: only cell n is 1
    by_one = nn.functional.conv1d(cells, torch.ones(1, 1, 3), stride=2, padding=1)
    same = nn.functional.conv1d(nn.functional.pad(cells, (0, 1)), torch.ones(1, 1, 3), stride=2)
    assert by_one.shape[-1] == same.shape[-1] == 112
    first = [output[:, 0, 5].nonzero().min().item() for output in (by_one, same)]
    assert first == [9, 10]


@pytest.mark.claim("four-arguments-leave-the-weights-alone")
def test_weights():
    plain = nn.Conv2d(4, 8, 3)
    other = nn.Conv2d(4, 8, 3, stride=2, padding=1, dilation=2, padding_mode="reflect")
    other.load_state_dict(plain.state_dict())
    assert torch.equal(other.weight, plain.weight)


@pytest.mark.claim("three-arguments-have-no-default")
def test_defaults():
    required = [one.name for one in inspect.signature(nn.Conv2d).parameters.values() if one.default is one.empty]
    assert required == ["in_channels", "out_channels", "kernel_size"]


@pytest.mark.claim("input-and-weight-have-one-type")
def test_types():
    with pytest.raises(RuntimeError):
        nn.Conv2d(1, 1, 3)(torch.zeros(1, 5, 5, dtype=torch.float64))
    assert nn.Conv2d(1, 1, 3, dtype=torch.float64)(torch.zeros(1, 5, 5, dtype=torch.float64)).shape == (1, 3, 3)


@pytest.mark.claim("a-pair-is-height-then-width")
def test_pair():
    assert nn.Conv2d(1, 1, (3, 2), stride=(2, 1), padding=(0, 1))(torch.zeros(1, 5, 5)).shape == (1, 2, 6)


@pytest.mark.claim("same-is-d-times-k-minus-1")
def test_same():
    for k in range(1, 8):
        for d in range(1, 4):
            assert sum(F.same_padding(k, dilation=d)) == d * (k - 1)
            for size in (7, 8, 31):
                assert F.conv1d(np.ones((1, size)), np.ones((1, 1, k)), padding="same", dilation=d).shape[1] == size


@pytest.mark.claim("same-with-a-stride-is-uneven")
def test_uneven():
    for k in range(2, 12):
        for s in (2, 3, 4):
            totals = [max((-(-i // s) - 1) * s + k - i, 0) for i in range(50, 50 + s)]
            assert len(set(totals)) > 1 and any(total % 2 for total in totals)


@pytest.mark.claim("resnet-first-layer-read-aloud")
def test_aloud():
    layer = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
    assert sum(p.numel() for p in layer.parameters()) == 64 * 3 * 49 == 9408 < 100 * 100
    assert layer(torch.zeros(1, 3, 224, 224)).shape == (1, 64, 112, 112)
    assert F.conv_macs(3, 64, (224, 224), 7, stride=2, padding=3) == 9408 * 12_544 == 118_013_952


@pytest.mark.claim("a-batch-norm-takes-the-bias-away")
def test_batch_norm():
    torch.manual_seed(0)
    layer, norm = torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4)
    x = torch.rand(2, 3, 8, 8)
    with torch.no_grad():
        with_bias = norm(layer(x))
        layer.bias += 100 * torch.randn(4)
        assert torch.allclose(norm(layer(x)), with_bias, atol=1e-3)
