"""
Three channels, one feature map
===============================

A kernel has one slice per input channel. The slices are convolved one by one, and the results are added.
"""

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn
from torchvision.transforms.functional import to_tensor

import convref
from convref import images, plotting

plotting.use_style()
torch.manual_seed(1)

# %%
# From a picture to a batch
# -------------------------
#
# Pillow gives height, width, channels. PyTorch wants batch, channels, height, width, and numbers from 0
# to 1.

photo = Image.fromarray(images.lena())
picture = to_tensor(photo)
batch = picture.unsqueeze(0)

print(np.asarray(photo).shape, tuple(picture.shape), tuple(batch.shape))

assert batch.shape == (1, 3, photo.height, photo.width)

# %%
# One kernel has three dimensions: input channels, height, width. The layer has one kernel for each output
# channel, so its weight has four: output channels, input channels, kernel height, kernel width.

layer = nn.Conv2d(3, 1, 3)
nn.init.xavier_normal_(layer.weight)
output = layer(batch).detach()

print(tuple(layer.weight.shape), tuple(output.shape))

assert layer.weight.shape == (1, 3, 3, 3)
assert output.shape == (1, 1, photo.height - 2, photo.width - 2)

# %%
# Step by step
# ------------
#
# Convolve each channel with its own slice of the kernel. Add the three results, then the bias. The sum
# is what the layer computes.

weight, bias = layer.weight.detach(), layer.bias.detach()
steps = [F.conv2d(batch[:, c : c + 1], weight[:, c : c + 1]) for c in range(3)]
total = steps[0] + steps[1] + steps[2] + bias

torch.testing.assert_close(total, output)
np.testing.assert_allclose(convref.conv2d(batch.numpy(), weight.numpy(), bias.numpy()), output, atol=1e-5)

# %%
# The three steps and their sum, each as a feature map around zero.

figure, axes = plt.subplots(
    2, 2, figsize=(7, 6), layout="constrained", num="Three feature maps, one per channel, and their sum with the bias."
)
titles = ["$x_0 * w_0$", "$x_1 * w_1$", "$x_2 * w_2$", r"$\sum_c x_c * w_c + b$"]
for ax, values, title in zip(axes.flat, [*steps, total], titles, strict=True):
    plotting.feature_map(ax, values[0, 0].numpy())
    ax.set_title(title)

# %%
# A feature map is not a picture
# ------------------------------
#
# Its numbers have no bounds. Scaling by 255 and casting to ``uint8`` keeps only the last eight bits of
# the whole number, so 1.3 becomes 75 and −0.2 becomes 205.


def wrapped(values):
    return (np.asarray(values, dtype=float) * 255).astype(np.int64).astype(np.uint8)


print(wrapped([1.3, -0.2]))

assert wrapped([1.3, -0.2]).tolist() == [75, 205]

# %%
# The same feature map twice: with a scale around zero, and wrapped by the cast. The jumps on the right
# are not in the data.

figure, axes = plt.subplots(
    1,
    2,
    figsize=(7, 3.2),
    layout="constrained",
    num="A feature map with a diverging scale, and the same map broken up by a uint8 cast.",
)
plotting.feature_map(axes[0], output[0, 0].numpy())
axes[1].imshow(wrapped(output[0, 0]), cmap="gray")
axes[1].set_axis_off()
axes[0].set_title("float32")
axes[1].set_title("uint8")

plt.show()
