import pytest
import torch
from torch import nn


@pytest.mark.claim("padding-1-reads-one-cell-further-left")
def test_same_by_hand():
    cells = torch.eye(224)[:, None]  # row n: only cell n is 1
    by_one = nn.functional.conv1d(cells, torch.ones(1, 1, 3), stride=2, padding=1)
    same = nn.functional.conv1d(nn.functional.pad(cells, (0, 1)), torch.ones(1, 1, 3), stride=2)
    assert by_one.shape[-1] == same.shape[-1] == 112
    first = [output[:, 0, 5].nonzero().min().item() for output in (by_one, same)]
    assert first == [9, 10]


@pytest.mark.claim("four-arguments-leave-the-weights-alone")
def test_weights():
    plain = nn.Conv2d(4, 8, 3)
    other = nn.Conv2d(4, 8, 3, stride=2, padding=1, dilation=2, padding_mode="reflect")
    other.load_state_dict(plain.state_dict())
    assert torch.equal(other.weight, plain.weight)
