"""
The fixes, compared by number
=============================

Five ways to make a picture twice as large are measured before and after training.
"""

from functools import partial

import torch
import torch.nn.functional as F
from torch import nn
from torchvision.transforms.functional import to_tensor

from convref import images, plotting

plotting.use_style()
torch.manual_seed(1)
torch.set_num_threads(1)  # more gain little here, and lose much on a busy machine

# %%
# Five up-samplers
# ----------------
#
# Odena, Dumoulin and Olah (:title:`Deconvolution and Checkerboard Artifacts`, Distill,
# 2016) name two remedies: a kernel size that the stride divides, and
# resize-convolution, which enlarges by interpolation and then convolves.
#
# Here ``k=3`` and ``k=4`` are transposed convolutions with stride 2. ``PixelShuffle``
# is a convolution with four times the channels, sorted into pixels afterwards.
# ``nearest`` and ``bilinear`` are resize-convolutions.


def resize_convolution(mode):
    return nn.Sequential(
        nn.Upsample(scale_factor=2, mode=mode), nn.Conv2d(8, 3, 3, padding=1)
    )


UPSAMPLERS = {
    "k=3": lambda: nn.ConvTranspose2d(8, 3, 3, stride=2, padding=1, output_padding=1),
    "k=4": lambda: nn.ConvTranspose2d(8, 3, 4, stride=2, padding=1),
    "PixelShuffle": lambda: nn.Sequential(
        nn.Conv2d(8, 12, 3, padding=1), nn.PixelShuffle(2)
    ),
    "nearest": lambda: resize_convolution("nearest"),
    "bilinear": lambda: resize_convolution("bilinear"),
}

# %%
# Two measures
# ------------
#
# The spread: on an even grey input, how far apart are the four phases of the output? 0
# means that an even area stays even.
#
# The peak: how much power does the spectrum have at the frequency of the checkerboard,
# compared with the frequencies around it? Where it has no power at all, as in a picture
# of one colour, the peak is 1.


NOTHING = 1e-6  # a power so small that only rounding makes it


def spread(network):
    grey = network(torch.full((1, 3, 32, 32), 0.5))[0, :, 8:-8, 8:-8]
    corners = [(row, column) for row in (0, 1) for column in (0, 1)]
    phases = torch.stack([grey[:, r::2, c::2].mean(dim=(1, 2)) for r, c in corners])
    return (phases.amax(dim=0) - phases.amin(dim=0)).mean().item()


def peak(picture):
    values = picture.mean(dim=0)
    height, width = values.shape
    window = torch.outer(torch.hann_window(height), torch.hann_window(width))
    power = torch.fft.fft2((values - values.mean()) * window).abs().square()
    ratios = []
    half, across = height // 2, width // 2
    for row, column in ((half, 0), (0, across), (half, across)):
        around = power.roll((12 - row, 12 - column), dims=(0, 1))[:25, :25]
        middle, usual = around[11:14, 11:14].mean(), around.median()
        ratios.append(((middle + NOTHING) / (usual + NOTHING)).item())
    return max(ratios)


# %%
# Training
# --------
#
# Each network is one convolution with eight channels and one up-sampler. It learns to
# undo a down-sampling of the picture by 2, on random pieces of it.

