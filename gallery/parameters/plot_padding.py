"""
Padding and its four modes
==========================

Padding adds cells around the input, so that the output need not shrink. The mode says
what stands in them.
"""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from tabulate import tabulate
from torch import nn
from torchvision.transforms.functional import to_tensor

import convref
from convref import plotting
from convref.datasets import images

plotting.use_style()

# %%
# The size
# --------
#
# A kernel of 3×3 shortens each axis by 2. One cell of padding on each side makes up
# for it. In PyTorch the number is per side.

picture = to_tensor(images.lena()).mean(dim=0)[None, None]
height, width = picture.shape[2:]

rows = [("no layer", height, width)]
for padding in (0, 1, 2, "same"):
    output = nn.Conv2d(1, 1, 3, padding=padding)(picture)
    rows.append((padding, *output.shape[2:]))

print(tabulate(rows, headers=["padding", "height", "width"]))

# %%
# What stands in the padding
# --------------------------
#
# An input of 4×4 with one cell of padding on each side, in each of the four modes.

small = np.arange(1.0, 17).reshape(4, 4)
modes = ["zeros", "reflect", "replicate", "circular"]


def pad(values, padding, mode):
    mode = "constant" if mode == "zeros" else mode
    return F.pad(torch.as_tensor(values)[None, None], [padding] * 4, mode=mode)[
        0, 0
    ].numpy()


titles = [f'padding_mode="{mode}"' for mode in modes]
figure = plotting.panels(
    [
        partial(plotting.draw_grid, values=pad(small, 1, mode), role="input", pad=1)
        for mode in modes
    ],
    titles,
    columns=2,
    label="The same 4×4 array with one cell of padding on each side: the mode says "
    "which numbers stand in the grey cells.",
)

# %%
# Zeros are the default. Reflect mirrors without repeating the edge, replicate repeats
# the edge, and circular continues on the other side.
#
# :func:`convref.conv2d` takes the mode, too, and computes what the layer computes.

for mode in modes:
    layer = nn.Conv2d(1, 1, 3, padding=1, padding_mode=mode, dtype=torch.float64)
    weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    ours = convref.conv2d(small[None, None], weight, bias, padding=1, padding_mode=mode)
    theirs = layer(torch.tensor(small[None, None])).detach().numpy()
    print(mode, np.allclose(ours, theirs))

# %%
# What it does to the edge of a picture
# -------------------------------------
#
# A mean over 31×31 pixels makes the difference visible. At the middle of an edge, 15
# of the 31 rows under the kernel are padding, and zeros add nothing to the sum: a white
# picture keeps 16/31 of its brightness there. The other modes fill those rows with
# pixels of the picture. The table gives the mean of the top row.

kernel = np.full((31, 31), 1 / 31**2, dtype=np.float32)
blurs = {}
for mode in modes:
    padded = torch.tensor(pad(picture[0, 0], 15, mode))[None, None]
    blurs[mode] = F.conv2d(padded, torch.tensor(kernel)[None, None])[0, 0]

figure = plotting.panels(
    [partial(plotting.photo, picture=blurred.numpy()) for blurred in blurs.values()],
    titles,
    columns=2,
    label="The blurred picture has a dark rim with zeros, and none with the other "
    "three modes.",
)

rows = [(mode, blurred[0].mean().item()) for mode, blurred in blurs.items()]
print(tabulate(rows, headers=["padding_mode", "top row"], floatfmt=".3f"))

# %%
# The edge is read less often
# ---------------------------
#
# Padding does not make all pixels count alike. In a 5×5 input under a 3×3 kernel with
# one cell of padding, a corner is read 4 times, an edge 6 times, and every pixel inside
# 9 times.

reads = F.conv_transpose2d(torch.ones(1, 1, 5, 5), torch.ones(1, 1, 3, 3), padding=1)[
    0, 0
]

figure = plotting.overlap_map(
    reads.numpy(),
    role="input",
    label="A corner is read 4 times, a cell at an edge 6 times, a cell inside 9 times.",
)

# %%
# The course page is :doc:`/learn/padding`.

plotting.show()
