import numpy as np
import pytest
import torch

import convref as F
from convref import gradients


@pytest.mark.claim("the-input-in-cell-2-gets-13")
def test_thirteen():
    x = torch.arange(7.0).reshape(1, 7).requires_grad_()
    w, g = torch.tensor([[[1.0, 2, 3]]]), torch.tensor([[1.0, 10, 100]])
    torch.conv1d(x, w, stride=2).backward(g)
    assert x.grad[0, 2] == 3 * 1 + 1 * 10 == 13


@pytest.mark.claim("the-input-gradient-is-a-transposed-convolution")
def test_input():
    rng = np.random.default_rng(0)
    for s, p, d, groups in np.ndindex(4, 3, 3, 3):
        if s and d and groups:
            settings = {"stride": s, "padding": p, "dilation": d, "groups": groups}
            x = torch.zeros(2 * groups, 11, dtype=torch.float64, requires_grad=True)
            w = rng.integers(-9, 10, (3 * groups, 2, 3)).astype(float)
            y = torch.conv1d(x, torch.tensor(w), **settings)
            g = rng.integers(-9, 10, y.shape).astype(float)
            y.backward(torch.tensor(g))
            assert (F.conv_transpose1d(g, w, **settings, output_size=11) == x.grad.numpy()).all()


@pytest.mark.claim("an-unread-input-gets-gradient-0")
def test_unread():
    x = torch.zeros(1, 8, requires_grad=True)
    torch.conv1d(x, torch.tensor([[[1.0, 2, 3]]]), stride=2).sum().backward()
    assert x.grad.tolist() == [[1, 2, 4, 2, 4, 2, 3, 0]]


@pytest.mark.claim("at-stride-2-the-zeros-are-needed")
def test_zeros():
    w, g = np.array([[[1, 2, 3]]]), np.array([[1, 10, 100]])
    wanted = gradients.conv1d_input((1, 7), w, g, stride=2)
    assert F.conv1d(g, w[..., ::-1], padding=2).shape == (1, 5)
    zeros = np.array([[1, 0, 10, 0, 100]])
    assert (F.conv1d(zeros, w[..., ::-1], padding=2) == wanted).all()


@pytest.mark.claim("read-by-four-windows-or-by-one")
def test_reads():
    for k, size, counts in ((3, 9, {1, 2, 4}), (4, 10, {4})):
        ones = torch.zeros(1, 1, size, size, requires_grad=True)
        torch.conv2d(ones, torch.ones(1, 1, k, k), stride=2).sum().backward()
        assert set(ones.grad[0, 0, 2:-2, 2:-2].ravel().tolist()) == counts
        assert (ones.grad[0, 0].numpy() == F.overlap_counts((4, 4), k, stride=2)).all()
    assert (F.overlap_counts((40, 40), 3, stride=2) == 4).mean() == pytest.approx(1 / 4, abs=0.02)


@pytest.mark.claim("twice-the-gradient-in-the-strongest-phase")
def test_strength():
    torch.manual_seed(1)
    for k, s, least, most in ((3, 2, 1.8, 2.2), (4, 2, 1, 1.1), (3, 1, 1, 1.1)):
        x = torch.zeros(1, 4000, 12, 12, requires_grad=True)
        torch.conv2d(x, torch.randn(4000, 1, k, k), stride=s, groups=4000).sum().backward()
        square = (x.grad[0, :, 4:8, 4:8] ** 2).mean(dim=0)
        phases = [square[r::2, c::2].mean().sqrt() for r in (0, 1) for c in (0, 1)]
        assert least <= max(phases) / min(phases) <= most


@pytest.mark.claim("stride-and-dilation-change-places")
def test_swapped():
    rng = np.random.default_rng(0)
    for s, d in np.ndindex(4, 4):
        if s and d:
            size = d * 2 + 1 + s * 3  # no cell is left over
            x, w = rng.integers(-9, 10, (1, size)), np.zeros((1, 1, 3), int)
            g = rng.integers(-9, 10, F.conv1d(x, w, stride=s, dilation=d).shape)
            swapped = F.conv1d(x, g[None], stride=d, dilation=s)
            assert (swapped == gradients.conv1d_weight(x, (1, 1, 3), g, stride=s, dilation=d)[0]).all()


