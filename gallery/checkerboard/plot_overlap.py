"""
A checkerboard on a picture
===========================

A transposed convolution adds more products into some pixels than into others, and this
becomes visible.
"""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle
from torch import nn
from torchvision.transforms.functional import to_tensor

import convref
from convref import images, plotting

plotting.use_style()
torch.manual_seed(1)

# %%
# See it
# ------
#
# One transposed convolution with a kernel of 3×3, stride 2 and random weights makes the
# picture twice as large. The framed square is shown enlarged.

picture = to_tensor(images.lena())[None]
layer = nn.ConvTranspose2d(3, 1, 3, stride=2, padding=1, output_padding=1)
nn.init.xavier_normal_(layer.weight)
output = layer(picture).detach()[0, 0]
side = min(48, *(length // 2 for length in output.shape))
top, left = (length // 2 for length in output.shape)

assert output.shape == (2 * picture.shape[2], 2 * picture.shape[3])


def whole(ax):
    plotting.feature_map(ax, output.numpy())
    frame = {"fill": False, "edgecolor": plotting.INK, "linewidth": 2}
    ax.add_patch(Rectangle((left, top), side, side, **frame))


part = output[top : top + side, left : left + side].numpy()
figure = plotting.panels(
    [whole, partial(plotting.feature_map, values=part)],
    label="From afar the feature map looks like the picture; enlarged, the framed "
    "square of it shows a checkerboard.",
)

# %%
# Count the overlap
# -----------------
#
# How many products end in each output pixel? Let every input number and every weight be
# 1, and the transposed convolution counts them.
#
# Inside, a kernel of 3 with stride 2 gives 1, 2 and 4.


def count(kernel_size, stride, dilation=1, size=4):
    ones = torch.ones(1, 1, size, size), torch.ones(1, 1, kernel_size, kernel_size)
    counts = F.conv_transpose2d(*ones, stride=stride, dilation=dilation)[0, 0].numpy()
    ours = convref.overlap_counts((size, size), kernel_size, stride, dilation=dilation)
    np.testing.assert_array_equal(ours, counts)
    return counts


def inside(counts):
    middle = slice(len(counts) // 2 - 2, len(counts) // 2 + 2)
    return np.unique(counts[middle, middle]).tolist()


uneven = count(kernel_size=3, stride=2)
figure = plotting.overlap_map(
    uneven,
    label="With kernel 3 and stride 2, neighbours get 1, 2 and 4 products: the counts "
    "form a checkerboard.",
)

assert inside(uneven) == [1, 2, 4]

# %%
# A kernel of 4 with stride 2 gives 4 everywhere inside, because 4 is divisible by 2.

even = count(kernel_size=4, stride=2)
figure = plotting.overlap_map(
    even,
    label="With kernel 4 and stride 2, each pixel gets 4 products, save those at the "
    "rim.",
)

assert inside(even) == [4]

# %%
# With dilation the rule needs one more condition: the stride and the dilation have no
# common divisor but 1. A kernel of 4 with stride 2 and dilation 2 leaves pixels that
# receive nothing: the two counts printed are 0 and 16.

holes = count(kernel_size=4, stride=2, dilation=2, size=6)

print(inside(holes))

assert inside(holes) == [0, 16]
assert convref.is_even_overlap(4, 2, 1)
assert not convref.is_even_overlap(4, 2, 2)
assert not convref.is_even_overlap(3, 2, 1)

# %%
# Even is not enough
# ------------------
#
# On an input of ones, each pixel is the sum of the weights that reach it. With stride 2
# there are two phases along each axis, so four sums. A random kernel of 4×4 overlaps
# evenly, and its four sums still differ.

kernel = torch.randn(1, 1, 4, 4)
flat = F.conv_transpose2d(torch.ones(1, 1, 8, 8), kernel, stride=2)[0, 0]
sums = [kernel[0, 0, row::2, column::2].sum() for row in (0, 1) for column in (0, 1)]

print(np.round(sums, 2))

for phase, total in enumerate(sums):
    row, column = divmod(phase, 2)
    torch.testing.assert_close(flat[4 + row, 4 + column], total)
assert max(sums) - min(sums) > 0.5

figure = plotting.panels(
    [partial(plotting.feature_map, values=flat.numpy())],
    ["$k=4$   $s=2$"],
    label="Although each pixel gets 4 products, four different sums alternate: the "
    "output for an input of ones is a checkerboard.",
)

# %%
# Only equal phase sums leave an even area even. The script :doc:`plot_fixes` compares
# what can be done; the course page is :doc:`/learn/checkerboard`.

plotting.show()
