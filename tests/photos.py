"""Photos of every kind that a reader may own, and a run of scripts and pages with all of them.

``python tests/photos.py [part of a name ...]`` runs every script of the gallery that shows the picture, and every cell
of the course that does, with every photo: about half an hour. The gate takes the hard ones (test_photos.py).
"""

import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

import mahotas
import numpy as np
import skimage
from PIL import Image

ROOT = Path(__file__).parents[1]
SHIPPED = Path(skimage.__file__).parent / "data"
DEMOS = Path(mahotas.__file__).parent / "demos" / "data"
ROTATED_BY_90 = 6  # EXIF's number for a camera that was held upright
MEGAPIXELS_24 = (6000, 4000)
MOST_BYTES = 2e9

SCRIPTS = sorted(
    path for path in (ROOT / "gallery").glob("*/plot_*.py") if "images.lena" in path.read_text(encoding="utf-8")
)
PAGES = sorted(path for path in (ROOT / "docs").glob("*/*.md") if "images." in path.read_text(encoding="utf-8"))


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
    "flat.png": lambda file: Image.new("RGB", (97, 61), (30, 90, 200)).save(file),
    "black.png": lambda file: Image.new("L", (64, 64), 0).save(file),
    "white.png": lambda file: Image.new("L", (64, 64), 255).save(file),
    "large.jpg": _large,
    **{name: SHIPPED / name for name in ("astronaut.png", "chessboard_GRAY.png", "coins.png", "horse.png", "logo.png")},
    **{name: SHIPPED / name for name in ("hubble_deep_field.jpg", "moon.png", "page.png", "phantom.png")},
    **{name: DEMOS / name for name in ("DepartmentStore.jpg", "luispedro.jpg", "nuclear.png")},
}
HARD = ("grey.png", "smallest.png", "wide.png", "tall.png", "turned.jpg", "flat.png", "black.png")


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


PICTURE_BEGINS = """
import matplotlib.pyplot as plt
import numpy as np
import convref as F
from convref import images, plotting
plotting.use_style()
"""
PICTURE_ENDS = """
fig.savefig("light.png", bbox_inches="tight")
plotting.dark(fig)
fig.savefig("dark.png", bbox_inches="tight")
plt.close("all")
"""
# What a script ends with: drawn as the gallery draws it, and the memory it took at most, in bytes.
SCRIPT_ENDS = """
import matplotlib.pyplot, resource, sys
for number in matplotlib.pyplot.get_fignums():
    matplotlib.pyplot.figure(number).savefig("figure.png", bbox_inches="tight")
unit = 1 if sys.platform == "darwin" else 1024
print("bytes", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, file=sys.stderr)
"""


def programs():
    """Return what is run with each photo, by its name: whole scripts, the cells of pages, and their pictures."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in SCRIPTS}
    for page in PAGES:
        cells, pictures = blocks(page)
        found[page.stem] = cells
        shown = [picture for picture in pictures if "images." in picture]
        if shown:
            found[f"{page.stem} pictures"] = "\n".join(PICTURE_BEGINS + body + PICTURE_ENDS for body in shown)
    return {name: code + SCRIPT_ENDS for name, code in found.items()}


def run(code, photo, folder):
    """Run a program with a photo in a folder of its own, every warning an error."""
    settings = {"CONVREF_IMAGE": str(photo), "MPLBACKEND": "Agg", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    Path(folder, "program.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-W", "error", "program.py"]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **settings}, capture_output=True, text=True, timeout=600
    )


def memory(result):
    """Return how many bytes a program took at most."""
    return int(result.stderr.rsplit("bytes", 1)[1])


def main(wanted):
    """Run all that fits the wanted names, and print one line for each."""
    failures = 0
    os.environ.setdefault("CONVREF_CACHE", str(ROOT / "_build" / "cache"))
    with tempfile.TemporaryDirectory() as folder:
        for photo, (name, code) in product(PHOTOS, programs().items()):
            if wanted and not any(part in f"{photo} {name}" for part in wanted):
                continue
            result = run(code, make(photo, folder), folder)
            fine = result.returncode == 0 and memory(result) < MOST_BYTES
            failures += not fine
            last = "" if fine else result.stderr.strip().splitlines()[-1]
            used = f"{memory(result) / 1e6:.0f} MB" if result.returncode == 0 else "-"
            print("ok  " if fine else "FAIL", f"{photo:22} {name:34} {used:>8} {last}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
