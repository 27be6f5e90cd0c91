"""The modules of docs/explorer at work: bundled for the browser, and run in node to draw a figure's first state."""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from _ext.build import nodejs
from _ext.build.bundles import Bundler, modules, texts


class Engine:
    """The tools of one checkout; everything is made when it is first asked for."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.folder = root / "docs" / "explorer"
        self.marks: dict[str, str] = {}  # of the scripts that this build has written
        self.spoken: dict[str, str] | None = (
            None  # every word by its key, in the language of this build, once asked for
        )
        self.bundler = Bundler(root, cache)

    @cached_property
    def sources(self) -> list[Path]:
        """Every module and text; a page that holds a figure depends on them."""
        return [*modules(self.folder), *texts(self.folder.parents[1])]

    def bundle(self, tools: Iterable[str], words: Mapping[str, str]) -> str:
        """Return the classic script of a page that holds these tools, with what it says."""
        names = sorted(tools)
        lines = [f'import {{ {name} }} from "./{name}/tool.jsx";' for name in names]
        spoken = json.dumps({key: words[key] for key in self._keys(names)}, ensure_ascii=False)
        lines += ['import { start } from "./start.jsx";', f"start({{ {', '.join(names)} }}, {spoken});"]
        return self.script("\n".join(lines))

    def script(self, source: str) -> str:
        """Return the classic script that a text makes with the modules that it imports."""
        return self.bundler.made(self.folder, source).read_text(encoding="utf-8")

    def _keys(self, tools: Iterable[str]) -> list[str]:
        return sorted({key for name in tools for key in self.words[name]})

    @cached_property
    def painter(self) -> nodejs.Asked:
        """Return the process that draws."""
        return nodejs.Asked(self.bundler.made(self.folder, 'import "./serve.jsx";', "node"))

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """Return what every tool says, in English, by its key."""
        return self.painter.ask(words=True)["words"]

    def draw(
        self,
        tool: str,
        given: Mapping[str, str],
        name: str,
        words: Mapping[str, str],
        site: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return `html` and `state` of a figure as it begins; fields that do not exist are an error.

        A tool may leave what its first state needs besides, `first` and `files`: pictures as bytes of red, green, blue
        and opacity. `site` says where the page is, where the files lie that a figure reads, and the colours.
        """
        return self.painter.ask(tool=tool, given=dict(given), id=name, words=dict(words), site=dict(site or {}))

    def fulfils(self, tool: str, given: Mapping[str, str], goal: Mapping[str, str]) -> bool:
        """Tell whether a state can be set and fulfils a goal; a name that does not exist is an error."""
        return self.painter.ask(tool=tool, given=dict(given), goal=dict(goal))["met"]

    def close(self) -> None:
        """Stop the processes."""
        self.bundler.close()
        if "painter" in vars(self):
            self.painter.close()


def engine_of(app: Sphinx) -> Engine:
    """Return the engine of this build, which the directive starts."""
    engine: Engine = app.engine  # type: ignore[attr-defined]
    return engine
