"""Photos to convolve: lena, those that scikit-image ships, or a picture of one's own."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

VARIABLE = "CONVREF_IMAGE"
PHOTOS = ("astronaut", "chelsea", "coffee", "rocket")

Picture = NDArray[np.uint8]


def lena() -> Picture:
    """Return the picture that the pages and the scripts work on.

    It is the 512×512 photo known as lena, from the package mahotas, unless the environment variable
    ``CONVREF_IMAGE`` names another file.

    Returns
    -------
    ndarray
        Shape ``(height, width, 3)``, dtype uint8, red first.

    Raises
    ------
    FileNotFoundError
        If ``CONVREF_IMAGE`` names no file.
    ValueError
        If the file is no picture that Pillow can read.

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
    own = os.environ.get(VARIABLE)
    if own:
        chosen = Path(own).expanduser()
        if not chosen.is_file():
            raise FileNotFoundError(f"{VARIABLE} must name a picture file, got {VARIABLE}={own!r}: no such file")
        return chosen
    import mahotas

    return Path(mahotas.__file__).parent / "demos" / "data" / "lena.jpg"


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
    if name not in PHOTOS:
        raise ValueError(f"name must be one of {', '.join(PHOTOS)}, got name={name!r}")
    from skimage import data

    return np.asarray(getattr(data, name)(), np.uint8)


def _read(file: Path) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as image:
            return np.array(image.convert("RGB"))
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError(f"{VARIABLE} must name a picture that Pillow can read, got {str(file)!r}: {error}") from error
