"""Each number that a reader's answer is checked against is computed here from the question's own setting."""

import itertools
import re
from pathlib import Path

import exercises_transposed
import numpy as np
import pytest
import torch
from torch import nn

import convref as F
from convref import gradients

LEARN = Path(__file__).parents[1] / "docs" / "learn"
EXERCISE = re.compile(r"^:::\{exercise\} (.+)\n(?::answer: (.+)\n)?", re.MULTILINE)
PATCH = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
MIDDLE = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
WALL, EDGE = np.full((3, 3), 5), np.array([[-1, 0, 1]] * 3)


def same_padding_each_side(kernel_size, dilation=1):
    left, right = F.same_padding(kernel_size, dilation=dilation)
    assert left == right
    return left


def dilation_of_the_weight_gradient(stride):
    rng = np.random.default_rng(0)
    size, kernel_size = 4 + 2 * stride, 4
    x, grad_output = rng.integers(-9, 9, (1, 1, size)), rng.integers(-9, 9, (1, 1, 3))
    wanted = gradients.conv1d_weight(x, (1, 1, kernel_size), grad_output, stride=stride)
    legal = [d for d in range(1, size // 2) if F.conv_output_size(size, 3, dilation=d) == kernel_size]
    return next(d for d in legal if np.array_equal(F.conv1d(x, grad_output, dilation=d), wanted))


def weights_of_a_dense_layer(side):
    return (3 * side**2) * (64 * side**2)


def columns_moved(pixels, stride):
    x, ones = np.arange(40.0)[None, None] ** 2, np.ones((1, 1, 3))
    here, moved = (F.conv1d(one, ones, stride=stride)[0, 0] for one in (x, x[..., pixels:]))
    return next(n for n in range(1, 9) if np.array_equal(here[n : n + 8], moved[:8]))


def rows_of_a_pooling(size, kernel_size, **settings):
    return nn.MaxPool2d(kernel_size, **settings)(torch.zeros(1, 1, size, size)).shape[-1]


def first_block_that_fails(size):
    maps = torch.zeros(1, 1, size, size)
    for block in itertools.count(1):
        try:
            maps = nn.MaxPool2d(2)(maps)
        except RuntimeError as error:
            assert "Output size is too small" in str(error)
            return block


FIND_THE_BUG = (
    "Find the bug: a network for pictures of 28×28 has five blocks, each a padded 3×3 convolution and "
    "`nn.MaxPool2d(2)`. In which block does PyTorch raise an error?"
)
QUIET = (
    "A kernel answers strongly to a vertical edge. "
    "What does it answer to an even grey wall, if its weights sum to zero?"
)
CROPPED = (
    "An input of 10 goes through kernel 3 with stride 3. How many cells must be cropped for the gradient of the weight?"
)
COMPUTED = {  # By the words of the question; a question that changes has to be computed again.
    "How many weights has `nn.Conv2d(3, 64, 3)` for a photo of 448×448, twice as wide and twice as high?": (
        lambda: nn.Conv2d(3, 64, 3).weight.numel()
    ),
    "And by what factor does the number of weights of the dense layer grow, when the photo and its 64 maps become "
    "twice as wide and twice as high?": (lambda: weights_of_a_dense_layer(448) / weights_of_a_dense_layer(224)),
    "A kernel of 3 slides over a line of 10 pixels without padding. How many of the numbers of its matrix are not "
    "fixed at zero?": (lambda: np.count_nonzero(F.conv_matrix(np.ones((1, 1, 3)), 10))),
    "The photo moves by 3 pixels to the right. The layer has stride 3 and no padding. By how many columns does the "
    "map move?": (lambda: columns_moved(3, stride=3)),
    "`nn.MaxPool2d(2)` gets a map of 7×7. How many rows come out?": lambda: rows_of_a_pooling(7, 2),
    "ResNet begins with `nn.MaxPool2d(3, stride=2, padding=1)` on a map of 112×112. How many rows come out?": (
        lambda: rows_of_a_pooling(112, 3, stride=2, padding=1)
    ),
    "A convolution of 3×3, a pooling of 2 with stride 2, a convolution of 3×3: how wide is the receptive field?": (
        lambda: F.receptive_field([F.Layer(3), F.Layer(2, stride=2), F.Layer(3)]).size
    ),
    "How many rows does `nn.MaxPool2d(3, stride=2, ceil_mode=True)` make of 8?": (
        lambda: rows_of_a_pooling(8, 3, stride=2, ceil_mode=True)
    ),
    FIND_THE_BUG: lambda: first_block_that_fails(28),
    "How many numbers does `nn.Conv2d(16, 32, 1)` learn?": lambda: F.conv_parameters(16, 32, (1, 1)),
    "How many parameters does `nn.Conv2d(64, 128, 3)` have?": lambda: F.conv_parameters(64, 128, (3, 3)),
    "Over how many cells does `kernel_size=5, dilation=3` reach?": lambda: (
        F.receptive_field([F.Layer(5, dilation=3)]).size
    ),
    "Which padding keeps the size for `kernel_size=3, dilation=4`?": lambda: same_padding_each_side(3, 4),
    "A kernel of `nn.Conv2d(3, 8, 5)` has how many weights?": lambda: F.conv_parameters(3, 1, (5, 5), bias=False),
    "A layer has stride 3. What is the dilation of the convolution that gives the gradient of its weight?": (
        lambda: dilation_of_the_weight_gradient(3)
    ),
    CROPPED: lambda: 10 - (3 * (F.conv_output_size(10, 3, 3) - 1) + 3),
    QUIET: lambda: F.conv2d(WALL[None, None], EDGE[None, None]).item(),
    "How many columns does the table have for an input of 10×10 and a kernel of 3×3 with stride 1?": (
        lambda: F.conv_output_size(10, 3) ** 2
    ),
    "Input 32, kernel 3, stride 2, padding 1. What is the output size?": lambda: F.conv_output_size(32, 3, 2, 1),
    "Input 32, kernel 5, dilation 2. What is it now?": lambda: F.conv_output_size(32, 5, dilation=2),
    "Which padding keeps the size for `kernel_size=7` at stride 1?": lambda: same_padding_each_side(7),
    "Which for `kernel_size=3, dilation=2`?": lambda: same_padding_each_side(3, 2),
    "Ten layers of 3×3 at stride 1: how wide is the field?": lambda: F.receptive_field([F.Layer(3)] * 10).size,
    "A layer of 3×3 with stride 2, then one of 3×3: how wide?": (
        lambda: F.receptive_field([F.Layer(3, stride=2), F.Layer(3)]).size
    ),
    "Which output size does `nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1)` give for an input of 7?": (
        lambda: F.conv_transpose_output_size(7, 4, 2, 1)
    ),
    "The kernel is 3, with stride 2 and padding 1. Which `output_padding` doubles an input of 7?": (
        lambda: next(op for op in (0, 1) if F.conv_transpose_output_size(7, 3, 2, 1, op) == 14)
    ),
    "How many input sizes does a convolution with stride 4 send to the same output size?": (
        lambda: sum(F.conv_output_size(size, 3, 4) == 5 for size in range(3, 60))
    ),
    "The patch stays as it is and every weight becomes 0 except the middle one, which is 1. What comes out?": (
        lambda: F.conv2d(PATCH[None, None], MIDDLE[None, None]).item()
    ),
    "How many outputs does a kernel of 3×3 have on an input of 5×5?": lambda: F.conv_output_size(5, 3) ** 2,
}
COMPUTED |= exercises_transposed.COMPUTED


def asked():
    pages = {path: EXERCISE.findall(path.read_text(encoding="utf-8")) for path in sorted(LEARN.glob("*.md"))}
    return [(path.stem, words, value) for path, found in pages.items() for words, value in found if value]


@pytest.mark.parametrize(("page", "words", "value"), asked())
def test_the_answer_is_what_is_computed(page, words, value):
    assert words in COMPUTED, f"{page}: compute the answer to {words!r} in this test"
    assert COMPUTED[words]() == float(value)


def test_every_lesson_asks_and_no_computation_is_left_over():
    lessons = {path.stem for path in LEARN.glob("*.md")} - {"index"}
    assert {path.stem for path in LEARN.glob("*.md") if EXERCISE.search(path.read_text(encoding="utf-8"))} == lessons
    assert {words for _page, words, _value in asked()} == set(COMPUTED)
