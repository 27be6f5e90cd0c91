"""Modules put together by esbuild into one script that runs alone; what was made before is read from the cache."""

import hashlib
from pathlib import Path

from _ext.build import nodejs

SCRIPT = Path(__file__).with_name("bundler.js")
ENDINGS = {".js", ".jsx"}


def modules(folder: Path) -> list[Path]:
    """Return every module of a folder and of those in it."""
    return sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS)


def texts(root: Path) -> list[Path]:
    """Return every text that is no module and that modules import: the named networks."""
    return sorted((root / "convref" / "networks").glob("*.txt"))


class Bundler:
    """The bundler of one build, started when something is not in the cache."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.cache = cache / "bundles"
        self.root = root
        self.versions = "".join(path.read_text(encoding="utf-8") for path in (root / "package-lock.json", SCRIPT))
        self.esbuild = nodejs.Asked(SCRIPT, nodejs.package(root, "esbuild"))

    def made(self, folder: Path, source: str, platform: str = "browser") -> Path:
        """Return the script that `source`, a module in `folder`, becomes for the browser or for node."""
        sources = (path.read_text(encoding="utf-8") for path in [*modules(folder), *texts(self.root)])
        mark = hashlib.sha256(repr([source, platform, self.versions, *sources]).encode()).hexdigest()[:16]
        kept = self.cache / f"{mark}.js"
        if not kept.is_file():
            self.cache.mkdir(parents=True, exist_ok=True)
            made = self.esbuild.ask(source=source, folder=str(folder), platform=platform)
            kept.write_text(made["text"], encoding="utf-8")
        return kept

    def close(self) -> None:
        """Stop the process."""
        self.esbuild.close()
