import pytest
import torch
from torch import nn


@pytest.mark.claim("reshape-gives-0-20-40")
def test_scrambled():
    picture = torch.arange(4 * 5 * 3).reshape(4, 5, 3)
    assert picture.permute(2, 0, 1)[:, 0, 0].tolist() == [0, 1, 2]
    assert picture.reshape(3, 4, 5)[:, 0, 0].tolist() == [0, 20, 40]
    assert [number % 3 for number in (0, 20, 40)] == [0, 2, 1]  # red, blue, green


@pytest.mark.claim("a-layer-refuses-bytes")
def test_bytes():
    with pytest.raises(RuntimeError, match="should be the same"):
        nn.Conv2d(3, 1, 3)(torch.zeros(1, 3, 8, 8, dtype=torch.uint8))


@pytest.mark.claim("the-memory-format-keeps-the-shape")
def test_format():
    x = torch.rand(2, 3, 4, 5)
    fast = x.to(memory_format=torch.channels_last)
    assert fast.shape == x.shape
    assert torch.equal(fast, x)
    assert (x.stride(), fast.stride()) == ((60, 20, 5, 1), (60, 1, 15, 3))
