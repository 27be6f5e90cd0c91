"""The files that the photo's figure is drawn from: what becomes of a picture, and how it is called."""

import json
from base64 import b64decode
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from _ext.explorer import photo_files
from convref.datasets import alexnet

WEIGHTS = np.linspace(-0.3, 0.3, 64 * 3 * 121, dtype=np.float32).reshape(64, 3, 11, 11)


def written(folder, name):
    text = (folder / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text[text.index(" = ") + 3 : text.rindex(";")])


@pytest.fixture
def app(tmp_path, monkeypatch):
    """A build that writes into an empty folder, with kernels that need not be learned."""
    monkeypatch.setattr(alexnet, "first_layer", lambda: alexnet.FirstLayer(WEIGHTS, "learned"))
    return SimpleNamespace(
        builder=SimpleNamespace(format="html"),
        outdir=str(tmp_path),
        doctreedir=str(tmp_path),
        config=SimpleNamespace(convref_fingerprint="one", convref_extensions="two"),
    )


def test_a_small_picture_of_ones_own_stands_in_for_lena_with_all_its_pixels(app, tmp_path, monkeypatch):
    own = np.random.default_rng(0).integers(0, 256, (16, 20, 3), dtype=np.uint8)
    Image.fromarray(own).save(tmp_path / "my cat.png")
    monkeypatch.setenv("CONVREF_IMAGE", str(tmp_path / "my cat.png"))
    photo_files.write(app)
    data = written(tmp_path / photo_files.FOLDER, "lena")
    assert (data["height"], data["width"]) == (16, 16)
    assert b64decode(data["rgb"]) == own[:, 2:18].tobytes()
    assert photo_files.names() == {"photo_lena": "my cat"}


def test_without_one_every_photo_is_a_square_of_256_and_has_its_name(app, tmp_path, monkeypatch):
    monkeypatch.delenv("CONVREF_IMAGE", raising=False)
    photo_files.write(app)
    assert photo_files.names() == {}
    names = sorted(
        path.stem for path in (tmp_path / photo_files.FOLDER).glob("*.js") if path.name != photo_files.KERNELS
    )
    assert names == sorted(["lena", "astronaut", "chelsea", "coffee", "rocket", "china", "flower"])
    assert {written(tmp_path / photo_files.FOLDER, name)["width"] for name in names} == {256}


def test_kernels_are_given_to_four_digits(app, tmp_path):
    photo_files.write(app)
    data = written(tmp_path / photo_files.FOLDER, "kernels")
    found = np.frombuffer(b64decode(data["weights"]), "<i2").reshape(64, 3, 11, 11) / data["scale"]
    assert np.abs(found - WEIGHTS).max() <= 0.5e-4 + 1e-8


def test_photos_are_opened_only_where_something_is_new_or_a_file_is_gone(app, tmp_path, monkeypatch):
    opened = []
    photos = photo_files.photos
    monkeypatch.setattr(photo_files, "photos", lambda: opened.append(1) or photos())
    photo_files.write(app)
    photo_files.write(app)
    assert len(opened) == 1
    app.config.convref_fingerprint = "another picture"
    photo_files.write(app)
    assert len(opened) == 2
    (tmp_path / photo_files.FOLDER / photo_files.KERNELS).unlink()
    photo_files.write(app)
    assert len(opened) == 3


def test_other_builders_get_no_files(app, tmp_path):
    app.builder.format = "text"
    photo_files.write(app)
    assert not (tmp_path / photo_files.FOLDER).exists()
