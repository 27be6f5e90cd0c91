"""
Can a convolution afterwards remove the checkerboard?
=====================================================

It can, if its kernel is as large as the stride, and then it blurs; what a photo has at
the same frequency goes with the pattern.
"""

import numpy as np
from tabulate import tabulate

import convref
from convref import plotting
from convref.checkerboard import imbalance
from convref.datasets import images

plotting.use_style()
numbers = np.random.default_rng(1)

# %%
# What it can
# -----------
#
# A convolution treats all phases alike: it does not know where the pattern is bright.
# But a box as large as the stride covers each phase once at every place. Its sum is the
# same everywhere, whatever the pattern. So a box of 2 repairs stride 2.
#
# Here a kernel of 3 with stride 2 and all weights equal enlarges the photo, and two
# convolutions of 3×3 follow. One has random weights, as at the start of a training.
# The other is the product of 1, 2, 1 along both axes, which contains a box of 2.

piece = images.grey_middle(images.lena(), 32).astype(float)[None, None]

random = numbers.uniform(-1, 1, (3, 3))
smooth = np.outer([1, 2, 1], [1, 2, 1]) / 16


def enlarge(x):
    layer = {"stride": 2, "padding": 1, "output_padding": 1}
    return convref.conv_transpose2d(x, np.full((1, 1, 3, 3), 4 / 9), **layer)


def follow(x, kernel):
    return convref.conv2d(x, kernel[None, None], padding=1)


pattern = enlarge(piece)
draws = [pattern, follow(pattern, random), follow(pattern, smooth)]
figure = plotting.feature_maps(
    [draw[0, 0] for draw in draws],
    ["$y$", "$y * w_1$", "$y * w_2$"],
    label="The checkerboard of a kernel of 3 with stride 2; the random convolution w₁ "
    "after it leaves the pattern there; the smoothing w₂ removes it, and the edges are "
    "softer.",
)

# %%
# In numbers, on a constant input:

even = enlarge(np.ones((1, 1, 16, 16)))
rows = [
    ["none", imbalance(even[..., 4:-4, 4:-4], 2)],
    ["random", imbalance(follow(even, random)[..., 4:-4, 4:-4], 2)],
    ["1, 2, 1", imbalance(follow(even, smooth)[..., 4:-4, 4:-4], 2)],
]
print(tabulate(rows, headers=["conv after", "imbalance"], floatfmt=".3f"))

# %%
# What it cannot
# --------------
#
# *It cannot tell the pattern from the picture.* Stripes one pixel wide, which a perfect
# layer has drawn, have the frequency of the pattern. The convolution that removes the
# one removes the other:

stripes = np.indices((1, 1, 16, 16))[3] % 2.0
inside = (0, 0, slice(2, -2), slice(2, -2))
after = follow(stripes, smooth)[inside]
contrasts = [["stripes", np.ptp(stripes)], ["stripes, then 1, 2, 1", np.ptp(after)]]
print(tabulate(contrasts, headers=["", "contrast"]))

# %%
# *It cannot cover a stride larger than its kernel.* Let stride 4 leave a random pattern
# of period 4. Which three weights are best against a thousand such patterns? Those of
# a box, and a part of the pattern is left. Four equal weights leave nothing.
#
# With many channels a training has more freedom: it can let the patterns of different
# channels cancel each other, as long as that suits the picture.

patterns = numbers.standard_normal((1000, 4))
patterns -= patterns.mean(axis=1, keepdims=True)
rows = []
for taps in range(1, 5):
    shifted = np.stack([np.roll(patterns, -t, axis=1).ravel() for t in range(taps)], 1)
    # The weights add up to 1, so that a constant stays what it is.
    others = shifted[:, 1:] - shifted[:, :1]
    found = np.linalg.lstsq(others, -shifted[:, 0], rcond=None)[0]
    weights = np.array([1 - found.sum(), *found])
    share = np.linalg.norm(shifted @ weights) / np.linalg.norm(patterns)
    rows.append([taps, " ".join(f"{weight:.2f}" for weight in weights), share])
head = ["taps", "best weights", "part of the pattern that is left"]
print(tabulate(rows, headers=head, floatfmt=".2f"))

# %%
# Whether training finds such a convolution: :doc:`plot_fixes`. The course page is
# :doc:`/learn/checkerboard`.

plotting.show()
