"""What the lessons on convolution ask, and each answer computed from the question's own setting."""

import numpy as np
import torch
from torch import nn

import convref as F

PATCH = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])


def kernel_size_from(size, output):
    return next(k for k in range(1, size + 1) if F.conv_output_size(size, k) == output)


def highest_answer(kernel):
    best = (kernel > 0).astype(float)  # On pixels from 0 to 1, a pixel is 1 where it helps and 0 where it hurts.
    return F.conv2d(best[None], kernel[None, None].astype(float)).item()


COMPUTED = {  # By the words of the question.
    "Now every weight is 1/9. What does the patch give, to two decimals?": (
        lambda: round(F.conv2d(PATCH[None, None] + 0.0, np.full((1, 1, 3, 3), 1 / 9)).item(), 2)
    ),
    "A picture has 28 rows, and the map that a kernel made of it has 24. How many rows has the kernel?": (
        lambda: kernel_size_from(28, 24)
    ),
    "A kernel of 5×5 blurs: all its weights are equal, and it keeps the brightness of an even area. What is each "
    "weight?": lambda: 1 / F.conv2d(np.ones((1, 5, 5)), np.ones((1, 1, 5, 5))).item(),
    "On pixels from 0 to 1, what is the highest activation that the sharpening kernel above can give?": (
        lambda: highest_answer(SHARPEN)
    ),
    "A CT scan has 64 slices of 128×128 grey pixels. `nn.Conv3d(1, 1, 3)` slides over it. How many slices has the "
    "output?": lambda: nn.Conv3d(1, 1, 3)(torch.zeros(1, 64, 8, 8)).shape[1],
    "How many weights has one kernel of `nn.Conv1d(300, 100, 5)`, which reads five words of 300 numbers each?": (
        lambda: nn.Conv1d(300, 100, 5).weight[0].numel()
    ),
    "A pixel and its surroundings give −0.5 with the red slice, 0.75 with the green one and 0.25 with the blue one. "
    "The bias is 0.125. What does the layer give?": (
        lambda: F.conv1d(np.array([[-0.5], [0.75], [0.25]]), np.ones((1, 3, 1)), np.array([0.125])).item()
    ),
    "How many kernels has a layer whose weight has the shape `[96, 3, 11, 11]`?": (
        lambda: len(nn.Conv2d(3, 96, 11).weight)
    ),
    "Kernel 3, stride 2, nothing added: what is the output size for an input of 9?": (
        lambda: F.conv_output_size(9, 3, stride=2)
    ),
    "Kernel 3, stride 4, on 12 cells: how many cells are never read?": (
        lambda: (F.read_counts(12, kernel_size=3, stride=4) == 0).sum()
    ),
    "How many cells in all does `padding='same'` add for `kernel_size=6`?": lambda: sum(F.same_padding(6)),
    "Input 10, kernel 5, padding 1, stride 1: what is the output size?": lambda: F.conv_output_size(10, 5, padding=1),
    "`kernel_size=3, dilation=4` on an input of 20, without padding: what is the output size?": (
        lambda: F.conv_output_size(20, 3, dilation=4)
    ),
    "Which padding takes 28 to 14 with `kernel_size=4, stride=2`?": (
        lambda: next(p for p in range(9) if F.conv_output_size(28, 4, stride=2, padding=p) == 14)
    ),
    "Five layers of `kernel_size=3, stride=2, padding=1` in a row get 224. What is the size after the fifth?": (
        lambda: F.trace([F.Layer(3, stride=2, padding=1)] * 5, (3, 224, 224)).rows[-1].shape[-1]
    ),
    "How many weights, without biases, has `nn.Conv2d(32, 64, 3, groups=4)`?": (
        lambda: nn.Conv2d(32, 64, 3, groups=4).weight.numel()
    ),
    "By what factor does `groups=8` divide the number of products?": (
        lambda: F.conv_macs(16, 16, (9, 9), 3) / F.conv_macs(16, 16, (9, 9), 3, groups=8)
    ),
    "How many numbers does `nn.Conv2d(4, 8, 3, bias=False)` learn?": (
        lambda: sum(p.numel() for p in nn.Conv2d(4, 8, 3, bias=False).parameters())
    ),
    "`nn.Conv2d(3, 16, (1, 5), padding=(0, 2))` gets a picture of 30×40. How many rows has the output?": (
        lambda: nn.Conv2d(3, 16, (1, 5), padding=(0, 2))(torch.zeros(3, 30, 40)).shape[1]
    ),
    "Two neighbouring outputs behind three layers of stride 2: how many input cells lie between their centres?": (
        lambda: F.receptive_field([F.Layer(3, stride=2)] * 3).jump
    ),
    "Three layers of 3×3 with dilations 1, 2 and 4 at stride 1: how wide is the field?": (
        lambda: F.receptive_field([F.Layer(3, dilation=d) for d in (1, 2, 4)]).size
    ),
    "Find the bug: someone computes the field of a layer of 3 with stride 2 followed by two layers of 3 as "
    "3 + 2 + 2 = 7. How wide is it?": (lambda: F.receptive_field([F.Layer(3, stride=2), F.Layer(3), F.Layer(3)]).size),
    "`nn.Conv2d(3, 8, 5)` gets a picture of 32×32. How many products does it make?": (
        lambda: F.conv_macs(3, 8, (32, 32), 5)
    ),
    "A 1×1 layer from 64 to 64 channels on 14×14: how many products?": lambda: F.conv_macs(64, 64, (14, 14), 1),
}
