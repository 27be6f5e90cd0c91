"""
A photo on its way through AlexNet
==================================

Five convolutions turn a photo into ever smaller maps, and ever more of them. The sizes
are those that ``convref.trace`` tells beforehand.
"""

import numpy as np
from tabulate import tabulate
from torch import nn
from torchvision.transforms import functional as T

import convref
from convref import plotting
from convref.datasets import alexnet, images
from convref.networks import named_network

plotting.use_style()

# %%
# The sizes, before anything is computed
# --------------------------------------
#
# *Sees* is how many pixels of the input, along each axis, one number of the output
# depends on. The fifth layer sees 163 of 224.

made = convref.trace(named_network("alexnet"), (3, 224, 224))
convolutions = [row for row in made if row.layer.kind == "Conv2d"]
table = [
    [number, "×".join(map(str, row.shape)), row.field.size[0], row.parameters]
    for number, row in enumerate(convolutions, 1)
]
print(tabulate(table, ["layer", "output", "sees", "parameters"], intfmt=","))

# %%
# The photo goes through
# ----------------------
#
# The shorter side is made 224 pixels, and a square is cut from the middle. The maps are
# taken behind each ReLU.

features, source = alexnet.features()
picture = T.to_pil_image(images.lena())
picture = T.center_crop(T.resize(picture, 224), 224)
values = T.normalize(
    T.to_tensor(picture), [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
)[None]

maps = []
for layer in features:
    values = layer(values)
    if isinstance(layer, nn.ReLU):
        maps.append(values[0].clone())

print("weights:", source)
for number, (values, row) in enumerate(zip(maps, convolutions, strict=True), 1):
    same = "as in the table" if tuple(values.shape) == row.shape else "not so!"
    print(f"layer {number}:", tuple(values.shape), same)

# %%
# Six maps of each layer
# ----------------------
#
# Of each layer the six maps with the largest sums are shown; those of the later layers
# have 13 cells a side. The word in the title says where the weights come from; the note
# below tells why they may be random.

origin = {"alexnet": ["alexnet"] * 5, "learned": ["learned", *["random"] * 4]}[source]


def six(values):
    best = values.sum((1, 2)).topk(6).indices
    return plotting.tiles(values[best].numpy(), columns=3)


titles = [f"$l={number}$  {word}" for number, word in enumerate(origin, 1)]
figure = plotting.feature_maps(
    [np.asarray(picture), *map(six, maps)],
    ["$x$", *titles],
    columns=2,
    signed=False,
    label="The photo, then six feature maps of each of the five layers: its outlines "
    "are still there at first, and a few cells are left of them at the end.",
)

# %%
# Where the maps have become small, a cell no longer says where an edge is. It says that
# somewhere in 163×163 pixels there is what its kernel looks for. What that is can be
# seen only by other means, for a deeper kernel is no picture:
# :doc:`plot_deeper_kernels`.
#
# .. note::
#
#    A machine that cannot have AlexNet's weights fills its shape otherwise: ``learned``
#    are 64 kernels from photos in the first layer, ``random`` are the other four as
#    PyTorch draws them with seed 0. The sizes are the same. What random maps show is
#    the photo, blurred by chance; nothing in them has been learned.

plotting.show()
