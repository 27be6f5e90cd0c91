"""The types that annotations share, and the dtypes that the operations take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
PerAxis = int | Sequence[int]
Pairs = tuple[tuple[int, int], ...]

# As in PyTorch, only a convolution takes small integers.
TRANSPOSED_TYPES = tuple(map(np.dtype, ("float16", "float32", "float64", "complex64", "complex128", "int64")))
CONV_TYPES = (*TRANSPOSED_TYPES, *map(np.dtype, ("int8", "uint8", "int16", "int32")))
