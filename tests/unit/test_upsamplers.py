"""The seven up-samplers: sizes, starts, tied weights, and how nearly equal their parameters are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from convref.checkerboard import imbalance
from convref.datasets import images
from convref.experiments.upsamplers import PARAMETERS, UPSAMPLERS, count, network, train

EVEN_AT_FIRST = ("k=4 bilinear", "PixelShuffle ICNR", "nearest", "bilinear")


@torch.no_grad()
def answer(net: torch.nn.Module, factor: int) -> float:
    grey = net(torch.full((1, 1, 24, 24), 0.5))[0].numpy()
    return imbalance(grey[:, 8 * factor : -8 * factor, 8 * factor : -8 * factor], factor)


@pytest.mark.parametrize("conv_after", [False, True])
@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("name", UPSAMPLERS)
def test_sizes_and_parameters(name: str, factor: int, conv_after: bool) -> None:
    torch.manual_seed(0)
    net = network(name, factor=factor, conv_after=conv_after)
    assert net(torch.zeros(2, 1, 5, 6)).shape == (2, 1, 5 * factor, 6 * factor)
    assert count(net) == pytest.approx(PARAMETERS[factor], rel=0.02 if factor == 2 else 0.04)
    assert (answer(net, factor) < 1e-5) == (name in EVEN_AT_FIRST)


@pytest.mark.parametrize("name", ["nearest", "bilinear"])
def test_no_weights_make_a_resize_convolution_uneven(name: str) -> None:
    torch.manual_seed(1)
    net = network(name, conv_after=True)
    for parameter in net.parameters():
        parameter.data.normal_()
    assert answer(net, 2) < 1e-5


def test_the_start_of_bilinear_is_interpolation() -> None:
    torch.manual_seed(0)
    layer = UPSAMPLERS["k=4 bilinear"](1, 1)
    x = torch.rand(1, 1, 6, 6)
    share = (layer.weight / torch.tensor([0.25, 0.75, 0.75, 0.25]).outer(torch.tensor([0.25, 0.75, 0.75, 0.25])))[0, 0]
    resized = share[0, 0] * torch.nn.functional.interpolate(x, scale_factor=2, mode="bilinear") + layer.bias
    torch.testing.assert_close(layer(x)[..., 1:-1, 1:-1], resized[..., 1:-1, 1:-1])
    assert np.ptp(share.detach().numpy()) < 1e-6


def test_a_network_of_a_seed_is_the_same_again() -> None:
    values = []
    for _ in range(2):
        torch.manual_seed(3)
        values.append([parameter.tolist() for parameter in network("k=4", factor=4).parameters()])
    assert values[0] == values[1]


def test_training_comes_nearer_to_the_original_and_gives_the_same_again() -> None:
    losses = []
    for steps in (2, 30, 30):
        torch.manual_seed(0)
        net = network("nearest", width=4)
        train(net, factor=2, seed=0, steps=steps)
        photo = torch.from_numpy(images.grey_middle(images.photo("rocket"), 64))[None, None]
        losses.append(torch.nn.functional.mse_loss(net(torch.nn.functional.avg_pool2d(photo, 2)), photo).item())
    assert losses[0] > 2 * losses[1]
    assert losses[1] == losses[2]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: network("k=5"), ValueError, "name must be one of k=3, k=4, "),
        (lambda: network("k=3", factor=3), ValueError, "factor must be one of 2, 4, got factor=3"),
        (lambda: network("k=3", conv_after=1), TypeError, "conv_after must be True or False"),
        (lambda: train(network("k=3"), factor=3, seed=0), ValueError, "factor must be one of 2, 4, got factor=3"),
        (lambda: train(network("k=3"), factor=2, seed=0, steps=1), ValueError, "steps must be at least 2"),
        (lambda: network("k=3", width=0), ValueError, "width must be at least 1"),
    ],
)
def test_refusals(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)
