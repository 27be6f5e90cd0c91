"""The figures that a script of the gallery leaves open: painted, and placed in its page with their sentences."""

from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

PAINTED = """
.. painted:: /{uri}
   :alt: {alt}
"""


def scrape(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any], **_options: Any) -> str:
    """Paint every open figure; its label is its alt text, and a figure without one stops the build."""
    import matplotlib.pyplot as plt
    from matplotlib.animation import FuncAnimation

    from _ext.painting import painter
    from convref.plotting.sheet import figure_of

    values = block_vars["example_globals"].values()
    films = {figure_of(value): value for value in values if isinstance(value, FuncAnimation)}
    rst = []
    for number, path in zip(plt.get_fignums(), block_vars["image_path_iterator"], strict=False):
        figure = plt.figure(number)
        alt = str(figure.get_label()).strip()
        if not alt or alt.isdigit():
            raise ExtensionError(
                f"{block_vars['src_file']}: figure {number} has no label. Its label is the alt text: "
                'plotting.panels(..., label="One sentence that says what is seen.")'
            )
        drawing: Any = films.get(figure, figure)
        stem = Path(path).with_suffix("")
        seen = _without_words(figure)
        painter.paint(drawing, stem)
        if stem.name.endswith("_001"):  # The card of a script shows its first figure.
            painter.cut_cards(stem, seen)
        rst.append(PAINTED.format(uri=stem.relative_to(gallery_conf["src_dir"]).as_posix(), alt=alt))
    plt.close("all")
    return "\n".join(rst)


def _without_words(figure: Any) -> tuple[float, float, float, float]:
    """Return the part of a figure that a card shows: left, top, right, bottom, as shares.

    It leaves out the text of a chart's axes, and the title of a single picture, which the figure's page explains.
    """
    place = figure.axes[0].get_position() if figure.axes else None
    if place and figure.axes[0].axison:
        return (place.x0, 1 - place.y1, place.x1, 1 - place.y0)
    if place and len(figure.axes) == 1 and figure.axes[0].get_title(loc="left"):
        return (0.0, 1 - place.y1, 1.0, 1.0)
    return (0.0, 0.0, 1.0, 1.0)
