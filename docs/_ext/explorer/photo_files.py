"""The photos of the tool that filters one: each as a script that brings its pixels.

A page from disk may show a picture but not read its pixels, so they come in a classic script that is loaded when a
reader touches the figure. So do the kernels of AlexNet's first layer, or those learned in their place.
"""

import json
from base64 import b64encode
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image
from sphinx.application import Sphinx

from _ext.build.fingerprint import short
from convref.datasets import alexnet, images

SIDE = 256
SAMPLES = ("china", "flower")
NAMES = ("lena", *images.PHOTOS, *SAMPLES)
FOLDER = "_static/photo"
KERNELS = "kernels.js"
SCALE = 10_000  # The kernels are given to four digits, so that they can be written out.


def photos() -> dict[str, np.ndarray]:
    """Return every photo by its name, whole."""
    samples = {name: sample(name) for name in SAMPLES}
    return {"lena": images.lena(), **{name: images.photo(name) for name in images.PHOTOS}, **samples}


def sample(name: str) -> np.ndarray:
    """Return a photo that comes inside scikit-learn, which is not imported for it: that takes a second."""
    package = find_spec("sklearn")
    assert package is not None and package.origin is not None  # The site depends on it.
    return np.asarray(Image.open(Path(package.origin).parent / "datasets" / "images" / f"{name}.jpg"))


def square(photo: np.ndarray) -> Image.Image:
    """Return the middle of a photo, at 256×256 pixels or, where it is smaller, as large as it is."""
    picture = Image.fromarray(photo)
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    shown = min(side, SIDE)
    box = (left, top, left + side, top + side)
    return picture.resize((shown, shown), Image.Resampling.LANCZOS, box=box, reducing_gap=None)


def names() -> dict[str, str]:
    """Return the words that differ where the reader's own picture stands in for lena: it is called as its file is."""
    own = images.chosen_file()
    return {"photo_lena": own.stem} if own else {}


def script(name: str, data: dict[str, object]) -> str:
    """Return a classic script that hands over data under a name."""
    return f"(self.convrefPhotos ||= {{}}).{name} = {json.dumps(data)};\n"


def kernels() -> dict[str, object]:
    """Return the learned kernels as whole numbers of two bytes, the lower one first."""
    weights, source = alexnet.first_layer()
    scaled = np.rint(weights * SCALE).astype("<i2")
    return {
        "source": source,
        "side": weights.shape[-1],
        "scale": SCALE,
        "weights": b64encode(scaled.tobytes()).decode(),
    }


def write(app: Sphinx) -> None:
    """Write them beside the pages; figures are drawn from the same files."""
    if app.builder.format != "html":
        return
    folder, note = Path(app.outdir, FOLDER), Path(app.doctreedir, "photos.txt")
    mark = short(app.config.convref_fingerprint, app.config.convref_extensions)
    files = [folder / f"{name}.js" for name in NAMES]
    if note.is_file() and note.read_text() == mark and all(file.is_file() for file in (*files, folder / KERNELS)):
        return  # To open the photos takes half a second.
    folder.mkdir(parents=True, exist_ok=True)
    for name, photo in photos().items():
        picture = square(photo)
        rgb = b64encode(np.asarray(picture).tobytes()).decode()
        data = {"height": picture.height, "width": picture.width, "rgb": rgb}
        text, file = script(name, data), folder / f"{name}.js"
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
    (folder / KERNELS).write_text(script("kernels", kernels()), encoding="utf-8")
    note.write_text(mark)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
