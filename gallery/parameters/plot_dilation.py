"""
Dilation looks further
======================

Dilation puts gaps between the weights. The kernel sees a larger area and keeps its
number of weights.
"""

from functools import partial
from itertools import product

import numpy as np
import torch
from torch import nn
from torchvision.transforms.functional import to_tensor

from convref import plotting
from convref.datasets import images

plotting.use_style()

# %%
# The same nine weights
# ---------------------
#
# With dilation 1 the weights are neighbours. With dilation 2 a kernel of 3×3 covers
# 5×5, with dilation 4 it covers 9×9: in general d(k−1)+1 along each axis.

grids, titles = [], []
for dilation in (1, 2, 4):
    spread = np.zeros((9, 9))
    taps = 4 + dilation * np.arange(-1, 2)
    spread[np.ix_(taps, taps)] = 1
    covered = np.ptp(taps) + 1
    look = {"role": "kernel", "highlight": list(product(taps, taps)), "fmt": " "}
    grids.append(partial(plotting.draw_grid, values=spread, **look))
    titles.append(f"$d={dilation}$   $d(k-1)+1={covered}$")

figure = plotting.panels(
    grids,
    titles,
    label="The nine weights stand side by side, then with one cell between them, then "
    "with three: they cover 3, 5 and 9 cells along each axis.",
)

# %%
# The size
# --------
#
# Without padding the output shrinks by d(k−1). Dilation does not shrink it by itself:
# with d cells of padding on each side, a kernel of 3×3 keeps the size.

picture = to_tensor(images.lena()).mean(dim=0)[None, None]
edges = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4

outputs = {}
for dilation in (1, 4, 16):
    layer = nn.Conv2d(1, 1, 3, padding=dilation, dilation=dilation, bias=False)
    layer.weight.data[0, 0] = edges
    outputs[dilation] = layer(picture).detach()

figure = plotting.panels(
    [
        partial(plotting.feature_map, values=output[0, 0].numpy(), limit=0.5)
        for output in outputs.values()
    ],
    [f"dilation={dilation}" for dilation in outputs],
    label="The same edge kernel answers to thin edges with dilation 1, to thicker "
    "ones with 4, and to broad areas with 16.",
)

# %%
# The larger the dilation, the larger the structures that the same kernel answers to.
#
# What three layers see
# ---------------------
#
# Three layers of one 3×3 kernel each have 27 weights. With dilations 1, 1, 1 an output
# depends on 7 input cells along each axis; with dilations 1, 2, 4 it depends on 15. The
# gradient of one output shows which cells these are.


def seen(dilations):
    layers = [nn.Conv2d(1, 1, 3, padding=d, dilation=d, bias=False) for d in dilations]
    for layer in layers:
        nn.init.ones_(layer.weight)
    x = torch.zeros(1, 1, 21, 21, requires_grad=True)
    nn.Sequential(*layers)(x)[0, 0, 10, 10].backward()
    return x.grad[0, 0]


grids, titles = [], []
for dilations in ((1, 1, 1), (1, 2, 4)):
    grid = seen(dilations)
    lit = [tuple(place) for place in (grid != 0).nonzero().tolist()]
    look = {"role": "input", "highlight": lit, "fmt": " "}
    grids.append(partial(plotting.draw_grid, values=grid, **look))
    titles.append(f"dilation={dilations}")

figure = plotting.panels(
    grids,
    titles,
    label="One output depends on a square of 7×7 input cells without dilation, and on "
    "one of 15×15 with dilations 1, 2 and 4.",
)

# %%
# Segmentation gives every pixel a label. It needs a wide view and must keep the size of
# the picture, and this is what dilated layers offer without any down-sampling. See
# :doc:`/learn/dilation` and :doc:`/learn/receptive-field`.

plotting.show()
