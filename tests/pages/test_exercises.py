"""Each number that a reader's answer is checked against is computed here from the question's own setting."""

import itertools
import re
from pathlib import Path

import exercises_convolution
import exercises_transposed
import numpy as np
import pytest
import torch
from torch import nn

import convref as F
from convref import gradients, networks

LEARN = Path(__file__).parents[2] / "docs" / "learn"
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


def channels_read(*layers):
    x = torch.rand(1, 64, 5, 5, requires_grad=True)
    nn.Sequential(*layers)(x)[0, 0].sum().backward()
    return int(x.grad.abs().sum(dim=(0, 2, 3)).count_nonzero())


def pair_of_weights(in_channels, out_channels, size):
    depthwise = F.conv_parameters(in_channels, in_channels, (size, size), in_channels, bias=False)
    return depthwise + F.conv_parameters(in_channels, out_channels, (1, 1), bias=False)


def weights(layer):
    return layer.weight.numel()


def row_of_the_second_channel():
    rows = np.zeros((480, 640, 3))
    rows += np.arange(480)[:, None, None]
    return torch.from_numpy(rows).float().view(1, 3, 480, 640)[0, 1, 0, 0].item()


def fan_in(layer):
    nn.init.ones_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer(torch.ones(1, layer.in_channels, 9, 9))[0, 0, 3, 3].item()


def standard_deviation(layer):
    return round(2 / fan_in(layer), 12) ** 0.5


def shrinking_without_relu(layers):
    bound = nn.init.calculate_gain("leaky_relu", 5**0.5) * 3**0.5  # times 1 / sqrt(fan-in)
    return round((3 / bound**2) ** layers)


