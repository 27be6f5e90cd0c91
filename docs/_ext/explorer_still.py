"""What stands in the place of a figure where no script runs: its first answer as pictures or as a table."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from docutils import nodes

from convref.__main__ import parse_values
from convref.inverse import Found, find_settings
from convref.layers import Layer
from convref.network import trace
from explorer_state import INPUTS, KERNELS, numbers, per_axis

ARGUMENTS = ("kernel_size", "stride", "padding", "dilation", "output_padding")
DEFAULTS = {
    "checkerboard": {"size": "4", "kernel_size": "3", "stride": "2", "padding": "0", "dilation": "1", "w": "ones"},
    "sizes": {"input": "224", "output": "112", "transposed": "", "dilation": "1"}
    | dict.fromkeys(("kernel_size", "stride", "padding", "output_padding"), ""),
    "stack": {
        "size": "224",
        "channels": "3",
        "layers": "Conv2d,64,3,1,1,0,1,1;Conv2d,128,3,2,1,0,1,1;Conv2d,128,3,1,2,0,2,1",
        "count_zeros": "1",
        "count_cropped": "",
    },
}
KINDS = ("Conv2d", "ConvTranspose2d")
SHOWN = 8


def table(head: Sequence[nodes.Node], rows: Sequence[Sequence[str]]) -> nodes.table:
    """Return a table of plain text below a row of head cells."""
    body = nodes.tbody("", *(nodes.row("", *(_entry(nodes.Text(cell)) for cell in row)) for row in rows))
    widths = (nodes.colspec(colwidth=1) for _ in head)
    group = nodes.tgroup("", *widths, nodes.thead("", nodes.row("", *map(_entry, head))), body, cols=len(head))
    return nodes.table("", group)


def _entry(content: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", content))


def _code(names: Sequence[str]) -> list[nodes.Node]:
    return [nodes.literal("", name) for name in names]


def settings_found(state: dict[str, str]) -> Found:
    """Return what the tool of sizes finds for the fields as they stand."""
    transposed = bool(state["transposed"])
    names = ARGUMENTS if transposed else ARGUMENTS[:-1]
    given = {name: parse_values(name, state[name]) for name in names if state[name]}
    return find_settings(int(state["input"]), int(state["output"]), transposed=transposed, **given)


def sizes(state: dict[str, str]) -> nodes.table:
    """Return the best settings found."""
    names = ARGUMENTS if state["transposed"] else ARGUMENTS[:-1]
    found = settings_found(state)
    return table(_code(names), [[str(getattr(one, name)) for name in names] for one in found.settings[:SHOWN]])


def layer(text: str) -> Layer:
    """Return the layer that the stack's notation stands for: kind and seven numbers."""
    kind, *values = text.split(",")
    if kind not in KINDS:
        raise ValueError(f"a layer must be one of {', '.join(KINDS)}, got {kind!r} in {text!r}")
    out, k, s, p, op, d, groups = map(int, values)
    return Layer(
        k,
        stride=s,
        padding=p,
        dilation=d,
        output_padding=op,
        out_channels=out,
        groups=groups,
        transposed=kind == "ConvTranspose2d",
    )


def stack(state: dict[str, str], spoken: dict[str, str]) -> list[nodes.Node]:
    """Return size, receptive field and cost after each layer, below a line that says what the cost holds."""
    size, texts = int(state["size"]), state["layers"].split(";")
    counting = {name: state[name] == "1" for name in ("count_zeros", "count_cropped")}
    rows = trace([layer(text) for text in texts], (int(state["channels"]), size, size), **counting)
    words = ("output", "receptive_field", "jump", "centre", "macs", "parameters")
    head = [nodes.literal("", "nn"), *(nodes.Text(spoken[word]) for word in words)]
    cells = []
    for text, row in zip(texts, rows, strict=True):
        field = [str(values[0]) for values in row.field.per_axis]
        cells.append([text.split(",")[0], str(row.shape[1]), *field, f"{row.macs:,}", f"{row.parameters:,}"])
    counted = {True: spoken["counted"], False: spoken["not_counted"]}
    heading = spoken["macs_hold"].format(
        zeros=counted[counting["count_zeros"]], cropped=counted[counting["count_cropped"]]
    )
    return [nodes.paragraph("", heading), table(head, cells)]


