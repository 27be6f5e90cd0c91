"""
Which size comes back
=====================

Several input sizes give one output size. On the way back, ``output_padding`` picks one
of them.
"""

import textwrap

import numpy as np
import torch
from tabulate import tabulate
from torch import nn

import convref
from convref import plotting

plotting.use_style()

# %%
# Three sizes become one
# ----------------------
#
# With a kernel of 5, stride 3 and padding 2, inputs of 16, 17 and 18 all give 6.

kernel, stride, padding = 5, 3, 2
conv = nn.Conv1d(1, 1, kernel, stride=stride, padding=padding)
sizes = range(10, 22)
outputs = [conv(torch.zeros(1, 1, size)).shape[-1] for size in sizes]

print("to 6:", [i for i, o in zip(sizes, outputs, strict=True) if o == 6])

# %%
# One becomes one of three
# ------------------------
#
# The transposed convolution with the same settings sends 6 to 16. With
# ``output_padding`` 1 or 2 it sends 6 to 17 or 18.

y = torch.randn(1, 1, 6, generator=torch.Generator().manual_seed(1))
back = {}
for extra in range(3):
    layer = nn.ConvTranspose1d(
        1, 1, kernel, stride=stride, padding=padding, output_padding=extra
    )
    nn.init.ones_(layer.weight)
    nn.init.zeros_(layer.bias)
    back[extra] = layer(y).detach()[0, 0]

rows = [(extra, len(values)) for extra, values in back.items()]
print(tabulate(rows, headers=["output_padding", "size"]))

# %%
# A dot is one input size of the convolution. The ring marks where the transposed
# convolution goes back to with ``output_padding=0``: always the smallest size of the
# step.

steps = sorted(set(outputs))
returned = [
    convref.conv_transpose_output_size(o, kernel, stride, padding) for o in steps
]


def sizes_back_and_forth(ax):
    ring = {"markerfacecolor": "none", "markeredgewidth": 2, "markersize": 13}
    ax.plot(outputs, sizes, "o", color=plotting.INPUT)
    ax.plot(steps, returned, "o", markeredgecolor=plotting.OUTPUT, **ring)
    ax.set_xlabel("$o$")
    ax.set_ylabel("$i$")
    ax.set_xticks(steps)
    ax.set_yticks(returned)


figure = plotting.panels(
    [sizes_back_and_forth],
    aspect=0.75,
    side=480,
    label="Three input sizes share each output size, and the way back leads to the "
    "smallest of them, which has the ring.",
)

# %%
# The new cells are not zeros
# ---------------------------
#
# ``output_padding`` adds cells at one end, and they are computed like all others. The
# first 16 numbers stay the same.

print("the last four:", np.round(back[2][-4:].numpy(), 2))
print("the first 16 are the same:", torch.equal(back[2][:16], back[0]))

# %%
# PyTorch demands that ``output_padding`` be smaller than the larger of stride and
# dilation. With stride 3 and dilation 1, the values 0, 1 and 2 are legal and 3 is
# refused.

wide = nn.ConvTranspose1d(1, 1, kernel, stride, padding, output_padding=3)
try:
    wide(y)
except RuntimeError as error:
    print(textwrap.fill(str(error), 80))

# %%
# The course page is :doc:`/learn/transposed-output-size`; the function is
# :func:`convref.conv_transpose_output_size`.

plotting.show()
