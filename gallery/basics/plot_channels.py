"""
Three channels, one feature map
===============================

A kernel has one slice per input channel. The slices are convolved one by one, and the
results are added.
"""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from tabulate import tabulate
from torch import nn
from torchvision.transforms.functional import to_tensor

from convref import plotting
from convref.datasets import images

plotting.use_style()
torch.manual_seed(1)

# %%
# From a picture to a batch
# -------------------------
#
# Pillow gives height, width, channels. PyTorch wants batch, channels, height, width,
# and numbers from 0 to 1.

photo = Image.fromarray(images.lena())
picture = to_tensor(photo)
batch = picture.unsqueeze(0)

print("Pillow: ", np.asarray(photo).shape)
print("tensor: ", tuple(picture.shape))
print("batch:  ", tuple(batch.shape))

# %%
# One kernel has three dimensions: input channels, height, width. The layer has one
# kernel for each output channel, so its weight has four: output channels, input
# channels, kernel height, kernel width.

layer = nn.Conv2d(3, 1, 3)
nn.init.xavier_normal_(layer.weight)
output = layer(batch).detach()

print("weight:", tuple(layer.weight.shape))
print("output:", tuple(output.shape))

# %%
# Step by step
# ------------
#
# Convolve each channel with its own slice of the kernel, add the three results, then
# add the bias. This is the pixel in the middle, part by part, with the sum so far. The
# numbers are rounded, so a sum can be off by one in its last digit.

weight, bias = layer.weight.detach(), layer.bias.detach()
parts = [F.conv2d(batch[:, c : c + 1], weight[:, c : c + 1])[0, 0] for c in range(3)]
parts.append(bias.expand_as(parts[0]))
sums = torch.stack(parts).cumsum(dim=0)

row, column = (length // 2 for length in sums.shape[1:])
names = ["red", "green", "blue", "bias"]
rows = [
    (name, part[row, column].item(), so_far[row, column].item())
    for name, part, so_far in zip(names, parts, sums, strict=True)
]
print(tabulate(rows, headers=["", "part", "sum so far"], floatfmt="+.4f"))
print(f"the layer: {output[0, 0, row, column]:+.4f}")

# %%
# First the three parts, then the sums: of the first two parts, of all three, and the
# output ``y``, which is that sum plus the bias. All six are on one scale. The bias is
# one number for all pixels. Before it is added, the sum is not yet what the layer
# computes.

shown = [*parts[:3], *sums[1:]]
limit = torch.stack(shown).abs().max().item()
figure = plotting.panels(
    [partial(plotting.feature_map, values=part.numpy(), limit=limit) for part in shown],
    ["$x_0 * w_0$", "$x_1 * w_1$", "$x_2 * w_2$", r"$c \leq 1$", r"$c \leq 2$", "$y$"],
    columns=3,
    label="Each channel gives a map of its own; added up one by one, and with the "
    "bias, they become the one map of the output.",
)

# %%
# A feature map is not a picture
# ------------------------------
#
# Its numbers have no bounds. Scaling by 255 and casting to ``uint8`` keeps only the
# last eight bits of the whole number, so 1.3 becomes 75 and −0.2 becomes 205.


def wrapped(values):
    return (np.asarray(values, dtype=float) * 255).astype(np.int64).astype(np.uint8)


print(wrapped([1.3, -0.2]))

# %%
# The same feature map twice: with a scale around zero, and wrapped by the cast. The
# jumps in the second are not in the data.

figure = plotting.panels(
    [
        partial(plotting.feature_map, values=output[0, 0].numpy()),
        partial(plotting.photo, picture=wrapped(output[0, 0])),
    ],
    ["float32", "uint8"],
    label="With a scale around zero the feature map is smooth; the cast to uint8 "
    "breaks it up wherever a number is below 0 or above 1.",
)

plotting.show()
