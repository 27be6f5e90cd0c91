"""Photos to convolve: lena, those that scikit-image ships, or a picture of one's own."""

from __future__ import annotations

import os
import warnings
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convref import _extras
from convref._arguments.checks import integer, plain_array
from convref.datasets import environment

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["MOST_PIXELS", "PHOTOS", "SMALLEST", "VARIABLE", "chosen_file", "grey_middle", "lena", "path", "photo"]

VARIABLE = "CONVREF_IMAGE"
PHOTOS = ("astronaut", "chelsea", "coffee", "rocket")
SMALLEST = 16  # pixels along either side: the widest padding of the gallery, 15 mirrored pixels, needs one more
MOST_PIXELS = 1024**2  # four times lena's; larger pictures are made smaller

Picture = NDArray[np.uint8]


def lena() -> Picture:
    """Return the picture that the pages and the scripts work on.

    It is the 512×512 photo known as lena, from the package mahotas, unless the environment variable
    ``CONVREF_IMAGE`` names another file. That one is turned upright, laid on white where it is transparent, and made
    smaller where it has more than 1024×1024 pixels.

    Returns
    -------
    ndarray
        Shape ``(height, width, 3)``, dtype uint8, red first.

    Raises
    ------
    FileNotFoundError
        If ``CONVREF_IMAGE`` names no file.
    ValueError
        If the file is no picture that Pillow can read, or one of fewer than 16 pixels along a side.

    Examples
    --------
    >>> lena().dtype
    dtype('uint8')
    """
    return _read(path())


def path() -> Path:
    """Return the file that `lena` reads.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If ``CONVREF_IMAGE`` names no file.

    Examples
    --------
    >>> path().is_file()
    True
    """
    own = chosen_file()
    if own:
        return own
    _extras.check("datasets", "mahotas", "The picture lena")
    import mahotas

    return Path(mahotas.__file__).parent / "demos" / "data" / "lena.jpg"


def chosen_file() -> Path | None:
    """Return the file that ``CONVREF_IMAGE`` names, as an absolute path, or None where it names none.

    Returns
    -------
    pathlib.Path or None

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> chosen_file() in (None, path())
    True
    """
    file = environment.path(VARIABLE)
    if file and not file.is_file():
        found = "that is a folder" if file.is_dir() else "no such file"
        raise FileNotFoundError(
            f"{VARIABLE} must name a picture file, got {VARIABLE}={os.environ[VARIABLE]!r}, which means {file}: {found}"
        )
    return file


def photo(name: str) -> Picture:
    """Return one of the photos that come inside scikit-image.

    Parameters
    ----------
    name : {'astronaut', 'chelsea', 'coffee', 'rocket'}
        Which one.

    Returns
    -------
    ndarray
        Shape ``(height, width, 3)``, dtype uint8, red first.

    Raises
    ------
    ValueError
        If there is no such photo.

    Examples
    --------
    >>> photo("chelsea").shape
    (300, 451, 3)
    """
    if not isinstance(name, str) or name not in PHOTOS:
        raise ValueError(f"name must be one of {', '.join(PHOTOS)}, got name={name!r}")
    _extras.check("datasets", "skimage", f"The photo {name}")
    from skimage import data

    return np.asarray(getattr(data, name)(), np.uint8)


