import numpy as np
import pytest
import torch

import convref as F
from convref.padding import pad


@pytest.mark.claim("corner-4-edge-6-inside-9")
def test_reads():
    counts = F.read_counts((5, 5), kernel_size=3, padding=1)
    assert (counts[0, 0], counts[0, 2], counts[2, 2]) == (4, 6, 9)


@pytest.mark.claim("circular-reads-every-cell-equally")
def test_circular():
    x = torch.zeros(1, 1, 5, 5, requires_grad=True)
    padded = torch.nn.functional.pad(x, (1, 1, 1, 1), mode="circular")
    y = torch.conv2d(padded, torch.ones(1, 1, 3, 3))
    y.sum().backward()  # the gradient counts how often each cell is read
    assert y.shape == x.shape and (x.grad == 9).all()


@pytest.mark.filterwarnings("ignore:Using padding='same'")  # that a copy of the input is made
@pytest.mark.claim("same-puts-the-extra-cell-at-the-end")
def test_same():
    assert F.same_padding(4) == (1, 2)
    x, w = torch.arange(1.0, 6)[None], torch.tensor([[[1.0, 10, 100, 1000]]])
    padded = torch.nn.functional.pad(x, (1, 2))
    assert torch.equal(torch.nn.functional.conv1d(x, w, padding="same"), torch.conv1d(padded, w))


@pytest.mark.claim("how-much-each-mode-can-add")
def test_modes():
    x, most = np.arange(4), {"reflect": 3, "circular": 4}
    for mode in ("zeros", "replicate", "reflect", "circular"):
        assert len(pad(x, ((most.get(mode, 99),) * 2,), mode)) == 4 + 2 * most.get(mode, 99)
    for mode, cells in most.items():
        with pytest.raises(ValueError):
            pad(x, ((cells + 1, 0),), mode)
