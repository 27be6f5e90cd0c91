"""The pictures, a picture of one's own, and what happens when it cannot be read."""

import numpy as np
import pytest
from PIL import Image

from convref import images


@pytest.fixture(autouse=True)
def no_picture_of_ones_own(monkeypatch):
    monkeypatch.delenv(images.VARIABLE, raising=False)


def test_lena_is_the_picture_of_mahotas():
    picture = images.lena()
    assert picture.shape == (512, 512, 3)
    assert picture.dtype == np.uint8
    assert images.path().parts[-4:] == ("mahotas", "demos", "data", "lena.jpg")


@pytest.mark.parametrize("name", images.PHOTOS)
def test_photos_are_in_colour(name):
    picture = images.photo(name)
    assert picture.ndim == 3 and picture.shape[2] == 3
    assert picture.dtype == np.uint8


def test_an_unknown_photo_is_refused_with_the_known_names():
    with pytest.raises(ValueError, match="name must be one of astronaut, chelsea, coffee, rocket, got name='moon'"):
        images.photo("moon")


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P"])
def test_a_picture_of_ones_own_takes_the_place_of_lena(tmp_path, monkeypatch, mode):
    file = tmp_path / "own.png"
    Image.new("RGB", (7, 5), (51, 51, 51)).convert(mode).save(file)
    monkeypatch.setenv(images.VARIABLE, str(file))
    assert images.path() == file
    np.testing.assert_array_equal(images.lena(), np.full((5, 7, 3), 51, np.uint8))


@pytest.mark.parametrize("name", ["missing.jpg", "."])
def test_a_path_without_a_file_is_named_with_its_variable(tmp_path, monkeypatch, name):
    missing = tmp_path / name
    monkeypatch.setenv(images.VARIABLE, str(missing))
    with pytest.raises(FileNotFoundError) as caught:
        images.lena()
    assert f"CONVREF_IMAGE={str(missing)!r}: no such file" in str(caught.value)


def half_of_a_photo():
    return images.path().read_bytes()[:9000]


@pytest.mark.parametrize("content", [lambda: b"", lambda: b"no picture\n", half_of_a_photo])
def test_a_file_that_is_no_whole_picture_is_named_with_its_variable(tmp_path, monkeypatch, content):
    file = tmp_path / "text.jpg"
    file.write_bytes(content())
    monkeypatch.setenv(images.VARIABLE, str(file))
    with pytest.raises(ValueError, match="CONVREF_IMAGE must name a picture that Pillow can read") as caught:
        images.lena()
    assert str(file) in str(caught.value)
