"""
Resize-convolution is a transposed convolution
==============================================

Repeating pixels and then convolving is a transposed convolution with tied weights,
which cannot be uneven.
"""

from functools import partial

import numpy as np
import torch
from tabulate import tabulate

import convref
from convref import plotting

plotting.use_style()
numbers = np.random.default_rng(1)

# %%
# Sixteen weights from nine
# -------------------------
#
# Nearest-neighbour up-sampling by 2 turns each pixel into a square of 2×2 copies. The
# 3×3 convolution that follows turns each square into a stamp of 4×4.

nine = numbers.standard_normal((1, 1, 3, 3))
square = np.ones((1, 1, 2, 2))
sixteen = convref.conv2d(square, nine, padding=2)

figure = plotting.panels(
    [
        partial(plotting.draw_grid, values=kernel[0, 0], role="kernel", fmt="{:.1f}")
        for kernel in (nine, sixteen)
    ],
    ["$k=3$", "$k=4$"],
    label="The nine weights make the sixteen: at the corners of the 4×4 kernel stand "
    "those of the 3×3 kernel, turned by 180°, and between them stand sums.",
)

# %%
# So the two steps are one transposed convolution with kernel 4, stride 2 and padding 1.
# Its weights fall into four phases, and each phase sums to the sum of the nine. No
# training can change that.

sums = convref.phase_sums(sixteen[0, 0], stride=2).ravel().tolist()
phases = ["sum 0,0", "sum 0,1", "sum 1,0", "sum 1,1", "sum of the nine"]
print(tabulate([[*sums, nine.sum()]], headers=phases, floatfmt=".4f"))

# %%
# The borders, too
# ----------------
#
# For each way to resize, compute both steps and the one step that replaces them. How
# far are they apart, inside and at the outermost pixels?
#
# *Nearest* agrees everywhere. The convolution pads with zeros, the transposed one crops
# what would lie outside, and both leave out the same products.
#
# *Bilinear* up-sampling alone is a transposed convolution with one fixed kernel. It
# repeats the border pixel where a neighbour is missing, so the input must be padded
# with copies first. Without them the rim comes out too dark: on an input of ones the
# edges get 0.75 and the corners 0.5625.

x = numbers.standard_normal((1, 1, 8, 8))
row = np.array([0.25, 0.75, 0.75, 0.25])
bilinear = np.outer(row, row)[None, None]


def nearest_up(x):
    return x.repeat(2, axis=2).repeat(2, axis=3)


def bilinear_up(x):
    resize = partial(torch.nn.functional.interpolate, scale_factor=2, mode="bilinear")
    return resize(torch.from_numpy(x)).numpy()


def with_copies(x):
    return np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)], mode="edge")


up = partial(convref.conv_transpose2d, stride=2)
PAIRS = {
    "nearest, conv": (
        convref.conv2d(nearest_up(x), nine, padding=1),
        up(x, sixteen, padding=1),
    ),
    "bilinear": (bilinear_up(x), up(x, bilinear, padding=1)),
    "bilinear, copies": (bilinear_up(x), up(with_copies(x), bilinear, padding=3)),
}
rows = []
for name, (two_steps, one_step) in PAIRS.items():
    apart = np.abs(two_steps - one_step)[0, 0]
    inside = apart[1:-1, 1:-1].max()
    apart[1:-1, 1:-1] = 0
    rows.append([name, inside, apart.max()])
print(tabulate(rows, headers=["", "apart inside", "apart at the rim"], floatfmt=".4f"))

ones = up(np.ones((1, 1, 4, 4)), bilinear, padding=1)[0, 0]
rim = [tuple(place) for place in np.argwhere(ones != 1).tolist()]
grid = {"values": ones, "role": "output", "highlight": rim, "fmt": "{:.2g}"}
figure = plotting.panels(
    [partial(plotting.draw_grid, **grid)],
    label="Without copies around it, an input of ones comes out as 1 inside, as 0.75 "
    "along the edges, and as about 0.56 in the corners.",
)

# %%
# Measured beside other up-samplers: :doc:`plot_untrained`, :doc:`plot_fixes`; explained
# in :doc:`/learn/checkerboard`.

plotting.show()
