"""
Output size is a staircase
==========================

PyTorch rounds down. Several input sizes share one output size, and the last columns may
never be read.
"""

import torch
from tabulate import tabulate
from torch import nn

import convref
from convref import plotting

plotting.use_style()

# %%
# Count the stops
# ---------------
#
# A kernel of 3 moves along the input until it no longer fits. With stride 1 every
# further cell gives one more stop, with stride 3 every third cell does.

sizes = range(3, 21)
outputs = {}
for stride in (1, 2, 3):
    layer = nn.Conv1d(1, 1, 3, stride=stride)
    outputs[stride] = [layer(torch.zeros(1, 1, size)).shape[-1] for size in sizes]


def staircases(ax):
    steps = {"drawstyle": "steps-post", "markersize": 5, "color": plotting.OUTPUT}
    for (stride, measured), dots in zip(outputs.items(), "os^", strict=True):
        ax.plot(sizes, measured, marker=dots, **steps)
        ax.text(sizes[-1] + 0.6, measured[-1], f"$s={stride}$", va="center")
    ax.set_xlim(2.5, 23.5)
    ax.set_xlabel("$i$")
    ax.set_ylabel("$o$")
    ax.set_xticks(range(4, 21, 4))
    ax.set_yticks(range(0, 20, 4))


figure = plotting.panels(
    [staircases],
    aspect=0.75,
    side=480,
    label="Each cell more of the input gives one output more with stride 1; with "
    "stride 2 or 3 the output waits on a step of two or three cells.",
)

# %%
# Cells that are never read
# -------------------------
#
# With an input of 8, a kernel of 3 and stride 2, the stops begin at 0, 2 and 4 and the
# last one ends at 6. Cell 7 is legal and never read: its gradient is 0.
# :func:`convref.read_counts` counts the windows that read each cell, and equals that
# gradient.

x = torch.zeros(1, 1, 8, requires_grad=True)
layer = nn.Conv1d(1, 1, 3, stride=2, bias=False)
nn.init.ones_(layer.weight)
layer(x).sum().backward()
reads = x.grad[0, 0].int().tolist()

print("gradient:   ", reads)
print("read_counts:", convref.read_counts(8, kernel_size=3, stride=2).tolist())

# %%
# The first layer of AlexNet
# --------------------------
#
# It has kernels of 11 and stride 4, and comes in several shapes: an input of 227
# without padding gives 55, so does an input of 224 with padding 2. An input of 224
# without padding gives 54.

rows = []
for size, padding in ((227, 0), (224, 2), (224, 0)):
    layer = nn.Conv2d(3, 1, 11, stride=4, padding=padding)
    measured = layer(torch.zeros(1, 3, size, size)).shape[-1]
    formula = convref.conv_output_size(size, 11, stride=4, padding=padding)
    rows.append((size, padding, measured, formula))

print(tabulate(rows, headers=["input", "padding", "PyTorch", "formula"]))

# %%
# The formula is derived in :doc:`/learn/output-size`; the function is
# :func:`convref.conv_output_size`.

plotting.show()
