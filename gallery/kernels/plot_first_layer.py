"""
Sixty-four kernels, put in order
================================

Kernels in the shape of the first layer of AlexNet, in order of frequency, direction and
colour: edges, stripes and patches of colour.
"""

import numpy as np
from tabulate import tabulate

from convref import gabor, plotting
from convref.datasets import alexnet

plotting.use_style()

# %%
# The kernels
# -----------
#
# The layer has 64 kernels, each of 11×11 pixels in three channels. The word printed
# says which kernels you see, and so does the title of the figure: ``alexnet`` for the
# weights that were trained on ImageNet, ``learned ≠ alexnet`` for others of the same
# shape. The note at the end of this page tells more.

weights, source = alexnet.first_layer()
title = {"alexnet": "alexnet", "learned": "learned ≠ alexnet"}[source]

print(source, weights.shape)

# %%
# The order
# ---------
#
# A bank of kernels has no order of its own: that of the channels is chance. Here each
# kernel is measured first. *Colour* is the part of its sum of squares that is lost when
# it is made grey; from 0.25 on it counts as colourful. The others are compared with a
# wave under a bell, as in :doc:`plot_gabor`. Where that explains less than half, there
# is no clear pattern. Where it does, there are less than half a wave in the kernel (an
# edge or a blob), a coarse wave, or a fine one, with more than 0.2 waves per pixel.
#
# The grid goes through these groups one after the other. Within a group, colourful
# kernels are sorted by how colourful they are, the others by direction.

fit = gabor.fit(weights)
names = ["edge or blob", "coarse wave", "fine wave", "no clear pattern", "colourful"]
group = np.digitize(fit.frequency, [1 / 22, 0.2])
group[fit.share < 0.5] = 3
group[fit.colour > 0.25] = 4
within = np.where(group == 4, fit.colour, fit.direction)
order = np.lexsort([within, group])

table = []
for number, name in enumerate(names):
    chosen = group == number
    if chosen.any():
        means = fit.share[chosen].mean(), fit.colour[chosen].mean()
        table.append([name, chosen.sum(), *means])

heads = ["group", "kernels", "mean share of a wave", "mean colour"]
print(tabulate(table, heads, floatfmt=".2f"))

# %%
# Grey is a weight of zero, and each kernel is stretched to its own largest weight.

figure = plotting.kernel_grid(
    weights[order],
    columns=8,
    title=title,
    label="The 64 kernels in the order of the table: edges first, then coarse and fine "
    "stripes by their direction, those without a clear pattern, and colours last.",
)

# %%
# Why these patterns?
# -------------------
#
# An edge, a stripe, a patch of colour: each is something that occurs everywhere in
# photos and says much with few numbers. The layers behind this one see nothing of the
# picture but the answers of these kernels. So they must, together, cover all
# directions, several frequencies, and colour.
#
# Most kernels are either a grey wave or a colour that changes slowly. In the
# two-towered AlexNet of 2012 even the towers parted in this way: one held the grey
# kernels, the other the colours (:doc:`plot_alexnet_counts`).
#
# Which windows of photos they answer to is shown in :doc:`plot_strongest_patches`. The
# course page is :doc:`/learn/kernels-and-feature-maps`.
#
# .. note::
#
#    torchvision's weights are downloaded once, 233 MB, into torch's own cache, and
#    their hash is checked. A machine that cannot have them shows 64 kernels learned
#    from six photos instead (:doc:`/about/pictures`). Those are not AlexNet's: edges,
#    stripes and colours occur in both, but not in the same numbers.

plotting.show()
