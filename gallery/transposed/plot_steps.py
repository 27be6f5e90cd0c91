"""
Transposed convolution in steps
===============================

Each input number stamps a scaled copy of the kernel onto the output. Where copies
overlap, they add up.
"""

import numpy as np
import torch
import torch.nn.functional as F

import convref
from convref import plotting

plotting.use_style()

array = np.array([[1.0, 2], [3, 4]])
kernel = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]])
stride, padding = 2, 1

# %%
# The answer first
# ----------------
#
# An input of 2×2, a kernel of 3×3, stride 2 and padding 1 give an output of 3×3.

expected = F.conv_transpose2d(
    torch.tensor(array)[None, None],
    torch.tensor(kernel)[None, None],
    stride=stride,
    padding=padding,
)[0, 0].numpy()

print(expected)

# %%
# Scatter
# -------
#
# The number in row r and column c puts its copy at row 2r and column 2c. Padding then
# cuts one cell off each side: in a transposed convolution padding takes away.

canvas = np.zeros((5, 5))
for row in range(2):
    for column in range(2):
        top, left = stride * row, stride * column
        canvas[top : top + 3, left : left + 3] += array[row, column] * kernel
scattered = canvas[padding:-padding, padding:-padding]

print(canvas)
print("equal:", np.array_equal(scattered, expected))

figure = plotting.transposed_scatter(
    array,
    kernel,
    at=(1, 1),
    stride=stride,
    padding=padding,
    label="The lower right number of the input stamps its copy of the kernel onto the "
    "framed part of the output; what lies outside is cut off.",
)

# %%
# Gather
# ------
#
# The same numbers come from an ordinary convolution in four steps. Put s−1 zeros
# between the input numbers, flip the kernel along both axes, pad by (k−1)−p, and
# slide with stride 1. With dilation the padding is d(k−1)−p. A negative number
# means cropping.
#
# With several channels, input and output channels change places too, within each group.
# All this is a model of the result, not the way in which a library computes it.

spaced = np.zeros((3, 3))
spaced[::stride, ::stride] = array
padded = np.pad(spaced, 3 - 1 - padding)
flipped = kernel[::-1, ::-1].copy()
gathered = convref.conv2d(padded[None, None], flipped[None, None])[0, 0]

print(padded)
print("equal:", np.array_equal(gathered, expected))

figure = plotting.transposed_gather(
    array,
    kernel,
    at=(1, 1),
    stride=stride,
    padding=padding,
    label="An ordinary convolution with stride 1 over the input, which has zeros "
    "between and around its numbers; the kernel is flipped.",
)

# %%
# Both ways agree with :func:`convref.conv_transpose2d`. The layer is also called a
# fractionally-strided convolution: on the spaced input, the kernel moves half an input
# step per output number. The course page is :doc:`/learn/transposed-convolution`.

ours = convref.conv_transpose2d(
    array[None, None], kernel[None, None], stride=stride, padding=padding
)[0, 0]

print("equal:", np.array_equal(ours, expected))

plotting.show()
