"""
One, two and three dimensions
=============================

A convolution is 1-D, 2-D or 3-D by the number of axes along which its kernel slides.
"""

from functools import partial

import torch
import torch.nn.functional as F
from torchvision.transforms.functional import resize, to_tensor

from convref import plotting
from convref.datasets import images

plotting.use_style()
generator = torch.Generator().manual_seed(1)

# %%
# 1-D: along time
# ---------------
#
# A sound is a row of numbers. This kernel is the mean of nine neighbours and slides
# along one axis.

time = torch.linspace(0, 1, 400)
clean = torch.sin(2 * torch.pi * (4 * time + 6 * time**2))
sound = clean + 0.4 * torch.randn(400, generator=generator)
smooth = F.conv1d(sound[None, None], torch.full((1, 1, 9), 1 / 9), padding=4)[0, 0]

print("input ", tuple(sound.shape))
print("output", tuple(smooth.shape))


def waves(ax):
    ax.plot(time, sound, color=plotting.INPUT, alpha=0.5)
    ax.plot(time, smooth, color=plotting.OUTPUT, linewidth=2)
    ax.set_xlabel("$t$")
    ax.set_xticks([0, 0.5, 1])


figure = plotting.panels(
    [waves],
    aspect=0.5,
    side=694,
    label="The input is a noisy wave that quickens; the output follows it without the "
    "noise.",
)

# %%
# 2-D: along height and width
# ---------------------------
#
# A colour picture has three axes, but the kernel slides along two of them. Along the
# channels it does not slide: it reads all of them at once.

picture = to_tensor(images.lena())
edges = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]).expand(1, 3, 3, 3) / 3
flat = F.conv2d(picture[None], edges)

print("input ", tuple(picture[None].shape))
print("kernel", tuple(edges.shape))
print("output", tuple(flat.shape))

figure = plotting.feature_maps(
    [picture.permute(1, 2, 0).numpy(), flat[0, 0].numpy()],
    ["$x$", "$y$"],
    label="The feature map is strong at the picture's vertical edges: green where it "
    "gets brighter to the right, purple where it gets darker.",
)

# %%
# The same picture can go through a 3-D convolution, as a volume with one channel and
# depth 3. A kernel of depth 3 has one stop along the depth, so the numbers are the same
# as before. A kernel of depth 2 has two stops: now it slides.

deep = F.conv3d(picture[None, None], edges[None])
slides = F.conv3d(picture[None, None], edges[None, :, :2])

print(
    "kernel of depth 3:",
    tuple(deep.shape),
    torch.allclose(deep[:, :, 0], flat, atol=1e-5),
)
print("kernel of depth 2:", tuple(slides.shape))

# %%
# 3-D: along time, height and width
# ---------------------------------
#
# This film has eight frames. The background stands still, and a square from the middle
# of the picture moves over it.

background = resize(picture, [96, 96]).mean(dim=0)
square = background[36:60, 36:60]
film = background.repeat(8, 1, 1)
for frame in range(8):
    film[frame, 20:44, 4 + 8 * frame : 28 + 8 * frame] = square

# %%
# The kernel is a 3×3 mean in space, with weights −1, 0 and 1 along time. It compares
# the frame after with the frame before.

kernel = torch.tensor([-1.0, 0, 1])[:, None, None].expand(3, 3, 3) / 9
moved = F.conv3d(film[None, None], kernel[None, None])[0, 0]

print("film  ", tuple(film.shape))
print("output", tuple(moved.shape))

# %%
# The answer is 0 wherever nothing moves. First come three frames, then the answer
# around each of them.

limit, shown = moved.abs().max().item(), (1, 3, 5)
frames = [partial(plotting.photo, picture=film[t].numpy()) for t in shown]
answers = [
    partial(plotting.feature_map, values=moved[t - 1].numpy(), limit=limit)
    for t in shown
]
figure = plotting.panels(
    [*frames, *answers],
    [f"${name},\\ t={t}$" for name in "xy" for t in shown],
    columns=3,
    label="Only the square moves, and only around it is the answer not zero.",
)

# %%
# :func:`convref.conv1d`, :func:`convref.conv2d` and :func:`convref.conv3d` are one
# function with one, two or three axes to slide along. More about it in
# :doc:`/learn/dimensions`.

plotting.show()
