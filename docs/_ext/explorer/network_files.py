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

# What each script is made of; WORDS stands for what it says.
_SOURCES = {
    "classes": """
import { readerWith } from "./model/reading/python/reader.js";
self.convrefClasses = (given) => ({ read: readerWith(given), words: WORDS });
""",
    "kinds": """
import { enterKinds } from "./model/reading/python/kinds.js";
self.convrefKinds = (given) => {
  enterKinds(given);
  return { words: WORDS };
};
""",
    "rare": """
import { axes } from "./model/reading/python/axes.js";
import { bringTo } from "./model/reading/python/bring.js";
import { seldom } from "./model/reading/python/seldom.js";
import { stacks } from "./model/reading/python/stacks.js";
self.convrefRare = (given) => {
  bringTo(given, axes, seldom, stacks);
  return { words: WORDS };
};
""",
    "trials": """
import { bringTo } from "./model/reading/python/bring.js";
import { trials } from "./model/reading/python/trials.js";
self.convrefTrials = (given) => {
  bringTo(given, trials);
  return {};
};
""",
    "blocks": """
import { settleBlock } from "./model/reading/held.js";
self.convrefBlocks = (given) => {
  given.brought.settleBlock = (one) => settleBlock(one, given.refuse);
  return { words: WORDS };
};
""",
    "reports": """
import { byHand, unsaid } from "./model/reading/reports.js";
self.convrefReports = (given) => {
  Object.assign(given.brought, { byHand, unsaid });
  return { words: WORDS };
};
""",
    "others": """
import { foreign } from "./model/reading/foreign.js";
import { withoutTables } from "./model/reading/markdown.js";
self.convrefOthers = (given) => {
  Object.assign(given.brought, { foreign, withoutTables });
  return { words: WORDS };
};
""",
    "asked": """
import { csv, markdown, torchCode } from "./network/copies.js";
import { fittingLines } from "./network/fitting.js";
import { decoder } from "./rules/decoding.js";
import { host } from "./rules/host.js";
self.convrefAsked = (given) => {
  Object.assign(host, given);
  return { csv, markdown, torchCode, decoder, fittingLines, words: WORDS };
};
""",
}


def write_to(folder: Path, engine: Engine, words: Mapping[str, str]) -> None:
    """Write the scripts; each sets one name, such as ``convrefNetworks``."""
    texts = {name: networks.network_text(name) for name in networks.NAMES}
    folder.mkdir(parents=True, exist_ok=True)
    Path(folder, "networks.js").write_text(
        f"self.convrefNetworks = {json.dumps(texts, ensure_ascii=False)};\n", encoding="utf-8"
    )
    for name in _SOURCES:
        Path(folder, f"network_{name}.js").write_text(script(name, engine, words), encoding="utf-8")


def script(name: str, engine: Engine, words: Mapping[str, str]) -> str:
    """Return one of the scripts, with what it says."""
    spoken = json.dumps({key: words[key] for key in engine.words.get(name, ())}, ensure_ascii=False, sort_keys=True)
    return engine.script(_SOURCES[name].replace("WORDS", spoken))


def write(app: Sphinx) -> None:
    """Write them beside the pages."""
    if app.builder.format == "html":
        write_to(Path(app.outdir, "_static"), engine_of(app), directive.spoken(app))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write, priority=600)  # once the directive has started the engine
    return {"parallel_read_safe": True, "parallel_write_safe": True}
