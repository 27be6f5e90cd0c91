"""
What deeper kernels look for
============================

A kernel of the first layer can be shown as a picture, a deeper one cannot. Look at what
it answers to instead, or let it draw its own input.
"""

from functools import partial

import numpy as np
import torch
from sklearn.datasets import load_sample_images
from tabulate import tabulate
from torchvision.transforms.functional import normalize, to_tensor

from convref import plotting
from convref.datasets import alexnet, images
from convref.experiments import digits

plotting.use_style()
torch.set_num_threads(1)

# %%
# A trained network
# -----------------
#
# This takes AlexNet up to its third convolution, and squares of 99×99 pixels from
# photos: as much as one cell there sees. Where AlexNet's weights cannot be had, it
# takes the network of :doc:`plot_digits_learned` up to its third convolution, and its
# digits. The word printed, and the titles, say which.

layers, source = alexnet.features()
if source == "alexnet":
    photos = [images.lena(), *map(images.photo, images.PHOTOS)]
    photos += load_sample_images().images
    mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    pictures = torch.cat(
        [
            normalize(to_tensor(photo.copy()), mean, deviation)
            .unfold(1, 99, 48)
            .unfold(2, 99, 48)
            .permute(1, 2, 0, 3, 4)
            .reshape(-1, 3, 99, 99)
            for photo in photos
            if min(photo.shape[:2]) >= 99
        ]
    )
    layers, second, third = layers[:7], layers[3], layers[6]
else:
    layers, source = digits.trained(seed=0)[:6], "digits"
    pictures = digits.load().train_x
    second, third = layers[2], layers[5]

layers.requires_grad_(False)
print(source, tuple(pictures.shape))

# %%
# A deeper kernel is a stack of slices
# ------------------------------------
#
# Its depth is the number of maps below it, not the three colours. Each slice says what
# the kernel wants of one of those maps, and where.

shapes = [("second", second.weight.shape), ("third", third.weight.shape)]
table = [[name, *shape[:2], f"{shape[2]}×{shape[3]}"] for name, shape in shapes]
print(tabulate(table, ["layer", "kernels", "slices of each", "slice"]))

kernel = second.weight[0].numpy()
figure = plotting.kernel_grid(
    kernel[:, None],
    columns=8,
    title=source,
    label="One kernel of the second layer, slice by slice: no picture can be made of "
    "it, since its slices are no colours.",
)

# %%
# The strongest pictures
# ----------------------
#
# Instead, ask what it answers to. All pictures go through, and those with the highest
# value in the middle of the map are kept. Four kernels of the third layer are
# chosen: of those that answer at all, the ones whose highest answers stand out most
# from their mean.


def middle(pictures):
    values = layers(pictures)
    return values[..., values.shape[-2] // 2, values.shape[-1] // 2]


answers = torch.cat([middle(part) for part in pictures.split(200)])
best = answers.topk(7, dim=0)
outstanding = (best.values.mean(0) - answers.mean(0)) / (answers.std(0) + 1e-6)
outstanding[best.values[0] <= 0] = -torch.inf  # never heard behind the ReLU
chosen = outstanding.topk(4).indices.tolist()

# %%
# Let the kernel draw
# -------------------
#
# Or begin with faint noise, seed 0, and climb: change each pixel a little in the
# direction in which the answer grows, two hundred times over. A small price on large
# and on jagged pixels keeps the picture from becoming mere grain. This is gradient
# ascent on the input (Erhan and others 2009; Simonyan and others 2014): the weights
# stay, the picture learns.


def draw(channel):
    generator = torch.Generator().manual_seed(0)
    x = 0.1 * torch.randn(1, *pictures.shape[1:], generator=generator)
    x.requires_grad_()
    optimizer = torch.optim.Adam([x], lr=0.05)
    for _ in range(200):
        jagged = x.diff(dim=-1).square().sum() + x.diff(dim=-2).square().sum()
        price = 0.05 * x.square().sum() + 0.05 * jagged
        loss = price - middle(x)[0, channel]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return x.detach(), middle(x)[0, channel].item()


drawn = {channel: draw(channel) for channel in chosen}


def as_picture(x):
    pixels = x.permute(1, 2, 0).expand(-1, -1, 3).numpy()
    low, high = np.min(pixels), np.max(pixels)
    return (pixels - low) / max(high - low, 1e-6)


panels = []
for channel, (x, _) in drawn.items():
    found = pictures[best.indices[:, channel]]
    shown = [as_picture(x[0]), *map(as_picture, found)]
    panels.append(partial(plotting.photo, picture=plotting.tiles(shown, columns=4)))

figure = plotting.panels(
    panels,
    [f"{source}, $w_{{{channel}}}$" for channel in drawn],
    columns=2,
    label="Four kernels of the third layer, each with its number: first the input it "
    "drew itself, then the seven pictures it answers to most strongly.",
)

# %%
# The answers in numbers: of the pictures in the middle of all, of the strongest, and of
# the one that was drawn.

table = [
    [channel, answers[:, channel].median(), best.values[0, channel], drawn[channel][1]]
    for channel in chosen
]
heads = ["kernel", "median picture", "strongest picture", "drawn"]
print(tabulate(table, heads, floatfmt=("d", ".1f", ".1f", ".1f")))

# %%
# The drawn input answers more strongly than any picture: it is made for one kernel, and
# nothing keeps its pixels in the range of a picture. In rough strokes it shows what the
# strongest pictures share. These are the safer witness, for they are what the network
# was made to see.

plotting.show()
