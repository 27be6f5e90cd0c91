"""The modules of docs/explorer at work: bundled for the browser, and run in node to draw a figure's first state."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import nodejs

HERE = Path(__file__).parent
ENDINGS = {".js", ".jsx"}


class Engine:
    """The tools of one checkout; everything is made when it is first asked for."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.folder = root / "docs" / "explorer"
        self.cache = cache / "explorer"
        self.marks: dict[str, str] = {}  # of the scripts that this build has written
        self.bundler = nodejs.Asked(HERE / "bundler.js", nodejs.package(root, "esbuild"))

    @cached_property
    def sources(self) -> list[Path]:
        """Every module; a page that holds a figure depends on them."""
        return sorted(path for path in self.folder.rglob("*") if path.suffix in ENDINGS)

    def bundle(self, tools: Iterable[str], words: Mapping[str, str]) -> str:
        """Return the classic script of a page that holds these tools, with what it says."""
        names = sorted(tools)
        lines = [f'import {{ {name} }} from "./{name}/tool.jsx";' for name in names]
        spoken = json.dumps({key: words[key] for key in self._keys(names)}, ensure_ascii=False)
        lines += ['import { start } from "./start.jsx";', f"start({{ {', '.join(names)} }}, {spoken});"]
        return self._made("\n".join(lines), "browser").read_text(encoding="utf-8")

    def _keys(self, tools: Iterable[str]) -> list[str]:
        return sorted({key for name in tools for key in self.words[name]})

    def _made(self, source: str, platform: str) -> Path:
        texts = [source, platform, *(path.read_text(encoding="utf-8") for path in self.sources)]
        kept = self.cache / f"{hashlib.sha256(repr(texts).encode()).hexdigest()[:16]}.js"
        if not kept.is_file():
            self.cache.mkdir(parents=True, exist_ok=True)
            made = self.bundler.ask(source=source, folder=str(self.folder), platform=platform)
            kept.write_text(made["text"], encoding="utf-8")
        return kept

    @cached_property
    def painter(self) -> nodejs.Asked:
        """Return the process that draws."""
        return nodejs.Asked(self._made('import "./serve.jsx";', "node"))

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """Return what every tool says, in English, by its key."""
        return self.painter.ask(words=True)["words"]

    def draw(self, tool: str, given: Mapping[str, str], name: str, words: Mapping[str, str]) -> dict[str, Any]:
        """Return `html` and `state` of a figure as it begins; fields that do not exist are an error."""
        return self.painter.ask(tool=tool, given=dict(given), id=name, words=dict(words))

    def fulfils(self, tool: str, given: Mapping[str, str], goal: Mapping[str, str], words: Mapping[str, str]) -> bool:
        """Tell whether a state can be set and fulfils a goal; a name that does not exist is an error."""
        return self.painter.ask(tool=tool, given=dict(given), goal=dict(goal), id="asked", words=dict(words))["met"]

    def close(self) -> None:
        """Stop the processes."""
        self.bundler.close()
        if "painter" in vars(self):
            self.painter.close()
