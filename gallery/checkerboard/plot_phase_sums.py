"""
When is a transposed convolution even?
======================================

The stride must divide the kernel, share no divisor with the dilation, and the sums of
the weights must be equal for all phases.
"""

from functools import partial
from itertools import product

import numpy as np
from tabulate import tabulate

import convref
from convref import plotting
from convref.checkerboard import imbalance

plotting.use_style()
numbers = np.random.default_rng(1)

# %%
# Three kernels on a constant input
# ---------------------------------
#
# All three layers have stride 2 and get an input of ones. The first two have a kernel
# of 4, which overlaps evenly. The first one's weights are random, the second one's are
# those of bilinear interpolation. The third has a kernel of 3.

row = np.array([0.25, 0.75, 0.75, 0.25])
KERNELS = {
    "$k=4$": numbers.standard_normal((4, 4)),
    "$k=4$ bilinear": np.outer(row, row),
    "$k=3$": np.ones((3, 3)),
}


def on_ones(kernel):
    ones = np.ones((1, 8, 8))
    return convref.conv_transpose2d(ones, kernel[None, None], stride=2)[0, 3:-3, 3:-3]


outputs = [on_ones(kernel) for kernel in KERNELS.values()]

figure = plotting.panels(
    [partial(plotting.feature_map, values=output) for output in outputs],
    list(KERNELS),
    label="Of three kernels only the bilinear one leaves an input of ones even; the "
    "random kernel of 4 makes a checkerboard as the kernel of 3 does.",
)

# %%
# The reason is in the sums. With stride 2 the output has two phases along each axis,
# and every phase meets weights of its own. On a constant input each pixel is the sum of
# the weights of its phase. The *imbalance* says how far the four are apart, as a share
# of the output: 0 is even.

rows = []
for (name, kernel), output in zip(KERNELS.items(), outputs, strict=True):
    even = convref.is_even_overlap(len(kernel), 2)
    sums = convref.phase_sums(kernel, stride=2).ravel().tolist()
    rows.append([name.replace("$", ""), even, *sums, imbalance(output, 2)])

phases = ["sum 0,0", "sum 0,1", "sum 1,0", "sum 1,1"]
head = ["kernel", "even overlap", *phases, "imbalance"]
print(tabulate(rows, headers=head, floatfmt=".2f"))

# %%
# Divisible is not enough
# -----------------------
#
# Even *counts* need that the stride divides the kernel, and one thing more: stride and
# dilation may have no common divisor but 1. A kernel of 4 with stride 2 and dilation 2
# puts all its weights on one phase.

figure = plotting.overlap_map(
    convref.overlap_counts((5, 5), kernel_size=4, stride=2, dilation=2),
    label="With dilation 2, a kernel of 4 and stride 2 leave every second row and "
    "column empty.",
)

# %%
# Try both rules on all small cases, and compare each with the counts themselves:


def counts_are_even(k, s, d):
    counts = convref.overlap_counts(60, k, s, dilation=d)
    rim = d * k + s
    return len(set(counts[rim:-rim].tolist())) == 1


cases = list(product(range(1, 9), range(1, 5), range(1, 5)))
plain = sum((k % s == 0) != counts_are_even(k, s, d) for k, s, d in cases)
full = sum(convref.is_even_overlap(*case) != counts_are_even(*case) for case in cases)
rules = [["s divides k", plain], ["s divides k, gcd(s, d) = 1", full]]
print(tabulate(rules, headers=["rule", f"wrong in {len(cases)} cases"]))

# %%
# Which layers keep their phase sums equal, whatever they learn: :doc:`plot_resize`. The
# course page is :doc:`/learn/checkerboard`.

plotting.show()
