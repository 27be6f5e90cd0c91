"""
Learned kernels are waves under a bell
======================================

One Gabor function, a wave under a bell, explains most of a learned kernel, and next to
nothing of a random one.
"""

from functools import partial

import numpy as np
from tabulate import tabulate

from convref import gabor, plotting
from convref.datasets import alexnet

plotting.use_style()

# %%
# Three banks of kernels
# ----------------------
#
# ``noise`` is drawn at random, with seed 0. ``learned`` are 64 kernels learned from
# photos, as they stand in for AlexNet's elsewhere. ``alexnet`` are AlexNet's own; they
# are left out where the weights cannot be had.

learned, layer = alexnet.learned_layer(), alexnet.first_layer()
noise = np.random.default_rng(0).standard_normal(learned.weights.shape)
banks = {"noise": noise, learned.source: learned.weights, layer.source: layer.weights}

# %%
# What is fitted
# --------------
#
# A Gabor function has a middle, a direction, a frequency, and a bell that is wide or
# narrow along the wave and across it. In colour it also has one number for each
# channel. The fit looks for those of which most of the kernel can be made. Its *share*
# is the part of the kernel's sum of squares that is then explained: 1 is all of it.

fits = {name: gabor.fit(bank) for name, bank in banks.items()}


def summary(name):
    fit = fits[name]
    share = np.percentile(fit.share, [10, 50, 90])
    waves = fit.frequency > 1 / 22  # more than half a wave in 11 pixels
    clear = waves & (fit.share > 0.5)
    sectors = np.unique(fit.direction[clear] // 22.5)
    return [name, *share, clear.sum(), len(sectors), (fit.colour > 0.25).sum()]


heads = ["kernels", "share: 10 %", "median", "90 %", "clear waves"]
heads += ["directions", "colourful"]
print(tabulate(map(summary, banks), heads, floatfmt=".2f"))

# %%
# *10 %* is the share that one kernel in ten stays below. A *clear wave* has a share
# above 0.5 and more than half a wave within the kernel. For *directions* the half
# circle is cut into eight sectors, and those that hold a clear wave are counted.
# *Colourful* is a kernel that loses more than a quarter of its sum of squares when it
# is made grey; a random one always does, since its channels have nothing in common.


def histogram(ax):
    edges = np.linspace(0, 1, 21)
    colours = {"noise": plotting.PADDING, "learned": plotting.KERNEL}
    for name, fit in fits.items():
        colour = colours.get(name, plotting.INPUT)
        ax.hist(fit.share, edges, color=colour, alpha=0.8)
    ax.set_xlabel(r"$R^2$")
    ax.set_ylabel("$n$")


figure = plotting.panels(
    [histogram],
    aspect=0.6,
    side=560,
    label="Number of kernels by the share R² that one Gabor function explains: the "
    "random ones (grey) stand near 0, most of the learned (yellow), and of AlexNet's "
    "(blue) where they could be had, above one half.",
)

# %%
# Directions and frequencies
# --------------------------
#
# Each clear wave is one dot: its direction θ in degrees, and its frequency f in waves
# per pixel. A larger dot is a more colourful kernel. Direction 0 runs along a row and
# shows upright stripes; 90 runs down a column.


def dots(ax, fit):
    clear = (fit.frequency > 1 / 22) & (fit.share > 0.5)
    size = 25 + 200 * fit.colour[clear]
    look = {"color": plotting.KERNEL, "alpha": 0.75}
    ax.scatter(fit.direction[clear], fit.frequency[clear], s=size, **look)
    ax.set_xlim(-5, 185)
    ax.set_xticks([0, 45, 90, 135, 180])
    ax.set_ylim(0, 0.53)
    ax.set_xlabel(r"$\theta$")
    ax.set_ylabel("$f$")


trained = [name for name in fits if name != "noise"]
figure = plotting.panels(
    [partial(dots, fit=fits[name]) for name in trained],
    trained,
    columns=1,
    aspect=0.6,
    side=560,
    label="The clear waves of a bank by direction and frequency: they cover all "
    "directions, and several frequencies.",
)

# %%
# A photo has edges at every angle and at every scale, and a bank that is to describe it
# covers both. Cells in the visual cortex of cats and monkeys answer to such waves, too,
# which is why Gabor functions were tried on kernels at all (Daugman 1985). The kernels
# themselves, in order, are in :doc:`plot_first_layer`; how they come out of noise is in
# :doc:`plot_learn_from_noise`.

plotting.show()
