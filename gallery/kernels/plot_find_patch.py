"""
A kernel cut from a picture finds its place
===========================================

Use a piece of the picture as the kernel: once brightness is left out, it answers most strongly where it was cut.
"""

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from torchvision.transforms.functional import to_tensor

import convref
from convref import images, plotting

plotting.use_style()

# %%
# Cut the kernel out
# ------------------
#
# The picture is made grey. The kernel is a square of 31×31 pixels near its middle.

size = 31
picture = to_tensor(images.lena()).mean(dim=0)
top, left = (int(0.52 * length) - size // 2 for length in picture.shape)
patch = picture[top : top + size, left : left + size]
batch = picture[None, None]

print(top, left)

# %%
# Plain sums of products go for brightness
# ----------------------------------------
#
# With nothing but positive numbers in the kernel, a bright window gives a large sum whatever it shows.
# The two numbers printed are the row and the column of the highest activation.


def peak(values):
    return divmod(values.argmax().item(), values.shape[1])


plain = F.conv2d(batch, patch[None, None])[0, 0]

print(peak(plain))

# %%
# Take the brightness out
# -----------------------
#
# Subtract the kernel's mean: now a window of one even colour gives 0. Then divide by the length of the
# kernel and by that of the window, each without its mean and taken as a vector, so that contrast does
# not count either. The result lies between −1 and 1.
#
# The means of all windows are a convolution too, with a kernel of ones.

ones = torch.ones_like(patch)[None, None] / size**2
mean = F.conv2d(batch, ones)[0, 0]
length = (F.conv2d(batch**2, ones)[0, 0] - mean**2).clamp_min(1e-9).sqrt() * size
pattern = patch - patch.mean()
match = F.conv2d(batch, pattern[None, None])[0, 0] / (length * pattern.norm())

print(peak(match), match.max().item())

assert peak(match) == (top, left)
assert match.abs().max() < 1.001
assert abs(match[top, left] - 1) < 1e-3

# %%
# The highest value is 1, exactly where the kernel was cut out. This is the normalised
# cross-correlation. A convolution layer computes the sums of products and leaves out the division.

figure, axes = plt.subplots(
    1,
    3,
    figsize=(7, 2.4),
    layout="constrained",
    num="The picture with the cut square, the plain feature map, and the normalised one with one clear peak.",
)
axes[0].imshow(picture.numpy(), cmap="gray", vmin=0, vmax=1)
axes[0].set_axis_off()
axes[0].add_patch(plt.Rectangle((left, top), size, size, fill=False, edgecolor=plotting.KERNEL, linewidth=2.5))
plotting.feature_map(axes[1], plain.numpy())
plotting.feature_map(axes[2], match.numpy(), limit=1)
for ax, values in zip(axes[1:], (plain, match), strict=True):
    row, column = peak(values)
    ax.plot(
        column,
        row,
        "o",
        markersize=12,
        markerfacecolor="none",
        markeredgecolor="black",
        markeredgewidth=2,
    )
    ax.set_title(f"$({row}, {column})$")
axes[0].set_title(f"$({top}, {left})$")

# %%
# :func:`convref.conv2d` computes the same; a small piece of the picture is enough to see it.

piece = picture[top - 4 : top + size + 4, left - 4 : left + size + 4]
small = convref.conv2d(piece[None, None].numpy(), pattern[None, None].numpy())
np.testing.assert_allclose(small, F.conv2d(piece[None, None], pattern[None, None]), atol=1e-3)

assert np.unravel_index(small[0, 0].argmax(), small.shape[2:]) == (4, 4)

plt.show()
