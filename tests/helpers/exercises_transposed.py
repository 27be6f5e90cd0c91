"""Answers to the exercises of the transposed lessons and of those behind the layer, by the words of the question."""

import numpy as np
import torch
from torch import nn

import convref as F
from convref import formulas, gradients


def distinct(values):
    """Return the one number that all of these are."""
    (value,) = {int(value) for value in np.ravel(values)}
    return value


def rows_out(layer, size):
    with torch.no_grad():
        return layer(torch.zeros(1, layer.in_channels, *[size] * len(layer.kernel_size))).shape[-1]


def there_and_back(size):
    down = nn.Conv2d(3, 8, 3, stride=2, padding=1)
    up = nn.ConvTranspose2d(8, 3, 3, stride=2, padding=1, output_padding=1)
    return up(down(torch.zeros(1, 3, size, size))).shape[-1]


def weighed_inputs():
    x, y = np.array([1, 0, 2, 0, 3]), np.ones((1, 3), int)
    return x @ F.conv_transpose1d(y, np.array([[[1, 2, 3]]]), stride=2, padding=1)[0]


def fourth_weight():
    sums = {w: F.phase_sums(np.array([1, 3, 3, w]), stride=2) for w in range(9)}
    return next(w for w, (first, second) in sums.items() if first == second)


def padding_for(factor, kernel_size, output_padding):
    sizes = {p: F.conv_transpose_output_size(10, kernel_size, factor, p, output_padding) for p in range(kernel_size)}
    return next(p for p, size in sizes.items() if size == 10 * factor)


def third_dilation():
    """Return the dilation of a third layer of kernel 3 whose output reads 27 inputs in a row, each by one path."""
    nine = np.ones((1, 9), int)
    joined = {d: F.conv_transpose1d(nine, ONES, dilation=d)[0] for d in range(1, 30)}
    return next(d for d, paths in joined.items() if (paths == 1).all())


def last_read(output, layer, inputs):
    """Return the last input that this output depends on."""
    x = torch.zeros(1, 1, inputs, requires_grad=True)
    layer(x)[0, 0, output].backward()
    return x.grad[0, 0].nonzero().max().item()


def looks_ahead(layer):
    x = torch.zeros(1, layer.in_channels, 21, requires_grad=True)
    layer(x)[0, 0, 10].backward()
    return x.grad.abs().sum(dim=(0, 1)).nonzero().max().item() - 10


def stamps_left():
    x, w, y = np.ones(9, int), np.ones(4, int), np.zeros(20, int)
    for t in range(4):
        y[t : t + 2 * len(x) : 2] = w[t] * x
    return distinct(y[2:-2])


def table(channels, size, kernel_size, stride=1):
    """Return rows and columns of what im2col makes."""
    kernel, step = (kernel_size, kernel_size), (stride, stride)
    return nn.functional.unfold(torch.zeros(1, channels, size, size), kernel, stride=step).shape[1:]


def winograd(outputs, kernel_size):
    return outputs + kernel_size - 1


