"""What the cells of the how-to pages leave behind; the sentences are held by the claims."""

import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

import convref

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
