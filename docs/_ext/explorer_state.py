"""The state a directive of the explorer begins with, and its numbers.

The presets are those of docs/explorer/presets.js; a test holds both to the same numbers.
"""

from collections.abc import Callable
from math import comb, prod

from convref.padding import PADDING_MODES

DEFAULTS = {
    "layer": "Conv2d",
    "in_channels": "1",
    "out_channels": "1",
    "size": "5",
    "kernel_size": "3",
    "stride": "1",
    "padding": "0",
    "output_padding": "0",
    "groups": "1",
    "dilation": "1",
    "padding_mode": "zeros",
    "causal": "",
    "x": "hill",
    "w": "sharpen",
    "at": "y.0.0.0",
    "view": "gather",
    "matrix": "",
}
LAYERS = ("Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d")
CHOICES = {"layer": LAYERS, "padding_mode": PADDING_MODES, "view": ("gather", "scatter")}  # of the arguments by word
Preset = Callable[[int, int, int, int], float]


def _slope(k: int, size: int) -> int:
    return 1 if size == 1 else int(k == size - 1) - int(k == 0)


def _sharpen(r: int, c: int, rows: int, columns: int) -> int:
    distance = abs(r - rows // 2) + abs(c - columns // 2)
    if distance == 0:
        return 1 + min(2, rows - 1) + min(2, columns - 1)
    return -1 if distance == 1 else 0


def _dot(r: int, c: int, rows: int, columns: int) -> int:
    return int(r == rows // 2 and c == columns // 2)


INPUTS: dict[str, Preset] = {
    "hill": lambda r, c, rows, columns: max(0, int((7.9 - 0.375 * (r * r + c * c)) // 1)),
    "edge": lambda r, c, rows, columns: 0 if 2 * c < columns else 9,
    "dot": _dot,
    "ones": lambda r, c, rows, columns: 1,
    "count": lambda r, c, rows, columns: r * columns + c,
}
KERNELS: dict[str, Preset] = {
    "identity": _dot,
    "blur": lambda r, c, rows, columns: comb(rows - 1, r) * comb(columns - 1, c) / 2 ** (rows + columns - 2),
    "sharpen": _sharpen,
    "sobel": lambda r, c, rows, columns: comb(rows - 1, r) * _slope(c, columns),
    "ones": lambda r, c, rows, columns: 1,
    "count": lambda r, c, rows, columns: r * columns + c + 1,
}


def numbers(text: str, presets: dict[str, Preset], sizes: tuple[int, ...], slices: int = 1) -> list[float]:
    """Return the flat numbers of a preset, no two slices alike, or those written out with commas."""
    if text not in presets:
        found = [float(part) for part in text.split(",")]
        if len(found) != slices * prod(sizes):
            raise ValueError(f"{slices * prod(sizes)} numbers are needed, got {len(found)}")
        return found
    rows, columns = sizes if len(sizes) == 2 else (1, sizes[0])
    return [
        presets[text](r, c, rows, columns) * (at + 1 if presets is INPUTS else (-1) ** at.bit_count())
        for at in range(slices)
        for r in range(rows)
        for c in range(columns)
    ]


def per_axis(text: str, axes: int) -> tuple[int, ...]:
    """Return one integer for each axis from ``3`` or ``(3, 5)``."""
    found = tuple(int(part) for part in text.strip("() ").split(","))
    return found * axes if len(found) == 1 else found


def parse(words: list[str], defaults: dict[str, str]) -> dict[str, str]:
    """Return the state that ``name=value`` words ask for; a name that does not exist is an error."""
    state = dict(defaults)
    for word in words:
        name, _, value = word.partition("=")
        name = {"kernel": "kernel_size"}.get(name, name)
        if name not in state or not value:
            raise ValueError(f"{word!r} is not one of {', '.join(defaults)} with a value")
        if value not in CHOICES.get(name, (value,)):
            raise ValueError(f"{name} must be one of {', '.join(CHOICES[name])}, got {value!r}")
        state[name] = value.replace(",", ", ") if value.startswith("(") else value
    return state
