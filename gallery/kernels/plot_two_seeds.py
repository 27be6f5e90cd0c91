"""
Two seeds, two feature maps
===========================

The same layer on the same picture gives different feature maps when its kernel starts
from different numbers.
"""

from functools import partial

import torch
from tabulate import tabulate
from torch import nn
from torchvision.transforms.functional import to_tensor

import convref
from convref import plotting
from convref.datasets import images

plotting.use_style()

# %%
# One layer, made twice
# ---------------------
#
# The layer turns three channels into one with a kernel of 3×3. Its weight is drawn by
# Xavier's rule, so the seed decides all 27 numbers.


def set_seed(seed):
    torch.manual_seed(seed)


def make_layer(seed):
    set_seed(seed)
    layer = nn.Conv2d(3, 1, 3)
    nn.init.xavier_normal_(layer.weight)
    return layer


layers = {seed: make_layer(seed) for seed in (1, 2)}

# %%
# The picture becomes a batch of one. Without padding, each feature map is two pixels
# smaller than the picture along both axes.

picture = images.lena()
batch = to_tensor(picture)[None]
maps = {seed: layer(batch).detach()[0, 0].numpy() for seed, layer in layers.items()}

table = [
    [seed, tuple(layers[seed].weight.shape), values.shape, values.min(), values.max()]
    for seed, values in maps.items()
]
heads = ["seed", "weight", "feature map", "lowest", "highest"]
print(tabulate(table, heads, floatfmt=".2f"))

# %%
# The input, and what the two layers see in it
# --------------------------------------------
#
# In a feature map the middle of the scale is zero, green is above zero and purple
# below.

figure = plotting.feature_maps(
    [picture, *maps.values()],
    ["$x$", *(f"seed={seed}" for seed in maps)],
    label="One picture, and two kernels that differ only in their seed: where one map "
    "is green, the other may be purple.",
)

# %%
# The kernels that made them
# --------------------------
#
# A kernel has one slice per channel: red, green and blue. Here are the weights of both,
# rounded to one digit after the point.


def rounded(weights):
    return weights.detach().round(decimals=1) + 0  # no minus in front of a zero


figure = plotting.panels(
    [
        partial(plotting.draw_grid, values=rounded(part), role="kernel")
        for layer in layers.values()
        for part in layer.weight[0]
    ],
    [f"seed={seed}   $c={channel}$" for seed in layers for channel in range(3)],
    columns=3,
    label="Two kernels of three 3×3 slices each, one slice for each channel: no two "
    "of their 27 numbers have to agree.",
)

# %%
# Neither kernel is right or wrong: training starts from such numbers and changes them
# until the answers are useful, as in :doc:`plot_digits_learned`. :func:`convref.conv2d`
# gives the same maps from the same numbers.

layer = layers[1]
ours = convref.conv2d(
    batch.numpy(), layer.weight.detach().numpy(), layer.bias.detach().numpy()
)
print("largest difference from PyTorch:", f"{abs(ours[0, 0] - maps[1]).max():.0e}")

plotting.show()
