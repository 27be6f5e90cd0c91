import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch
from torch import nn

import convref as F


@pytest.mark.claim("the-default-start-keeps-a-sixth")
def test_default():
    torch.manual_seed(0)
    weight = nn.Conv2d(256, 256, 3, bias=False, dtype=torch.float64).weight.detach().numpy()
    assert weight.var() * 256 * 9 == pytest.approx(1 / 3, rel=0.02)
    x = np.random.default_rng(0).standard_normal((2, 256, 12, 12))
    kept = F.conv2d(x, weight).clip(0)
    assert (kept**2).mean() / (x**2).mean() == pytest.approx(1 / 6, rel=0.1)


@pytest.mark.claim("xavier-starves-a-depthwise-layer")
def test_depthwise():
    torch.manual_seed(0)
    squares = []
    for _ in range(50):
        layer = nn.Conv2d(64, 64, 3, groups=64, bias=False)
        nn.init.xavier_normal_(layer.weight)
        squares.append(layer(torch.randn(1, 64, 20, 20)).square().mean().item())
    assert np.mean(squares) == pytest.approx(2 / 65, rel=0.05)


@pytest.mark.claim("equal-kernels-stay-equal")
def test_symmetry():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Conv2d(3, 64, 3), nn.Tanh(), nn.Conv2d(64, 4, 3)).double()
    for layer in (network[0], network[2]):
        for values in (layer.weight, layer.bias):
            nn.init.constant_(values, 0.01)
    before = network[0].weight[0].clone()
    step = torch.optim.SGD(network.parameters(), lr=0.1)
    x, wanted = torch.randn(2, 3, 8, 8).double(), torch.randn(2, 4, 4, 4).double()
    for _ in range(20):
        step.zero_grad()
        (network(x) - wanted).square().mean().backward()
        step.step()
    kernels = network[0].weight
    assert torch.allclose(kernels, kernels[:1].expand_as(kernels), rtol=0, atol=1e-12)
    assert (kernels[0] - before).abs().max() > 1e-4


@pytest.mark.claim("all-zeros-learn-only-the-last-bias")
def test_zeros():
    network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 4, 3))
    for values in network.parameters():
        nn.init.zeros_(values)
    (network(torch.randn(2, 3, 8, 8)) - 1).square().sum().backward()
    learns = [name for name, values in network.named_parameters() if values.grad.any()]
    assert learns == ["2.bias"]


@pytest.mark.claim("the-sizes-of-the-bilinear-start")
def test_tent():
    for s in range(2, 12):
        k, p = (2 * s, s // 2) if s % 2 == 0 else (2 * s - 1, (s - 1) // 2)
        tent = 1 - np.abs(np.arange(k) - (k - 1) / 2) / s
        assert np.allclose(F.phase_sums(tent, s), 1)
        x = torch.rand(1, 1, 9, dtype=torch.float64)
        wanted = nn.functional.interpolate(x, scale_factor=s, mode="linear")[0, 0]
        y = F.conv_transpose1d(x.numpy(), tent[None, None], stride=s, padding=p)[0, 0]
        assert y.shape == wanted.shape == (9 * s,)
        assert np.allclose(y[s:-s], wanted[s:-s])


@pytest.mark.claim("a-full-tent-adds-all-channels")
def test_full():
    tent = np.outer([0.25, 0.75, 0.75, 0.25], [0.25, 0.75, 0.75, 0.25])
    x = np.random.default_rng(0).random((1, 3, 6, 6))
    y = F.conv_transpose2d(x, np.broadcast_to(tent, (3, 3, 4, 4)), stride=2, padding=1)[0]
    alone = F.conv_transpose2d(x, np.broadcast_to(tent, (3, 1, 4, 4)), stride=2, padding=1, groups=3)[0]
    assert np.allclose(y[0], y[1]) and np.allclose(y[0], y[2])  # grey
    assert y.mean() == pytest.approx(3 * alone.mean())


@pytest.mark.claim("icnr-starts-as-nearest-neighbour")
def test_icnr():
    rng = np.random.default_rng(0)
    w, x = rng.integers(-9, 10, (5, 3, 3, 3)), rng.integers(-9, 10, (1, 3, 8, 8))
    channels = torch.tensor(F.conv2d(x, w.repeat(4, axis=0), padding=1))
    shuffled = nn.PixelShuffle(2)(channels).numpy()
    assert (shuffled == F.conv2d(x, w, padding=1).repeat(2, axis=2).repeat(2, axis=3)).all()


@pytest.mark.claim("alexnets-first-layer-has-290400-neurons")
def test_neurons():
    side = F.conv_output_size(227, kernel_size=11, stride=4)
    assert (side, 96 * side**2, 96 * 55 * 48) == (55, 290_400, 253_440)


@pytest.mark.claim("the-default-is-kaiming-with-another-slope")
def test_slope():
    torch.manual_seed(0)
    fresh = nn.Conv2d(64, 64, 3).weight.detach().clone()
    torch.manual_seed(0)
    again = nn.init.kaiming_uniform_(torch.empty(64, 64, 3, 3), a=5**0.5)
    assert torch.equal(fresh, again)
    relu = nn.init.kaiming_normal_(torch.empty(64, 64, 3, 3))
    assert fresh.var() / relu.var() == pytest.approx(1 / 6, rel=0.02)
    first = nn.Conv2d(3, 512, 3)
    for numbers in (first.weight.detach(), first.bias.detach()):
        assert numbers.abs().max() <= 27**-0.5
        assert numbers.abs().max() == pytest.approx(0.192, rel=0.02)


@pytest.mark.claim("on-a-single-cell-the-fan-in-is-the-channels")
def test_a_single_cell():
    layer = nn.ConvTranspose2d(100, 8, 4, bias=False)
    nn.init.ones_(layer.weight)
    assert (layer(torch.ones(1, 100, 1, 1)) == 100).all()


@pytest.mark.claim("keras-swaps-the-fans-of-a-transposed-layer")
def test_keras():
    layer = keras.layers.Conv2DTranspose(400, 3, kernel_initializer=keras.initializers.HeNormal(seed=0))
    layer.build((None, 8, 8, 20))
    kernel = layer.kernel.value.detach().numpy()
    assert kernel.shape == (3, 3, 400, 20)
    assert kernel.var() == pytest.approx(2 / (400 * 9), rel=0.05)  # of the outputs, where 20 · 9 inputs are read
