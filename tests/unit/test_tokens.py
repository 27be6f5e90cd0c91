"""The colours: two of each, readable on what they stand on, on light pages and on dark ones."""

import re

import pytest
from matplotlib.colors import to_rgb

from convref.plotting.style import INK, INPUT, TOKENS

READ_ON = [  # Text, what lies under it, and the contrast that WCAG asks for.
    *((text, ground, 4.5) for text in ("ink", "ink-2", "ink-3", "link", "danger") for ground in ("paper", "sunken")),
    *((text, "raised", 4.5) for text in ("ink", "ink-2", "link")),
    *((f"{role}-text", f"{role}-tint", 4.5) for role in ("input", "kernel", "output")),
    *(("ink", f"{role}-{depth}", 4.5) for role in ("input", "kernel", "output", "minus") for depth in ("tint", "deep")),
    ("ink-2", "padding-tint", 4.5),
    ("on-link", "link", 4.5),
    *((code, "sunken", 4.5) for code in ("code-keyword", "code-string", "code-number")),
    *((edge, "paper", 3) for edge in ("control", "input-line", "kernel-line", "output-line")),
]


def luminance(colour):
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_colour_is_there_twice():
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colours in TOKENS.values() for colour in colours.values())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), READ_ON)
def test_what_is_read_stands_out(theme, text, ground, least):
    colours = TOKENS[theme]
    assert contrast(colours[text], colours[ground]) >= least


def test_figures_take_their_colours_from_the_tokens():
    for name, colour in (("ink", INK), ("input-line", INPUT)):
        assert TOKENS["light"][name] == colour
