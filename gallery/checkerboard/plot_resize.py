"""
Resize-convolution is a transposed convolution
==============================================

Repeating pixels and then convolving is a transposed convolution with tied weights,
which cannot be uneven.
"""

from functools import partial

import torch
import torch.nn.functional as F

from convref import plotting

plotting.use_style()
torch.manual_seed(1)

# %%
# Two layers in one
# -----------------
#
# Nearest-neighbour up-sampling by 2 turns each pixel into a square of 2×2 copies. The
# 3×3 convolution that follows turns each square into a stamp of 4×4.

nine = torch.randn(1, 1, 3, 3)
square = torch.ones(1, 1, 2, 2)
sixteen = F.conv2d(F.pad(square, [2, 2, 2, 2]), nine)

assert sixteen.shape == (1, 1, 4, 4)

# %%
# So the two steps are one transposed convolution with a kernel of 4, stride 2 and
# padding 1.

x = torch.randn(1, 1, 8, 8)
two_steps = F.conv2d(F.interpolate(x, scale_factor=2, mode="nearest"), nine, padding=1)
one_step = F.conv_transpose2d(x, sixteen, stride=2, padding=1)

torch.testing.assert_close(two_steps, one_step, rtol=1e-4, atol=1e-5)

# %%
# The 16 weights come from 9.

figure = plotting.panels(
    [
        partial(plotting.draw_grid, values=kernel[0, 0], role="kernel", fmt="{:.1f}")
        for kernel in (nine, sixteen)
    ],
    ["$k=3$", "$k=4$"],
    label="The nine weights make the sixteen: at the corners of the 4×4 kernel stand "
    "those of the 3×3 kernel, turned by 180°, and between them stand sums.",
)

assert sixteen[0, 0, 0, 0] == nine[0, 0, 2, 2]

# %%
# Four equal sums
# ---------------
#
# With stride 2 the weights fall into four phases, and each phase sum is the sum of the
# nine weights. No training can change that.

for row in (0, 1):
    for column in (0, 1):
        phase = sixteen[0, 0, row::2, column::2].sum()
        print(row, column, f"{phase:.4f}")
        torch.testing.assert_close(phase, nine.sum(), rtol=1e-4, atol=1e-5)

# %%
# Bilinear is a stamp too
# -----------------------
#
# Bilinear up-sampling by 2 is a transposed convolution with this fixed kernel of 4×4,
# but only inside. On an input of ones the edge pixels get 0.75 and the corner pixels
# 0.5625, because nothing lies outside to fill them up.

row = torch.tensor([0.25, 0.75, 0.75, 0.25])
bilinear = torch.outer(row, row)[None, None]
stamped = F.conv_transpose2d(x, bilinear, stride=2, padding=1)
resized = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
ones = F.conv_transpose2d(torch.ones(1, 1, 4, 4), bilinear, stride=2, padding=1)[0, 0]

torch.testing.assert_close(stamped[..., 1:-1, 1:-1], resized[..., 1:-1, 1:-1])
assert ones[0, 0] == 0.5625
assert (ones[0, 1:-1] == 0.75).all()
assert (ones[1:-1, 1:-1] == 1).all()

rim = [tuple(place) for place in (ones != 1).nonzero().tolist()]
grid = {"values": ones.numpy(), "role": "output", "highlight": rim, "fmt": "{:.2g}"}
figure = plotting.panels(
    [partial(plotting.draw_grid, **grid)],
    label="An input of ones comes out as 1 inside, as 0.75 along the edges, and as "
    "about 0.56 in the corners.",
)

# %%
# Measured on a picture in :doc:`plot_fixes`; explained in :doc:`/learn/checkerboard`.

plotting.show()
