"""Small sites of a test's own, built with the extensions of this one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATHS = f"import sys\nsys.path[:0] = [{str(ROOT / 'docs')!r}]\n"


def conf(folder, *extensions, more=""):
    """Write the settings of a small site whose root is the folder and whose pages are in docs."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    settings = f"extensions = {list(extensions)!r}\nconvref_root = {str(folder)!r}\nexclude_patterns = ['locale']\n"
    (folder / "conf.py").write_text(f"{PATHS}{settings}{more}", encoding="utf-8")


def page(folder, name, text):
    """Write one page."""
    path = folder / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def command(folder, *options, settings=None):
    """Return the command that builds the small site into its folder `out`."""
    places = ["-c", str(settings or folder), "-d", str(folder / "trees"), str(folder / "docs"), str(folder / "out")]
    return [sys.executable, "-m", "sphinx", "-b", "html", "-W", *options, *places]


def environment(**more):
    """Return the environment of a build that has not to ask whose kernels it shows, nor whether it is alone."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("CONVREF_")}
    return {**known, "CONVREF_KERNELS": "learned-none", "PYTHONPATH": str(ROOT), **more}


def build(folder, *options, settings=None, **more):
    """Build the small site and return what became of it."""
    return subprocess.run(
        command(folder, *options, settings=settings),
        env=environment(**more), cwd=folder, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