def grey_middle(picture: Picture, side: int, multiple: int = 1) -> NDArray[np.float32]:
    """Return the middle of a picture in grey, as numbers from 0 to 1.

    Parameters
    ----------
    picture : ndarray
        Shape ``(height, width, 3)``, as bytes.
    side : int
        Pixels along each side at most; a smaller picture gives all it has.
    multiple : int
        What both sides are to be divisible by, so that a stride fits.

    Returns
    -------
    ndarray
        Shape ``(h, w)``, dtype float32.

    Raises
    ------
    TypeError, ValueError
        If `picture` is no array of three axes, or is smaller than `multiple`.

    Examples
    --------
    >>> grey_middle(photo("rocket"), 300, multiple=4).shape
    (300, 300)
    """
    picture = plain_array("picture", picture)
    side, multiple = integer("side", side, 1), integer("multiple", multiple, 1)
    if picture.ndim != 3 or min(picture.shape[:2]) < multiple:
        raise ValueError(
            f"picture must have shape (height, width, 3), at least {multiple}×{multiple}, got shape {picture.shape}"
        )
    sides = [min(side, length) // multiple * multiple for length in picture.shape[:2]]
    top, left = ((length - part) // 2 for length, part in zip(picture.shape[:2], sides, strict=True))
    middle = picture[top : top + sides[0], left : left + sides[1]]
    return np.asarray(middle.mean(axis=2) / 255, np.float32)


def _read(file: Path) -> Picture:
    _extras.check("datasets", "PIL", "Reading a picture")
    from PIL import UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's notes on odd metadata and on pictures from 89 megapixels on
            picture = _decoded(file)
    except Exception as error:  # on damaged files Pillow raises errors of a dozen kinds
        unknown = isinstance(error, UnidentifiedImageError)
        hint = "; a picture of another kind, such as HEIC or SVG, can be saved as JPEG or PNG" if unknown else ""
        raise ValueError(
            f"{VARIABLE} must name a picture that Pillow can read, got {str(file)!r}: {error}{hint}"
        ) from error
    height, width = picture.shape[:2]
    if min(height, width) < SMALLEST:
        raise ValueError(
            f"{VARIABLE} must name a picture of at least {SMALLEST} pixels along each side, "
            f"got {str(file)!r} of {width}×{height}"
        )
    return picture


def _decoded(file: Path) -> Picture:
    """Return the first frame of a picture file: upright, on white, in eight bits a colour, not too large."""
    from PIL import Image, ImageOps

    with Image.open(file) as image:
        image.draft(None, _fitting(image.size))  # a large JPEG is decoded at a fraction of its size
        ImageOps.exif_transpose(image, in_place=True)
        eight_bit = _eight_bit(image)
        coloured = eight_bit.convert("RGBA" if eight_bit.has_transparency_data else "RGB")
    if coloured.size != _fitting(coloured.size):
        coloured = coloured.resize(_fitting(coloured.size), Image.Resampling.LANCZOS, reducing_gap=3)
    if coloured.mode == "RGBA":
        white = Image.new("RGBA", coloured.size, "white")
        coloured = Image.alpha_composite(white, coloured).convert("RGB")
    return np.array(coloured)


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size at which a picture has at most about `MOST_PIXELS`, and no side falls below `SMALLEST`."""
    width, height = size
    scale = min(1.0, sqrt(MOST_PIXELS / (width * height)))
    return _scaled(width, scale), _scaled(height, scale)


def _scaled(side: int, scale: float) -> int:
    return min(side, max(SMALLEST, int(side * scale)))


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return an image of deep numbers scaled to the range from 0 to 255; any other image as it is."""
    from PIL import Image

    if not image.mode.startswith(("I", "F")):
        return image
    values = np.asarray(image, np.float64)
    finite = values[np.isfinite(values)]
    if image.mode == "I":  # 32 bits may hold bytes as well as numbers of 16 bits
        usual = 255.0 if finite.max() <= 255 else 65535.0
    else:
        usual = 65535.0 if image.mode.startswith("I") else 1.0
    black, white = _range(finite, usual=usual)
    scaled = np.nan_to_num((values - black) * (255 / (white - black or 1))).round().clip(0, 255)
    scaled[values == image.info.get("transparency")] = 255  # a 16-bit PNG may name one grey that is transparent
    return Image.fromarray(scaled.astype(np.uint8))


def _range(values: NDArray[Any], *, usual: float) -> tuple[float, float]:
    """Return which numbers are black and white: 0 and `usual`, or where some lie outside, the smallest and largest."""
    if values.size and (values.min() < 0 or values.max() > usual):
        return float(values.min()), float(values.max())
    return 0.0, usual
