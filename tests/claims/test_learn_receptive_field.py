import numpy as np
import pytest
import torch

import convref as F


@pytest.mark.claim("a-stride-does-not-move-its-own-centre")
def test_centre():
    fields = [F.receptive_field([F.Layer(11, stride=s, padding=2)]) for s in (1, 2, 3, 4)]
    assert [field.centre for field in fields] == [3, 3, 3, 3]
    assert [field.jump for field in fields] == [1, 2, 3, 4]


@pytest.mark.claim("a-transposed-layer-sees-two-or-one")
def test_transposed():
    assert F.overlap_counts(5, kernel_size=3, stride=2)[2:-2].tolist() == [2, 1, 2, 1, 2, 1, 2]


@pytest.mark.claim("two-layers-of-3-see-five")
def test_five():
    assert F.receptive_field([F.Layer(3), F.Layer(3)]).size == 5


@pytest.mark.claim("a-stride-or-a-dilation-makes-it-seven")
def test_seven():
    for layers in ([F.Layer(3, stride=2), F.Layer(3)], [F.Layer(3), F.Layer(3, dilation=2)]):
        assert F.receptive_field(layers).size == 7


@pytest.mark.claim("the-jump-is-the-product-of-the-strides")
def test_jump():
    for first in (1, 2, 3):
        field = F.receptive_field([F.Layer(3, stride=first), F.Layer(3, stride=2), F.Layer(3)])
        assert field.jump == first * 2 and field.size == 3 + 2 * first + 2 * first * 2


@pytest.mark.claim("51-of-243-paths-end-in-the-middle")
def test_paths():
    paths = np.array([1])
    for _layer in range(5):
        paths = np.convolve(paths, np.ones(3, int))
    assert (paths.sum(), paths.max(), paths[5], paths[0], paths[-1]) == (243, 51, 51, 1, 1)


@pytest.mark.claim("four-times-the-depth-is-twice-as-wide")
def test_width():
    widths, paths = {}, np.array([1.0])
    for depth in range(1, 81):
        paths = np.convolve(paths, np.full(3, 1 / 3))
        widths[depth] = np.sqrt((paths * (np.arange(len(paths)) - depth) ** 2).sum())
    assert np.isclose(widths[80], 2 * widths[20])  # bell-shaped: the standard deviation
    assert F.receptive_field([F.Layer(3)] * 80).size - 1 == 4 * (F.receptive_field([F.Layer(3)] * 20).size - 1)


@pytest.mark.claim("dilated-layers-leave-cells-without-a-path")
def test_holes():
    paths = np.convolve([1, 0, 1, 0, 1], [1, 0, 1, 0, 1])
    assert len(paths) == 9 and (paths[1::2] == 0).all()


@pytest.mark.claim("a-patchgan-sees-70")
def test_patchgan():
    assert F.receptive_field([F.Layer(4, stride=s, padding=1) for s in (2, 2, 2, 1, 1)]).size == 70


@pytest.mark.claim("a-stride-does-not-widen-its-own-field")
def test_own_stride():
    assert {F.receptive_field([F.Layer(3, stride=s)]).size for s in range(1, 8)} == {3}


@pytest.mark.claim("a-corner-sees-half-of-each-axis")
def test_corner():
    layers = [F.Layer(3, padding=1)] * 4
    assert F.receptive_field(layers).size == 9
    picture = np.eye(81).reshape(81, 1, 9, 9)
    for _layer in layers:
        picture = F.conv2d(picture, np.ones((1, 1, 3, 3)), padding=1)
    seen = (picture != 0).reshape(9, 9, 9, 9)
    assert seen[:, :, 4, 4].all()
    assert seen[:5, :5, 0, 0].all() and seen[:, :, 0, 0].sum() == 25


@pytest.mark.claim("the-first-window-lies-around-cell-3")
def test_first_window():
    cells = torch.eye(224)[:, None]  # row n: only cell n is 1
    first = torch.conv1d(cells, torch.ones(1, 1, 11), stride=4, padding=2)[:, 0, 0]
    assert first.nonzero()[:, 0].tolist() == list(range(9))  # -2 to 8, and two of these are padding
    layers = [F.Layer(11, stride=4, padding=2), F.Layer(5, padding=2), F.Layer(3, padding=1)]
    assert [F.receptive_field(layers[:n]).centre for n in (1, 2, 3)] == [3, 3, 3]


@pytest.mark.claim("two-branches-one-pixel-apart")
def test_branches():
    x, middle = torch.rand(1, 1, 20), torch.tensor([[[0.0, 1, 0]]])
    plain = torch.conv1d(x, middle, padding=1)
    dilated = torch.conv1d(x, middle, padding=1, dilation=2)
    assert torch.equal(plain[..., 1:-1], dilated)
