"""
A kernel slides over an array
=============================

At every stop, multiply the kernel with the window below it, element by element, then
add.
"""

import numpy as np
import torch
import torch.nn.functional as F

import convref
from convref import plotting

plotting.use_style()

# %%
# One stop
# --------
#
# The window holds nine numbers, and so does the kernel. Nine products add up to one
# number of the feature map.

window = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])

print(window * kernel)
print("sum:", (window * kernel).sum())

# %%
# The sum is 9. The pixel in the middle was 7: this kernel sharpens, because it takes
# the pixel five times and subtracts its four neighbours.
#
# Every stop
# ----------
#
# The window above is the upper left corner of this array. A kernel of 3×3 has four
# stops along each axis of an array of 6×6.

array = np.array(
    [
        [7, 7, 6, 5, 4, 4],
        [7, 7, 6, 5, 4, 3],
        [6, 6, 4, 3, 3, 2],
        [5, 5, 3, 1, 2, 2],
        [4, 4, 3, 2, 6, 6],
        [4, 3, 2, 2, 6, 7],
    ]
)

feature_map = np.empty((4, 4), dtype=array.dtype)
for row in range(4):
    for column in range(4):
        feature_map[row, column] = (
            array[row : row + 3, column : column + 3] * kernel
        ).sum()

print(feature_map)

# %%
# The two loops are the whole definition. :func:`convref.conv2d` and PyTorch give the
# same numbers; both want two more axes in front, for the batch and the channels.

batch, weight = array[None, None], kernel[None, None]
theirs = F.conv2d(torch.tensor(batch), torch.tensor(weight))[0, 0].numpy()

print("convref:", np.array_equal(convref.conv2d(batch, weight)[0, 0], feature_map))
print("PyTorch:", np.array_equal(theirs, feature_map))

# %%
# The same loops as a film: the input with the window, the kernel, and the feature map
# as it fills. The course page :doc:`/learn/what-is-convolution` goes on from here.

film = plotting.sliding_animation(
    array,
    kernel,
    label="The 3×3 window stops at 16 places of the 6×6 array, and at each it gives "
    "one number of the 4×4 feature map.",
)

plotting.show(film)
