"""Convolution and transposed convolution layers in pure NumPy, computing what PyTorch computes.

>>> import numpy as np
>>> import convref as F
>>> F.conv1d(np.array([[1, 2, 3, 4]]), np.array([[[1, 0, -1]]]))
array([[-2, -2]])
"""

from convref.functional import (
    conv1d,
    conv2d,
    conv3d,
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
)
from convref.sizes import conv_output_size, conv_transpose_output_size, same_padding

__all__ = [
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_output_size",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "conv_transpose_output_size",
    "same_padding",
]
