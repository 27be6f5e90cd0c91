"""Texts of other programs: by which sign each is known, and what to give in its place."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from convref.reading._calls import NotUnderstood

# others.json is for the site's figure, too.
OTHERS: dict[str, Any] = json.loads(files("convref.reading").joinpath("others.json").read_text(encoding="utf-8"))
_SIGNS = [(name, re.compile(words, re.MULTILINE)) for name, words in OTHERS["foreign"]]
_INSTEAD = "give what print(model) shows in PyTorch, its code, or one layer a line"
_WHAT = {
    "summary": f"this is a summary, which does not hold kernels, strides and padding; {_INSTEAD}",
    "keras": (
        "this is code of Keras, whose padding='same' pads more at the end where there is a stride; write one layer a "
        "line, as PyTorch calls it"
    ),
    "matlab": "this is a list of layers for MATLAB; write one layer a line, as PyTorch calls it",
    "caffe": (
        "this is a network of Caffe, whose pools have ceil_mode=True; write one layer a line, as PyTorch calls it"
    ),
    "darknet": "this is a configuration of Darknet; write one layer a line, as PyTorch calls it",
    "yaml": f"this is a configuration in YAML, which does not hold the layers of its blocks; {_INSTEAD}",
}


def foreign(text: str) -> NotUnderstood | None:
    """Return why the text of another program is not read; None where it is of none."""
    for name, words in _SIGNS:
        found = words.search(text)
        if found:
            return NotUnderstood(_WHAT[name], text.count("\n", 0, found.start()) + 1)
    return None
