"""
What a kernel answers to
========================

Try six kernels on seven photos, and look at the windows with the highest activations.
"""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_sample_images
from tabulate import tabulate
from torchvision.transforms.functional import normalize, to_tensor

from convref import gabor, plotting
from convref.datasets import alexnet, images

plotting.use_style()

# %%
# The photos, and the kernels
# ---------------------------
#
# Four photos come with scikit-image, two with scikit-learn, and lena with mahotas. The
# kernels are those of :doc:`plot_first_layer`; the word printed says which.

photos = [images.lena(), *map(images.photo, images.PHOTOS)]
photos += load_sample_images().images
weights, source = alexnet.first_layer()
kernels = torch.from_numpy(weights)

print(source, "on", len(photos), "photos")

# %%
# Six kernels are chosen: the three most colourful, and of the others the three that a
# wave under a bell explains best.

fit = gabor.fit(weights)
colourful = fit.colour.argsort()[::-1][:3].tolist()
waves = [n for n in fit.share.argsort()[::-1].tolist() if n not in colourful]
waves = [n for n in waves if fit.frequency[n] > 1 / 22][:3]
chosen = [*waves, *colourful]

# %%
# Convolving is searching
# -----------------------
#
# The activation of a window is the sum of products of its 363 numbers with those of the
# kernel. Written as vectors, it is the cosine of the angle between the two, times both
# lengths. The cosine says how alike they are: 1 is the same pattern. Every second
# window is tried, along both axes.
#
# Of each photo the three highest peaks are kept, then the eight highest of all photos.
# A peak is the largest of the 11×11 activations around it.

mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
answers = {n: [] for n in chosen}
for photo in photos:
    batch = normalize(to_tensor(photo.copy()), mean, deviation)[None]
    maps = F.conv2d(batch, kernels[chosen], stride=2)
    lengths = F.conv2d(batch**2, torch.ones(1, 3, 11, 11), stride=2)[0, 0].sqrt()
    peaks = maps.where(maps == F.max_pool2d(maps, 11, 1, 5), -torch.inf)
    for n, values in zip(chosen, peaks[0], strict=True):
        best = values.flatten().topk(min(3, values.numel()))
        for activation, index in zip(*map(torch.Tensor.tolist, best), strict=True):
            row, column = divmod(index, values.shape[1])
            window = photo[2 * row : 2 * row + 11, 2 * column : 2 * column + 11]
            length = kernels[n].norm().item() * lengths[row, column].item()
            if activation > -np.inf:
                answers[n].append((activation, activation / max(length, 1e-6), window))

strongest = {}
for n, found in answers.items():
    strongest[n] = sorted(found, key=lambda one: one[0], reverse=True)[:8]

# %%
# The strongest windows
# ---------------------

panels = []
for n, found in strongest.items():
    shown = [plotting.colours(weights[n]), *(window / 255 for *_, window in found)]
    panels.append(partial(plotting.photo, picture=plotting.tiles(shown, columns=3)))

figure = plotting.panels(
    panels,
    [f"{source}, $w_{{{n}}}$" for n in strongest],
    label="Each square begins with a kernel; the eight windows of all photos that it "
    "answers to most strongly follow, some very like it and some only roughly.",
)

# %%
# The highest and the lowest activation of each kernel, and how alike these windows are
# to it.

table = [
    [n, found[0][0], found[-1][0], found[0][1], found[-1][1]]
    for n, found in strongest.items()
]
heads = ["kernel", "highest", "eighth", "its cosine", "eighth's cosine"]
print(tabulate(table, heads, floatfmt=("d", ".1f", ".1f", ".2f", ".2f")))

# %%
# The higher the cosine, the more a window looks like the kernel; none is a copy of it.
# A strong window of a similar pattern answers more than a faint one of the very same:
# the length of the window counts as much as the cosine. How to leave the strength out
# is shown in :doc:`plot_find_patch`.
#
# So a kernel is also called a filter, or a detector. The course page is
# :doc:`/learn/kernels-and-feature-maps`.

plotting.show()
