import numpy as np
import pytest
import torch

from convref import gradients


@pytest.mark.claim("an-unread-input-gets-gradient-0")
def test_unread():
    x = torch.zeros(1, 8, requires_grad=True)
    torch.conv1d(x, torch.tensor([[[1.0, 2, 3]]]), stride=2).sum().backward()
    assert x.grad.tolist() == [[1, 2, 4, 2, 4, 2, 3, 0]]


@pytest.mark.claim("the-bias-gradient-is-the-sum")
def test_bias():
    g = np.array([[[1, 10, 100]]])
    assert gradients.conv_bias(g).tolist() == [111]
    bias = torch.zeros(1, requires_grad=True)
    torch.conv1d(torch.ones(1, 1, 7), torch.ones(1, 1, 3), bias, stride=2).backward(torch.tensor(g))
    assert bias.grad.item() == 111
