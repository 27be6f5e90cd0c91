import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import pytest
import torch
import torch.nn.functional as F
from torch import nn


@pytest.mark.claim("keras-transposed-same-by-cropping")
def test_crops():
    for kernel, stride in ((2, 2), (3, 2), (4, 2), (5, 2), (3, 3), (5, 3)):
        x, weight = torch.rand(1, 5, 6, 2), torch.rand(kernel, kernel, 4, 2)
        full = F.conv_transpose2d(x.permute(0, 3, 1, 2), weight.permute(3, 2, 0, 1), stride=stride)
        ends = {None: (kernel - stride, (kernel - stride) // 2)}
        ends |= {0: (2 * (kernel // 2), kernel // 2), 1: (2 * (kernel // 2) - 1, kernel // 2 - 1)}
        for extra, (total, front) in ends.items():
            y = keras.ops.conv_transpose(x, weight, stride, "same", output_padding=extra).permute(0, 3, 1, 2)
            height, width = full.shape[2] - total, full.shape[3] - total
            assert torch.allclose(y, full[..., front : front + height, front : front + width], atol=1e-5)


@pytest.mark.claim("keras-none-is-not-zero")
def test_none():
    x, weight = torch.rand(1, 2, 2, 1), torch.rand(3, 3, 1, 1)
    sizes = [keras.ops.conv_transpose(x, weight, 2, "same", output_padding=op).shape[1] for op in (None, 0)]
    assert sizes == [4, 3]


@pytest.mark.claim("14x28-becomes-28x56")
def test_tensorflow_case():
    x, weight = torch.rand(1, 14, 28, 1), torch.rand(3, 3, 1, 1)
    assert keras.ops.conv_transpose(x, weight, strides=2, padding="same").shape == (1, 28, 56, 1)


@pytest.mark.claim("a-keras-pooling-is-ceil-mode-or-padding-1")
def test_pooling():
    for size in (6, 7, 8, 9):
        x = torch.randn(1, size, size, 1)
        three, two = (keras.ops.max_pool(x, k, 2, "same").permute(0, 3, 1, 2) for k in (3, 2))
        ours = nn.MaxPool2d(3, 2, padding=1) if size % 2 else nn.MaxPool2d(3, 2, ceil_mode=True)
        assert torch.equal(ours(x.permute(0, 3, 1, 2)), three)
        assert torch.equal(nn.MaxPool2d(2, ceil_mode=True)(x.permute(0, 3, 1, 2)), two)


@pytest.mark.claim("a-keras-average-repeats-the-edge")
def test_average():
    x = torch.arange(1.0, 7).reshape(1, 1, 6, 1)
    y = keras.ops.average_pool(x, (1, 3), (1, 2), "same").flatten().tolist()
    assert y == pytest.approx([2, 4, 17 / 3])  # 5, 6 and 6 again
    assert (5 + 6) / 2 == 5.5


@pytest.mark.claim("pytorch-takes-stride-and-dilation")
def test_both():
    assert nn.Conv2d(3, 8, 3, stride=2, dilation=2)(torch.ones(1, 3, 28, 28)).shape == (1, 8, 12, 12)
    with pytest.raises(ValueError, match="not supported in conjunction"):
        keras.layers.Conv2D(8, 3, strides=2, dilation_rate=2)


@pytest.mark.claim("a-dense-without-flatten-is-a-1x1")
def test_dense():
    x, dense = torch.rand(1, 26, 26, 8), keras.layers.Dense(10)
    y = dense(x)
    assert y.shape == (1, 26, 26, 10)
    weight = torch.as_tensor(dense.kernel.value).detach().T[:, :, None, None]
    assert torch.allclose(F.conv2d(x.permute(0, 3, 1, 2), weight).permute(0, 2, 3, 1), y.detach(), atol=1e-5)
