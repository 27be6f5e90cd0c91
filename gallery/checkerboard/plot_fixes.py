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
import torch.nn.functional as F
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from tabulate import tabulate

from convref import plotting
from convref.checkerboard import imbalance, spectral_peak
from convref.datasets import images
from convref.experiments.upsamplers import UPSAMPLERS, count, network, train

plotting.use_style()
torch.set_num_threads(1)  # more gain little here, and lose much on a busy machine
SEEDS = (0, 1, 2)
STEPS = 320

# %%
# Train and measure
# -----------------
#
# The networks are those of :doc:`plot_untrained`; ×4 stacks two up-samplers. Each
# learns to undo a down-sampling, on pieces of four photos that come with scikit-image.
# :func:`convref.experiments.upsamplers.train` gives all of them the same pieces in the
# same order.
#
# The picture that is enlarged is not among the four. Imbalance Δ and peak P are those
# of :doc:`plot_untrained`. PSNR and SSIM are scikit-image's, and say how near the
# result is to the original.


picture = torch.from_numpy(images.grey_middle(images.lena(), 256, multiple=4))


def nearness(output):
    pair = picture.numpy(), output.clip(0, 1)
    with np.errstate(divide="ignore"):  # A picture of one colour has no error.
        psnr = peak_signal_noise_ratio(*pair, data_range=1)
    return psnr, structural_similarity(*pair, data_range=1)


@torch.no_grad()
def measure(net, factor):
    """Return the imbalance, and peak, PSNR and SSIM of the enlarged picture."""
    grey = net(torch.full((1, 1, 24, 24), 0.5))[0, 0].numpy()
    grey = grey[8 * factor : -8 * factor, 8 * factor : -8 * factor]
    output = net(F.avg_pool2d(picture[None, None], factor))[0, 0].numpy()
    peak = spectral_peak(output, factor)
    return imbalance(grey, factor), peak, *nearness(output)


before, after = {}, {}
for case in product((2, 4), (False, True), UPSAMPLERS, SEEDS):
    factor, conv_after, name, seed = case
    torch.manual_seed(seed)
    net = network(name, factor=factor, conv_after=conv_after)
    before[case] = measure(net, factor)
    train(net, factor=factor, seed=seed, steps=STEPS)
    after[case] = measure(net, factor)

# %%
# The numbers
# -----------
#
# Medians over three seeds. The row ``interpolate`` learns nothing: it is bilinear
# interpolation.


def numbers(results, factor, conv_after, name):
    return np.array([results[factor, conv_after, name, seed] for seed in SEEDS])


def interpolated(factor):
    small = F.avg_pool2d(picture[None, None], factor)
    return F.interpolate(small, scale_factor=factor, mode="bilinear")[0, 0].numpy()


def print_table(factor):
    rows = []
    for conv_after, name in product((False, True), UPSAMPLERS):
        size = count(network(name, factor=factor, conv_after=conv_after))
        start, end = (
            np.median(numbers(results, factor, conv_after, name), axis=0)
            for results in (before, after)
        )
        rows.append([name, "conv" * conv_after, size, *start[:2], *end])
    plain = interpolated(factor)
    peak = spectral_peak(plain, factor)
    rows.append(["interpolate", "", 0, None, None, 0, peak, *nearness(plain)])
    own = spectral_peak(picture.numpy(), factor)
    print(f"×{factor}, the original has P = {own:.1f}")
    measures = ["Δ before", "P before", "Δ", "P", "PSNR", "SSIM"]
    formats = ("", "", "", ".3f", ",.0f", ".4f", ",.0f", ".2f", ".3f")
    head = ["", "after", "parameters", *measures]
    print(tabulate(rows, headers=head, floatfmt=formats), end="\n\n")


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
#   same number of steps it leaves a stronger one in most rows, and a lower PSNR.
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
# All measures at ×2, after training.


def chart(ax, number, symbol, **options):
    both = [
        {name: numbers(after, 2, conv, name)[:, number] for name in UPSAMPLERS}
        for conv in (False, True)
    ]
    plotting.draw_ranges(ax, both, symbol, **options)


figure = plotting.panels(
    [
        partial(chart, number=0, symbol=r"$\Delta$", scale="symlog", linthresh=1e-3),
        partial(chart, number=1, symbol="$P$", scale="log"),
        partial(chart, number=2, symbol="PSNR (dB)"),
        partial(chart, number=3, symbol="SSIM"),
    ],
    aspect=0.85,
    columns=2,
    label="Median and range of three seeds after training: imbalance and peak are "
    "lowest for the resize-convolutions; in PSNR and SSIM the ranges overlap. Open "
    "dots: a convolution follows.",
)

# %%
# The pictures: :doc:`plot_trained`. What they cost: :doc:`plot_costs`. Why a
# convolution afterwards can, and need not, remove the pattern: :doc:`plot_conv_after`.
# The course page is :doc:`/learn/checkerboard`.

plotting.show()
