"""The pictures, a picture of one's own, and what happens when it cannot be read."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from convref.datasets import images


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


def test_the_grey_middle_has_sides_that_a_stride_divides():
    rows, columns = np.indices((9, 6))
    picture = np.stack([rows, columns, np.full((9, 6), 30)], axis=2).astype(np.uint8)
    middle = images.grey_middle(picture, 5, multiple=2)
    np.testing.assert_allclose(middle, (rows + columns + 30)[2:6, 1:5] / (3 * 255), rtol=1e-6)
    assert middle.dtype == np.float32


# A picture of two halves, 20 pixels high and 30 wide; below it, every way in which a file can hold such a picture.
HALVES = np.zeros((20, 30), np.uint8)
HALVES[:, 15:] = 1


def halves(left, right):
    """Return a picture of two colours, side by side."""
    return np.array([left, right], np.uint8)[HALVES]


def as_rgb(file):
    Image.fromarray(halves((200, 10, 30), (0, 255, 7))).save(file)


def as_grey(file):
    Image.fromarray(halves(51, 204)).save(file)


def as_sixteen_bit(file):
    Image.fromarray(np.array([257, 51400], np.uint16)[HALVES]).save(file)


def as_sixteen_bit_with_a_transparent_grey(file):
    """Write what Pillow reads since long, but writes only since lately."""
    as_sixteen_bit(file)
    data, transparency = file.read_bytes(), b"tRNS" + (257).to_bytes(2)
    begin = data.index(b"IDAT") - 4  # Its length stands in front of it.
    chunk = (2).to_bytes(4) + transparency + zlib.crc32(transparency).to_bytes(4)
    file.write_bytes(data[:begin] + chunk + data[begin:])


def as_rgba(file):
    Image.fromarray(halves((255, 0, 0, 255), (10, 20, 30, 0))).save(file)


def as_half_transparent_grey(file):
    Image.fromarray(halves((0, 255), (0, 51)), "LA").save(file)


def as_palette(file):
    picture = Image.fromarray(HALVES, "P")
    picture.putpalette([90, 80, 70, 1, 2, 3])
    picture.save(file)


def as_palette_with_transparency(file):
    picture = Image.fromarray(HALVES, "P")
    picture.putpalette([90, 80, 70, 1, 2, 3])
    picture.save(file, transparency=1)


def as_colour_that_is_transparent(file):
    Image.fromarray(halves((200, 10, 30), (0, 255, 7))).save(file, transparency=(0, 255, 7))


def as_cmyk(file):
    Image.fromarray(halves((0, 255, 255, 0), (255, 0, 0, 51)), "CMYK").save(file)


def as_bilevel(file):
    Image.fromarray(HALVES.astype(bool)).save(file)


def as_floats_from_0_to_1(file):
    Image.fromarray(np.array([0.2, 1.0], np.float32)[HALVES]).save(file)


def as_other_floats(file):
    Image.fromarray(np.array([-3.0, 7.0], np.float32)[HALVES]).save(file)


def as_floats_with_holes(file):
    Image.fromarray(np.array([np.nan, 1.0], np.float32)[HALVES]).save(file)


def as_long_integers(file):
    Image.fromarray(np.array([-100_000, 900_000], np.int32)[HALVES]).save(file)


def as_bytes_in_long_integers(file):
    Image.fromarray(np.array([51, 204], np.int32)[HALVES]).save(file)


def as_film_without_losses(file):
    first, second = (Image.fromarray(halves(*ends)) for ends in [((255, 0, 0), (0, 0, 255)), ((0, 0, 0), (9, 9, 9))])
    first.save(file, save_all=True, append_images=[second], lossless=True)


def as_png(file):
    Image.fromarray(halves((200, 10, 30), (0, 255, 7))).save(file, "png")


def as_film(file):
    first, second = (Image.fromarray(halves(*ends)) for ends in [((255, 0, 0), (0, 0, 255)), ((0, 0, 0), (9, 9, 9))])
    first.save(file, save_all=True, append_images=[second])


@pytest.mark.parametrize(
    ("name", "write", "left", "right"),
    [
        ("own.png", as_rgb, (200, 10, 30), (0, 255, 7)),
        ("own.png", as_grey, (51, 51, 51), (204, 204, 204)),
        ("own.png", as_sixteen_bit, (1, 1, 1), (200, 200, 200)),
        ("own.tif", as_sixteen_bit, (1, 1, 1), (200, 200, 200)),
        ("own.png", as_sixteen_bit_with_a_transparent_grey, (255, 255, 255), (200, 200, 200)),
        ("own.png", as_rgba, (255, 0, 0), (255, 255, 255)),
        ("own.png", as_half_transparent_grey, (0, 0, 0), (204, 204, 204)),
        ("own.png", as_palette, (90, 80, 70), (1, 2, 3)),
        ("own.png", as_palette_with_transparency, (90, 80, 70), (255, 255, 255)),
        ("own.gif", as_palette_with_transparency, (90, 80, 70), (255, 255, 255)),
        ("own.png", as_colour_that_is_transparent, (200, 10, 30), (255, 255, 255)),
        ("own.tif", as_cmyk, (255, 0, 0), (0, 204, 204)),
        ("own.png", as_bilevel, (0, 0, 0), (255, 255, 255)),
        ("own.tif", as_floats_from_0_to_1, (51, 51, 51), (255, 255, 255)),
        ("own.tif", as_other_floats, (0, 0, 0), (255, 255, 255)),
        ("own.tif", as_floats_with_holes, (0, 0, 0), (255, 255, 255)),
        ("own.tif", as_long_integers, (0, 0, 0), (255, 255, 255)),
        ("own.tif", as_bytes_in_long_integers, (51, 51, 51), (204, 204, 204)),
        ("own.gif", as_film, (255, 0, 0), (0, 0, 255)),
        ("own.png", as_film, (255, 0, 0), (0, 0, 255)),
        ("own.tif", as_film, (255, 0, 0), (0, 0, 255)),
        ("own.webp", as_film_without_losses, (255, 0, 0), (0, 0, 255)),
        ("png after all.jpg", as_png, (200, 10, 30), (0, 255, 7)),
        ("without an ending", as_png, (200, 10, 30), (0, 255, 7)),
        ("夏天 2024/海 边.png", as_rgb, (200, 10, 30), (0, 255, 7)),
    ],
)
def test_a_picture_of_ones_own_takes_the_place_of_lena(tmp_path, monkeypatch, name, write, left, right):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    write(file)
    monkeypatch.setenv(images.VARIABLE, str(file))
    assert images.path() == images.chosen_file() == file
    np.testing.assert_array_equal(images.lena(), halves(left, right))


def test_a_cmyk_photo_keeps_its_colours(tmp_path, monkeypatch):
    Image.new("CMYK", (64, 64), (0, 255, 255, 0)).save(tmp_path / "print.jpg", quality=100)
    monkeypatch.setenv(images.VARIABLE, str(tmp_path / "print.jpg"))
    np.testing.assert_allclose(images.lena(), np.full((64, 64, 3), (255, 0, 0)), atol=3)


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(tmp_path, monkeypatch, orientation, kind):
    """Each of EXIF's eight orientations, written as a camera does that is held so, comes out the same."""
    upright = Image.fromarray(np.kron([[0, 80], [160, 240]], np.ones((24, 32))).astype(np.uint8)).convert("RGB")
    turns = [None, None, *(Image.Transpose[name] for name in ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM"))]
    turns += [Image.Transpose[name] for name in ("TRANSPOSE", "ROTATE_90", "TRANSVERSE", "ROTATE_270")]
    held = upright if turns[orientation] is None else upright.transpose(turns[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    quality = {"jpg": {"quality": 100}, "webp": {"lossless": True}}.get(kind, {})
    held.save(tmp_path / f"held.{kind}", exif=exif, **quality)
    monkeypatch.setenv(images.VARIABLE, str(tmp_path / f"held.{kind}"))
    np.testing.assert_allclose(images.lena(), np.asarray(upright), atol=3)


@pytest.mark.parametrize("name", ["large.jpg", "large.png"])
def test_a_photo_of_24_megapixels_is_made_smaller(tmp_path, monkeypatch, name):
    large = Image.new("RGB", (6000, 4000), (200, 10, 30))
    large.paste((0, 60, 250), (3000, 0, 6000, 4000))
    large.save(tmp_path / name)
    monkeypatch.setenv(images.VARIABLE, str(tmp_path / name))
    picture = images.lena()
    assert picture.shape == (836, 1254, 3)
    assert 0.99 < picture.shape[0] * picture.shape[1] / images.MOST_PIXELS <= 1
    np.testing.assert_allclose(picture[:, :620], np.broadcast_to((200, 10, 30), (836, 620, 3)), atol=3)
    np.testing.assert_allclose(picture[:, 634:], np.broadcast_to((0, 60, 250), (836, 620, 3)), atol=3)


def test_a_picture_at_the_limit_stays_as_it_is(tmp_path, monkeypatch):
    pixels = np.random.default_rng(0).integers(0, 256, (512, 2048, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "own.png")
    monkeypatch.setenv(images.VARIABLE, str(tmp_path / "own.png"))
    np.testing.assert_array_equal(images.lena(), pixels)


def test_a_long_strip_keeps_its_smallest_side(tmp_path, monkeypatch):
    Image.new("L", (300_000, 20), 7).save(tmp_path / "strip.png")
    monkeypatch.setenv(images.VARIABLE, str(tmp_path / "strip.png"))
    picture = images.lena()
    assert picture.shape[0] == images.SMALLEST and (picture == 7).all()


@pytest.mark.parametrize(("width", "height"), [(8, 8), (15, 400), (400, 15), (1, 1)])
def test_too_small_a_picture_is_refused_with_its_size(tmp_path, monkeypatch, width, height):
    file = tmp_path / "small.png"
    Image.new("RGB", (width, height)).save(file)
    monkeypatch.setenv(images.VARIABLE, str(file))
    with pytest.raises(ValueError) as caught:
        images.lena()
    assert str(caught.value) == (
        f"CONVREF_IMAGE must name a picture of at least 16 pixels along each side, "
        f"got {str(file)!r} of {width}×{height}"
    )


def test_the_smallest_picture_is_read(tmp_path, monkeypatch):
    Image.new("RGB", (16, 16), "red").save(tmp_path / "small.png")
    monkeypatch.setenv(images.VARIABLE, str(tmp_path / "small.png"))
    np.testing.assert_array_equal(images.lena(), np.full((16, 16, 3), (255, 0, 0)))


@pytest.mark.parametrize(("name", "found"), [("missing.jpg", "no such file"), (".", "that is a folder")])
def test_a_path_without_a_file_is_named_with_its_variable(tmp_path, monkeypatch, name, found):
    missing = tmp_path / name
    monkeypatch.setenv(images.VARIABLE, str(missing))
    with pytest.raises(FileNotFoundError) as caught:
        images.lena()
    assert f"CONVREF_IMAGE={str(missing)!r}, which means {missing}: {found}" in str(caught.value)


@pytest.mark.parametrize("named", ["photos/cat.png", "./photos/../photos/cat.png", "~/photos/cat.png"])
def test_a_short_path_means_one_file(tmp_path, monkeypatch, named):
    (tmp_path / "photos").mkdir()
    as_rgb(tmp_path / "photos" / "cat.png")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(images.VARIABLE, named)
    assert images.chosen_file() == images.path() == tmp_path / "photos" / "cat.png"
    assert images.lena().shape == (20, 30, 3)


def test_no_variable_and_an_empty_one_choose_nothing(monkeypatch):
    assert images.chosen_file() is None
    monkeypatch.setenv(images.VARIABLE, "")
    assert images.chosen_file() is None
    assert images.path().name == "lena.jpg"


def half_of_a_photo():
    return images.path().read_bytes()[:9000]


def bomb():
    """A PNG that says it has 400 megapixels, and holds none."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


@pytest.mark.parametrize("content", [lambda: b"", lambda: b"no picture\n", half_of_a_photo, bomb])
def test_a_file_that_is_no_whole_picture_is_named_with_its_variable(tmp_path, monkeypatch, content):
    file = tmp_path / "text.jpg"
    file.write_bytes(content())
    monkeypatch.setenv(images.VARIABLE, str(file))
    with pytest.raises(ValueError, match="CONVREF_IMAGE must name a picture that Pillow can read") as caught:
        images.lena()
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("kind", ["png", "gif", "webp", "tif", "bmp"])
def test_half_a_file_of_every_kind_is_refused(tmp_path, monkeypatch, kind):
    file = tmp_path / f"half.{kind}"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)).save(file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    monkeypatch.setenv(images.VARIABLE, str(file))
    with pytest.raises(ValueError, match="CONVREF_IMAGE must name a picture that Pillow can read"):
        images.lena()


@pytest.mark.parametrize("content", [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), b"<svg/>"])
def test_a_kind_that_pillow_does_not_know_comes_with_a_way_out(tmp_path, monkeypatch, content):
    file = tmp_path / "phone.heic"
    file.write_bytes(content)
    monkeypatch.setenv(images.VARIABLE, str(file))
    with pytest.raises(ValueError, match="can be saved as JPEG or PNG") as caught:
        images.lena()
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"picture": [[1, 2]]}, "picture must be a NumPy array, got list"),
        ({"picture": np.ones((4, 4))}, r"picture must have shape \(height, width, 3\)"),
        ({"side": 0}, "side must be at least 1, got side=0"),
        ({"multiple": 1.5}, "multiple must be an integer, got multiple=1.5"),
    ],
)
def test_a_middle_that_cannot_be_cut_out_is_refused_by_name(wrong, message):
    with pytest.raises((TypeError, ValueError), match=message):
        images.grey_middle(**{"picture": np.ones((4, 4, 3), np.uint8), "side": 2} | wrong)
