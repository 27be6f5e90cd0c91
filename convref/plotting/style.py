"""Colours, fonts, and the change from a light page to a dark one.

The colours stand in tokens.toml beside this file, one a line; the site's style sheet is written from the same lines.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text


def _tokens() -> dict[str, dict[str, str]]:
    """Return every colour by its name, on a light page and on a dark one."""
    pairs = tomllib.loads(files("convref.plotting").joinpath("tokens.toml").read_text(encoding="utf-8"))
    return {theme: {name: pair[place] for name, pair in pairs.items()} for place, theme in enumerate(("light", "dark"))}


TOKENS = _tokens()
INK, PAPER = (TOKENS["light"][name] for name in ("ink", "paper"))
DARK_INK, DARK_PAPER = (TOKENS["dark"][name] for name in ("ink", "paper"))
INPUT, KERNEL, OUTPUT = (TOKENS["light"][f"{role}-line"] for role in ("input", "kernel", "output"))
PADDING = TOKENS["light"]["ink-3"]
ROLES = {"input": INPUT, "kernel": KERNEL, "output": OUTPUT, "padding": PADDING}

_ON_DARK = {to_rgb(INK): DARK_INK, to_rgb(PAPER): DARK_PAPER}


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
            "grid.color": INK,
            "patch.edgecolor": INK,
            "font.size": 13,
            "axes.titlesize": 13,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.prop_cycle": cycler(color=[INPUT, KERNEL, OUTPUT, "#CC79A7", "#D55E00", "#56B4E9"]),
            "image.interpolation": "auto",  # nearest would invent patterns in maps that are shown smaller than they are
        }
    )


def dark(fig: Figure) -> None:
    """Recolour ink and paper of a figure in place, so that it reads on a dark page.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure; pictures and role colours stay as they are.

    Examples
    --------
    >>> figure = Figure()
    >>> title = figure.suptitle("$k=3$", color=INK)
    >>> dark(figure)
    >>> title.get_color()
    '#e6e9ed'
    """
    for artist in fig.findobj():
        if isinstance(artist, (Text, Line2D)):
            artist.set_color(_turned(artist.get_color()))
        elif isinstance(artist, Patch):
            artist.set_facecolor(_turned(artist.get_facecolor()))
            artist.set_edgecolor(_turned(artist.get_edgecolor()))


def _turned(colour: Any) -> Any:
    """Return the colour for a dark page, with the opacity it had."""
    red, green, blue, alpha = to_rgba(colour)
    found = _ON_DARK.get((red, green, blue))
    if found is None:
        return colour
    return found if alpha == 1 else to_rgba(found, alpha)
