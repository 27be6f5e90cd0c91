import pytest
import torch

import convref as F
from convref import networks

CONV, POOL = F.Layer(3, padding=1), F.Layer(2, stride=2)


def place(layers):
    return float(F.receptive_field(layers).centre)


def fcn():
    """Return VGG as FCN has it, up to the scores, and the layers up to each pooling."""
    layers, poolings = [], []
    for count in (2, 2, 3, 3, 3):
        layers = [*layers, *[CONV] * count, POOL]
        poolings.append([F.Layer(3, padding=100), *layers[1:]])
    return [*poolings[-1], F.Layer(7)], poolings


@pytest.mark.claim("vgg-begins-at-7-5-and-resnet-at-0")
def test_first_cells():
    for name, wanted in (("vgg16", 7.5), ("resnet50", 0)):
        made = F.trace(networks.named_network(name), networks.input_shape(name))
        row = [row for row in made if row.layer.kind == "Conv2d" and row.shape[1] == 14][-1]
        assert (row.field.jump[0], float(row.field.centre[0])) == (16, wanted)


@pytest.mark.claim("half-a-stride-is-the-place-of-vgg")
def test_half_a_stride():
    assert place([POOL] * 4) + 0.5 == 16 / 2
    assert place([F.Layer(7)]) == place([F.Layer(7, stride=2)]) == 3


@pytest.mark.claim("fcn-32s-begins-at-minus-19")
def test_fcn_32s():
    scores, _poolings = fcn()
    assert place([*scores, F.Layer(64, stride=32, transposed=True)]) == -19


@pytest.mark.claim("fcn-8s-crops-5-9-and-31")
def test_fcn_8s():
    scores, poolings = fcn()
    double, last = F.Layer(4, stride=2, transposed=True), F.Layer(16, stride=8, transposed=True)
    assert (place([*scores, double]) - place(poolings[3])) / 16 == 5
    assert (place([*scores, double, double]) - place(poolings[2])) / 8 == 9
    assert place([*scores, double, double, last]) == -31


@pytest.mark.claim("three-cells-see-5-7-or-9")
def test_three_cells():
    for dilation, wanted in ((1, 5), (2, 7), (3, 9)):
        x = torch.zeros(1, 1, 20, requires_grad=True)
        torch.conv1d(x, torch.ones(1, 1, 3), dilation=dilation)[..., 4:7].sum().backward()
        read = x.grad[0, 0].nonzero().flatten()
        assert read[-1] - read[0] + 1 == wanted
        field = F.receptive_field([F.Layer(3, dilation=dilation)])
        assert field.size + 2 * field.jump == wanted


@pytest.mark.claim("three-cells-of-vgg-see-228")
def test_three_cells_of_vgg():
    assert 196 + 2 * 16 == 228
    field = F.receptive_field([*[CONV, CONV, POOL] * 2, *[CONV, CONV, CONV, POOL] * 2, *[CONV] * 3])
    assert (field.size, field.jump) == (196, 16)


@pytest.mark.claim("a-stride-and-a-pooling-lie-half-a-pixel-apart")
def test_half_a_pixel():
    strided = F.Layer(3, stride=2, padding=1)
    assert strided.output_size(56) == POOL.output_size(56) == 28
    assert place([POOL]) - place([strided]) == 0.5
