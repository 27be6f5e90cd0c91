import numpy as np
import pytest
import torch
import torchvision

import convref as F
from convref import networks


@pytest.mark.claim("alexnet-keeps-its-weights-in-the-dense-layers")
def test_alexnet():
    made = F.trace(networks.named_network("alexnet"), (3, 224, 224))
    dense = [row for row in made if row.layer.kind == "Linear"]
    assert sum(row.parameters for row in dense) == 58_631_144
    assert made.parameters == 61_100_840
    assert round(1 - sum(row.macs for row in dense) / made.macs, 2) == 0.92


@pytest.mark.claim("alexnet-s-first-layer-has-290400-neurons")
def test_neurons():
    caption = [253_440, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]
    made = F.trace(networks.named_network("alexnet_2012"), (3, 227, 227))
    counted = [int(np.prod(row.shape)) for row in made if row.layer.kind in ("Conv2d", "Linear")]
    assert counted[0] == 96 * 55 * 55 == 290_400 and counted[1:] == caption[1:]
    assert (sum(caption), sum(counted)) == (622_312, 659_272)


@pytest.mark.claim("vgg-halves-by-pooling-alone")
def test_vgg():
    made = F.trace(networks.named_network("vgg16"), (3, 224, 224))
    sizes = [(row.layer.kind, row.shape[1]) for row in made if row.layer.kind in ("Conv2d", "MaxPool2d")]
    assert [size for kind, size in sizes if kind == "MaxPool2d"] == [112, 56, 28, 14, 7]
    before = 224
    for kind, size in sizes:
        assert size == (before if kind == "Conv2d" else before // 2)
        before = size


@pytest.mark.claim("vgg-has-138-million-parameters")
def test_vgg_parameters():
    with torch.device("meta"):
        theirs = torchvision.models.vgg16(weights=None)
    counted = F.trace(networks.named_network("vgg16"), (3, 224, 224)).parameters
    assert counted == sum(values.numel() for values in theirs.parameters()) == 138_357_544


@pytest.mark.claim("resnet-has-36-kernels-of-one-pixel")
def test_resnet():
    made = networks.named_network("resnet50")
    sizes = [dict(row.arguments)["kernel_size"] for row in made if row.kind == "Conv2d"]
    assert (len(sizes), sizes.count(1), sizes.count(3), sizes.count(7)) == (53, 36, 16, 1)


@pytest.mark.claim("a-3x3-with-stride-2-reads-every-pixel")
def test_reads():
    assert (F.read_counts((56, 56), 1, stride=2) > 0).mean() == 1 / 4
    assert (F.read_counts((56, 56), 3, stride=2, padding=1) > 0).all()


@pytest.mark.claim("depthwise-layers-make-7-percent")
def test_depthwise():
    made = F.trace(networks.named_network("mobilenet_v2"), (3, 224, 224))
    deep = [row.macs for row in made if dict(getattr(row.layer, "arguments", ())).get("groups", 1) > 1]
    assert round(sum(deep) / made.macs, 2) == 0.07


@pytest.mark.claim("mobilenet-has-3504872-parameters")
def test_mobilenet():
    theirs = torchvision.models.mobilenet_v2(weights=None)
    made = F.trace(networks.named_network("mobilenet_v2"), (3, 224, 224))
    assert made.parameters == sum(values.numel() for values in theirs.parameters()) == 3_504_872
    norms = [layer for layer in theirs.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    assert 3_504_872 - sum(values.numel() for layer in norms for values in layer.parameters()) == 3_470_760
    assert round(made.macs / 1e6) in range(295, 305)


@pytest.mark.claim("u-net-s-stamps-do-not-overlap")
def test_stamps():
    assert (F.overlap_counts((9, 9), 2, stride=2) == 1).all()


@pytest.mark.claim("fsrcnn-has-12464-weights")
def test_fsrcnn():
    made = F.trace(networks.named_network("fsrcnn"), (1, 85, 85))
    slopes = sum(row.parameters for row in made if row.layer.kind == "PReLU")
    biases = sum(dict(row.layer.arguments)["out_channels"] for row in made if "Conv" in row.layer.kind)
    assert (slopes, biases, made.parameters) == (172, 173, 12_809)
    assert made.parameters - slopes - biases == 12_464


@pytest.mark.claim("nine-is-even-for-three-alone")
def test_nine():
    assert [F.is_even_overlap(9, stride) for stride in (2, 3, 4)] == [False, True, False]


@pytest.mark.claim("on-one-cell-a-transposed-layer-is-dense")
def test_one_cell():
    torch.manual_seed(0)
    up, dense = torch.nn.ConvTranspose2d(100, 8, 4), torch.nn.Linear(100, 8 * 4 * 4)
    with torch.no_grad():
        dense.weight.copy_(up.weight.flatten(1).T)
        dense.bias.copy_(up.bias.repeat_interleave(16))
        z = torch.randn(5, 100)
        assert torch.allclose(up(z[:, :, None, None]), dense(z).unflatten(1, (8, 4, 4)), atol=1e-5)


@pytest.mark.claim("alexnet-is-larger-and-cheaper-than-resnet")
def test_alexnet_and_resnet():
    alexnet, resnet = (F.trace(networks.named_network(n), (3, 224, 224)) for n in ("alexnet", "resnet50"))
    assert alexnet.parameters > 2 * resnet.parameters and alexnet.macs < resnet.macs / 5
