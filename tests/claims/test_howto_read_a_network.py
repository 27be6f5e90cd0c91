import pytest

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


@pytest.mark.claim("a-linear-layer-has-jump-0")
def test_linear():
    made = F.trace([F.Module("Flatten"), F.Module("Linear", 32, 2)], (2, 4, 4))
    assert made[-1].field.size == (4, 4)
    assert made[-1].field.jump == (0, 0)
