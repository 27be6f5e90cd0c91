"""
Output size is a staircase
==========================

PyTorch rounds down. Several input sizes share one output size, and the last columns may never be read.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

import convref
from convref import plotting

plotting.use_style()

# %%
# Count the stops
# ---------------
#
# A kernel of 3 moves along the input until it no longer fits. With stride 1 every further cell gives
# one more stop, with stride 3 every third cell does.

sizes = range(3, 21)
figure, ax = plt.subplots(
    figsize=(7, 4),
    layout="constrained",
    num="Output size against input size: three staircases, with wider steps for a larger stride.",
)
for stride, color in zip((1, 2, 3), ("C3", "C4", "C5"), strict=True):
    measured = [nn.Conv1d(1, 1, 3, stride=stride)(torch.zeros(1, 1, size)).shape[-1] for size in sizes]
    formula = [convref.conv_output_size(size, kernel_size=3, stride=stride) for size in sizes]
    ax.plot(sizes, measured, "o", color=color, drawstyle="steps-post", linestyle="-", label=f"$s={stride}$")
    assert measured == formula
ax.set_xlabel("$i$")
ax.set_ylabel("$o$")
ax.set_xticks(sizes)
ax.set_yticks(range(0, 20, 2))
ax.legend()

# %%
# Cells that are never read
# -------------------------
#
# With an input of 8, a kernel of 3 and stride 2, the stops begin at 0, 2 and 4 and the last one ends at
# 6. Cell 7 is legal and never read: its gradient is 0. :func:`convref.read_counts` counts the windows that
# read each cell, and equals that gradient.

x = torch.zeros(1, 1, 8, requires_grad=True)
layer = nn.Conv1d(1, 1, 3, stride=2, bias=False)
nn.init.ones_(layer.weight)
layer(x).sum().backward()
reads = x.grad[0, 0].int().tolist()

print(reads)

assert reads == [1, 1, 2, 1, 2, 1, 1, 0]
assert reads == convref.read_counts(8, kernel_size=3, stride=2).tolist()

# %%
# The first layer of AlexNet
# --------------------------
#
# It has kernels of 11 and stride 4, and comes in several shapes: an input of 227 without padding gives
# 55, so does an input of 224 with padding 2. An input of 224 without padding gives 54.

for size, padding in ((227, 0), (224, 2), (224, 0)):
    output = nn.Conv2d(3, 1, 11, stride=4, padding=padding)(torch.zeros(1, 3, size, size))
    print(size, padding, output.shape[-1])
    assert output.shape[-1] == convref.conv_output_size(size, 11, stride=4, padding=padding)
    assert output.shape[-1] == {(227, 0): 55, (224, 2): 55, (224, 0): 54}[size, padding]

# %%
# The formula is derived in :doc:`/learn/output-size`; the function is :func:`convref.conv_output_size`.

plt.show()
