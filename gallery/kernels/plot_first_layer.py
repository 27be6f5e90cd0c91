"""
Sixty-four kernels and what they answer to
==========================================

A kernel is a pattern, an edge or a colour, and its feature map says where the picture
looks like it.
"""

from functools import partial

import torch
import torch.nn.functional as F
from torchvision.transforms.functional import normalize, to_tensor
from torchvision.utils import make_grid

from convref import alexnet, images, plotting

plotting.use_style()

# %%
# The kernels
# -----------
#
# AlexNet's first layer has 64 kernels of 11×11 pixels in three channels. torchvision
# has the weights that were trained on ImageNet, and this script uses them where they
# can be had.
#
# Where they cannot be had, 64 kernels of the same shape are learned from natural photos
# in their place. Those are not AlexNet's kernels.
#
# The title of each figure says which ones you see: ``alexnet`` for AlexNet's own,
# ``learned ≠ alexnet`` for the others.

weight, source = alexnet.first_layer()
title = {"alexnet": "alexnet", "learned": "learned ≠ alexnet"}[source]

print(source, weight.shape)

assert weight.shape == (64, 3, 11, 11)


def as_colours(kernel):
    """Stretch a kernel about grey to the range of a picture."""
    return (0.5 + kernel / (2 * kernel.abs().max())).permute(1, 2, 0)


def draw_kernels(ax):
    pictures = torch.stack([as_colours(kernel).permute(2, 0, 1) for kernel in kernels])
    opaque = F.pad(pictures, [0, 0, 0, 0, 0, 1], value=1)  # a fourth channel: no holes
    grid = make_grid(opaque, nrow=8, padding=1, pad_value=0)
    plotting.photo(ax, grid.permute(1, 2, 0).numpy())


kernels = torch.from_numpy(weight)
figure = plotting.panels(
    [draw_kernels],
    [title],
    side=520,
    label="Of the 64 kernels, many are edges and stripes at some angle, and others "
    "are patches of colour.",
)

# %%
# Convolving is searching
# -----------------------
#
# Each kernel is laid on each window of the picture, and the activation is the sum of
# products. The kernel and the window are two rows of 363 numbers here, and the sum is
# their scalar product.

mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
batch = normalize(to_tensor(images.lena()), mean, deviation)[None]
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
# So the window of the highest activation need not be the one that is most alike. For
# each kernel, take both. The first number printed says for how many of the 64 kernels
# they are one window. Then follow the mean cosine and the mean length, first of the
# windows with the highest activation, then of those with the highest cosine.

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
# For each kernel, the upper row holds the kernel, the two windows with the highest
# activations, and the two with the highest cosines. Above each window stands its
# activation, below that its cosine. The feature map follows; its rings lie at the two
# highest activations, its crosses at the two highest cosines.
#
# Two kernels come from the more colourful half of the grid, two from the other half. In
# each half they are the two whose nearest window is most alike.

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


picture = images.lena()


def draw_answers(ax, n):
    """One kernel and four windows in a row, and below them the kernel's feature map."""
    loudest, nearest = highest(maps[n]), highest(cosines[n])
    height, width = maps[n].shape
    plotting.feature_map(ax, maps[n].numpy())
    marks = {"markerfacecolor": "none", "markeredgewidth": 1.5, "clip_on": False}
    for places, shape in ((loudest, "o"), (nearest, "x")):
        rows, columns = zip(*places, strict=True)
        ax.plot(columns, rows, shape, markersize=9, color=plotting.INK, **marks)
    step = width / 5
    for column, place in enumerate([None, *loudest, *nearest]):
        small, text = as_colours(kernels[n]).numpy(), f"$n={n}$"
        if place:
            top, left = (2 * start for start in place)
            small = picture[top : top + 11, left : left + 11]
            text = f"{maps[n][place]:.1f}\n{cosines[n][place]:.2f}"
        start = column * step
        ax.imshow(small, extent=(start, start + 0.92 * step, -0.1 * step, -1.02 * step))
        ax.text(start + 0.46 * step, -1.1 * step, text, ha="center", va="bottom")
    ax.set_xlim(-0.5, width - 0.5)
    ax.set_ylim(height - 0.5, -1.9 * step)


height, width = maps.shape[1:]
aspect = min(height / width, 2) + 0.38
figure = plotting.panels(
    [partial(draw_answers, n=n) for n in chosen[:2]],
    [title] * 2,
    aspect=aspect,
    label="Each colourful kernel resembles the windows in the row beside it, the last "
    "two more than the others; its feature map says where they lie.",
)

# %%
# The same for the two kernels with little colour.

figure = plotting.panels(
    [partial(draw_answers, n=n) for n in chosen[2:]],
    [title] * 2,
    aspect=aspect,
    label="Two kernels with little colour, their windows and their feature maps in the "
    "same order.",
)

# %%
# A kernel is a pattern, and convolving is searching the picture for places like it.
# This is feature extraction, and so a kernel is also called a filter or a detector.
# What it detects is its pattern times strength: of two windows of one strength, the
# more alike has the higher activation; of two windows with one pattern, the stronger.
#
# The script :doc:`plot_find_patch` leaves the strength out and finds the pattern alone.
#
# Nobody drew these patterns: they were learned. The course page is
# :doc:`/learn/kernels-and-feature-maps`.

plotting.show()