@pytest.mark.claim("an-unread-cell-makes-one-number-too-many")
def test_too_long():
    x, g = np.arange(8)[None], np.array([[[1, 10, 100]]])
    wanted = gradients.conv1d_weight(x, (1, 1, 3), g[0], stride=2)
    assert F.conv1d(x, g, dilation=2).shape == (1, 4)
    assert (F.conv1d(x[:, :7], g, dilation=2) == wanted[0]).all()


@pytest.mark.claim("the-recipe-meets-torch")
def test_recipe():
    rng = np.random.default_rng(0)
    for _ in range(100):
        k, s, d = rng.integers(1, 4, 3).tolist()
        batch, groups, inputs, outputs = rng.integers(1, 4, 4).tolist()
        x = rng.integers(-9, 10, (batch, groups * inputs, d * (k - 1) + 1 + int(rng.integers(6)))).astype(float)
        w = torch.zeros(groups * outputs, inputs, k, dtype=torch.float64, requires_grad=True)
        y = torch.conv1d(torch.tensor(x), w, None, s, 0, d, groups)
        g = rng.integers(-9, 10, y.shape).astype(float)
        y.backward(torch.tensor(g))
        read = x[..., : s * (y.shape[2] - 1) + d * (k - 1) + 1]  # crop, then swap batch and channels
        read = read.reshape(batch, groups, inputs, -1).transpose(2, 1, 0, 3).reshape(inputs, groups * batch, -1)
        ours = F.conv1d(read, g.swapaxes(0, 1), stride=d, dilation=s, groups=groups).swapaxes(0, 1)
        assert (ours == w.grad.numpy()).all()


@pytest.mark.claim("left-over-cells-from-the-dilation-on")
def test_left_over():
    for i, k, s, d in np.ndindex(24, 4, 5, 4):
        if k and s and d and i > d * (k - 1):
            left_over = (i - d * (k - 1) - 1) % s
            outputs = F.conv_output_size(i, k, stride=s, dilation=d)
            too_large = F.conv_output_size(i, outputs, stride=d, dilation=s) > k
            assert too_large == (left_over >= d)


@pytest.mark.claim("for-a-transposed-layer-the-two-change-places")
def test_transposed():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-9, 10, (1, 4)).astype(float), torch.zeros(1, 1, 3, dtype=torch.float64, requires_grad=True)
    y = torch.conv_transpose1d(torch.tensor(x), w, stride=2)
    g = rng.integers(-9, 10, y.shape).astype(float)
    y.backward(torch.tensor(g))
    assert (F.conv1d(g, x[None], dilation=2) == w.grad.numpy()[0]).all()


@pytest.mark.claim("the-bias-gradient-is-the-sum")
def test_bias():
    g = np.array([[[1, 10, 100]]])
    assert gradients.conv_bias(g).tolist() == [111]
    bias = torch.zeros(1, requires_grad=True)
    torch.conv1d(torch.ones(1, 1, 7), torch.ones(1, 1, 3), bias, stride=2).backward(torch.tensor(g))
    assert bias.grad.item() == 111


@pytest.mark.claim("second-derivatives-are-convolutions-too")
def test_twice():
    x, w = torch.randn(1, 1, 9, requires_grad=True), torch.randn(1, 1, 3, requires_grad=True)
    y = torch.conv1d(x, w, stride=2)
    g, v = torch.randn_like(y), torch.randn_like(x)
    [of_x] = torch.autograd.grad(y, x, g, create_graph=True)
    [of_w] = torch.autograd.grad((of_x * v).sum(), w)
    assert torch.allclose(of_w, torch.nn.grad.conv1d_weight(v, w.shape, g, stride=2), atol=1e-5)
