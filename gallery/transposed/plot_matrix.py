"""
The same matrix, transposed
===========================

A convolution multiplies by a matrix, the transposed convolution by the transpose of
that matrix.
"""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from tabulate import tabulate

import convref
from convref import plotting

plotting.use_style()
torch.manual_seed(1)

# %%
# The matrix of a convolution
# ---------------------------
#
# Write the 4×4 input as 16 numbers in a column, and the 2×2 output as 4. Each row of
# the matrix C is one stop of the kernel: nine weights, and zeros where the kernel is
# not.

weight = np.arange(1.0, 10).reshape(1, 1, 3, 3)
C = convref.conv_matrix(weight, (4, 4))

print("C:", C.shape)
print("weights in a row:", np.count_nonzero(C[0]))

figure = plotting.matrix(
    C,
    row=0,
    label="Each of the 4 rows holds the same nine weights, moved on by one stop of "
    "the kernel; the first row is lit.",
)

# %%
# Multiplying by C is the convolution.

rng = np.random.default_rng(1)
x = rng.standard_normal((1, 1, 4, 4))
y = rng.standard_normal((1, 1, 2, 2))
conv = F.conv2d(torch.tensor(x), torch.tensor(weight)).numpy()

print("equal:", np.allclose(C @ x.ravel(), conv.ravel()))

# %%
# The transpose
# -------------
#
# Multiplying by the transpose takes 4 numbers to 16. It is the transposed convolution
# with the same weight.

transposed = F.conv_transpose2d(torch.tensor(y), torch.tensor(weight)).numpy()

print("equal:", np.allclose(C.T @ y.ravel(), transposed.ravel()))

figure = plotting.matrix(
    C.T,
    label="The same weights, with rows and columns exchanged: 16 rows, and 4 columns.",
)

# %%
# This is what the name means. It can be tested without building a matrix, for any
# stride, padding, dilation and groups: ⟨Cx, y⟩ equals ⟨x, Cᵀy⟩.

names = ["stride", "padding", "dilation", "groups"]
rows = []
for numbers in [(1, 0, 1, 1), (2, 1, 1, 2), (3, 2, 2, 1), (2, 0, 3, 4)]:
    settings = dict(zip(names, numbers, strict=True))
    groups = settings["groups"]
    big = torch.randn(1, 4, 13, 13, dtype=torch.float64)
    w = torch.randn(8, 4 // groups, 3, 3, dtype=torch.float64)
    forward = F.conv2d(big, w, **settings)
    small = torch.randn_like(forward)
    extra = 13 - F.conv_transpose2d(small, w, **settings).shape[-1]
    back = F.conv_transpose2d(small, w, output_padding=extra, **settings)
    rows.append((*numbers, (forward * small).sum(), (big * back).sum()))

print(tabulate(rows, headers=[*names, "⟨Cx, y⟩", "⟨x, Cᵀy⟩"], floatfmt=".6f"))

# %%
# Transposed, not inverse
# -----------------------
#
# The transpose brings back the size and not the numbers. If it were the inverse, the
# product of Cᵀ and C would be 1 on the diagonal and 0 elsewhere.

product = C.T @ C

print("the identity:", np.allclose(product, np.eye(16)))

figure = plotting.panels(
    [partial(plotting.feature_map, values=product)],
    [r"$C^\mathsf{T} C$"],
    label="The product of the two is far from 1 on the diagonal and 0 elsewhere: many "
    "other places are green.",
)

# %%
# The course page is :doc:`/learn/matrix`; the functions are :func:`convref.conv_matrix`
# and :func:`convref.conv_transpose_matrix`.

plotting.show()
