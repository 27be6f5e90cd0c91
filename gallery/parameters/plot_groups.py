"""
Groups and depthwise convolution
================================

With groups, an output channel reads only some of the input channels. The layer gets
lighter.
"""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from tabulate import tabulate
from torch import nn
from torchvision.transforms.functional import to_tensor

from convref import plotting
from convref.datasets import images

plotting.use_style()
torch.manual_seed(1)

# %%
# Who reads whom
# --------------
#
# Rows are eight output channels, columns are eight input channels. With two groups each
# output reads four inputs; with eight groups it reads one, and the layer is called
# depthwise.


def reads(groups):
    """One row per output channel: 1 where the input channel has an influence."""
    layer = nn.Conv2d(8, 8, 1, groups=groups, bias=False)
    nn.init.ones_(layer.weight)
    return layer(torch.eye(8)[:, :, None, None])[:, :, 0, 0].T.detach().numpy()


grids = {groups: reads(groups) for groups in (1, 2, 8)}


def draw_reads(ax, grid):
    lit = [tuple(place) for place in np.argwhere(grid)]
    plotting.draw_grid(ax, grid, "kernel", highlight=lit, fmt=" ")


figure = plotting.panels(
    [partial(draw_reads, grid=grid) for grid in grids.values()],
    [f"groups={groups}" for groups in grids],
    label="With one group each of the eight outputs reads every input, with two "
    "groups half of them, with eight groups one.",
)

# %%
# Two towers
# ----------
#
# AlexNet of 2012 ran on two graphics cards. Its second layer made 256 channels from 96
# with two groups, so that each card kept to its own half.
#
# Two groups are two separate layers side by side: half of the inputs each, half of the
# outputs each.

layer = nn.Conv2d(96, 256, 5, padding=2, groups=2)
x = torch.randn(1, 96, 27, 27)
weights, biases, halves = layer.weight.chunk(2), layer.bias.chunk(2), x.chunk(2, dim=1)
towers = [
    F.conv2d(h, w, b, padding=2)
    for h, w, b in zip(halves, weights, biases, strict=True)
]

print("equal:", torch.allclose(torch.cat(towers, dim=1), layer(x), atol=1e-4))

# %%
# Half of the connections are gone, and half of the weights: 307,200 instead of 614,400.

rows = [(2, layer.weight.numel()), (1, nn.Conv2d(96, 256, 5).weight.numel())]
print(tabulate(rows, headers=["groups", "weights"], intfmt=","))

# %%
# The limit
# ---------
#
# One group per channel is the limit: a depthwise layer. It looks around within each
# channel, and a layer of 1×1 kernels after it mixes the channels. From 64 to 128
# channels the two have 8,768 weights together, the full 3×3 layer has 73,728.

depthwise = nn.Conv2d(64, 64, 3, groups=64, bias=False)
pointwise = nn.Conv2d(64, 128, 1, bias=False)
full = nn.Conv2d(64, 128, 3, bias=False)

rows = [
    ("depthwise, then 1×1", depthwise.weight.numel() + pointwise.weight.numel()),
    ("full 3×3", full.weight.numel()),
]
print(tabulate(rows, headers=["", "weights"], intfmt=","))

# %%
# On a picture, a depthwise layer gives one feature map per channel. Here all three use
# the same edge kernel, and ``groups=3`` keeps red, green and blue apart.

picture = to_tensor(images.lena())[None]
edges = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]).expand(3, 1, 3, 3) / 4
maps = F.conv2d(picture, edges, groups=3)

figure = plotting.panels(
    [
        partial(plotting.feature_map, values=values.numpy(), limit=0.5)
        for values in maps[0]
    ],
    [f"$c={channel}$" for channel in range(3)],
    label="One edge kernel gives three maps, one for each colour channel, and they "
    "differ where the colours do.",
)

# %%
# The course page is :doc:`/learn/groups`.

plotting.show()
