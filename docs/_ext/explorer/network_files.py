"""Scripts that the network tool loads when they are wanted.

They bring the texts of the named networks, what reads classes, the forwards of printed blocks, what reads a layer in
words, what knows tables of Markdown and the texts of other programs, and what a click asks for: copies, the decoder,
the inputs that fit.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from sphinx.application import Sphinx

from _ext.explorer import directive
from _ext.explorer.engine import Engine, engine_of
from convref import networks

# Each is a module of the explorer's folder network/brought; WORDS stands for what it says.
NAMES = ("asked", "blocks", "classes", "kinds", "others", "rare", "reports", "trials")
_SOURCE = """
import {{ bring }} from "./network/brought/{name}.js";
self.convref{title} = (given) => ({{ ...bring(given), words: {words} }});
"""


def write_to(folder: Path, engine: Engine, words: Mapping[str, str]) -> None:
    """Write the scripts; each sets one name, such as ``convrefNetworks``."""
    texts = {name: networks.network_text(name) for name in networks.NAMES}
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder, "networks.js").write_text(
        f"self.convrefNetworks = {json.dumps(texts, ensure_ascii=False)};\n", encoding="utf-8"
    )
    for name in NAMES:
        Path(folder, f"network_{name}.js").write_text(script(name, engine, words), encoding="utf-8")


def script(name: str, engine: Engine, words: Mapping[str, str]) -> str:
    """Return one of the scripts, with what it says."""
    spoken = json.dumps({key: words[key] for key in engine.words[name]}, ensure_ascii=False, sort_keys=True)
    return engine.script(_SOURCE.format(name=name, title=name.capitalize(), words=spoken))


def write(app: Sphinx) -> None:
    """Write them beside the pages."""
    if app.builder.format == "html":
        write_to(Path(app.outdir, "_static"), engine_of(app), directive.spoken(app))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write, priority=600)  # once the directive has started the engine
    return {"parallel_read_safe": True, "parallel_write_safe": True}