picture = to_tensor(images.lena())
picture = picture[:, : picture.shape[1] // 2 * 2, : picture.shape[2] // 2 * 2]
small = F.avg_pool2d(picture, 2)
size = min(64, *picture.shape[1:])


def piece():
    top, left = (
        2 * torch.randint((length - size) // 2 + 1, ()) for length in picture.shape[1:]
    )
    return picture[:, top : top + size, left : left + size]


def train(network, steps=200):
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(steps):
        target = torch.stack([piece() for _ in range(8)])
        loss = F.mse_loss(network(F.avg_pool2d(target, 2)), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


@torch.no_grad()
def measure(network):
    output = network(small[None])[0]
    return output, {
        "spread": spread(network),
        "peak": peak(output),
        "error": F.mse_loss(output, picture).item(),
    }


before, after = {}, {}
for name, make in UPSAMPLERS.items():
    network = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), make())
    before[name] = measure(network)
    train(network)
    after[name] = measure(network)

# %%
# The numbers
# -----------
#
# A photo has a peak of its own; the first number is that of the original. Each row is
# spread, peak and mean squared error: first before training, then after.

print(f"{peak(picture):.1f}")
for result in (before, after):
    print()
    for name in UPSAMPLERS:
        numbers = result[name][1]
        print(
            f"{name:12} {numbers['spread']:6.4f}",
            f"{numbers['peak']:10.1f} {numbers['error']:8.4f}",
        )

# %%
# Before training, only the two resize-convolutions are even: their spread is 0 whatever
# the weights are. A kernel that the stride divides is not enough by itself, since its
# phase sums differ.
#
# Training cannot spoil the resize-convolutions. In the photo lena it lowers the spread
# and the peak of the other three, and does not remove them.
#
# The error does not show it: after training all five are near the original in the mean,
# and three still carry the pattern.

even, uneven = ("nearest", "bilinear"), ("k=3", "k=4", "PixelShuffle")

assert min(before[name][1]["spread"] for name in uneven) > 1e-4
for result in (before, after):
    assert max(result[name][1]["spread"] for name in even) < 1e-6

# %%
# First the spread Δ, then the peak P. The open dot is before training, the filled one
# after. The dashed line is the original picture.


def compare(ax, key, symbol):
    for row, name in enumerate(UPSAMPLERS):
        ax.axhline(row, color=plotting.PADDING, linewidth=0.5)
        where = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "center"}
        ax.text(0.98, row - 0.3, name, **where)
    for result, face in ((before, "none"), (after, plotting.OUTPUT)):
        values = [result[name][1][key] for name in UPSAMPLERS]
        dots = {"markerfacecolor": face, "markeredgecolor": plotting.OUTPUT}
        ax.plot(values, range(len(values)), "o", markersize=9, **dots)
    ax.set_ylim(len(UPSAMPLERS) - 0.5, -0.7)
    ax.set_xlabel(symbol)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def spreads(ax):
    compare(ax, "spread", r"$\Delta$")
    ax.set_xscale("symlog", linthresh=1e-3)
    ax.set_xlim(-5e-4, 3)
    ax.set_xticks([0, 1e-3, 1e-2, 1e-1, 1])


def peaks(ax):
    compare(ax, "peak", "$P$")
    ax.set_xscale("log")
    ax.set_xticks([1, 10, 100, 1000])
    ax.set_xlim(0.6, 3 * max(1000, ax.get_xlim()[1]))
    ax.axvline(peak(picture), color=plotting.INK, linestyle="--", linewidth=1)


figure = plotting.panels(
    [spreads, peaks],
    aspect=1,
    label="Both resize-convolutions have no spread and a low peak; the other three "
    "have both, before training and after.",
)

# %%
# A piece of each output before training. It is a feature map, green above zero and
# purple below.

top, left = (max(0, length // 4 * 2 - 24) for length in picture.shape[1:])


def piece_of(result, name):
    return result[name][0].mean(dim=0).numpy()[top : top + 48, left : left + 48]


figure = plotting.feature_maps(
    [piece_of(before, name) for name in UPSAMPLERS],
    list(UPSAMPLERS),
    columns=3,
    label="Before training, three of the five outputs carry a checkerboard; the two "
    "resize-convolutions carry none.",
)

# %%
# The same pieces after training. Now they are pictures.

figure = plotting.panels(
    [partial(plotting.photo, picture=piece_of(after, name)) for name in UPSAMPLERS],
    list(UPSAMPLERS),
    columns=3,
    label="After training, all five outputs are close to the original, and three still "
    "carry a faint checkerboard.",
)

# %%
# Why the spread of ``nearest`` is 0: :doc:`plot_resize`. The course page is
# :doc:`/learn/checkerboard`.

plotting.show()
