"""What the pages are made by, as one hash: when an extension of ours changes, every page is read and written again.

Sphinx sees changes of sources and templates, but not of the code that turns one into the other. What cells, scripts
and pictures computed is kept all the same: their keys are in fingerprint.py.
"""

import hashlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


def note(_app: Sphinx, config: Any) -> None:
    """Put the hash of the extensions among the settings that the environment depends on."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    config.convref_code = digest.hexdigest()


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("convref_code", "", "env")
    app.connect("config-inited", note)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
