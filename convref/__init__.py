"""Convolution and transposed convolution layers in pure NumPy, computing what PyTorch computes.

>>> import numpy as np
>>> import convref as F
>>> F.conv1d(np.array([[1, 2, 3, 4]]), np.array([[[1, 0, -1]]]))
array([[-2, -2]])
"""

from convref import definition, gradients
from convref.backwards import fitting_inputs, input_area, smallest_input
from convref.cost import conv_macs, conv_parameters, conv_transpose_macs
from convref.decoding import decoder
from convref.functional import conv1d, conv2d, conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d
from convref.inverse import Found, Settings, find_settings
from convref.inverse.bounds import Bounds
from convref.layers import Layer
from convref.matrix import conv_matrix, conv_transpose_matrix
from convref.mirroring import mirror
from convref.modules import Module
from convref.network import Row, Trace, trace
from convref.overlap import is_even_overlap, overlap_counts, phase_sums
from convref.reading import Network, read_network
from convref.reads import read_counts
from convref.receptive_field import ReceptiveField, receptive_field
from convref.sizes import conv_output_size, conv_transpose_output_size, same_padding
from convref.torch_code import torch_code

__version__ = "0.1.0"  # The one place: the package's metadata take it from here.

__all__ = [
    "Bounds",
    "Found",
    "Layer",
    "Module",
    "Network",
    "ReceptiveField",
    "Row",
    "Settings",
    "Trace",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_macs",
    "conv_matrix",
    "conv_output_size",
    "conv_parameters",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "conv_transpose_macs",
    "conv_transpose_matrix",
    "conv_transpose_output_size",
    "decoder",
    "definition",
    "find_settings",
    "fitting_inputs",
    "gradients",
    "input_area",
    "is_even_overlap",
    "mirror",
    "overlap_counts",
    "phase_sums",
    "read_counts",
    "read_network",
    "receptive_field",
    "same_padding",
    "smallest_input",
    "torch_code",
    "trace",
]