def bilinear_kernel(stride):
    even = {2 * stride: stride // 2} if stride % 2 == 0 else {2 * stride - 1: (stride - 1) // 2}
    (size, padding) = next(iter(even.items()))
    assert F.conv_transpose_output_size(5, size, stride, padding) == 5 * stride
    return size


def kernels_after(steps):
    network = nn.Sequential(nn.Conv2d(3, 64, 3), nn.ReLU(), nn.Conv2d(64, 2, 3)).double()
    for values in network.parameters():
        nn.init.constant_(values, 0.01)
    step = torch.optim.SGD(network.parameters(), lr=0.01)
    x = torch.linspace(0, 1, 300, dtype=torch.double).reshape(1, 3, 10, 10)
    for _ in range(steps):
        step.zero_grad()
        (network(x) - 1).square().mean().backward()
        step.step()
    return len(np.unique(network[0].weight.detach().numpy().round(9), axis=0))


def pairs_of_stripes(count):
    wave = np.cos(2 * np.pi * count * np.arange(24) / 24)
    return np.abs(np.fft.rfft(wave[::2])).argmax()


def paths(*dilations):
    """Count the paths from each cell to one output, through layers of kernel 3."""
    found = np.ones((1, 1, 1))
    for dilation in dilations:
        found = F.conv_transpose1d(found, np.ones((1, 1, 3)), dilation=dilation)
    return found


def largest_rate_without_gaps(*rates):
    return max(d for d in range(1, 30) if paths(*rates, d).all())


def cells_read(*dilations):
    found = paths(*dilations)
    assert found.size == 29
    return np.count_nonzero(found)


SEPARABLE = (
    "A depthwise separable layer has a kernel of 3×3 and leads from 128 to 256 channels. "
    "How many weights has the pair, without biases?"
)
NEVER_MIXED = (
    "Find the bug: `nn.Sequential(nn.Conv2d(64, 64, 3, groups=64), nn.ReLU(), nn.Conv2d(64, 128, 1, groups=64))` "
    "trains badly. On how many of the 64 input channels does one output channel depend?"
)
SPLIT = (
    "A layer of 7×7 between 64 channels is replaced by one of 7×1 and one of 1×7, all with 64 channels. "
    "How many weights are left, without biases?"
)
PAIRS = "The kernel is [[1, 0, 1], [0, 1, 0], [1, 0, 1]]. How many pairs of a column and a row does it take?"
TENSORFLOW = "A batch from TensorFlow has the shape `(8, 48, 64, 3)`. After `permute(0, 3, 1, 2)`, how long is axis 2?"
SENTENCES = (
    "Sentences of 20 words, each with 300 features, go into `nn.Conv1d` with `kernel_size=3` and 100 outputs. "
    "How many weights does it have, without the biases?"
)
FOLDED = (
    "A scan of 30 slices is folded into the channels of `nn.Conv2d(30, 16, 3)`. How many times as many weights is that "
    "as in `nn.Conv3d(1, 16, 3)`?"
)
TWIN = (
    "How long is the last axis of the output, when a batch of sentences, `(8, 1, 20, 300)`, goes through "
    "`nn.Conv2d(1, 100, (3, 300))`?"
)
SCRAMBLED = (
    "Find the bug: `x = torch.from_numpy(rgb).float().view(1, 3, 480, 640)` for a picture `rgb` of shape "
    "`(480, 640, 3)`. It runs, and the network answers nonsense. Of which row of the picture is the first number of "
    "the second channel?"
)
SHRINKS = (
    "A network has no ReLU, and its layers start as PyTorch does, without biases. By what factor has the mean square "
    "shrunk behind four layers, away from the edge?"
)
CONSTANT = (
    "Find the bug: `for p in network.parameters(): nn.init.constant_(p, 0.01)` stands before the training. The first "
    "layer is `nn.Conv2d(3, 64, 3)`. How many different kernels does it have after a thousand steps?"
)
DOUBLES = (
    "Which padding doubles a size exactly with `nn.ConvTranspose2d`, `kernel_size=7`, `stride=2` and "
    "`output_padding=1`?"
)
ONE_OF_THREE = (
    "Find the bug: four layers of 3×3, the first with stride 2. Someone removes the stride, and sets `dilation=2` in "
    "the second layer, but not in the last two. How wide is the receptive field now, instead of 15?"
)
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
DCGAN = (
    "Find the bug: a DCGAN generator is written with four layers `nn.ConvTranspose2d(…, 5, stride=2, padding=2)` "
    "after a map of 4×4. How wide is the picture, which should be 64?"
)
POSITIONS = (
    "Find the bug: the position layer of wav2vec 2.0 is `nn.Conv1d(768, 768, 128, padding=64, groups=16)`, and its "
    "output is added to its input. How many steps too many has the output?"
)


def four_times_larger(size):
    for _ in range(4):
        size = F.conv_transpose_output_size(size, 5, 2, 2)
    return size


COMPUTED = {  # By the words of the question; a question that changes has to be computed again.
    "How many weights has `nn.Conv2d(3, 64, 3)` for a photo of 448×448, twice as wide and twice as high?": (
        lambda: nn.Conv2d(3, 64, 3).weight.numel()
    ),
    "And by what factor does the number of weights of the dense layer grow, when the photo and its 64 maps become "
    "twice as wide and twice as high?": (lambda: weights_of_a_dense_layer(448) / weights_of_a_dense_layer(224)),
    "A kernel of 3 slides over a line of 10 pixels and stays inside. How many of the numbers of its matrix are not "
    "fixed at zero?": (lambda: np.count_nonzero(F.conv_matrix(np.ones((1, 1, 3)), 10))),
    "The photo moves by 3 pixels to the right. The kernel goes 3 pixels at a step, and nothing is added at the border. "
    "By how many columns does the map move?": (lambda: columns_moved(3, stride=3)),
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
    "How many weights does `nn.Conv2d(256, 64, 1, bias=False)` have?": lambda: weights(nn.Conv2d(256, 64, 1)),
    SPLIT: lambda: weights(nn.Conv2d(64, 64, (7, 1))) + weights(nn.Conv2d(64, 64, (1, 7))),
    PAIRS: lambda: np.linalg.matrix_rank([[1, 0, 1], [0, 1, 0], [1, 0, 1]]),
    SEPARABLE: lambda: pair_of_weights(128, 256, 3),
    NEVER_MIXED: lambda: channels_read(nn.Conv2d(64, 64, 3, groups=64), nn.Conv2d(64, 128, 1, groups=64)),
    TENSORFLOW: lambda: torch.zeros(8, 48, 64, 3).permute(0, 3, 1, 2).shape[2],
    SENTENCES: lambda: weights(nn.Conv1d(300, 100, 3)),
    FOLDED: lambda: weights(nn.Conv2d(30, 16, 3)) / weights(nn.Conv3d(1, 16, 3)),
    TWIN: lambda: nn.Conv2d(1, 100, (3, 300))(torch.zeros(8, 1, 20, 300)).shape[-1],
    SCRAMBLED: row_of_the_second_channel,
    "What is the fan-in of `nn.Conv2d(64, 128, 3, groups=4)`?": lambda: fan_in(nn.Conv2d(64, 128, 3, groups=4)),
    "Which standard deviation does `kaiming_normal_` give the weights of `nn.Conv2d(32, 64, 5)`?": (
        lambda: standard_deviation(nn.Conv2d(32, 64, 5))
    ),
    SHRINKS: lambda: shrinking_without_relu(4),
    "A transposed layer shall start as bilinear enlarging by 8. Which `kernel_size` does it need?": (
        lambda: bilinear_kernel(8)
    ),
    CONSTANT: lambda: kernels_after(50),
    "A kernel of 2×2 moves with stride 3 over 9×9 pixels. How many pixels are read?": (
        lambda: np.count_nonzero(F.read_counts((9, 9), 2, 3))
    ),
    "There are 10 pairs of stripes on 24 pixels. How many pairs does a stride of 2 show?": lambda: pairs_of_stripes(10),
    DOUBLES: lambda: next(p for p in range(9) if F.conv_transpose_output_size(5, 7, 2, p, 1) == 10),
    "Three layers of 3×3 have dilations 1, 2 and $d$. What is the largest $d$ without gaps?": (
        lambda: largest_rate_without_gaps(1, 2)
    ),
    ONE_OF_THREE: lambda: F.receptive_field([F.Layer(3), F.Layer(3, dilation=2), F.Layer(3), F.Layer(3)]).size,
    "AlexNet's first layer has kernel 11, stride 4 and no padding. How many outputs along an axis does it have for an "
    "input of 227?": lambda: F.conv_output_size(227, 11, 4),
    "VGG-16 begins with two convolutions of 3×3, a pooling of 2, and two more convolutions of 3×3. How wide is the "
    "receptive field then?": (
        lambda: F.receptive_field([F.Layer(3), F.Layer(3), F.Layer(2, stride=2), F.Layer(3), F.Layer(3)]).size
    ),
    "How many weights has a depthwise 3×3 layer of 144 channels, without bias?": (
        lambda: nn.Conv2d(144, 144, 3, groups=144, bias=False).weight.numel()
    ),
    DCGAN: lambda: four_times_larger(4),
    "FSRCNN shall enlarge by 2: `nn.ConvTranspose2d(56, 1, 9, stride=2, padding=4, output_padding=…)`. Which "
    "`output_padding` doubles the size exactly?": (
        lambda: next(op for op in (0, 1) if F.conv_transpose_output_size(85, 9, 2, 4, op) == 170)
    ),
    "Kernel 2, dilations 1, 2, 4, 8, 16: how many samples does an output see?": (
        lambda: F.receptive_field([F.Layer(2, dilation=2**n) for n in range(5)]).size
    ),
    "HiFi-GAN's first transposed layer has kernel 16 and stride 8. Which padding makes 256 steps of 32?": (
        lambda: next(p for p in range(9) if F.conv_transpose_output_size(32, 16, 8, p) == 256)
    ),
    "How many outputs does wav2vec 2.0 have for two seconds, 32,000 samples?": (
        lambda: F.trace(networks.named_network("wav2vec2"), (1, 32_000))[-1].shape[1]
    ),
    POSITIONS: lambda: F.conv_output_size(49, 128, padding=64) - 49,
    "A TCN has kernel 3 and four blocks with dilations 1, 2, 4, 8. How far does it see?": (
        lambda: F.receptive_field([F.Layer(3, dilation=2**n) for n in range(4) for _ in range(2)]).size
    ),
    "How many numbers does `nn.Conv2d(16, 32, 1)` learn?": lambda: F.conv_parameters(16, 32, (1, 1)),
    "How many parameters does `nn.Conv2d(64, 128, 3)` have?": lambda: F.conv_parameters(64, 128, (3, 3)),
    "Over how many cells does `kernel_size=5, dilation=3` reach?": lambda: (
        F.receptive_field([F.Layer(5, dilation=3)]).size
    ),
    "Three layers of kernel 3 have the dilations 2, 4 and 8. How many of the 29 cells that they span does an output "
    "read?": lambda: cells_read(2, 4, 8),
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
    "Which padding keeps the size for `kernel_size=3, dilation=2`?": lambda: same_padding_each_side(3, 2),
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
COMPUTED |= exercises_convolution.COMPUTED | exercises_transposed.COMPUTED


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
