import pytest
import torch
from torch import nn


@pytest.mark.claim("a-volume-without-batch-is-one-slice")
def test_volume_without_batch():
    x = torch.rand(1, 1, 10, 10)
    assert nn.Conv3d(1, 8, 3, padding=1)(x).shape == (8, 1, 10, 10)
    with pytest.raises(RuntimeError, match=r"padding \(1, 1\) at dimension 1 of input"):
        nn.Conv3d(1, 8, 3, padding=1, padding_mode="reflect")(x)
