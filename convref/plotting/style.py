"""Colours, fonts, and the change from a light page to a dark one.

The colours stand in tokens.toml beside this file, one a line; the site's style sheet is written from the same lines.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_hex, to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

__all__ = [
    "GREY",
    "INK",
    "INPUT",
    "KERNEL",
    "LIGHT",
    "OUTPUT",
    "PADDING",
    "PAPER",
    "ROLES",
    "SIGNED",
    "TOKENS",
    "dark",
    "use_style",
]


def _tokens() -> dict[str, dict[str, str]]:
    """Return every colour by its name, on a light page and on a dark one."""
    pairs = tomllib.loads(files("convref.plotting").joinpath("tokens.toml").read_text(encoding="utf-8"))
    return {theme: {name: pair[place] for name, pair in pairs.items()} for place, theme in enumerate(("light", "dark"))}


TOKENS = _tokens()
LIGHT = TOKENS["light"]
ROLES = ("input", "kernel", "output", "padding")
INK, PAPER = LIGHT["ink"], LIGHT["paper"]
INPUT, KERNEL, OUTPUT = (LIGHT[f"{role}-line"] for role in ROLES[:3])
PADDING = LIGHT["control"]


def _scale(name: str, *stops: str) -> tuple[Colormap, Colormap]:
    """Return a scale of colours for a light page and its twin for a dark one."""
    light, dark = (
        LinearSegmentedColormap.from_list(f"{name}-{theme}", [colours[stop] for stop in stops])
        for theme, colours in TOKENS.items()
    )
    return light, dark


_SCALES = {
    "signed": _scale("signed", "signed-minus", "signed-zero", "signed-plus"),
    "grey": _scale("grey", "paper", "ink"),
}
SIGNED, GREY = _SCALES["signed"][0], _SCALES["grey"][0]
_DARK_SCALES = {light.name: dark for light, dark in _SCALES.values()}
_on_dark = {to_rgb(LIGHT[name]): dark for name, dark in TOKENS["dark"].items()}


def colour(role: str, shade: str) -> str:
    """Return the colour of a role: its tint, its deep tint or its line."""
    return LIGHT[f"{role}-{shade}"]


def between(role: str, share: float) -> str:
    """Return a colour from the tint of a role to its deep tint, whose dark twin lies as far between theirs."""
    light, dark = (_mixed(colours[f"{role}-tint"], colours[f"{role}-deep"], share) for colours in TOKENS.values())
    _on_dark.setdefault(to_rgb(light), dark)
    return light


def _mixed(tint: str, deep: str, share: float) -> str:
    red, green, blue = (a + share * (b - a) for a, b in zip(to_rgb(tint), to_rgb(deep), strict=True))
    return to_hex((red, green, blue))


def use_style() -> None:
    """Set the look of every figure drawn from now on.

    Examples
    --------
    >>> use_style()
    """
    mpl.rcParams.update(
        {
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "text.color": INK,
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "axes.titlecolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "grid.color": LIGHT["line"],
            "patch.edgecolor": INK,
            "font.size": 11.25,  # 15 px on a page
            "axes.titlesize": 11.25,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.prop_cycle": cycler(color=[INPUT, KERNEL, OUTPUT, LIGHT["signed-minus"], LIGHT["ink-3"]]),
            "hatch.linewidth": 0.8,
            "image.interpolation": "auto",  # nearest would invent patterns in maps that are shown smaller than they are
        }
    )


def dark(fig: Figure) -> None:
    """Recolour a figure in place, so that it reads on a dark page.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure. Each colour of the style gets its dark twin; photographs and other colours stay as they are.

    Examples
    --------
    >>> figure = Figure()
    >>> title = figure.suptitle("$k=3$", color=INK)
    >>> dark(figure)
    >>> title.get_color()
    '#e6e9ed'
    """
    for artist in fig.findobj():
        _darken(artist)


def _darken(artist: Artist) -> None:
    if isinstance(artist, Text):
        artist.set_color(_turned(artist.get_color()))
    elif isinstance(artist, Line2D):
        artist.set_color(_turned(artist.get_color()))
        artist.set_markerfacecolor(_turned(artist.get_markerfacecolor()))
        artist.set_markeredgecolor(_turned(artist.get_markeredgecolor()))
    elif isinstance(artist, Patch):
        face, edge = _turned(artist.get_facecolor()), _turned(artist.get_edgecolor())
        artist.set_facecolor(face)
        artist.set_edgecolor(edge)
    elif isinstance(artist, AxesImage):
        artist.set_cmap(_DARK_SCALES.get(artist.get_cmap().name, artist.get_cmap()))
    elif isinstance(artist, Collection):
        if artist.get_array() is None:
            artist.set_facecolor(_all_turned(artist.get_facecolor()))
            artist.set_edgecolor(_all_turned(artist.get_edgecolor()))
        else:
            artist.set_cmap(_DARK_SCALES.get(artist.get_cmap().name, artist.get_cmap()))


def _all_turned(colours: Iterable[Any]) -> list[Any]:
    return [_turned(tuple(one)) for one in colours]


def _turned(found: Any) -> Any:
    """Return the colour for a dark page, with the opacity it had."""
    if isinstance(found, str) and found in ("none", "auto"):
        return found
    red, green, blue, alpha = to_rgba(found)
    twin = _on_dark.get((red, green, blue))
    if twin is None or alpha == 0:
        return found
    return twin if alpha == 1 else to_rgba(twin, alpha)
