"""Photos of every kind that a reader may own, and a run of scripts and pages with all of them.

``python tests/gallery/photos.py [photo ...]`` runs every script of the gallery that shows the picture, and every page
and picture of the course that does, with every photo: about half an hour. The gate takes the hard ones
(test_photos.py).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import mahotas
import numpy as np
import skimage
from PIL import Image

ROOT = Path(__file__).parents[2]
SHIPPED = Path(skimage.__file__).parent / "data"
DEMOS = Path(mahotas.__file__).parent / "demos" / "data"
ROTATED_BY_90 = 6  # EXIF's number for a camera that was held upright
MEGAPIXELS_24 = (6000, 4000)
SHOWS_THE_PICTURE = re.compile(r"images\.(lena|path)\(")


def _coloured(width, height):
    """A smooth ramp of colours with some noise, as photos have it."""
    rows, columns = np.mgrid[:height, :width]
    ramps = np.stack([columns * 255 / width, rows * 255 / height, 255 - columns * 255 / width], axis=-1)
    noise = np.random.default_rng(0).integers(-20, 21, ramps.shape)
    return Image.fromarray((ramps + noise).clip(0, 255).astype(np.uint8))


def _transparent():
    picture = _coloured(90, 70).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((90, 70)))
    return picture


def _turned(file):
    exif = Image.Exif()
    exif[0x0112] = ROTATED_BY_90
    _coloured(120, 80).save(file, exif=exif)


def _large(file):
    _coloured(600, 400).resize(MEGAPIXELS_24).save(file, quality=60)


def _deep(file):
    grey = np.asarray(_coloured(80, 60).convert("L"), np.uint16)
    Image.fromarray(grey * 257).save(file)


def _film(file):
    frames = [_coloured(64, 48).rotate(angle) for angle in (0, 90)]
    frames[0].save(file, save_all=True, append_images=frames[1:])


# Name of the file, and what writes it; for the photos of others, where they are.
PHOTOS = {
    "grey.png": lambda file: Image.open(SHIPPED / "camera.png").convert("L").save(file),
    "deep.png": _deep,
    "transparent.png": lambda file: _transparent().save(file),
    "print.jpg": lambda file: _coloured(90, 70).convert("CMYK").save(file),
    "palette.gif": lambda file: _coloured(90, 70).convert("P").save(file),
    "film.gif": _film,
    "turned.jpg": _turned,
    "float.tif": lambda file: Image.fromarray(np.random.default_rng(0).random((50, 60), np.float32)).save(file),
    "bilevel.png": lambda file: _coloured(90, 70).convert("1").save(file),
    "smallest.png": lambda file: _coloured(16, 16).save(file),
    "wide.png": lambda file: _coloured(2000, 16).save(file),
    "tall.png": lambda file: _coloured(17, 1501).save(file),
    "tall-grey.png": lambda file: _coloured(17, 1501).convert("L").save(file),
    "strip.png": lambda file: _coloured(16, 60_000).save(file),
    "flat.png": lambda file: Image.new("RGB", (97, 61), (30, 90, 200)).save(file),
    "black.png": lambda file: Image.new("L", (64, 64), 0).save(file),
    "white.png": lambda file: Image.new("L", (64, 64), 255).save(file),
    "large.jpg": _large,
    **{name: SHIPPED / name for name in ("astronaut.png", "chessboard_GRAY.png", "coins.png", "horse.png", "logo.png")},
    **{name: SHIPPED / name for name in ("hubble_deep_field.jpg", "moon.png", "page.png", "phantom.png")},
    **{name: DEMOS / name for name in ("DepartmentStore.jpg", "luispedro.jpg", "nuclear.png")},
}
# What comes of reading a file is held by tests/unit/test_images.py: these differ in what a program then gets.
HARD = ("smallest.png", "tall-grey.png", "flat.png", "large.jpg")
# The training does not see the picture: with a photo of one's own two steps of one seed show whatever can fail.
SHORTENED = {
    "plot_fixes": {"STEPS = 320": "STEPS = 2", "SEEDS = (0, 1, 2)": "SEEDS = (0,)"},
    "plot_trained": {"STEPS = 320": "STEPS = 2"},
}
PICTURE_BEGINS = """
import numpy as np
import convref as F
from convref.datasets import images
from convref import plotting
plotting.use_style()
"""


def make(name, folder):
    """Return the file of a photo, written into the folder unless it is someone else's."""
    source = PHOTOS[name]
    if isinstance(source, Path):
        return source
    file = Path(folder, name)
    source(file)
    return file


def blocks(page):
    """Return the code cells of a page, hidden ones too, as one text, and the bodies of its pictures."""
    cells, pictures, kind, lines = [], [], None, []
    for line in page.read_text(encoding="utf-8").splitlines():
        if kind is None and line.startswith(("```{code-cell}", "```{picture}")):
            kind, lines = line[4:].split("}")[0], []
        elif kind and line == "```":
            (cells if kind == "code-cell" else pictures).append("\n".join(lines))
            kind = None
        elif kind and not line.startswith((":tags:", ":caption:")):
            lines.append(line)
    return "\n".join(cells), pictures


def shortened(script):
    """Return the text of a script, with less training where there is much."""
    text = script.read_text(encoding="utf-8")
    for long, short in SHORTENED.get(script.stem, {}).items():
        if text.count(long) != 1:
            raise ValueError(f"{script.stem} must say {long!r} once")
        text = text.replace(long, short)
    return text


def programs():
    """Return what is run with each photo, by its name: whole scripts, the cells of pages, and their pictures."""
    found = {path.stem: shortened(path) for path in sorted((ROOT / "gallery").glob("*/plot_*.py"))}
    for page in sorted((ROOT / "docs").glob("*/*.md")):
        cells, pictures = blocks(page)
        found[page.stem] = cells
        found |= {f"{page.stem}, picture {n}": PICTURE_BEGINS + body for n, body in enumerate(pictures, 1)}
    return {name: code for name, code in found.items() if SHOWS_THE_PICTURE.search(code)}


def run(photo, folder, report=subprocess.PIPE):
    """Run all programs with a photo, every warning an error; return the process, which prints a line for each.

    As everywhere in the gallery's tests, GALLERY_WARNINGS may say what becomes of warnings instead.
    """
    warnings = os.environ.get("GALLERY_WARNINGS", "error")
    with tempfile.TemporaryDirectory() as elsewhere:
        return subprocess.run(
            [sys.executable, "-W", warnings, str(Path(__file__).with_name("photo_worker.py"))],
            cwd=elsewhere,
            env={**os.environ, "CONVREF_IMAGE": str(make(photo, folder)), "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"},
            input=json.dumps(programs()),
            stdout=report,
            text=True,
            timeout=1200,
        )


def main(wanted):
    """Run all programs with the wanted photos; return how many photos failed."""
    if unknown := set(wanted) - set(PHOTOS):
        sys.exit(f"no such photo: {', '.join(sorted(unknown))}; there are {', '.join(PHOTOS)}")
    os.environ.setdefault("CONVREF_CACHE", str(ROOT / "_build" / "cache"))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for photo in wanted or PHOTOS:
            print(f"\n{photo}", flush=True)
            failed += run(photo, folder, report=None).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
