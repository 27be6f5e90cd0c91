"""
What the up-samplers cost
=========================

Seven layers from 64 channels of 56×56 to 64 channels of 112×112: parameters,
products, memory and time, measured on this machine.
"""

import statistics
from functools import partial
from time import process_time

import torch
from tabulate import tabulate
from torch.utils.flop_counter import FlopCounterMode

from convref import plotting
from convref.experiments.upsamplers import UPSAMPLERS, count

plotting.use_style()
torch.manual_seed(0)
torch.set_num_threads(1)

# %%
# Measure
# -------
#
# Each layer runs alone, on one thread. The time of a step is the processor's, for the
# layer and its backward pass. *Kept* is what the layer keeps in memory from the one for
# the other, in float32: the outputs and inputs of its parts, without the weights.

x = torch.randn(1, 64, 56, 56, requires_grad=True)


def products(layer):
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        layer(x.detach())
    return counter.get_total_flops() / 2e6


def kept(layer):
    """Return the megabytes of the tensors that wait for the backward pass."""
    weights = {parameter.data_ptr() for parameter in layer.parameters()}
    saved = {}

    def note(tensor):
        if tensor.data_ptr() not in weights:
            saved[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        output = layer(x)
    saved[output.data_ptr()] = output.nbytes
    return sum(saved.values()) / 1e6


def milliseconds(layer):
    """Return the time of a step, of the forward and the backward pass."""
    begin = process_time()
    layer(x).sum().backward()
    return 1e3 * (process_time() - begin)


layers = {name: make(64, 64) for name, make in UPSAMPLERS.items()}
rounds = [{name: milliseconds(layers[name]) for name in layers} for _ in range(12)]
times = {name: [one[name] for one in rounds[2:]] for name in layers}

rows = [
    [name, count(layer), products(layer), kept(layer), statistics.median(times[name])]
    for name, layer in layers.items()
]
head = ["", "parameters", "million products", "kept in MB", "step in ms"]
print(tabulate(rows, headers=head, floatfmt=("", "", ".0f", ".1f", ".1f"), intfmt=","))

# %%
# Pixel shuffle has four times the weights of the others that compute with a kernel of
# 3, and the same number of products as the resize-convolutions: it computes on the
# small map. Those convolve on the large one, and keep it in memory, too.
#
# How a layer starts costs nothing: the rows of one kind differ by chance alone.

figure = plotting.panels(
    [partial(plotting.draw_ranges, groups=[times], symbol="ms")],
    aspect=0.9,
    side=694,
    label="Median and range of ten steps: how long each up-sampler takes for one "
    "forward and one backward pass.",
)

# %%
# Which to take
# -------------
#
# - No checkerboard, whatever happens: ``nearest`` and a convolution.
# - Many weights at the price of the small map: ``PixelShuffle``, started by ICNR.
# - Few weights and few products: ``k=3`` or ``k=4``, and check its phases.
# - Nothing to learn: ``nn.Upsample`` alone.
#
# The pictures that they make: :doc:`plot_trained`; their numbers: :doc:`plot_fixes`.
# The same as a guide: :doc:`/howto/which-upsampler`.

plotting.show()
