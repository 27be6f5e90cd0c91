"""
A kernel cut from a picture finds its place
===========================================

Use a piece of the picture as the kernel. The plain feature map is often highest
elsewhere; the normalised one is highest where the piece was cut.
"""

from functools import partial

import numpy as np
from matplotlib.patches import Rectangle
from tabulate import tabulate

import convref
from convref import plotting
from convref.datasets import images

plotting.use_style()

# %%
# Cut the kernel out
# ------------------
#
# The picture is made grey, and a large one is thinned out to be quick. The kernel is
# a square of it.

grey = images.lena().mean(axis=2) / 255
step = max(1, min(grey.shape) // 256)
grey = grey[::step, ::step]
side = min(24, min(grey.shape) // 3)
top, left = (int(0.4 * (size - side)) for size in grey.shape)
patch = grey[top : top + side, left : left + side]

print("height and width:", grey.shape)
print("cut out at row and column:", (top, left))

# %%
# Plain sums of products go for brightness
# ----------------------------------------
#
# With nothing but positive numbers in the kernel, a bright window gives a large sum
# whatever it shows.


def correlate(kernel):
    return convref.conv2d(grey[None, None], kernel[None, None])[0, 0]


def peak(values):
    return tuple(
        int(index) for index in np.unravel_index(values.argmax(), values.shape)
    )


plain = correlate(patch)

print("highest at row and column:", peak(plain))

# %%
# Then they go for contrast
# -------------------------
#
# Subtract the kernel's mean, so that its weights sum to zero. Now a window of one even
# colour gives 0, however bright it is. But a window of strong contrast still counts for
# more than a faint one.

pattern = patch - patch.mean()
activation = correlate(pattern)

print("highest at row and column:", peak(activation))

# %%
# What multiplies in an activation
# --------------------------------
#
# Take the kernel and the window as vectors, each without its mean. The activation is
# the cosine of the angle between them, times the length of the kernel, times the length
# of the window. The cosine says how alike the two patterns are, from −1 to 1. The
# length says how much contrast the window has.
#
# The lengths of all windows come from two convolutions with a kernel of equal weights:
# the means, and the means of the squares.

equal = np.full((side, side), 1 / side**2)
mean = correlate(equal)
square = convref.conv2d(grey[None, None] ** 2, equal[None, None])[0, 0]
length = side * np.sqrt((square - mean**2).clip(0))


def divided(values, kernel):
    """Leave the cosine; a window or a kernel without any contrast gets 0."""
    return values / np.maximum(np.linalg.norm(kernel) * length, 1e-9)


match = divided(activation, pattern)

# %%
# Compare the window of the highest activation with that of the highest cosine. The
# cosine cannot exceed 1, and reaches it where the kernel was cut out.

table = [
    [name, place, *(values[place] for values in (activation, match, length))]
    for name, place in (("activation", peak(activation)), ("cosine", peak(match)))
]
heads = ["highest", "row, column", "activation", "cosine", "length"]
print(tabulate(table, heads, floatfmt=".2f"))

# %%
# First the picture with the square, then the activations, then the cosines. A ring
# marks the highest value of each map.


def cut(ax):
    plotting.photo(ax, grey)
    frame = {"fill": False, "edgecolor": plotting.KERNEL, "linewidth": 3}
    ax.add_patch(Rectangle((left, top), side, side, **frame))


def ringed(ax, values, limit=None):
    row, column = peak(values)
    plotting.feature_map(ax, values, limit=limit)
    ring = {"markersize": 12, "markerfacecolor": "none", "markeredgewidth": 2}
    ax.plot(column, row, "o", **ring, markeredgecolor=plotting.INK, clip_on=False)


figure = plotting.panels(
    [cut, partial(ringed, values=activation), partial(ringed, values=match, limit=1)],
    [f"${place}$" for place in ((top, left), peak(activation), peak(match))],
    label="The square was cut out of the picture; the ring of the activations can lie "
    "elsewhere, the ring of the cosines lies where it was cut.",
)

# %%
# One hundred kernels
# -------------------
#
# Cut a hundred squares at random places, and count how many find their own place: by
# plain sums, without the kernel's mean, and by the cosine. In the photo lena they are
# 0, 30 and 100.

rng = np.random.default_rng(0)
tops, lefts = (rng.integers(0, size - side + 1, 100) for size in grey.shape)
found = np.zeros(3, int)
for place in zip(tops.tolist(), lefts.tolist(), strict=True):
    row, column = place
    patch = grey[row : row + side, column : column + side]
    pattern = patch - patch.mean()
    activation = correlate(pattern)
    maps = (correlate(patch), activation, divided(activation, pattern))
    found += [peak(values) == place for values in maps]

ways = ["plain sums", "without the mean", "cosine"]
print(tabulate(zip(ways, found, strict=True), ["compared by", "found of 100"]))

# %%
# Comparing by the cosine is called template matching, or zero-mean normalised
# cross-correlation. Only a copy of the patch, brighter or darker or of another
# contrast, can reach the same value.
#
# A convolution layer leaves the division out. It still searches for its pattern, but it
# hears a loud window of another pattern better than a faint one of its own. The course
# page is :doc:`/learn/kernels-and-feature-maps`; the function is
# :func:`convref.conv2d`.

plotting.show()
