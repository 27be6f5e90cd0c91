"""Paint a figure or a film for the pages: once for light pages, once for dark ones.

Stills become WebP at twice the size they are shown at: lossless, or with losses no eye sees where photographs would
make the file many times as large. Films become H.264 with a still in front.
"""

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from matplotlib.animation import AbstractMovieWriter, FuncAnimation
from matplotlib.backend_bases import TimerBase
from matplotlib.figure import Figure
from PIL import Image

from convref import plotting
from convref.plotting.sheet import PER_INCH, Drawing
from convref.plotting.style import TOKENS

MOST_BYTES = 60_000  # of a still without losses; grids and curves stay far below
QUALITIES = (90, 80, 70)  # of a still with losses: the first that makes it as small, or the last
MOST_CARD_BYTES, CARD_QUALITIES = 25_000, (75, 60)  # A page may have thirty of them.
MOST_FILM_BYTES = 180_000
FILM_QUALITIES = (  # The first that makes a film so small, or the last: halved, it has a pixel for each of the page.
    ["-crf", "23"],
    ["-crf", "28"],
    ["-crf", "28", "-vf", "scale=iw/2:-2:flags=area"],
    ["-crf", "32", "-vf", "scale=iw/2:-2:flags=area"],
)
NARROW = "-narrow"  # at the end of the names of the narrow version
DPI = 2 * PER_INCH  # Two picture pixels for each pixel of a page.
CARD = (960, 600)  # most picture pixels of a card's part: a third more than it has, for digits must stay legible
WHOLE = (1300, 813)  # most picture pixels of what a card shows whole: a cut could take away what the picture leads to
PAGE_COLOURS = {theme: colours["sunken"] for theme, colours in TOKENS.items()}


@dataclass(frozen=True)
class Painting:
    """The files of one picture by theme, the size it is shown at in page pixels, and its version for a phone."""

    stills: dict[str, Path]
    films: dict[str, Path]
    width: int
    height: int
    narrow: "Painting | None" = None


def _files(stem: Path, suffix: str) -> dict[str, Path]:
    names = {"light": stem.name, "dark": f"{stem.name}-dark"}
    return {theme: stem.with_name(name + suffix) for theme, name in names.items()}


def size(still: Path) -> tuple[int, int]:
    """Return width and height in picture pixels."""
    with Image.open(still) as image:
        return image.size


