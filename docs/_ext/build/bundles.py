"""What esbuild makes: modules as one script that runs alone, style sheets packed; what was made is kept."""

import hashlib
from pathlib import Path

from _ext.build import nodejs

SCRIPT = Path(__file__).with_name("bundler.js")
ENDINGS = {".js", ".jsx"}


def modules(folder: Path) -> list[Path]:
    """Return every module of a folder and of those in it."""
    return sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS)


def texts(root: Path) -> list[Path]:
    """Return every text that is no module and that modules import: the named networks, and what reading shares."""
    return sorted([*(root / "convref" / "networks").glob("*.txt"), *(root / "convref" / "reading").glob("*.json")])


class Bundler:
    """The bundler of one build, started when something is not in the cache."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.cache = cache / "bundles"
        self.root = root
        self.versions = "".join(path.read_text(encoding="utf-8") for path in (root / "package-lock.json", SCRIPT))
        self.esbuild = nodejs.Asked(SCRIPT, nodejs.package(root, "esbuild"))

    def made(self, folder: Path, source: str, platform: str = "browser") -> Path:
        """Return the script that `source`, a module in `folder`, becomes for the browser or for node."""
        sources = [path.read_text(encoding="utf-8") for path in [*modules(folder), *texts(self.root)]]
        return self._kept(".js", [source, platform, *sources], source=source, folder=str(folder), platform=platform)

    def packed(self, styles: str) -> str:
        """Return a style sheet without what only its writers need."""
        return self._kept(".css", [styles], styles=styles).read_text(encoding="utf-8")

    def _kept(self, ending: str, depends: list[str], **request: str) -> Path:
        """Return what esbuild answers as a file, made once for the texts that it depends on."""
        mark = hashlib.sha256(repr([self.versions, *depends]).encode()).hexdigest()[:16]
        kept = self.cache / f"{mark}{ending}"
        if not kept.is_file():
            self.cache.mkdir(parents=True, exist_ok=True)
            kept.write_text(self.esbuild.ask(**request)["text"], encoding="utf-8")
        return kept

    def close(self) -> None:
        """Stop the process."""
        self.esbuild.close()
