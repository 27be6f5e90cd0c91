import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

import convref as F


@pytest.mark.claim("channels-last-wants-four-axes")
def test_memory_format():
    torch.zeros(1, 3, 8, 8).to(memory_format=torch.channels_last)
    torch.zeros(1, 3, 8, 8, 8).to(memory_format=torch.channels_last_3d)
    with pytest.raises(RuntimeError):
        torch.zeros(1, 3, 8).to(memory_format=torch.channels_last)


@pytest.mark.claim("a-tiny-layer-makes-82944-products")
def test_tiny():
    assert F.conv_macs(3, 3, (32, 32), 3, padding=1) == 82_944


@pytest.mark.claim("eight-pictures-take-924844032-products")
def test_batch():
    assert 8 * F.conv_macs(64, 64, (56, 56), 3, padding=1) == 924_844_032


@pytest.mark.claim("the-backward-pass-has-twice-the-products")
def test_backward():
    layer, x = torch.nn.Conv2d(64, 64, 3, padding=1, bias=False), torch.rand(2, 64, 8, 8, requires_grad=True)
    counts = []
    for run in (lambda: layer(x), lambda: layer(x).sum().backward()):
        with FlopCounterMode(display=False) as counter:
            run()
        counts.append(counter.get_total_flops())
    assert counts[1] == 3 * counts[0]


@pytest.mark.claim("autocast-leaves-weights-and-losses-alone")
def test_autocast():
    layer, norm = torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        maps = layer(torch.rand(2, 3, 16, 16))
        behind = norm(maps)
        loss = torch.nn.functional.mse_loss(behind, torch.zeros_like(behind))
    assert (maps.dtype, behind.dtype) == (torch.bfloat16, torch.bfloat16)
    assert (layer.weight.dtype, loss.dtype, norm.running_mean.dtype) == (torch.float32,) * 3
