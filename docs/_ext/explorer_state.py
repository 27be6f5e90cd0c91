"""The state a directive of the explorer begins with, its numbers, and the code that paints its still picture.

The presets are those of docs/_static/explorer/presets.js; a test holds both to the same numbers.
"""

from collections.abc import Callable
from math import comb, prod

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


def numbers(text: str, presets: dict[str, Preset], sizes: tuple[int, ...]) -> list[float]:
    """Return the flat numbers of a preset, or those written out with commas between them."""
    if text not in presets:
        found = [float(part) for part in text.split(",")]
        if len(found) != prod(sizes):
            raise ValueError(f"{prod(sizes)} numbers are needed, got {len(found)}")
        return found
    rows, columns = sizes if len(sizes) == 2 else (1, sizes[0])
    return [presets[text](r, c, rows, columns) for r in range(rows) for c in range(columns)]


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
        state[name] = value.replace(",", ", ") if value.startswith("(") else value
    return state


def code(state: dict[str, str]) -> str:
    """Return the code of the picture directive that paints this state."""
    if (state["in_channels"], state["out_channels"]) != ("1", "1"):
        raise ValueError("the still picture shows one channel: begin with in_channels=1 and out_channels=1")
    axes = int(state["layer"][-2])
    sizes = {name: per_axis(state[name], axes) for name in ("size", "kernel_size", "stride", "dilation")}
    keywords: dict[str, object] = {name: sizes[name] for name in ("stride", "dilation")}
    x = numbers(state["x"], INPUTS, sizes["size"])
    w = numbers(state["w"], KERNELS, sizes["kernel_size"])
    word = state["padding"].strip("'\"")
    keywords["padding"] = word if word.isalpha() else per_axis(word, axes)
    lines = [f"x = np.array({x}, dtype=float).reshape({sizes['size']})"]
    if state["causal"]:
        lines.append(f"x = np.pad(x, ({sizes['dilation'][0] * (sizes['kernel_size'][0] - 1)}, 0))")
        keywords["padding"] = (0,)
    lines.append(f"w = np.array({w}, dtype=float).reshape({sizes['kernel_size']})")
    transposed = "Transpose" in state["layer"]
    if transposed:
        keywords["output_padding"] = per_axis(state["output_padding"], axes)
    else:
        keywords["padding_mode"] = state["padding_mode"]
    grid, _, *cell = state["at"].split(".")
    at = tuple(int(part) for part in cell)[-axes:]
    keywords["at"] = at if grid == "y" or state["view"] == "scatter" else (0,) * axes
    painter = f"transposed_{state['view']}" if transposed else "sliding_window"
    arguments = ", ".join(f"{name}={value!r}" for name, value in keywords.items())
    return "\n".join([*lines, f"fig = plotting.{painter}(x, w, {arguments})"])
