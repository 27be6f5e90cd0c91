"""
The checkerboard in the gradients
=================================

The backward pass of a convolution with a stride is a transposed convolution, so its
checkerboard lies on the gradient of the photo. Max pooling leaves grain instead.
"""

import numpy as np
import torch
from tabulate import tabulate
from torch import nn

from convref import plotting
from convref.checkerboard import imbalance
from convref.datasets import images

plotting.use_style()
torch.set_num_threads(1)
SEEDS = range(20)

# %%
# Ask which pixels matter
# -----------------------
#
# A photo goes through one layer with random weights and a ReLU, and everything that
# comes out is added up. The gradient of that sum says how strongly each pixel changes
# it. The first two layers halve the size by a stride, the last two by pooling.


def pooled(pool):
    return nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), pool(2))


LAYERS = {
    "k=3 s=2": lambda: nn.Conv2d(1, 16, 3, stride=2, padding=1),
    "k=4 s=2": lambda: nn.Conv2d(1, 16, 4, stride=2, padding=1),
    "MaxPool2d": lambda: pooled(nn.MaxPool2d),
    "AvgPool2d": lambda: pooled(nn.AvgPool2d),
}

photo = torch.from_numpy(images.grey_middle(images.lena(), 192, multiple=2))


def gradient(name, seed):
    torch.manual_seed(seed)
    x = photo[None, None].clone().requires_grad_()
    LAYERS[name]()(x - 0.5).relu().sum().backward()
    return x.grad[0, 0].numpy()


figure = plotting.feature_maps(
    [gradient(name, seed=0)[:48, :48] for name in LAYERS],
    list(LAYERS),
    columns=2,
    label="The gradient of a piece of the photo: strides leave a regular grid on it, "
    "max pooling leaves scattered pixels, average pooling neither.",
)

# %%
# Measured
# --------
#
# Two measures of the size of the gradient. *Imbalance*: how far are the four phases of
# the whole photo apart? *Neighbours*: how much do pixels in one square of 2×2 differ,
# as a share of the gradient's size? The medians of 20 seeds:


def neighbours(size):
    height, width = size.shape
    squares = size.reshape(height // 2, 2, width // 2, 2)
    apart = squares - squares.mean(axis=(1, 3), keepdims=True)
    return np.sqrt(np.square(apart).mean() / (np.square(size).mean() or 1))


rows = []
for name in LAYERS:
    sizes = [np.abs(gradient(name, seed)) for seed in SEEDS]
    deltas = [imbalance(size, 2) for size in sizes]
    rows.append([name, np.median(deltas), min(deltas), max(deltas)])
    rows[-1].append(np.median([neighbours(size) for size in sizes]))
head = ["", "imbalance", "smallest", "largest", "neighbours"]
print(tabulate(rows, headers=head, floatfmt=".3f"))

# %%
# Both strides favour some phases, and the kernel of 4 hardly less than that of 3: its
# counts are even, and the weights it meets a phase with are not.
#
# Max pooling favours no phase by much, since the largest of four pixels may be any of
# them. But only that one is handed a gradient, so that neighbours differ as much as
# under a stride. Average pooling gives each of the four the same quarter, and so leaves
# the gradient as it is without pooling.
#
# Odena, Dumoulin and Olah (2016) name strides and max pooling together. By these
# numbers a stride leaves a grid, and max pooling leaves grain.
#
# Why a gradient is a transposed convolution: :doc:`/learn/gradients`. The pattern
# itself is explained in :doc:`/learn/checkerboard`.

plotting.show()
