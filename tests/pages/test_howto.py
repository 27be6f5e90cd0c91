"""What the cells of the how-to pages leave behind; the sentences are held by the claims."""

import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import convref

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
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


def test_every_library_that_runs_apart_has_a_row() -> None:
    script = (HOWTO.parents[1] / "tests" / "elsewhere" / "compare.py").read_text(encoding="utf-8")
    libraries = re.findall(r"^def (\w+)\(\) -> Layers:", script, re.MULTILINE)
    rows = re.findall(r"^\| ([\w ]+) \| [\d.]+ \|", (HOWTO / "frameworks.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(row.lower().replace(" ", "") for row in rows) == sorted(
        {"paddle": "paddlepaddle"}.get(name, name) for name in libraries
    )
