import pytest
import torch

import convref as F
from convref import networks


@pytest.mark.claim("four-halvings-need-a-multiple-of-16")
def test_multiple():
    unet = networks.named_network("unet_padded")
    assert [int(size) for size in F.fitting_inputs(unet, range(200, 300))] == list(range(208, 300, 16))


@pytest.mark.claim("bilinear-upsampling-sees-two-cells")
def test_bilinear():
    up = F.trace([F.Module("Upsample", scale_factor=2, mode="bilinear")], (1, 9, 9))[0]
    assert up.field.size == (2, 2)
    assert up.field.jump == (0.5, 0.5)


@pytest.mark.claim("the-centre-behind-an-upsampling-lies-on-the-grid")
def test_centre():
    assert F.trace([F.Module("Upsample", scale_factor=2)], (1, 9))[0].field.centre == (-1 / 4,)
    cells = torch.ones(1, 1, 9, requires_grad=True)
    torch.nn.Upsample(scale_factor=2)(cells)[0, 0, 0].backward()
    assert cells.grad[0, 0].tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.claim("a-linear-layer-has-jump-0")
def test_linear():
    made = F.trace([F.Module("Flatten"), F.Module("Linear", 32, 2)], (2, 4, 4))
    assert made[-1].field.size == (4, 4)
    assert made[-1].field.jump == (0, 0)
