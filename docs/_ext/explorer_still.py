"""What stands in the place of a calculator where no script runs: its first answer as a picture or as a table."""

from collections.abc import Sequence

from docutils import nodes

from convref.inverse import find_settings
from convref.layers import Layer
from convref.network import trace

ARGUMENTS = ("kernel_size", "stride", "padding", "dilation", "output_padding")
DEFAULTS = {
    "checkerboard": {"size": "4", "kernel_size": "3", "stride": "2", "padding": "0", "dilation": "1", "w": "ones"},
    "sizes": {"input": "224", "output": "112", "transposed": "", "dilation": "1"}
    | dict.fromkeys(("kernel_size", "stride", "padding", "output_padding"), ""),
    "stack": {
        "size": "224",
        "channels": "3",
        "layers": "Conv2d,64,3,1,1,0,1,1;Conv2d,128,3,2,1,0,1,1;Conv2d,128,3,1,2,0,2,1",
    },
}
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


def sizes(state: dict[str, str]) -> nodes.table:
    """Return the best settings found."""
    transposed = bool(state["transposed"])
    names = ARGUMENTS if transposed else ARGUMENTS[:-1]
    fixed = {name: int(state[name]) for name in names if state[name]}
    found = find_settings(int(state["input"]), int(state["output"]), transposed=transposed, **fixed)
    return table(_code(names), [[str(getattr(one, name)) for name in names] for one in found.settings[:SHOWN]])


def layer(text: str) -> Layer:
    """Return the layer that the stack's notation stands for: kind and seven numbers."""
    kind, *values = text.split(",")
    out, k, s, p, op, d, groups = map(int, values)
    return Layer(k, s, p, d, op, out_channels=out, groups=groups, transposed=kind == "ConvTranspose2d")


def stack(state: dict[str, str], spoken: dict[str, str]) -> nodes.table:
    """Return size, receptive field and cost after each layer."""
    size, texts = int(state["size"]), state["layers"].split(";")
    rows = trace([layer(text) for text in texts], (int(state["channels"]), size, size)).rows
    words = ("output", "receptive_field", "jump", "centre", "macs", "parameters")
    head = [nodes.literal("", "nn"), *(nodes.Text(spoken[word]) for word in words)]
    cells = []
    for text, row in zip(texts, rows, strict=True):
        field = [str(values[0]) for values in row.field.per_axis]
        cells.append([text.split(",")[0], str(row.shape[1]), *field, f"{row.macs:,}", f"{row.parameters:,}"])
    return table(head, cells)


def checkerboard_code(state: dict[str, str]) -> str:
    """Return the code of the picture of overlaps."""
    options = ", ".join(f"{name}={int(state[name])}" for name in ("stride", "padding", "dilation"))
    return "\n".join(
        [
            "from convref.overlap import overlap_counts",
            f"fig = plotting.overlap_map(overlap_counts(({state['size']},) * 2, {state['kernel_size']}, {options}))",
        ]
    )
