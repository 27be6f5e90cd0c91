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
    two = {"reflect": [2, 1], "replicate": [0, 0], "circular": [2, 3]}
    assert all(pad(x, ((2, 0),), mode)[:2].tolist() == cells for mode, cells in two.items())


@pytest.mark.claim("ten-layers-take-twenty-rows")
def test_ten():
    size = 32
    for _layer in range(10):
        size = F.conv_output_size(size, 3)
    assert size == 32 - 20 == 12


@pytest.mark.claim("half-of-k-minus-1-keeps-the-size")
def test_half():
    for k in (1, 3, 5, 7, 9):
        for i in range(1, 20):
            assert F.conv_output_size(i, k, padding=(k - 1) // 2) == i


@pytest.mark.claim("zeros-make-an-edge")
def test_edge():
    even, sobel = np.full((1, 6, 6), 5), np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    assert F.conv2d(even, sobel[None, None], padding=1)[0, 3].tolist() == [20, 0, 0, 0, 0, -20]
    assert not F.conv2d(even, sobel[None, None], padding=1, padding_mode="replicate").any()


@pytest.mark.claim("padding-k-minus-1-reads-evenly")
def test_even():
    assert (F.read_counts((5, 5), kernel_size=3, padding=2) == 9).all()
    assert F.conv_output_size(5, 3, padding=2) == 7
    for k in (2, 3, 4, 5):
        evenly = [len(set(F.read_counts(9, kernel_size=k, padding=p))) == 1 for p in range(k + 3)]
        assert evenly == [False] * (k - 1) + [True] * 4


@pytest.mark.claim("padding-on-the-left-reads-no-later-input")
def test_left():
    x, w = torch.rand(1, 20), torch.rand(1, 1, 3)
    for t in range(20):
        changed = x.clone()
        changed[0, t] += 1
        before, after = (torch.conv1d(torch.nn.functional.pad(s, (2, 0)), w) for s in (x, changed))
        assert before.shape == x.shape and torch.equal(before[0, :t], after[0, :t])
