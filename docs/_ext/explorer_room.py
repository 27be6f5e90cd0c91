"""How tall a figure will be when its script has taken over, so that the page keeps that room and nothing jumps.

The heights of cells are those of docs/explorer. Those of the controls were measured in Chromium at the widths
of a telephone, a tablet and a desk; a test compares the room with what is shown.
"""

from collections.abc import Sequence

from convref._geometry import padding_pairs
from convref.sizes import conv_output_size, conv_transpose_output_size
from explorer_state import per_axis
from explorer_still import settings_found

WIDTHS = {"narrow": 302, "middle": 520, "wide": 702}  # Pixels inside the frame.
WIDE_ALONE = 910  # Inside the frame of a tool's page, which has no list of contents beside it.
CELL, CAPTION, COLUMN_GAP, LINE_GAP, SLICE_GAP, NARROWEST = 36, 35, 24, 16, 26, 24
SHOWN = 20  # Rows of the table of settings.
CONTROLS = {  # Around the grids: of Conv2d, Conv1d, a transposed layer; more for longer formulas and sums.
    "narrow": {"Conv2d": 712, "Conv1d": 771, "ConvT": 722, "axes": 70, "channels": 20},
    "middle": {"Conv2d": 465, "Conv1d": 505, "ConvT": 513, "axes": 66, "channels": 20},
    "wide": {"Conv2d": 390, "Conv1d": 408, "ConvT": 428, "axes": 62, "channels": 0},
}
CALCULATORS = {  # Around the rows, and each row.
    "sizes": {"narrow": (380, 78), "middle": (200, 47), "wide": (195, 27)},
    "stack": {"narrow": (378, 241), "middle": (245, 125), "wide": (277, 111)},
    "checkerboard": {"narrow": (380, 0), "middle": (230, 0), "wide": (204, 0)},
}
LONGER_CALL = 1.6  # Lines of a transposed layer's call in the table of settings, where it has to wrap.
IN_CHINESE = {"narrow": -36, "middle": 20, "wide": 20}  # Its lines are fewer and stand further apart.
Box = tuple[float, float]


def flow(boxes: Sequence[Box], width: float) -> float:
    """Return the height of boxes (width, height) that stand side by side and wrap."""
    lines: list[list[Box]] = [[]]
    for box in boxes:
        if lines[-1] and sum(w + COLUMN_GAP for w, _ in lines[-1]) + box[0] > width:
            lines.append([])
        lines[-1].append(box)
    return sum(max(height for _, height in line) for line in lines) + LINE_GAP * (len(lines) - 1)


def grid(shape: Sequence[int], width: float) -> Box:
    """Return the size of (slices, rows, columns); what is too wide shrinks, but not below a finger's width."""
    slices, rows, columns = shape
    scale = min(1, max(width / (CELL * columns), NARROWEST / CELL))
    height = slices * CELL * rows + (slices - 1) * SLICE_GAP + (LINE_GAP if slices > 1 else 0)
    return min(CELL * columns * scale, width), height * scale + CAPTION


def _plane(values: Sequence[int]) -> tuple[int, int]:
    return (1, *values)[-2], values[-1]


def shapes(state: dict[str, str]) -> list[tuple[int, int, int]]:
    """Return slices, rows and columns of input, kernel and output as they are drawn."""
    axes = int(state["layer"][-2])
    i, k, s, d, op = (
        per_axis(state[name], axes) for name in ("size", "kernel_size", "stride", "dilation", "output_padding")
    )
    word = state["padding"].strip("'\"")
    padding = word if word.isalpha() else per_axis(word, axes)
    pairs = padding_pairs(padding, k, s, d)
    if state["causal"]:
        pairs = ((d[0] * (k[0] - 1), 0),)
    if "Transpose" not in state["layer"]:
        x = [size + sum(pair) for size, pair in zip(i, pairs, strict=True)]
        y = [conv_output_size(*one) for one in zip(x, k, s, (0,) * axes, d, strict=True)]
    else:
        p = [pair[0] for pair in pairs]
        y = [conv_transpose_output_size(*one) for one in zip(i, k, s, p, op, d, strict=True)]
        x, around = list(i), [gap * (size - 1) - pad for gap, size, pad in zip(d, k, p, strict=True)]
        if state["view"] == "scatter":
            y = [o + pad + max(0, pad - extra) for o, pad, extra in zip(y, p, op, strict=True)]
        else:
            x = [
                step * (size - 1) + 1 + max(0, rim) + max(0, rim + extra)
                for size, step, rim, extra in zip(i, s, around, op, strict=True)
            ]
    into, out, groups = (int(state[name]) for name in ("in_channels", "out_channels", "groups"))
    return [(into, *_plane(x)), (into * out // groups, *_plane(k)), (out, *_plane(y))]


def _layer(state: dict[str, str], name: str, width: float) -> float:
    found, pair = shapes(state), any("," in state[key] for key in ("size", "kernel_size", "stride", "padding"))
    controls = CONTROLS[name]
    kind = state["layer"] if state["layer"] in controls else "ConvT"
    height = controls[kind] + flow([grid(shape, width) for shape in found], width)
    height += (controls["axes"] if pair else 0) + (controls["channels"] if found[1][0] > 1 else 0)
    rows = found[2][0] * found[2][1] * found[2][2]
    return height + (56 + 20 * rows if state["matrix"] else 0)


def _checkerboard(state: dict[str, str], width: float) -> float:
    i, k, s, p, d = (int(state[name]) for name in ("size", "kernel_size", "stride", "padding", "dilation"))
    o = conv_transpose_output_size(i, k, s, p, 0, d)
    overlap, phases = grid((1, o, o), width), grid((1, s, s), width)
    return flow(
        [(max(overlap[0], 340), overlap[1]), (48 * k, 33 * k + CAPTION), (max(phases[0], 200), phases[1])], width
    )


def _rows(tool: str, state: dict[str, str]) -> int:
    if tool == "stack":
        return len(state["layers"].split(";"))
    return min(SHOWN, len(settings_found(state).settings))


def room(tool: str, state: dict[str, str], language: str, alone: bool) -> dict[str, int]:
    """Return the height in pixels that the live figure needs, by the name of the width."""
    result = {}
    for name, width in (WIDTHS | ({"wide": WIDE_ALONE} if alone else {})).items():
        if tool == "conv":
            height = _layer(state, name, width)
        else:
            around, each = CALCULATORS[tool][name]
            lines = LONGER_CALL if name == "wide" and not alone and state.get("transposed") else 1
            height = around + (
                _checkerboard(state, width) if tool == "checkerboard" else each * lines * _rows(tool, state)
            )
        result[name] = round(height) + (IN_CHINESE[name] if language.startswith("zh") else 0)
    return result
