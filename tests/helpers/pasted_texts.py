"""Networks as people paste them, each a file of the folder `pasted`, which names the shape of one example in front.

They are written in the manner of public projects, tutorials and exercises: classes with their forward, loops and
functions. Nothing imports them: they are texts, with the names and the habits of whoever would paste them.
"""

from __future__ import annotations

from pathlib import Path


def _shape(text: str) -> tuple[int, ...]:
    """Return the shape that the first line names, as in `# input: 3×32×32`."""
    return tuple(int(size) for size in text.partition("\n")[0].removeprefix("# input: ").split("×"))


_TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(__file__).with_name("pasted").iterdir())}
PASTED = {name: (text, _shape(text)) for name, text in _TEXTS.items()}
