import numpy as np
import pytest
import torch
from torch import nn

import convref as F
from convref import networks


@pytest.mark.claim("kernels-of-16-10-and-2-see-far")
def test_widest():
    found = {}
    for name in ("hifigan", "wav2vec2", "wavenet"):
        made = F.trace(networks.named_network(name), networks.input_shape(name))
        kernels = [dict(row.layer.arguments)["kernel_size"] for row in made if "Conv" in row.layer.kind]
        found[name] = (made[-1].field.size[0], max(kernels))
    assert found == {"hifigan": (27, 16), "wav2vec2": (400, 10), "wavenet": (1024, 2)}
    assert 27 * 256 == 6912


@pytest.mark.claim("wav2vec-sees-400-samples")
def test_encoder():
    last = F.trace(networks.named_network("wav2vec2"), (1, 16_000))[-1]
    assert (last.field.size, last.field.jump) == ((400,), (320,))
    assert (320 / 16, 400 / 16) == (20, 25)


@pytest.mark.claim("every-further-second-adds-50-outputs")
def test_seconds():
    encoder = networks.named_network("wav2vec2")
    steps = [F.trace(encoder, (1, 16_000 * seconds))[-1].shape[1] for seconds in range(1, 6)]
    assert steps == [49, 99, 149, 199, 249]


@pytest.mark.claim("three-stacks-see-3070-samples")
def test_stacks():
    stack = [F.Layer(2, dilation=2**n) for n in range(10)]
    assert [F.receptive_field(stack * count).size for count in (1, 2, 3)] == [1024, 2047, 3070]
    assert round(3070 / 16) == 192


@pytest.mark.claim("three-stacks-have-many-paths")
def test_paths():
    def paths(*dilations):
        found = np.ones((1, 1), int)
        for d in dilations:
            found = F.conv_transpose1d(found, np.ones((1, 1, 2), int), dilation=d)
        return found[0]

    stack = [2**n for n in range(10)]
    once = paths(*(2**n for n in range(13)))
    assert len(once) == 8192 and (once == 1).all()
    assert len(paths(*stack * 3)) == 3070 and np.median(paths(*stack * 3)) > 100_000


@pytest.mark.claim("tcn-sees-3061-pixels")
def test_tcn():
    made = F.trace(networks.named_network("tcn"), (1, 784))
    assert max(row.field.size[0] for row in made) == 3061 == 1 + 2 * 6 * (2**8 - 1)
    assert made.parameters == 66_510
    assert [1 + 2 * 6 * (2**blocks - 1) for blocks in (7, 6)] == [1525, 757]


@pytest.mark.claim("tcn-stacks-see-631-and-763")
def test_tcn_stacks():
    for kernel, dilations, stacks, wanted in ((8, (1, 2, 4, 8), 3, 631), (4, (1, 2, 4, 8, 16, 32, 64), 1, 763)):
        layers = [F.Layer(kernel, dilation=d) for d in dilations for _ in range(2)] * stacks
        assert F.receptive_field(layers).size == wanted


@pytest.mark.claim("hifigan-multiplies-by-256-exactly")
def test_sizes():
    for kernel, stride in ((16, 8), (4, 2)):
        assert F.is_even_overlap(kernel, stride)
        for size in range(1, 40):
            assert F.conv_transpose_output_size(size, kernel, stride, (kernel - stride) // 2) == stride * size
    assert F.trace(networks.named_network("hifigan"), (80, 32))[-1].shape == (1, 256 * 32)


@pytest.mark.claim("hifigan-s-upsampling-is-3-percent")
def test_share():
    made = F.trace(networks.named_network("hifigan"), (80, 32))
    larger = sum(row.macs for row in made if row.layer.kind == "ConvTranspose1d")
    ends = [row.macs for row in made if row.layer.kind == "Conv1d" and row.layer.arguments[2][1] == 7]
    ends = ends[0] + ends[-1]
    assert round(larger / made.macs, 2) == 0.03
    assert round(1 - (larger + ends) / made.macs, 2) == 0.97


@pytest.mark.claim("hifigan-has-13926017-parameters")
def test_parameters():
    layers = [row.layer for row in F.trace(networks.named_network("hifigan"), (80, 32)) if row.parameters]
    assert {layer.kind for layer in layers} == {"Conv1d", "ConvTranspose1d"}
    made = [getattr(nn, layer.kind)(**dict(layer.arguments)) for layer in layers]
    assert sum(values.numel() for layer in made for values in layer.parameters()) == 13_926_017


@pytest.mark.claim("c3d-keeps-its-frames-at-first")
def test_frames():
    assert nn.MaxPool3d((1, 2, 2))(torch.zeros(1, 16, 112, 112)).shape == (1, 16, 56, 56)
    assert 16 // 2**4 == 1 and 16 // 2**5 == 0


@pytest.mark.claim("c3d-needs-a-pooling-that-rounds-up")
def test_pooling():
    maps = torch.rand(512, 2, 7, 7)
    down, up = nn.MaxPool3d(2)(maps), nn.MaxPool3d(2, ceil_mode=True)(maps)
    padded = nn.MaxPool3d(2, padding=(0, 1, 1))(maps)
    assert (down.numel(), up.numel()) == (4608, 8192)
    assert padded.shape == up.shape and not torch.equal(padded, up)


@pytest.mark.claim("an-even-kernel-pads-31-and-32")
def test_even():
    assert F.same_padding(64) == (31, 32)
    made = F.trace(networks.named_network("eegnet"), (1, 64, 128))
    assert made[1].shape == (8, 64, 128) and made.parameters == 2258


@pytest.mark.claim("hifigan-hears-27-frames")
def test_hifigan_field():
    made = F.trace(networks.named_network("hifigan"), networks.input_shape("hifigan"))
    assert made[-1].field.size == (27,) == (13 + 1 + 13,)
    assert round(100 * (30 + 2 * 13) / 30 - 100) == 87


@pytest.mark.claim("ten-seconds-make-499-outputs")
def test_ten_seconds():
    network = networks.named_network("wav2vec2")
    assert [F.trace(network, (1, n * 16000))[-1].shape[-1] for n in (1, 10)] == [49, 499]
