import pytest
import torch

import convref as F


@pytest.mark.claim("channels-last-wants-four-axes")
def test_memory_format():
    torch.zeros(1, 3, 8, 8).to(memory_format=torch.channels_last)
    torch.zeros(1, 3, 8, 8, 8).to(memory_format=torch.channels_last_3d)
    with pytest.raises(RuntimeError):
        torch.zeros(1, 3, 8).to(memory_format=torch.channels_last)


@pytest.mark.claim("a-tiny-layer-makes-82944-products")
def test_tiny():
    assert F.conv_macs(3, 3, (32, 32), 3, padding=1) == 82_944