def checkerboard_code(state: dict[str, str]) -> str:
    """Return the code of the picture of overlaps."""
    options = ", ".join(f"{name}={int(state[name])}" for name in ("stride", "padding", "dilation"))
    return "\n".join(
        [
            "from convref.overlap import overlap_counts",
            f"fig = plotting.overlap_map(overlap_counts(({state['size']},) * 2, {state['kernel_size']}, {options}))",
        ]
    )


def _settings(state: dict[str, str], axes: int) -> dict[str, object]:
    """Return the arguments of the call besides the kernel and the channels."""
    word = state["padding"].strip("'\"")
    settings: dict[str, object] = {name: per_axis(state[name], axes) for name in ("stride", "dilation")}
    settings["padding"] = word if word.isalpha() else per_axis(word, axes)
    if "Transpose" in state["layer"]:
        return settings | {"output_padding": per_axis(state["output_padding"], axes)}
    return settings | {"padding_mode": state["padding_mode"]}


def _call(name: str, *arguments: str, **keywords: object) -> str:
    return f"fig = {name}({', '.join([*arguments, *(f'{key}={value!r}' for key, value in keywords.items())])})"


def _version() -> str:
    """Return what changes with the painter of slices, so that pictures painted by an older one are not found."""
    return hashlib.sha256(Path(__file__).with_name("explorer_slices.py").read_bytes()).hexdigest()[:8]


def _slices(state: dict[str, str]) -> str:
    """Return the code of the picture of several channels."""
    if state["layer"] != "Conv2d":
        raise ValueError("the still picture of several channels is made for Conv2d only")
    size, kernel = per_axis(state["size"], 2), per_axis(state["kernel_size"], 2)
    into, out, groups = (int(state[name]) for name in ("in_channels", "out_channels", "groups"))
    x = numbers(state["x"], INPUTS, size, into)
    w = numbers(state["w"], KERNELS, kernel, out * into // groups)
    grid, *cell = state["at"].split(".")
    at = tuple(map(int, cell)) if grid == "y" else (0, 0, 0)
    return "\n".join(
        [
            f"import explorer_slices  # {_version()}",
            f"x = np.array({x}, dtype=float).reshape({(into, *size)})",
            f"w = np.array({w}, dtype=float).reshape({(out, into // groups, *kernel)})",
            _call("explorer_slices.figure", "x", "w", at=at, groups=groups, **_settings(state, 2)),
        ]
    )


def layer_codes(state: dict[str, str]) -> list[str]:
    """Return the code of each picture of one layer: the grids, and the matrix where it is asked for."""
    if (state["in_channels"], state["out_channels"]) != ("1", "1"):
        return [_slices(state)]
    axes, transposed = int(state["layer"][-2]), "Transpose" in state["layer"]
    size, kernel = per_axis(state["size"], axes), per_axis(state["kernel_size"], axes)
    settings = _settings(state, axes)
    arrays = [f"x = np.array({numbers(state['x'], INPUTS, size)}, dtype=float).reshape({size})"]
    if state["causal"]:
        settings["padding"] = (0,)
        arrays.append(f"x = np.pad(x, ({per_axis(state['dilation'], 1)[0] * (kernel[0] - 1)}, 0))")
    arrays.append(f"w = np.array({numbers(state['w'], KERNELS, kernel)}, dtype=float).reshape({kernel})")
    grid, _, *cell = state["at"].split(".")
    at = tuple(int(part) for part in cell)[-axes:] if grid == "y" or state["view"] == "scatter" else (0,) * axes
    painter = f"transposed_{state['view']}" if transposed else "sliding_window"
    codes = ["\n".join([*arrays, _call(f"plotting.{painter}", "x", "w", **settings, at=at)])]
    if state["matrix"]:
        name = "conv_transpose_matrix" if transposed else "conv_matrix"
        matrix = _call(f"F.{name}", "w[None, None]", "x.shape", **settings).removeprefix("fig = ")
        codes.append("\n".join([*arrays, f"fig = plotting.matrix({matrix})"]))
    return codes