def fft_products(cells):
    return 0 if cells == 1 else 2 * fft_products(cells // 2) + cells // 2


def ring(cells, kernel_size, zeros=0):
    x, w = np.random.default_rng(0).standard_normal(cells), np.random.default_rng(1).standard_normal(kernel_size)
    long = np.pad(x, (0, zeros))
    return x, w, np.fft.irfft(np.fft.rfft(long) * np.fft.rfft(w, cells + zeros).conj(), cells + zeros)


def outputs_to_cut(cells, kernel_size):
    x, w, y = ring(cells, kernel_size)
    right = np.isclose(y[: cells - kernel_size + 1], F.conv1d(x[None], w[None, None])[0])
    assert right.all()
    return cells - len(right)


def zeros_behind(cells, kernel_size):
    x, w, _ = ring(cells, kernel_size)
    wanted = F.conv1d(x[None], w[None, None], padding=kernel_size - 1)[0]
    for zeros in range(2 * kernel_size):
        y = np.roll(ring(cells, kernel_size, zeros)[2], kernel_size - 1)
        if len(y) == len(wanted) and np.allclose(y, wanted):
            return zeros
    raise AssertionError("no number of zeros does it")


def bias_gradient(photos, side):
    layer = nn.Conv2d(1, 4, 1)
    layer(torch.zeros(photos, 1, side, side)).sum().backward()
    return distinct(layer.bias.grad)


ONES = np.ones((1, 1, 3), int)
COMPUTED = {
    "A 3×3 input, a 2×2 kernel and stride 2: how many stamps reach each cell of the output?": (
        lambda: distinct(F.overlap_counts((3, 3), 2, stride=2))
    ),
    "The input `[1, 2]`, the kernel `[1, 1, 1]`, stride 2: what stands in the middle one of the five output cells?": (
        lambda: F.conv_transpose1d(np.array([[1, 2]]), ONES, stride=2)[0, 2]
    ),
    "The kernel is 3, the dilation 1 and the padding 3. By how many cells is each side padded in the gather view? A "
    "negative number crops.": lambda: formulas.gather_padding(3, 3, 1),
    "How many numbers does `nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)` learn?": (
        lambda: sum(p.numel() for p in nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1).parameters())
    ),
    "A vocoder has the layer `nn.ConvTranspose1d(512, 256, 16, stride=8, padding=4)`. How many samples does it make of "
    "32 frames?": lambda: rows_out(nn.ConvTranspose1d(512, 256, 16, stride=8, padding=4), 32),
    "A dilated layer: `nn.ConvTranspose1d(1, 1, 3, stride=2, padding=1, dilation=2)` on 4 cells. How many come out?": (
        lambda: rows_out(nn.ConvTranspose1d(1, 1, 3, stride=2, padding=1, dilation=2), 4)
    ),
    "Find the bug: an encoder has `nn.Conv2d(3, 8, 3, stride=2, padding=1)`, its decoder `nn.ConvTranspose2d(8, 3, 3, "
    "stride=2, padding=1, output_padding=1)`. All photos of 224×224 come back right. A photo of 225 rows comes back "
    "with how many?": lambda: there_and_back(225),
    "The input is 4×4, the kernel 3×3, the stride 1, without padding. How many rows has $C$?": (
        lambda: len(F.conv_matrix(np.ones((1, 1, 3, 3)), (4, 4)))
    ),
    "A kernel of three weights slides over 10 cells with stride 1 and padding 1. How many of the 100 numbers of $C$ "
    "are not fixed at zero?": lambda: np.count_nonzero(F.conv_matrix(ONES, 10, padding=1)),
    "For the $C$ of this page, $Cx$ with $x = (1, 0, 2, 0, 3)$ is $(2, 4, 6)$. What is $\\langle x, C^\\top y "
    "\\rangle$ for $y = (1, 1, 1)$?": weighed_inputs,
    "A kernel of 5 with stride 2, in one dimension: how many products get the cells inside that have the fewest?": (
        lambda: F.overlap_counts(20, 5, stride=2)[5:-5].min()
    ),
    "In 2-D with kernel 5 and stride 2: how many products does the brightest cell get?": (
        lambda: F.overlap_counts((20, 20), 5, stride=2).max()
    ),
    "The kernel is 6 and the stride 3. What is the smallest dilation above 1 that makes the overlap uneven?": (
        lambda: next(d for d in range(2, 9) if not F.is_even_overlap(6, 3, d))
    ),
    "The weights along one axis are 1, 2, 3, 2 and the stride is 2. What does a constant input of 1 become, inside?": (
        lambda: distinct(F.conv_transpose1d(np.ones((1, 9), int), np.array([[[1, 2, 3, 2]]]), stride=2)[0, 2:-2])
    ),
    "The weights along one axis are 1, 3, 3, and the fourth is to be chosen. Which number makes a constant input stay "
    "constant at stride 2?": fourth_weight,
    "A causal layer has kernel 5 and dilation 3. How many zeros go to the left?": (
        lambda: 20 - F.conv_output_size(20, 5, dilation=3)
    ),
    "Six causal layers of kernel 3 with dilations 1, 2, 4, 8, 16, 32: how many samples does the last output hear?": (
        lambda: F.receptive_field([F.Layer(3, dilation=2**n) for n in range(6)]).size
    ),
    "A vocoder has to enlarge by 7 with kernel 14. Which `padding` does it need, together with `output_padding=1`?": (
        lambda: padding_for(7, 14, 1)
    ),
    "A transposed layer with kernel 16 and stride 8 gets chunks of 10 frames. How many samples of tail are kept "
    "between two chunks?": lambda: F.conv_transpose_output_size(10, 16, 8) - 8 * 10,
    "Causal layers of kernel 3 shall hear every sample by exactly one path, like those of kernel 2 in the figure. The "
    "first has dilation 1. Which dilation does the third one need?": third_dilation,
    "A causal layer has kernel 4, stride 3 and all its zeros on the left. Up to which input does output 5 read?": (
        lambda: last_read(5, nn.Sequential(nn.ZeroPad1d((3, 0)), nn.Conv1d(1, 1, 4, stride=3)), 24)
    ),
    "Find the bug: a network predicts the next sample and is suspiciously good at it. Its only layer with a kernel is "
    "`nn.Conv1d(16, 16, 3, dilation=4, padding=4)`. How many samples ahead does an output read?": (
        lambda: looks_ahead(nn.Conv1d(16, 16, 3, dilation=4, padding=4))
    ),
    "`nn.ConvTranspose1d(1, 1, 7, stride=3, padding=2)` triples the length exactly. How many stamps does a sample get, "
    "at most?": lambda: F.overlap_counts(20, 7, stride=3, padding=2).max(),
    "The same layer has `padding=4`. Up to which frame, counted from 0, does sample 20 read?": (
        lambda: last_read(20, nn.ConvTranspose1d(1, 1, 16, stride=8, padding=4), 10)
    ),
    "Find the bug: to enlarge by 5, someone writes `nn.ConvTranspose1d(64, 32, 10, stride=5, padding=2)`. By how many "
    "samples is the result of 100 frames too long?": (
        lambda: rows_out(nn.ConvTranspose1d(64, 32, 10, stride=5, padding=2), 100) - 500
    ),
    "The kernel is `[1, 2, 3]`, the stride 1, without padding, and every output has the gradient 1. What is the "
    "gradient of an input in the middle?": (
        lambda: gradients.conv1d_input((1, 9), np.array([[[1, 2, 3]]]), np.ones((1, 7), int))[0, 4]
    ),
    "Kernel 3 with stride 2 on 8 cells, without padding, and all gradients 1. What is the gradient of the last cell?": (
        lambda: gradients.conv1d_input((1, 8), ONES, np.ones((1, 3), int), stride=2)[0, -1]
    ),
    "A layer makes 4 maps of 5×5 for each of 8 photos. Every number of its output has the gradient 1. What is the "
    "gradient of one bias?": lambda: bias_gradient(8, 5),
    "And how many rows, if the input has 16 channels?": lambda: table(16, 10, 3)[0],
    "The same layer with stride 2: by how many numbers is the table smaller than with stride 1?": (
        lambda: np.prod(table(16, 10, 3)) - np.prod(table(16, 10, 3, stride=2))
    ),
    "The stride is 3 and the kernel has 7 taps, counted from 0. Which is the last tap of phase 1?": (
        lambda: max(t for t in range(7) if t % 3 == 1)
    ),
    "And how many taps has phase 0?": lambda: sum(t % 3 == 0 for t in range(7)),
    "In 2-D, a kernel of 5×5 has stride 2. How many taps has the phase that has the most?": (
        lambda: F.overlap_counts((20, 20), 5, stride=2).max()
    ),
    "A layer takes 8×8 cells in 64 channels to 32 channels, with a kernel of 4×4. One matrix product makes all stamps, "
    "as rows that are added afterwards. How many rows has its result?": (
        lambda: len(nn.ConvTranspose2d(64, 32, 4).weight.flatten(1).T @ torch.zeros(64, 8 * 8))
    ),
    "Find the bug: to enlarge in 1-D with stride 2 and kernel 4, someone writes `for t in range(4): y[t : t + 2 * "
    "len(x) : 2] = w[t] * x` on zeros. Inside, how many of the two stamps that meet in each cell are in the result?": (
        stamps_left
    ),
    "A 1×1 layer makes 256 maps of 64 maps of 14×14. How many columns has the matrix that its kernel is multiplied "
    "by?": lambda: table(64, 14, 1)[1],
    "How many products does $F(4, 3)$ make along one axis?": lambda: winograd(4, 3),
    "How many in 2-D, for 4×4 outputs of a 3×3 kernel?": lambda: winograd(4, 3) ** 2,
    "How many products does $F(2, 5)$ save along one axis?": lambda: 2 * 5 - winograd(2, 5),
    "How many cells does a tile of $F(4, 3)$ read along one axis?": (
        lambda: next(size for size in range(3, 20) if F.conv_output_size(size, 3) == 4)
    ),
    "How many products does Winograd's method save for four outputs of a 1×1 kernel?": lambda: 4 * 1 - winograd(4, 1),
    "A map of 64×64 and a kernel of 9×9. How many products does one output take by the definition?": (
        lambda: F.conv_macs(1, 1, (64, 64), 9) / 56**2
    ),
    "How many complex products does an FFT of 16 cells make?": lambda: fft_products(16),
    "A line of 32 cells under a kernel of 5: how many outputs of the ring have to be cut off?": (
        lambda: outputs_to_cut(32, 5)
    ),
    "To compute with the ring what a padding of zeros would give, how many zeros must be put behind a line of 32 cells "
    "under a kernel of 5, for all 36 full outputs?": lambda: zeros_behind(32, 5),
}
