import pytest
import torch
from torch import nn
from torch.nn.functional import pad

import convref as F


def run(layers, x, length=None):
    for layer in layers:
        x = torch.relu(layer(x))
        if length is not None:
            x = x * (torch.arange(x.shape[-1]) < length)
    return x


@pytest.mark.claim("what-is-behind-the-end-leaks", "two-steps-are-wrong-after-three-layers")
def test_leak():
    torch.manual_seed(0)
    for bias in (False, True):
        layers, x = [nn.Conv1d(5, 5, 3, padding=1, bias=bias) for _ in range(3)], torch.randn(1, 5, 7)
        alone, filled = run(layers, x), pad(x, (0, 5))
        wrong = (run(layers, filled)[..., :7] - alone).abs().amax(dim=1)[0] > 1e-5
        assert wrong.nonzero().flatten().tolist() == [5, 6]
        assert torch.allclose(run(layers, filled, 7)[..., :7], alone, atol=1e-6)


@pytest.mark.claim("lengths-follow-the-size-formula")
def test_lengths():
    assert [F.conv_output_size(n, 4, stride=2, padding=1) for n in (12, 7, 4)] == [6, 3, 2]


@pytest.mark.claim("the-plain-mean-of-4-of-12-is-a-third")
def test_mean():
    assert nn.AdaptiveAvgPool1d(1)(pad(torch.ones(1, 1, 4), (0, 8))).item() == pytest.approx(1 / 3)


@pytest.mark.claim("causal-layers-need-no-mask")
def test_causal():
    torch.manual_seed(0)
    layers, x = [nn.Sequential(nn.ZeroPad1d((2, 0)), nn.Conv1d(5, 5, 3)) for _ in range(3)], torch.randn(1, 5, 7)
    assert torch.allclose(run(layers, pad(x, (0, 5)))[..., :7], run(layers, x), atol=1e-6)
