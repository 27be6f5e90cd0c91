"""
Seven up-samplers after training, compared by number
====================================================

Seven ways to enlarge a picture, with equally many parameters and equally many steps of
training: which still shows a checkerboard, and which is nearest to the original?
"""

from functools import partial
from itertools import product

import numpy as np
import torch
from tabulate import tabulate

from convref import plotting
from convref.checkerboard import spectral_peak
from convref.datasets import images
from convref.experiments.measures import measure
from convref.experiments.upsamplers import UPSAMPLERS, count, network, trained

plotting.use_style()
torch.set_num_threads(1)  # more gain little here, and lose much on a busy machine
SEEDS = (0, 1, 2)
STEPS = 320
VARIANTS = list(product((False, True), UPSAMPLERS))

# %%
# Train and measure
# -----------------
#
# The networks are those of :doc:`plot_untrained`; ×4 stacks two up-samplers. Each
# learns to undo a down-sampling, on pieces of four photos that come with scikit-image.
# All get the same pieces in the same order. That takes a few minutes the first time;
# :func:`convref.experiments.upsamplers.trained` keeps the weights for the next.
#
# The picture that is enlarged is not among the four. Imbalance Δ and peak P are those
# of :doc:`plot_untrained`. PSNR and SSIM are scikit-image's, and say how near the
# result is to the original (:func:`convref.experiments.measures.measure`).

picture = images.grey_middle(images.lena(), 256, multiple=4)
before, after = {}, {}
for factor, (conv_after, name) in product((2, 4), VARIANTS):
    starts, ends = [], []
    for seed in SEEDS:
        torch.manual_seed(seed)
        net = network(name, factor=factor, conv_after=conv_after)
        starts.append(measure(net, picture, factor))
        options = {"factor": factor, "conv_after": conv_after, "steps": STEPS}
        net = trained(name, seed=seed, **options)
        ends.append(measure(net, picture, factor))
    before[factor, conv_after, name] = np.array(starts)
    after[factor, conv_after, name] = np.array(ends)

# %%
# The numbers
# -----------
#
# Medians over three seeds. The row ``interpolate`` learns nothing: it is bilinear
# interpolation.

MEASURES = ["Δ before", "P before", "Δ", "P", "PSNR", "SSIM"]


def print_table(factor):
    rows, sizes = [], set()
    for conv_after, name in VARIANTS:
        sizes.add(count(network(name, factor=factor, conv_after=conv_after)))
        start = np.median(before[factor, conv_after, name], axis=0)
        end = np.median(after[factor, conv_after, name], axis=0)
        rows.append([name, "conv" * conv_after, *start[:2], *end])
    plain = torch.nn.Upsample(scale_factor=factor, mode="bilinear")
    rows.append(["interpolate", "", None, None, *measure(plain, picture, factor)])
    own = spectral_peak(picture, factor)
    print(f"×{factor}, the original has P = {own:.1f}; the networks have", end=" ")
    print(f"{min(sizes)} to {max(sizes)} parameters")
    formats = ("", "", ".3f", ",.0f", ".4f", ",.0f", ".2f", ".3f")
    print(tabulate(rows, ["", "after", *MEASURES], floatfmt=formats), end="\n\n")


print_table(2)

# %%
# Four times as large, through two up-samplers each:

print_table(4)

# %%
# What the numbers say
# --------------------
#
# - **Only the two resize-convolutions have no imbalance.** Their phases are tied, and
#   no training can part them. ``nearest`` keeps a peak above that of the original at
#   ×4, since it leaves its copies as steps; ``bilinear`` has the lowest.
# - **An even start does not last.** ``k=4 bilinear`` and ``PixelShuffle ICNR`` begin at
#   0 and end among the others.
# - **A kernel of 4 ends no better than a kernel of 3.** It makes the counts even. The
#   training sets the sums, and it brings both close to even.
# - **A convolution afterwards does not help here.** It could remove the pattern. In the
#   same number of steps it leaves a stronger one, and a lower PSNR, in most rows.
# - **PSNR and SSIM do not show the pattern**, which is fainter than a hundredth of the
#   grey in most rows. The seeds differ by about as much as the up-samplers do, and
#   several are no nearer to the original than plain interpolation.
#
# Odena, Dumoulin and Olah (:title:`Deconvolution and Checkerboard Artifacts`, Distill,
# 2016) advise resize-convolution, and the first line agrees. They also name a kernel
# that the stride divides as a remedy; in these numbers it is none. And they saw strong
# patterns in the pictures of generators. An error against an original, as here, pulls
# the phases together; the loss of a generator need not.

# %%
# All measures after training, first at ×2 and then at ×4.


def chart(ax, factor, number, symbol, **options):
    both = [
        {name: after[factor, conv, name][:, number] for name in UPSAMPLERS}
        for conv in (False, True)
    ]
    plotting.draw_ranges(ax, both, symbol, **options)


def charts(factor):
    draw = partial(chart, factor=factor)
    return [
        partial(draw, number=0, symbol=r"$\Delta$", scale="symlog", linthresh=1e-3),
        partial(draw, number=1, symbol="$P$", scale="log"),
        partial(draw, number=2, symbol="PSNR (dB)"),
        partial(draw, number=3, symbol="SSIM"),
    ]


figure = plotting.panels(
    charts(2),
    aspect=0.8,
    columns=2,
    label="Median and range of three seeds after training at ×2: imbalance and peak "
    "are lowest for the resize-convolutions; in PSNR and SSIM the ranges overlap. Open "
    "dots: a convolution follows.",
)

figure = plotting.panels(
    charts(4),
    aspect=0.8,
    columns=2,
    label="The same at ×4: again only the resize-convolutions have no imbalance; the "
    "filled dots of the five others are further from even than at ×2.",
)

# %%
# The pictures: :doc:`plot_trained`. What they cost: :doc:`plot_costs`. Why a
# convolution afterwards can, and need not, remove the pattern: :doc:`plot_conv_after`.
# The course page is :doc:`/learn/checkerboard`.

plotting.show()
