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
# Each kernel is laid on each window of the picture. The activation is the sum of products, so it is
# high where the window looks like the kernel.

batch = normalize(to_tensor(images.lena()), mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])[None]
kernels = torch.from_numpy(weight)
maps = F.conv2d(batch, kernels, stride=2)[0]
windows = F.unfold(batch, kernel_size=11, stride=2)[0]

torch.testing.assert_close(kernels.flatten(1) @ windows, maps.flatten(1), rtol=1e-3, atol=1e-3)

# %%
# How alike a window and a kernel are is told by the cosine of the angle between them: 1 is the same
# pattern, 0 is nothing in common. The activation is this cosine times the lengths of the two.
#
# For each kernel, compare the window of the highest activation with the window in the middle of the
# ranking. The numbers printed are the means of the two cosines.

alike = F.normalize(kernels.flatten(1), dim=1) @ F.normalize(windows, dim=0)
order = maps.flatten(1).argsort(dim=1, descending=True)
best, middle = (alike.gather(1, order[:, [n]]) for n in (0, order.shape[1] // 2))

print(f"{best.mean():.2f} {middle.mean():.2f}")

assert (best > middle).all()

# %%
# The strongest answers
# ---------------------
#
# A row is one kernel: the kernel, its feature map, and the four windows with the highest activations. The
# upper two kernels come from the more colourful half of the grid, the lower two from the other half. In
# each half they are the two whose best window is most alike.

grey = kernels.mean(dim=1, keepdim=True)
colourful = ((kernels - grey).flatten(1).norm(dim=1) / kernels.flatten(1).norm(dim=1)).argsort(descending=True)
chosen = [number for half in colourful.chunk(2) for number in half[best[half, 0].topk(2).indices].tolist()]


def strongest(values, count=4):
    """Rows and columns of the highest peaks, each the largest of its neighbourhood."""
    peaks = values.where(values == F.max_pool2d(values[None], 11, stride=1, padding=5)[0], values.min())
    return [divmod(index, values.shape[1]) for index in peaks.flatten().topk(count).indices.tolist()]


def as_colours(kernel):
    """A kernel stretched about grey to the range of a picture."""
    return (0.5 + kernel / (2 * kernel.abs().max())).permute(1, 2, 0).numpy()


figure, axes = plt.subplots(
    4,
    6,
    figsize=(7, 5.2),
    width_ratios=(1, 1.5, 1, 1, 1, 1),
    layout="constrained",
    num="Four kernels, their feature maps, and the windows that resemble them most.",
)
figure.suptitle(title)
picture = images.lena()
for row, number in zip(axes, chosen, strict=True):
    row[0].imshow(as_colours(kernels[number]))
    row[0].set_title(f"$n={number}$")
    plotting.feature_map(row[1], maps[number].numpy())
    for ax, (top, left) in zip(row[2:], strongest(maps[number]), strict=True):
        ax.imshow(picture[2 * top : 2 * top + 11, 2 * left : 2 * left + 11])
        ax.set_title(f"{maps[number, top, left]:.1f}")
    for ax in row:
        ax.set_axis_off()

# %%
# The more alike a window is, the higher its activation. This is feature extraction, and so a kernel is
# also called a filter or a detector.
#
# Nobody drew these patterns: they were learned. The course page is
# :doc:`/learn/kernels-and-feature-maps`.

plt.show()
