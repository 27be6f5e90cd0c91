"""What the landing page shows that is no text: a photo under a kernel, in its first state, and what the build counted.

The figure works on numbers that come with the page, so that it runs from disk; without scripts it is a picture.
"""

import os
import re
from base64 import b64encode
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from sphinx.application import Sphinx
from sphinx.locale import _

import convref as F
from _ext.reference import torch_errors
from convref.datasets import images
from convref.plotting.style import TOKENS

SIDE = 56  # Pixels of the photo along each axis.
EYES = (118, 45, 363, 290)  # Left, top, right and bottom of what is shown of the cat.
FOLDER = "_static/landing"


def kernels() -> dict[str, dict[str, Any]]:
    """Return the kernels that a reader can choose: whole numbers, and what their sum is divided by."""
    return {
        "edges": {"label": _("Edges"), "weights": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "divisor": 1},
        "outline": {"label": _("Outline"), "weights": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], "divisor": 1},
        "sharpen": {"label": _("Sharpen"), "weights": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], "divisor": 1},
        "blur": {"label": _("Blur"), "weights": [[1, 1, 1], [1, 1, 1], [1, 1, 1]], "divisor": 9},
    }


@cache
def photo() -> np.ndarray:
    """Return the photo in grey: a cat's face, or the middle of the reader's own picture."""
    own = os.environ.get(images.VARIABLE)
    picture = Image.fromarray(images.lena() if own else images.photo("chelsea"))
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    box = (left, top, left + side, top + side) if own else EYES
    return np.asarray(picture.crop(box).convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def feature_map(pixels: np.ndarray, kernel: dict[str, Any]) -> np.ndarray:
    """Return what a kernel makes of the photo, before the division."""
    weights = np.array(kernel["weights"])[None, None]
    return F.conv2d(pixels[None].astype(np.int64), weights)[0]


def strongest(values: np.ndarray) -> tuple[int, int]:
    """Return where the map answers most strongly within its middle, where a reader looks first."""
    margin = SIDE // 5
    inside = np.abs(values[margin:-margin, margin:-margin])
    row, column = np.unravel_index(int(inside.argmax()), inside.shape)
    return int(row) + margin, int(column) + margin


def terms(window: list[list[int]], weights: list[list[int]]) -> str:
    """Return the nine products as a sum."""
    pairs = zip(chain.from_iterable(window), chain.from_iterable(weights), strict=True)
    return " + ".join(f"{value}·{weight}" if weight >= 0 else f"{value}·(−{-weight})" for value, weight in pairs)


def state() -> dict[str, Any]:
    """Return everything that the template writes: pixels, kernels, the first window, its products and their sum."""
    pixels, choices = photo(), kernels()
    first = choices["edges"]
    values = feature_map(pixels, first)
    row, column = strongest(values)
    window = pixels[row : row + 3, column : column + 3].tolist()
    return {
        "side": SIDE,
        "pixels": b64encode(pixels.tobytes()).decode(),
        "kernels": choices,
        "row": row,
        "column": column,
        "window": window,
        "weights": first["weights"],
        "terms": terms(window, first["weights"]),
        "sum": int(values[row, column]),
    }


def _framed(picture: np.ndarray, row: int, column: int, height: int, width: int, colour: str) -> Image.Image:
    """Return a picture with a frame of one pixel around a part of it."""
    pixels, colours = picture.copy(), tuple(bytes.fromhex(colour[1:]))
    inside = np.zeros(picture.shape[:2], bool)
    inside[max(0, row - 1) : row + height + 1, max(0, column - 1) : column + width + 1] = True
    inside[row : row + height, column : column + width] = False
    pixels[inside] = colours
    return Image.fromarray(pixels)


def _coloured(values: np.ndarray, colours: dict[str, str]) -> np.ndarray:
    """Return a signed map in the colours of a theme."""
    low, zero, high = (
        np.array(list(bytes.fromhex(colours[f"signed-{name}"][1:])), float) for name in ("minus", "zero", "plus")
    )
    share = (values / np.abs(values).max())[..., None]
    end = np.where(share < 0, low, high)
    return np.rint(zero + np.abs(share) * (end - zero)).astype(np.uint8)


def write_pictures(app: Sphinx) -> None:
    """Write the figure's first state as pictures, for readers without scripts."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    found, pixels = state(), photo()
    values = feature_map(pixels, found["kernels"]["edges"])
    place = (found["row"], found["column"])
    grey = np.repeat(pixels[..., None], 3, axis=2)
    _framed(grey, *place, 3, 3, TOKENS["light"]["input-line"]).save(folder / "photo.png", optimize=True)
    for theme, colours in TOKENS.items():
        drawn = _framed(_coloured(values, colours), *place, 1, 1, colours["output-line"])
        drawn.save(folder / f"map-{theme}.png", optimize=True)


def needs() -> list[dict[str, str]]:
    """Return the errands that have a page of their own."""
    return [
        {
            "page": "howto/decoder-one-short",
            "title": _("My decoder is one pixel short"),
            "line": _("Three ways to get 224 back, and not 223."),
        },
        {
            "page": "learn/checkerboard",
            "title": _("My picture has a checkerboard"),
            "line": _("See where it comes from, and by number which fixes work."),
        },
        {
            "page": "auto_gallery/index",
            "title": _("A figure for my slides"),
            "line": _("Take a picture or a film, each with the script that draws it from your own photo."),
        },
        {
            "page": "tools/network",
            "title": _("My network does not fit"),
            "line": _("Paste the printed model: sizes, receptive field, MACs and parameters, layer by layer."),
        },
    ]


def messages() -> list[dict[str, str]]:
    """Return what PyTorch says most often of a layer that does not fit, with the section that explains it."""
    found = torch_errors.entries()
    names = ("channels", "kernel-too-large", "linear")
    return [{"place": f"error-{name}", "says": _without_values(found[name].says[0])} for name in names]


def _without_values(message: str) -> str:
    """Return the last sentence of a message, up to the values in brackets: what a reader knows it by."""
    return message.rpartition("…. ")[2].partition(" (…")[0]


def size_card() -> dict[str, Any]:
    """Return the first state of the card that computes one size."""
    i, k, s, p = 224, 7, 2, 3
    return {
        "size_fields": [
            ("i", _("input"), i),
            ("k", _("kernel"), k),
            ("s", _("stride"), s),
            ("p", _("padding"), p),
            ("op", _("output padding"), 0),
        ],
        "size_formula": f"⌊({i} + 2·{p} − {k}) / {s}⌋ + 1 =",
        "size": F.conv_output_size(i, k, s, p),
    }


def add_context(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give the landing page its figure and its cards; its text lies in no section of its own."""
    if pagename != app.config.root_doc:
        return
    own = os.environ.get(images.VARIABLE)
    alt = _("A cat's face in grey with a window of 3×3 pixels")
    if own:
        alt = _("A photo in grey with a window of 3×3 pixels")
    context["landing"] = {**state(), **size_card(), "messages": messages(), "needs": needs(), "alt_photo": alt}
    context["body_lead"] = re.sub(r'^\s*<section[^>]*>|<a class="headerlink".*?</a>', "", context["body_lead"])
    context["body_rest"] = context["body_rest"].rpartition("</section>")[0]
    context["page_scripts"] = [*context.get("page_scripts", []), "landing.js"]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write_pictures)
    app.connect("html-page-context", add_context, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
