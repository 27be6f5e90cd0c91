"""
Dilation looks further
======================

Dilation puts gaps between the weights. The kernel sees a larger area and keeps its number of weights.
"""

from itertools import product

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torchvision.transforms.functional import to_tensor

import convref
from convref import images, plotting

plotting.use_style()

# %%
# The same nine weights
# ---------------------
#
# With dilation 1 the weights are neighbours. With dilation 2 a kernel of 3×3 covers 5×5, with dilation
# 4 it covers 9×9: in general d(k−1)+1 along each axis.

figure, axes = plt.subplots(
    1,
    3,
    figsize=(7, 2.9),
    layout="constrained",
    num="Nine weights on a 9×9 grid: side by side, with one cell between them, and with three.",
)
for ax, dilation in zip(axes, (1, 2, 4), strict=True):
    spread = np.zeros((9, 9))
    taps = 4 + dilation * np.arange(-1, 2)
    spread[np.ix_(taps, taps)] = 1
    covered = np.ptp(taps) + 1
    plotting.draw_grid(ax, spread, "kernel", highlight=list(product(taps, taps)), fmt=" ")
    ax.set_title(f"dilation={dilation}\n$d(k-1)+1={covered}$")
    assert spread.sum() == 9
    assert covered == dilation * (3 - 1) + 1

# %%
# The size
# --------
#
# Without padding the output shrinks by d(k−1). Dilation does not shrink it by itself: with d cells of
# padding on each side, a kernel of 3×3 keeps the size.

picture = to_tensor(images.lena()).mean(dim=0)[None, None]
edges = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4

figure, axes = plt.subplots(
    1,
    3,
    figsize=(7, 2.4),
    layout="constrained",
    num="Three feature maps of one edge kernel: thin edges, thicker edges, and broad light and dark areas.",
)
for ax, dilation in zip(axes, (1, 4, 16), strict=True):
    layer = nn.Conv2d(1, 1, 3, padding=dilation, dilation=dilation, bias=False)
    layer.weight.data[0, 0] = edges
    output = layer(picture).detach()
    plotting.feature_map(ax, output[0, 0].numpy(), limit=0.5)
    ax.set_title(f"dilation={dilation}")
    assert output.shape == picture.shape

# %%
# The larger the dilation, the larger the structures that the same kernel answers to.
#
# What three layers see
# ---------------------
#
# Three layers of one 3×3 kernel each have 27 weights. With dilations 1, 1, 1 an output depends on 7
# input cells along each axis; with dilations 1, 2, 4 it depends on 15. The gradient of one output shows
# which cells these are.


def seen(dilations):
    layers = [nn.Conv2d(1, 1, 3, padding=d, dilation=d, bias=False) for d in dilations]
    for layer in layers:
        nn.init.ones_(layer.weight)
    assert sum(layer.weight.numel() for layer in layers) == 27
    x = torch.zeros(1, 1, 21, 21, requires_grad=True)
    nn.Sequential(*layers)(x)[0, 0, 10, 10].backward()
    return x.grad[0, 0]


figure, axes = plt.subplots(
    1,
    2,
    figsize=(7, 3.2),
    layout="constrained",
    num="The input cells that one output depends on: a small square, and a larger one.",
)
for ax, dilations, width in zip(axes, [(1, 1, 1), (1, 2, 4)], (7, 15), strict=True):
    grid = seen(dilations)
    plotting.feature_map(ax, grid.numpy())
    ax.set_title(f"dilation={dilations}")
    assert (grid != 0).any(dim=0).sum() == width
    field = convref.receptive_field([convref.Layer(kernel_size=3, padding=d, dilation=d) for d in dilations])
    assert field.size == width

# %%
# Segmentation gives every pixel a label. It needs a wide view and must keep the size of the picture,
# and this is what dilated layers offer without any down-sampling. See :doc:`/learn/dilation` and
# :doc:`/learn/receptive-field`.

plt.show()