def load(stem: Path) -> Painting | None:
    """Return the picture painted earlier under this stem, or None when a file is missing."""
    stills, films = _files(stem, ".webp"), _files(stem, ".mp4")
    if not all(path.is_file() for path in stills.values()):
        return None
    width, height = size(stills["light"])
    shown = films if all(path.is_file() for path in films.values()) else {}
    narrow = None if stem.name.endswith(NARROW) else load(stem.with_name(stem.name + NARROW))
    return Painting(stills, shown, width // 2, height // 2, narrow)


def paint(drawing: Drawing, stem: Path) -> Painting:
    """Write the pictures of a figure or a film, and of its narrow version; a figure is left in its dark colours.

    The narrow version is written first: what `load` finds is whole.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    narrow = plotting.narrow(drawing)
    if narrow is not None:
        paint(narrow, stem.with_name(stem.name + NARROW))
    if isinstance(drawing, Figure):
        _paint_still(drawing, stem)
    else:
        _paint_film(drawing, stem)
    painted = load(stem)
    assert painted is not None  # It was written just now.
    return painted


def _paint_still(figure: Figure, stem: Path) -> None:
    made_to_measure = figure.get_layout_engine() is None
    room = {} if made_to_measure else {"bbox_inches": "tight", "pad_inches": 0.05}
    for theme, path in _files(stem, ".webp").items():
        if theme == "dark":
            plotting.dark(figure)
        buffer = BytesIO()
        figure.savefig(
            buffer,
            format="png",
            dpi=DPI,
            transparent=True,
            **room,
            pil_kwargs={"compress_level": 1},
        )
        _write_still(Image.open(buffer), path)


def card(still: Path) -> Path:
    """Return the part of a still that its card shows."""
    return still.with_name(f"{still.stem}-card.webp")


def cut_cards(stem: Path, place: tuple[float, float, float, float] = (0, 0, 1, 1)) -> None:
    """Cut the cards of a picture from its stills: all of a small one; of others, from the upper left, what fits.

    `place` is the part to cut from, as shares of the picture: left, top, right, bottom.
    """
    for still in _files(stem, ".webp").values():
        with Image.open(still) as image:
            left, top, right, bottom = (
                round(share * side) for share, side in zip(place, (*image.size, *image.size), strict=True)
            )
            most = WHOLE if right - left <= WHOLE[0] and bottom - top <= WHOLE[1] else CARD
            box = (left, top, min(right, left + most[0]), min(bottom, top + most[1]))
            _write_still(image.crop(box), card(still), MOST_CARD_BYTES, CARD_QUALITIES)


def card_shape(small: Path) -> list[str]:
    """Return what the style sheet must know of a card's picture: whether it fills the card, or is cut at its right."""
    width, height = size(small)
    if abs(width * CARD[1] - height * CARD[0]) <= 2 * CARD[0]:
        return ["fills"]
    return ["goes-on"] if width == CARD[0] else []


def _paint_film(film: FuncAnimation, stem: Path) -> None:
    """Write both films of an animation, with the frame in its middle as the still in front."""
    stills, films = _files(stem, ".webp"), _files(stem, ".mp4")
    timer = film.event_source
    assert isinstance(timer, TimerBase)  # The figure is open.
    rate = 1000 / timer.interval
    for theme, path in films.items():
        kept = _Frames(theme)
        film.save(path, kept, dpi=DPI)
        _write_film(kept.pixels, rate, path)
        _write_still(Image.fromarray(kept.pixels[len(kept.pixels) // 2]), stills[theme])


class _Frames(AbstractMovieWriter):
    """Keeps the pixels of each frame in the colours of a theme, with even sides as H.264 wants them."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        self.theme = theme
        self.pixels: list[np.ndarray] = []

    def setup(self, fig: Figure, outfile: str | Path, dpi: float | None = None) -> None:
        """Take the figure of the film."""
        super().setup(fig, outfile, dpi)
        fig.set_dpi(self.dpi)

    def grab_frame(self, **_savefig_kwargs: Any) -> None:
        """Draw a frame: on the page's colour, since a film has no transparency."""
        if self.theme == "dark":
            plotting.dark(self.fig)
        self.fig.set_facecolor(PAGE_COLOURS[self.theme])
        self.fig.canvas.draw()
        pixels = np.asarray(self.fig.canvas.buffer_rgba())[..., :3]  # type: ignore[attr-defined]
        self.pixels.append(np.ascontiguousarray(pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2]))

    def finish(self) -> None:
        """Leave the file to `_write_film`."""


def _unfinished(path: Path) -> Path:
    """Return a name of this process's own: a build that stops half-way or runs beside another leaves no half file."""
    return path.with_name(f"{path.stem}.{os.getpid()}{path.suffix}")


def _write_still(
    image: Image.Image, path: Path, most: int = MOST_BYTES, qualities: tuple[int, ...] = QUALITIES
) -> None:
    even = image.crop((0, 0, image.width // 2 * 2, image.height // 2 * 2))
    unfinished = _unfinished(path)
    even.save(unfinished, format="WEBP", lossless=True, quality=75, method=4)
    for quality in qualities:
        if unfinished.stat().st_size <= most:
            break
        even.save(unfinished, format="WEBP", quality=quality, method=4)
    unfinished.replace(path)


def _write_film(frames: list[np.ndarray], rate: float, path: Path) -> None:
    unfinished = _unfinished(path)
    for quality in FILM_QUALITIES:
        _encode(frames, rate, unfinished, quality)
        if unfinished.stat().st_size <= MOST_FILM_BYTES:
            break
    unfinished.replace(path)


def _encode(frames: list[np.ndarray], rate: float, path: Path, quality: list[str]) -> None:
    height, width = frames[0].shape[:2]
    options = [*quality, "-preset", "slow", "-movflags", "+faststart"]
    writer = imageio_ffmpeg.write_frames(
        str(path), (width, height), fps=rate, codec="libx264", macro_block_size=2, output_params=options,
        pix_fmt_in="rgb24", quality=None, ffmpeg_log_level="error",
    )  # fmt: skip
    writer.send(None)
    for frame in frames:
        writer.send(frame)
    writer.close()
