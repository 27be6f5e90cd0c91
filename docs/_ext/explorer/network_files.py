"""The texts of the named networks, as a script that the tool loads when a reader chooses one."""

import json
from pathlib import Path

from sphinx.application import Sphinx

from convref import networks


def write_to(folder: Path) -> None:
    """Write the script: ``convrefNetworks`` by their names."""
    texts = {name: networks.network_text(name) for name in networks.NAMES}
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder, "networks.js").write_text(
        f"self.convrefNetworks = {json.dumps(texts, ensure_ascii=False)};\n", encoding="utf-8"
    )


def write(app: Sphinx) -> None:
    """Write it beside the pages."""
    if app.builder.format == "html":
        write_to(Path(app.outdir, "_static"))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
