"""
From noise to edges and colours
===============================

Sixty-four kernels start as noise. Each time they describe photos a little better, and
edges, stripes and colours come out.
"""

import numpy as np
from tabulate import tabulate
from threadpoolctl import threadpool_limits

from convref import gabor, plotting
from convref.datasets import sparse_coding

plotting.use_style()

# %%
# What is learned from
# --------------------
#
# The photos are cut into 42,000 patches of 11×11 pixels in three channels. No one says
# what they show. Patches differ in brightness far more than in anything else, so they
# are whitened first: each of the 80 directions in which they differ most gets the same
# variance. A row of ``x`` is one patch, written in these 80 numbers.

patches = sparse_coding.patches()
x = patches.values

print("patches and numbers of each:", x.shape)

# %%
# The kernels start as noise
# --------------------------
#
# Each of the 363 weights of a kernel is drawn at random, with seed 0.

rng = np.random.default_rng(0)


def length_1(kernels):
    return kernels / np.linalg.norm(kernels, axis=1, keepdims=True)


noise = rng.standard_normal((64, 363)).astype(np.float32)
kernels = length_1(noise @ patches.from_pixels)

# %%
# How they are learned
# --------------------
#
# Two things are wanted: a sum of kernels should look like the patch, and few kernels
# should take part in it. ``codes`` finds such a sum for each patch of a batch. What is
# then still missing is the error. Each kernel that took part is moved a little towards
# the error, so that next time it fits better.
#
# A kernel that takes part in many patches at once can fit none of them well. As each
# patch may use only a few, every kernel becomes something that is often seen whole: an
# edge. This is the sparse code of Olshausen and Field (*Nature* 381, 1996).

shown = [0, 4, 12, 30, 100, 225, 500]
stages, rows = [], []
with threadpool_limits(1):  # products as small as these are quickest on one core
    for step in range(shown[-1] + 1):
        batch = x[rng.integers(len(x), size=256)]
        code = sparse_coding.codes(batch, kernels)
        error = batch - code @ kernels
        if step in shown:
            stages.append(patches.pictures(kernels))
            missing = (error**2).sum() / (batch**2).sum()
            rows.append([step, (code != 0).sum(1).mean(), missing])
        strength = (code**2).mean(axis=0)
        pace = 0.07 / np.maximum(strength, strength.mean() / 10)
        kernels = length_1(kernels + pace[:, None] * (code.T @ error) / len(batch))

# %%
# The film
# --------
#
# The number above the grid counts the batches seen. Each kernel is shown as a small
# picture: grey is a weight of zero.

film = plotting.kernel_film(
    stages,
    [f"$t={step}$" for step in shown],
    label="The same 64 kernels over 500 batches of photos: noise becomes edges, "
    "stripes and patches of colour.",
)

# %%
# The same in numbers
# -------------------
#
# *Gabor* is how much of a kernel one Gabor function explains, a wave under a bell: the
# share of its sum of squares, in the middle of the 64 (:func:`convref.gabor.fit`).
# *Kernels a patch* counts those that take part in the sum of one patch. *Missing* is
# the share of a patch that the sum leaves out; it is large, because the patches were
# whitened, and most of what then fills them is fine grain that edges do not describe.

table = []
for stage, (step, *measured) in zip(stages, rows, strict=True):
    table.append([step, np.median(gabor.fit(stage).share), *measured])

heads = ["batches", "Gabor", "kernels a patch", "missing"]
print(tabulate(table, heads, floatfmt=("d", ".2f", ".1f", ".2f")))

# %%
# Nobody told the kernels to become edges. It follows from the photos, and from the wish
# for few kernels at a time. A network that is trained to name what a photo shows has
# quite another aim, and still its first layer ends with much the same patterns:
# :doc:`plot_first_layer`. How alike they are is measured in :doc:`plot_gabor`.

plotting.show(film)
