"""
Seven up-samplers before training
=================================

Seven ways to make a picture twice as large are measured with fresh random weights: how
strong is the checkerboard, and how much does it depend on the seed?
"""

from functools import partial

import numpy as np
import torch
from tabulate import tabulate

from convref import plotting
from convref.checkerboard import spectral_peak
from convref.datasets import images
from convref.experiments.measures import grey_imbalance
from convref.experiments.upsamplers import UPSAMPLERS, count, network

plotting.use_style()
torch.set_num_threads(1)
SEEDS = range(20)

# %%
# Equally many parameters
# -----------------------
#
# Each network is a convolution and one up-sampler, and turns a grey picture into one
# twice as large. ``k=3`` and ``k=4`` are transposed convolutions with stride 2;
# ``k=4 bilinear`` starts as bilinear interpolation. ``PixelShuffle`` computes four
# times the channels and sorts them into pixels; with ``ICNR`` the four start equal.
# ``nearest`` and ``bilinear`` enlarge first and then convolve with a kernel of 3.
#
# The wider the kernel, the fewer channels a network gets, so that all have about as
# many parameters. The second set has one more convolution of 3×3 at the end.

rows = []
for name in UPSAMPLERS:
    plain, followed = network(name), network(name, conv_after=True)
    rows.append([name, plain[0].out_channels, count(plain), count(followed)])
print(tabulate(rows, headers=["", "channels", "parameters", "with conv after"]))

# %%
# Two measures
# ------------
#
# The *imbalance* Δ: on an even grey input, how far are the four phases of the output
# apart, as a share of the output? 0 is even, 1 is nothing but pattern.
#
# The *peak* P: how far does the spectrum of an enlarged photo stand out at the
# frequency of the checkerboard, compared with the frequencies around it? It is measured
# on five photos; each seed counts with their median.


photos = [
    torch.from_numpy(images.grey_middle(photo, 128, multiple=2))
    for photo in (images.lena(), *map(images.photo, images.PHOTOS))
]


@torch.no_grad()
def measure(name, conv_after, seed):
    torch.manual_seed(seed)
    net = network(name, conv_after=conv_after)
    halves = (torch.nn.functional.avg_pool2d(photo[None, None], 2) for photo in photos)
    peaks = [spectral_peak(net(half)[0, 0].numpy(), 2) for half in halves]
    return grey_imbalance(net, factor=2), np.median(peaks)


# %%
# Twenty seeds each
# -----------------
#
# Each row is the median of twenty seeds, for the imbalance also the smallest and the
# largest.

plain, followed = (
    {name: [measure(name, after, seed) for seed in SEEDS] for name in UPSAMPLERS}
    for after in (False, True)
)
own = np.median([spectral_peak(photo.numpy(), 2) for photo in photos])

rows = []
for name in UPSAMPLERS:
    for after, results in (("", plain), ("conv", followed)):
        deltas, peaks = np.transpose(results[name])
        spread = np.median(deltas), deltas.min(), deltas.max()
        rows.append([name, after, *spread, np.median(peaks)])
head = ["", "after", "imbalance", "smallest", "largest", "peak"]
print(tabulate(rows, headers=head, floatfmt=("", "", ".3f", ".3f", ".3f", ",.1f")))
print(f"\npeak of the photos themselves: {own:.1f}")

# %%
# Four of the seven begin even: both resize-convolutions, and the two whose start was
# made even. Of the others, the kernel of 4 is no better than the kernel of 3. Its
# counts are even, and its phase sums are not.
#
# A convolution afterwards changes the pattern and does not remove it.


def column(number, results):
    return {name: [one[number] for one in results[name]] for name in UPSAMPLERS}


def chart(ax, number, symbol, **options):
    both = column(number, plain), column(number, followed)
    plotting.draw_ranges(ax, both, symbol, **options)


figure = plotting.panels(
    [
        partial(chart, number=0, symbol=r"$\Delta$"),
        partial(chart, number=1, symbol="$P$", scale="log", mark=own),
    ],
    aspect=1.5,
    label="Median and range over twenty seeds: four up-samplers begin without a "
    "checkerboard, three with a strong one. Open dots: a convolution follows. Dashed: "
    "the photos themselves.",
)

# %%
# What training makes of it: :doc:`plot_fixes`. The course page is
# :doc:`/learn/checkerboard`.

plotting.show()
