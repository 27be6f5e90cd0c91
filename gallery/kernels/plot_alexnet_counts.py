"""
AlexNet, counted
================

Sizes, neurons and weights of the AlexNet of 2012 and of torchvision's, and the numbers
of the paper that do not add up.
"""

from functools import partial

from tabulate import tabulate

import convref
from convref import plotting
from convref.networks import named_network

plotting.use_style()

# %%
# The network of 2012
# -------------------
#
# It was too large for one graphics card, so it was built as two towers on two cards.
# Each tower holds half the kernels of a layer. The second, fourth and fifth layer see
# only the maps of their own tower: that is ``groups=2``. The third sees all maps.

original = convref.read_network("""
Conv2d(3, 96, 11, stride=4)
MaxPool2d(3, stride=2)
Conv2d(96, 256, 5, padding=2, groups=2)
MaxPool2d(3, stride=2)
Conv2d(256, 384, 3, padding=1)
Conv2d(384, 384, 3, padding=1, groups=2)
Conv2d(384, 256, 3, padding=1, groups=2)
MaxPool2d(3, stride=2)
Flatten()
Linear(9216, 4096)
Linear(4096, 4096)
Linear(4096, 1000)
""")

made = convref.trace(original, (3, 227, 227))
layers = [row for row in made if row.parameters]

# %%
# The paper says of each layer how many neurons it has, which is how many numbers its
# output holds (Krizhevsky, Sutskever and Hinton 2012, figure 2).

paper = [253440, 186624, 64896, 64896, 43264, 4096, 4096, 1000]


def count(shape):
    product = 1
    for size in shape:
        product *= size
    return product


table = [
    ["×".join(map(str, row.shape)), count(row.shape), said, row.parameters]
    for row, said in zip(layers, paper, strict=True)
]
totals = [sum(column) for column in zip(*(row[1:] for row in table), strict=True)]
table.append(["total", *totals])
heads = ["output", "neurons", "in the paper", "parameters"]
print(tabulate(table, heads, intfmt=","))

# %%
# All agree but the first. 55×55×96 is 290,400, and the paper has 253,440, which is
# 55×48×96. With 290,400 the total comes to 659,272, and that is what the paper's
# "650,000 neurons" rounds; with its own numbers it would be 622,312.

print("55×55×96 =", 55 * 55 * 96, "   55×48×96 =", 55 * 48 * 96)

# %%
# 224 or 227?
# -----------
#
# The paper says that the input has 224 pixels a side. With a kernel of 11, stride 4
# and no padding that gives 54. To get the paper's 55 it takes 227 pixels, or 224 and a
# padding of 2 as torchvision has it.

cases = [(224, 0), (227, 0), (224, 2)]
table = [
    [size, padding, convref.conv_output_size(size, 11, stride=4, padding=padding)]
    for size, padding in cases
]
print(tabulate(table, ["input", "padding", "output"]))

# %%
# What groups=2 saves
# -------------------
#
# Without the two towers, each kernel of the second, fourth and fifth layer would be
# twice as deep. torchvision's AlexNet is a later one by Krizhevsky (2014), with one
# tower and fewer kernels: 64 in the first layer.

torchvision = convref.trace(named_network("alexnet"), (3, 224, 224))
kinds = ("Conv2d", "Linear")
others = [row for row in torchvision if row.layer.kind in kinds]


def name(row):
    return "×".join(map(str, row.shape))


table = [
    [number, name(a), a.parameters, a.macs, name(b), b.parameters, b.macs]
    for number, (a, b) in enumerate(zip(layers, others, strict=True), 1)
]
sums = [(made_by.parameters, made_by.macs) for made_by in (made, torchvision)]
table.append(["all", "", *sums[0], "", *sums[1]])
heads = ["layer", "2012", "parameters", "MACs", "torchvision", "parameters", "MACs"]
print(tabulate(table, heads, intfmt=","))

# %%
# In both, the three linear layers hold more than 19 weights of 20, and the convolutions
# do more than 9 products of 10. A convolution uses each of its weights at hundreds or
# thousands of places, a linear layer each of its own once.


def shares(ax, values):
    total = sum(values)
    look = [plotting.KERNEL] * 5 + [plotting.PADDING] * 3
    ax.bar(range(1, 9), [100 * value / total for value in values], color=look)
    ax.set_xticks(range(1, 9))
    ax.set_ylabel("%")
    ax.set_xlabel("$l$")


figure = plotting.panels(
    [
        partial(shares, values=[row.parameters for row in layers]),
        partial(shares, values=[row.macs for row in layers]),
    ],
    ["parameters", "MACs"],
    label="Percent of all parameters and of all products in each layer of the network "
    "of 2012: convolutions in orange, linear layers in grey.",
)

# %%
# The table of a network is made by :func:`convref.trace`. What groups do is shown in
# :doc:`/auto_gallery/parameters/plot_groups`.

plotting.show()
