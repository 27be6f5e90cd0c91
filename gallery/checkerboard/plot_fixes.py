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

from convref import images, plotting
from convref.checkerboard import imbalance, spectral_peak
from convref.upsamplers import UPSAMPLERS, count, network

plotting.use_style()
torch.set_num_threads(1)  # more gain little here, and lose much on a busy machine
SEEDS = (0, 1, 2)
STEPS = 320

# %%
# Training
# --------
#
# The networks are those of :doc:`plot_untrained`; ×4 stacks two up-samplers. Each
# learns to undo a down-sampling of pieces of four photos that come with scikit-image.
# All get the same pieces in the same order.

photos = [
    torch.from_numpy(images.grey_middle(images.photo(name), 1000))
    for name in images.PHOTOS
]


def pieces(seed, side=32, batch=8):
    """Yield batches of grey squares, cut at random."""
    numbers = np.random.default_rng(seed)
    for _ in range(STEPS):
        squares = []
        for chosen in numbers.integers(len(photos), size=batch):
            limits = np.array(photos[chosen].shape) - side + 1
            top, left = numbers.integers(limits).tolist()
            squares.append(photos[chosen][top : top + side, left : left + side])
        yield torch.stack(squares)[:, None]


def train(net, factor, seed):
    rate = 0.03 if factor == 2 else 0.015
    optimizer = torch.optim.Adam(net.parameters(), rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=STEPS)
    for target in pieces(seed):
        loss = F.mse_loss(net(F.avg_pool2d(target, factor)), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()


# %%
# Measuring
# ---------
#
# The picture that is enlarged is in no training set. Imbalance Δ and peak P are those
# of :doc:`plot_untrained`. PSNR and SSIM are scikit-image's, and say how near the
# result is to the original.


picture = torch.from_numpy(images.grey_middle(images.lena(), 256, multiple=4))


def nearness(output):
    pair = picture.numpy(), output.clip(0, 1)
    psnr = peak_signal_noise_ratio(*pair, data_range=1)
    return psnr, structural_similarity(*pair, data_range=1)


@torch.no_grad()
def measure(net, factor):
    """Return the enlarged picture, its four measures, and the answer to even grey."""
    grey = net(torch.full((1, 1, 24, 24), 0.5))[0, 0].numpy()
    grey = grey[8 * factor : -8 * factor, 8 * factor : -8 * factor]
    output = net(F.avg_pool2d(picture[None, None], factor))[0, 0].numpy()
    peak = spectral_peak(output, factor)
    return output, (imbalance(grey, factor), peak, *nearness(output)), grey


before, after = {}, {}
for case in product((2, 4), (False, True), UPSAMPLERS, SEEDS):
    factor, conv_after, name, seed = case
    torch.manual_seed(seed)
    net = network(name, factor=factor, conv_after=conv_after)
    before[case] = measure(net, factor)
    train(net, factor, seed)
    after[case] = measure(net, factor)

# %%
# The numbers
# -----------
#
# Medians over three seeds. The row ``interpolate`` learns nothing: it is bilinear
# interpolation.


def numbers(results, factor, conv_after, name):
    return np.array([results[factor, conv_after, name, seed][1] for seed in SEEDS])


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
#   0 and end where the others do.
# - **A kernel of 4 ends no better than a kernel of 3.** It makes the counts even. The
#   training sets the sums, and it brings both close to even.
# - **A convolution afterwards does not help here.** It could remove the pattern. In the
#   same number of steps it leaves a stronger one in most rows, and a lower PSNR.
# - **PSNR and SSIM do not show the pattern**, which is fainter than a hundredth of the
#   grey in most rows. The seeds differ by more than the up-samplers do, and several are
#   no nearer to the original than plain interpolation.
#
# Odena, Dumoulin and Olah (:title:`Deconvolution and Checkerboard Artifacts`, Distill,
# 2016) advise resize-convolution, and the first line agrees. They also name a kernel
# that the stride divides as a remedy; in these numbers it is none. And they saw strong
# patterns in the pictures of generators. An error against an original, as here, pulls
# the phases together; the loss of a generator need not.

# %%
# See it
# ------
#
# One piece at ×4, from the networks of seed 0: first the original, called *y*, and
# interpolation, then the seven up-samplers.

top, left = (max(0, length // 2 - 32) for length in picture.shape)


def piece(values):
    part = np.asarray(values)[top : top + 64, left : left + 64].clip(0, 1)
    return partial(plotting.photo, picture=part)


shown = [picture, interpolated(4), *(after[4, False, n, 0][0] for n in UPSAMPLERS)]
figure = plotting.panels(
    [piece(values) for values in shown],
    ["$y$", "interpolate", *UPSAMPLERS],
    columns=3,
    label="Trained, all seven come near the original, and five of them lay a faint "
    "grid over smooth areas; the two resize-convolutions do not.",
)

# %%
# The pattern alone: what the same networks make of an even grey, less its mean. All
# seven share one scale.

answers = [after[4, False, name, 0][2] for name in UPSAMPLERS]
answers = [answer[:16, :16] - answer.mean() for answer in answers]
most = max(np.abs(answer).max() for answer in answers)
figure = plotting.panels(
    [partial(plotting.feature_map, values=a, limit=most) for a in answers],
    list(UPSAMPLERS),
    columns=3,
    label="On an even grey the five others leave a pattern of period 4, also those "
    "that started even; the resize-convolutions leave none.",
)

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
    aspect=1.5,
    columns=2,
    label="Median and range of three seeds after training: in imbalance and peak the "
    "resize-convolutions stand alone; in PSNR and SSIM the ranges overlap. Open dots: "
    "a convolution follows.",
)

# %%
# What they cost: :doc:`plot_costs`. Why a convolution afterwards can, and need not,
# remove the pattern: :doc:`plot_conv_after`. The course page is
# :doc:`/learn/checkerboard`.

plotting.show()
