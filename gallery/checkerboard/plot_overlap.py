"""
A checkerboard on a picture
===========================

A transposed convolution adds more products into some pixels than into others, and this
becomes visible.
"""

from functools import partial

import numpy as np
import torch
from matplotlib.patches import Rectangle
from tabulate import tabulate
from torch import nn
from torchvision.transforms.functional import to_tensor

import convref
from convref import plotting
from convref.datasets import images

plotting.use_style()
torch.manual_seed(1)

# %%
# See it
# ------
#
# One transposed convolution with a kernel of 3×3, stride 2 and random weights makes
# the picture twice as large. The framed square is shown enlarged.

picture = to_tensor(images.lena())[None]
layer = nn.ConvTranspose2d(3, 1, 3, stride=2, padding=1, output_padding=1)
nn.init.xavier_normal_(layer.weight)
output = layer(picture).detach()[0, 0].numpy()

side = min(48, *(length // 2 for length in output.shape))
top, left = (length // 2 for length in output.shape)


def whole(ax):
    plotting.feature_map(ax, output)
    frame = {"fill": False, "edgecolor": plotting.INK, "linewidth": 2}
    ax.add_patch(Rectangle((left, top), side, side, **frame))


part = output[top : top + side, left : left + side]
figure = plotting.panels(
    [whole, partial(plotting.feature_map, values=part)],
    label="From afar the feature map looks like the picture; enlarged, the framed "
    "square of it shows a checkerboard.",
)

# %%
# Count the overlap
# -----------------
#
# How many products end in each output pixel? Along one axis, a kernel of 3 with stride
# 2 gives 1 and 2 in turn:

print(convref.overlap_counts(6, kernel_size=3, stride=2))

# %%
# On a picture the counts of rows and columns multiply: 1, 2 and 4.

figure = plotting.overlap_map(
    convref.overlap_counts((4, 4), kernel_size=3, stride=2),
    label="With kernel 3 and stride 2, neighbours get 1, 2 and 4 products: the counts "
    "form a checkerboard.",
)

# %%
# Stacks multiply
# ---------------
#
# A second layer stamps the uneven map unevenly again. Now each output pixel is reached
# over several paths, and the pattern of the second layer lies on that of the first.
# Its period, the smallest shift after which the map repeats itself, is the product of
# the two strides: 4 pixels. Three layers make it 8.

ONES = np.ones((1, 1, 3, 3), int)
paths = np.ones((1, 1, 24, 24), int)


def period(inside):
    shifts = range(1, len(inside))
    return next(p for p in shifts if np.array_equal(inside[p:], inside[:-p]))


maps, rows = [], []
for layers in (1, 2, 3):
    paths = convref.conv_transpose2d(paths, ONES, stride=2)
    half = paths.shape[2] // 2
    inside = paths[0, 0, half - 12 : half + 12, half - 12 : half + 12]
    maps.append(inside[8:16, 8:16])
    rows.append([layers, period(inside), inside.min(), inside.max()])

print(tabulate(rows, headers=["layers", "period", "fewest paths", "most paths"]))

figure = plotting.panels(
    [partial(plotting.draw_overlap, counts=inside) for inside in maps[:2]],
    label="The paths to each pixel of one layer, then those of two layers: the pattern "
    "has a longer period, and its numbers are further apart.",
)

# %%
# What must be equal so that no pattern is left: :doc:`plot_phase_sums`. The course page
# is :doc:`/learn/checkerboard`.

plotting.show()
