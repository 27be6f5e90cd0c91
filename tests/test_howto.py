"""What the how-to pages say: their cells are run, and the numbers of their prose are held to what comes out."""

import re
import warnings
from functools import cache
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import convref
from convref import gradients

HOWTO = Path(__file__).parents[1] / "docs" / "howto"
CELL = re.compile(r"^```\{code-cell\}\n((?::[^\n]*\n)*)(.*?)^```$", re.MULTILINE | re.DOTALL)
SAYS_FALSE = {"find-settings", "remove-checkerboards"}
PAGES = sorted(path.stem for path in HOWTO.glob("*.md") if CELL.search(path.read_text(encoding="utf-8")))


@cache
def after(page: str) -> dict[str, Any]:
    """Run every cell of a page, and return the names that they leave behind."""
    names: dict[str, Any] = {"__name__": "cell"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _, code in CELL.findall((HOWTO / f"{page}.md").read_text(encoding="utf-8")):
            exec(compile(code, page, "exec"), names)
    return names


def text(page: str) -> str:
    return " ".join((HOWTO / f"{page}.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("page", PAGES)
def test_the_cells_run_without_a_warning(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    after.__wrapped__(page)
    printed = capsys.readouterr().out
    assert "nan" not in printed
    assert ("False" in printed) == (page in SAYS_FALSE)  # Elsewhere each printed truth value is a claim of the page.


def test_three_layers_of_stride_2_lose_up_to_7_pixels() -> None:
    assert after("decoder-one-short")["meet"] == list(range(217, 225))
    up = 28
    for _ in range(3):
        up = convref.conv_transpose_output_size(up, 3, 2, 1)
    assert 224 - up == 7


@pytest.mark.parametrize("kernel", range(1, 12))
@pytest.mark.parametrize("dilation", [1, 2, 3])
def test_the_padding_that_keeps_the_size(kernel: int, dilation: int) -> None:
    kept = [p for p in range(40) if convref.conv_output_size(50, kernel, padding=p, dilation=dilation) == 50]
    total = dilation * (kernel - 1)
    assert kept == ([total // 2] if total % 2 == 0 else [])


def test_division_is_exact_between_these_paddings() -> None:
    for s in range(2, 6):
        for k in range(1, 12):
            for p in range(8):
                sizes = [n * s for n in range(4, 12)]
                if sizes[0] + 2 * p < k:
                    continue
                exact = all(convref.conv_output_size(i, k, s, p) == i // s for i in sizes)
                assert exact == (k - s <= 2 * p <= k - 1)


def test_the_even_pairs_of_each_factor() -> None:
    for s in (2, 3, 4):
        even = [k for k in range(s, 2 * s + 2) if convref.is_even_overlap(k, s)]
        assert even == [s, 2 * s]
    for s in (3, 5, 7):
        assert convref.conv_transpose_output_size(9, 2 * s, s, (s + 1) // 2, 1) == 9 * s
    assert all(convref.conv_output_size(i, 3, 2, 1) == ceil(i / 2) for i in range(3, 40))
    assert convref.conv_transpose_output_size(7, 3, 2, 1) == 13 and convref.conv_output_size(7, 2, 2) == 3


def test_sizes_of_a_u_net() -> None:
    names = after("u-net-sizes")
    for size in range(16, 300):
        down = names["way_down"](size)
        assert (names["way_up"](down) == down[-2::-1]) == (size % 16 == 0)
    fits = [size for size, _ in names["fits"]]
    assert set(np.diff(fits)) == {16} and 572 in fits and 572 == 16 * 35 + 12 and dict(names["fits"])[572] == 388
    up = nn.ConvTranspose2d(4, 2, 2, stride=2)
    last = up(torch.rand(1, 4, 15, 15), output_size=(31, 31))[0, :, -1]
    assert torch.equal(last, up.bias[:, None].expand(2, 31))


def test_what_the_linear_layer_gets() -> None:
    names = after("linear-after-conv")
    assert names["size"] == 800
    assert [sum(p.numel() for p in nn.Linear(n, 10).parameters()) for n in (800, 32)] == [8010, 330]
    assert "8,010" in text("linear-after-conv")


def test_the_rule_of_ceil_mode() -> None:
    """Round up; take one away when the last window would begin past the input and its left padding."""
    for i in range(1, 12):
        for k in range(1, 5):
            for s in range(1, 5):
                for p in range(k // 2 + 1):
                    if i + 2 * p < k:
                        continue
                    o = ceil((i + 2 * p - k) / s) + 1
                    o -= s * (o - 1) >= i + p
                    x = torch.zeros(1, 1, i)
                    assert nn.MaxPool1d(k, s, p, ceil_mode=True)(x).shape[-1] == o
                    assert nn.MaxPool1d(k, s, p)(x).shape[-1] == floor((i + 2 * p - k) / s) + 1


def test_reshape_mixes_red_blue_and_green() -> None:
    names = after("channels-last")
    assert names["wrong"][:, 0, 0].tolist() == [0, 20, 40] and [n % 3 for n in (0, 20, 40)] == [0, 2, 1]


@pytest.mark.parametrize(("size", "kernel", "stride"), [(12, 5, 2), (7, 8, 3), (5, 3, 1), (6, 4, 4), (9, 4, 2)])
def test_a_circular_transposed_layer_is_a_circle(size: int, kernel: int, stride: int) -> None:
    run = after("periodic-data")["circular_transposed"]
    layer = nn.ConvTranspose1d(2, 3, kernel, stride, bias=False, dtype=torch.float64)
    x = torch.rand(1, 2, size, dtype=torch.float64)
    wanted = torch.zeros(3, size * stride, dtype=torch.float64)
    for place in range(size):
        for tap in range(kernel):
            wanted[:, (place * stride + tap) % (size * stride)] += x[0, :, place] @ layer.weight[:, :, tap]
    assert torch.allclose(run(layer, x)[0], wanted)


def test_margins_of_tiles() -> None:
    names = after("tiles")
    assert (names["field"], names["margin"]) == (9, 4)
    assert torch.allclose(names["whole"], names["tiled"], atol=1e-6)
    level = [convref.Layer(3), convref.Layer(3)]
    down = [layer for _ in range(4) for layer in (*level, convref.Layer(2, stride=2))]
    up = [layer for _ in range(4) for layer in (convref.Layer(2, stride=2, transposed=True), *level)]
    assert convref.receptive_field([*down, *level, *up]).size == 204 and "204" in text("tiles")


def test_costs_and_evenness_of_upsamplers() -> None:
    rows = after("which-upsampler")["rows"]
    assert rows["nearest + conv"][1] == rows["pixel shuffle"][1]
    assert rows["pixel shuffle"][0] == 4 * rows["nearest + conv"][0]
    learned = {name: macs for name, (_, macs, _) in rows.items() if name != "bilinear"}
    assert min(learned, key=learned.get) == "transposed k2 s2"
    assert learned["transposed k2 s2"] == 56**2 * 64**2 * 4 / 1e6
    uneven = {name for name, row in rows.items() if row[2] > 1e-5}
    assert uneven == {"transposed k4 s2 p1", "transposed k2 s2", "pixel shuffle"}


def test_a_box_as_large_as_the_stride_makes_every_layer_even() -> None:
    names = after("remove-checkerboards")
    for kernel in range(2, 7):
        layer = nn.Sequential(nn.ConvTranspose2d(4, 2, kernel, stride=2), nn.AvgPool2d(2, stride=1))
        assert names["unevenness"](layer, 4) < 1e-5
    assert names["unevenness"](names["old"], 16) > 0.1 < names["unevenness"](names["random4"], 16)


@pytest.mark.parametrize("stride", [2, 3, 4, 5])
def test_the_tent_has_equal_phase_sums(stride: int) -> None:
    kernel = 2 * stride - stride % 2
    layer = after("bilinear-start")["bilinear_"](nn.ConvTranspose2d(2, 2, kernel, stride, (stride - stride % 2) // 2))
    sums = convref.phase_sums(layer.weight[1, 1].detach().numpy(), stride=stride)
    assert np.allclose(sums, 1) and not layer.weight[0, 1].any()
    assert kernel - stride == 2 * layer.padding[0] or stride % 2
    assert after("bilinear-start")["one"][[0, 0, 4], [0, 4, 4]].tolist() == [0.5625, 0.75, 1.0]


def test_counts_of_one_layer() -> None:
    assert convref.conv_macs(64, 128, (56, 56), 3, padding=1) == 73_728 * 3_136
    assert convref.conv_parameters(64, 128, (3, 3), bias=False) == 128 * 64 * 9 and "73{,}728" in text("count-macs")


def test_small_kernels_save_28_and_45_percent() -> None:
    for kernel, layers, saved in ((5, 2, 28), (7, 3, 45)):
        assert convref.receptive_field([convref.Layer(3)] * layers).size == kernel
        assert round(100 * (1 - 9 * layers / kernel**2)) == saved and f"{saved} %" in text("large-kernel")
    assert convref.receptive_field([convref.Layer(3), convref.Layer(3, stride=2)]).size == 5
    assert convref.receptive_field([convref.Layer(3, stride=2), convref.Layer(3)]).size == 7


@pytest.mark.parametrize("channels", [4, 16, 256])
def test_the_share_of_a_separable_layer(channels: int) -> None:
    full = convref.conv_macs(channels, channels, (9, 9), 3, padding=1)
    depth = convref.conv_macs(channels, channels, (9, 9), 3, padding=1, groups=channels)
    point = convref.conv_macs(channels, channels, (9, 9), 1)
    assert (depth + point) / full == pytest.approx(1 / channels + 1 / 9)


def test_dilation_2_twice_shares_no_input_with_its_neighbour() -> None:
    first = np.eye(12)[:2, None]  # One row for each of two neighbouring outputs.
    middle = gradients.conv1d_input((2, 1, 16), np.ones((1, 1, 3)), first, dilation=2)
    reads = gradients.conv1d_input((2, 1, 20), np.ones((1, 1, 3)), middle, dilation=2)[:, 0]
    assert (reads != 0).sum() == 10 and not ((reads[0] != 0) & (reads[1] != 0)).any()
    names = after("stride-for-dilation")
    assert [convref.receptive_field(names[name]).size for name in ("before", "after")] == [11, 11]


def test_what_flips() -> None:
    scipy_ndimage, scipy_signal = pytest.importorskip("scipy.ndimage"), pytest.importorskip("scipy.signal")
    one, kernel = np.zeros((5, 5)), np.arange(9.0).reshape(3, 3)
    one[2, 2] = 1
    for flips, function in (
        (False, scipy_ndimage.correlate),
        (True, scipy_ndimage.convolve),
        (True, lambda x, k: scipy_signal.convolve2d(x, k, "same")),
    ):
        assert np.array_equal(function(one, kernel)[1:4, 1:4], kernel if flips else kernel[::-1, ::-1])
    assert np.array_equal(convref.conv2d(one[None, None], kernel[None, None])[0, 0], kernel[::-1, ::-1])


def test_a_bias_before_a_batch_norm_does_nothing() -> None:
    conv, norm = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)
    x = torch.rand(2, 3, 9, 9)
    before = norm(conv(x))
    with torch.no_grad():
        conv.bias += 5
    assert torch.allclose(before, norm(conv(x)), atol=1e-4)


def test_frameworks_gather_and_bounds() -> None:
    """The padding pairs of the gather view, the bound of output_padding, and the padding of 'same' with a stride."""
    least = [next(p for p in range(9) if convref.conv_output_size(i + p, 3, 2) == -(-i // 2)) for i in (224, 225)]
    assert least == [1, 2]
    assert convref.conv_transpose_output_size(5, 3, stride=1, output_padding=2, dilation=3) == 13
    assert nn.ConvTranspose2d(1, 1, 3, stride=1, output_padding=2, dilation=3)(torch.zeros(1, 5, 5)).shape[-1] == 13
    signal, kernel = np.arange(1.0, 6)[None], np.arange(1.0, 4)[None, None]
    for s, p, d, op in ((2, 1, 1, 1), (3, 2, 2, 2), (2, 0, 2, 1)):
        stuffed = np.zeros((1, s * 4 + 1))
        stuffed[:, ::s] = signal
        border = d * 2 - p
        stuffed = np.pad(stuffed, ((0, 0), (border, border + op)))
        gathered = convref.conv1d(stuffed, kernel[:, :, ::-1], dilation=d)
        assert (gathered == convref.conv_transpose1d(signal, kernel, None, s, p, op, 1, d)).all()


def test_frameworks_that_run_agree() -> None:
    names = after("frameworks")
    for made, wanted in (
        (names["conv"].values(), names["F"].conv2d(names["x_torch"], names["down_torch"], None, 2, 1, 1, 2)),
        (names["same"].values(), torch.tensor(names["by_hand"])),
        (names["cropped"].values(), names["F"].conv_transpose2d(names["x_torch"], names["up_torch"], stride=2)),
    ):
        for one in made:
            found = torch.tensor(np.asarray(one))
            assert torch.allclose(found, wanted[..., : found.shape[-2], : found.shape[-1]], atol=1e-5)
    keras, *others = (names["larger"][name] for name in ("keras", "onnx", "jax"))
    wanted = names["F"].conv_transpose2d(names["x_torch"], names["up_torch"], None, 2, 1, 1)
    assert not np.allclose(keras, wanted)
    assert all(np.allclose(one, wanted, atol=1e-5) for one in others)
