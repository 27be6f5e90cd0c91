"""The picture at the head of the README is the one that the build would draw now."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.delenv("CONVREF_IMAGE", raising=False)
    from _tools import readme_picture

    buffer = BytesIO()
    readme_picture.draw().savefig(buffer, dpi=192)
    return Image.open(buffer).convert("RGB")


def test_the_picture_is_up_to_date(drawn):
    kept = Image.open(ROOT / "docs" / "readme.png").convert("RGB")
    assert kept.size == drawn.size
    apart = np.abs(np.asarray(kept, int) - np.asarray(drawn, int)).max(axis=2)
    assert (apart > 24).mean() < 0.002, "the picture has changed: run make readme"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_begin_with_it(name):
    head = (ROOT / name).read_text(encoding="utf-8").split("```")[0]
    assert "](docs/readme.png)" in head
