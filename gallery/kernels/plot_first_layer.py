"""
Sixty-four kernels and what they answer to
==========================================

A kernel is a pattern, an edge or a colour, and its feature map says where the picture looks like it.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torchvision.transforms.functional import normalize, to_tensor

from convref import alexnet, images, plotting

plotting.use_style()

# %%
# The kernels
# -----------
#
# AlexNet's first layer has 64 kernels of 11×11 pixels in three channels. torchvision has the weights
# that were trained on ImageNet, and this script uses them where they can be had.
#
# Where they cannot be had, 64 kernels of the same shape are learned from natural photos in their place.
# Those are not AlexNet's kernels.
#
# The title of each figure says which ones you see: ``alexnet`` for AlexNet's own, ``learned ≠ alexnet``
# for the others.

weight, source = alexnet.first_layer()
title = {"alexnet": "alexnet", "learned": "learned ≠ alexnet"}[source]

print(source, weight.shape)

assert weight.shape == (64, 3, 11, 11)

figure = plotting.kernel_grid(
    weight,
    columns=16,
    label="A grid of 64 small colour patterns: edges and stripes at many angles, and patches of colour.",
)
figure.suptitle(title)

# %%
# Convolving is searching
# -----------------------
#
# Each kernel is laid on each window of the picture, and the activation is the sum of
# products. The kernel and the window are two rows of 363 numbers here, and the sum is
# their scalar product.

mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
batch = normalize(to_tensor(images.lena()), mean, deviation)[None]
kernels = torch.from_numpy(weight)
maps = F.conv2d(batch, kernels, stride=2)[0]

corner = batch[:, :, :16, :16]
windows = F.unfold(corner, kernel_size=11, stride=2)[0]
products = kernels.flatten(1) @ windows
torch.testing.assert_close(products, maps[:, :3, :3].flatten(1), rtol=1e-3, atol=1e-3)

# %%
# A scalar product is the cosine of the angle between the two, times the length of the
# kernel, times the length of the window. The cosine says how alike they are: 1 is the
# same pattern, 0 is nothing in common. The length of the window says how strong it is.
#
# So the window of the highest activation need not be the one that is most alike. For each
# kernel, take both. The first number printed says for how many of the 64 kernels they
# are one window. Then follow the mean cosine and the mean length, first of the windows
# with the highest activation, then of those with the highest cosine.

ones = torch.ones(1, 3, 11, 11)
lengths = F.conv2d(batch.square(), ones, stride=2)[0].sqrt()
norms = kernels.flatten(1).norm(dim=1)[:, None, None]
cosines = maps / (norms * lengths).clamp_min(1e-6)

loudest, nearest = maps.flatten(1).argmax(dim=1), cosines.flatten(1).argmax(dim=1)

print((loudest == nearest).sum().item())
for chosen in (loudest, nearest):
    cosine = cosines.flatten(1).gather(1, chosen[:, None]).mean()
    print(f"{cosine:.2f} {lengths.flatten()[chosen].mean():.1f}")

torch.testing.assert_close(cosines * norms * lengths, maps, rtol=1e-3, atol=1e-3)
assert cosines.abs().max() < 1.001

# %%
# The strongest answers, and the nearest patterns
# -----------------------------------------------
#
# A row is one kernel: the kernel, its feature map, the two windows with the highest
# activations, and the two with the highest cosines. Above each window stands its
# activation, below that its cosine.
#
# The upper two kernels come from the more colourful half of the grid, the lower two from
# the other half. In each half they are the two whose nearest window is most alike.

grey = kernels.mean(dim=1, keepdim=True)
colour = (kernels - grey).flatten(1).norm(dim=1) / kernels.flatten(1).norm(dim=1)
halves = colour.argsort(descending=True).chunk(2)
alike = cosines.flatten(1).amax(dim=1)
chosen = [n for half in halves for n in half[alike[half].topk(2).indices].tolist()]


def highest(values, count=2):
    """Rows and columns of the highest peaks, each the largest of its neighbourhood."""
    largest = F.max_pool2d(values[None], 11, stride=1, padding=5)[0]
    peaks = values.where(values == largest, values.min()).flatten().topk(count).indices
    return [divmod(index, values.shape[1]) for index in peaks.tolist()]


def as_colours(kernel):
    """A kernel stretched about grey to the range of a picture."""
    return (0.5 + kernel / (2 * kernel.abs().max())).permute(1, 2, 0).numpy()


figure, axes = plt.subplots(
    4,
    6,
    figsize=(7, 6),
    width_ratios=(1, 1.5, 1, 1, 1, 1),
    layout="constrained",
    num="Four kernels, their feature maps, the two windows that each answers to most, "
    "and the two that resemble it most.",
)
figure.suptitle(title)
picture = images.lena()
for row, n in zip(axes, chosen, strict=True):
    row[0].imshow(as_colours(kernels[n]))
    row[0].set_title(f"$n={n}$")
    plotting.feature_map(row[1], maps[n].numpy())
    places = highest(maps[n]) + highest(cosines[n])
    for ax, (top, left) in zip(row[2:], places, strict=True):
        ax.imshow(picture[2 * top : 2 * top + 11, 2 * left : 2 * left + 11])
        ax.set_title(f"{maps[n, top, left]:.1f}\n{cosines[n, top, left]:.2f}")
    for ax in row:
        ax.set_axis_off()

# %%
# A kernel is a pattern, and convolving is searching the picture for places like it. This
# is feature extraction, and so a kernel is also called a filter or a detector. What it
# detects is its pattern times strength: of two windows of one strength, the more alike
# has the higher activation; of two windows with one pattern, the stronger.
#
# The script :doc:`plot_find_patch` leaves the strength out and finds the pattern alone.
#
# Nobody drew these patterns: they were learned. The course page is
# :doc:`/learn/kernels-and-feature-maps`.

plt.show()
