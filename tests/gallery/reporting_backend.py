"""A matplotlib backend for tests: ``plt.show()`` draws all figures and writes down their labels and texts."""

import json
import os
from pathlib import Path

from matplotlib import pyplot
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text


def _report(figure):
    figure.canvas.draw()
    texts = {text.get_text() for text in figure.findobj(Text) if text.get_visible()}
    return {"label": figure.get_label(), "texts": sorted(texts - {""})}


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block=None):
        figures = [_report(pyplot.figure(number)) for number in pyplot.get_fignums()]
        Path(os.environ["FIGURE_REPORT"]).write_text(json.dumps(figures), encoding="utf-8")


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
