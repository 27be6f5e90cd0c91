"""
A small network learns to read digits
=====================================

Before and after training: the kernels of the first layer, the score on digits never
seen, and the feature maps of one digit through all layers.
"""

from functools import partial

import numpy as np
import torch
from tabulate import tabulate
from torch import nn

from convref import plotting
from convref.experiments import digits

plotting.use_style()
torch.set_num_threads(1)

# %%
# Digits of 8×8 pixels
# --------------------
#
# scikit-learn brings 1,797 handwritten digits. The network learns from 1,000 of them;
# the other 797 are held out, to see whether it has learned to read or only to
# remember. Paper is −1 and ink is 1.

data = digits.load()

print("to learn from:", tuple(data.train_x.shape))
print("held out:     ", tuple(data.test_x.shape))

# %%
# The network
# -----------
#
# Three convolutions and one linear layer. All its weights start at random, with seed 0.

before = digits.network(seed=0)

print(before)

# %%
# Fifteen times through the thousand digits, fifty at a time. After each fifty, every
# weight moves a little in the direction that makes the answers better.

network = digits.network(seed=0)
optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
order = torch.Generator().manual_seed(0)
scores = [[0, 100 * digits.accuracy(network)]]

for epoch in range(1, 16):
    for batch in torch.randperm(1000, generator=order).split(50):
        answers = network(data.train_x[batch])
        loss = nn.functional.cross_entropy(answers, data.train_y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    if epoch in (1, 2, 4, 8, 15):
        scores.append([epoch, 100 * digits.accuracy(network)])

print(tabulate(scores, ["times seen", "% read, held out"], floatfmt=".1f"))

# %%
# Its first kernels
# -----------------
#
# First the eight kernels of 5×5 before training, then the same eight after it. All
# share one scale; green is above zero, purple below. Training starts from what chance
# gave each kernel, so the trained ones still show where they came from. The weights
# have grown, and each kernel has turned away from its start by the angle printed.

pairs = [layers[0].weight.detach()[:, 0].numpy() for layers in (before, network)]
start, end = (kernels.reshape(8, 25) for kernels in pairs)
norms = np.linalg.norm(start, axis=1), np.linalg.norm(end, axis=1)
angles = np.degrees(np.arccos((start * end).sum(axis=1) / (norms[0] * norms[1])))
table = zip(range(1, 9), *norms, angles, strict=True)
heads = ["kernel", "length before", "length after", "turned by, degrees"]
print(tabulate(table, heads, floatfmt=("d", ".2f", ".2f", ".0f")))

limit = max(abs(kernels).max() for kernels in pairs)
figure = plotting.panels(
    [
        partial(plotting.feature_map, values=plotting.tiles(kernels, 4), limit=limit)
        for kernels in pairs
    ],
    ["$w$  $t=0$", "$w$  $t=15$"],
    columns=2,
    label="The eight kernels of the first layer, before training and after it: the "
    "weights have grown, and are no longer those that chance gave.",
)

# %%
# One digit through all layers
# ----------------------------
#
# The maps below are taken behind each ReLU and behind the pooling, so none of their
# numbers is below zero. The first layer answers with eight maps, the second with
# sixteen. Pooling halves their sides. The third layer makes 32 maps of 4×4, and the
# cells in their middle already see the whole digit.

digit = data.test_x[:1]
ink = (1 - digit[0].permute(1, 2, 0).repeat(1, 1, 3).numpy()) / 2
values, maps, titles = digit, [ink], ["$x$"]
with torch.no_grad():
    for layer in network:
        values = layer(values)
        if isinstance(layer, nn.ReLU | nn.MaxPool2d):
            columns = 4 if values.shape[1] == 8 else 8
            maps.append(plotting.tiles(values[0].numpy(), columns))
            titles.append("$" + r"\times".join(map(str, values.shape[1:])) + "$")

figure = plotting.feature_maps(
    maps,
    titles,
    columns=2,
    signed=False,
    label="One held-out digit, then its feature maps after each layer: from strokes in "
    "many places to a few strong answers.",
)

# %%
# The linear layer weighs the 512 numbers of the last maps, and gives one score to each
# digit. The highest score is the answer.

with torch.no_grad():
    answer = network(digit)[0]
table = [[number, score] for number, score in enumerate(answer.tolist())]
print(tabulate(table, ["digit", "score"], floatfmt=".1f"))
print("shown:", data.test_y[0].item(), "  read:", answer.argmax().item())

# %%
# How much of the score is owed to which kernels is measured in
# :doc:`plot_what_learning_adds`, what the deeper ones look for in
# :doc:`plot_deeper_kernels`. The network is made by
# :func:`convref.experiments.digits.network`.

plotting.show()
