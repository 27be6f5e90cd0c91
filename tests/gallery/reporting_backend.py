"""A matplotlib backend for tests: ``plt.show()`` writes down what the figures say and whether the numbers are right."""

import json
import os
import sys
import traceback
from pathlib import Path

import script_values
from matplotlib import pyplot
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text


def _report(figure):
    figure.canvas.draw()
    texts = {text.get_text() for text in figure.findobj(Text) if text.get_visible()}
    return {"label": figure.get_label(), "texts": sorted(texts - {""})}


def _wrong(names):
    """Return what is wrong with the numbers of the script that runs, of which the names are given."""
    check = getattr(script_values, Path(names["__file__"]).stem, None)
    try:
        if check:
            check(names)
    except Exception:
        return traceback.format_exc()
    return ""


def _drawn_without_seed():
    """Return whether the script has drawn numbers from torch's generator, which begins elsewhere each time, as it was.

    A number that a script gives is small; what the system gives is one of 2**64 or so.
    """
    torch = sys.modules.get("torch")
    if torch is None or torch.initial_seed() < 2**32:
        return False
    untouched = torch.Generator().manual_seed(torch.initial_seed()).get_state()
    return not torch.equal(torch.get_rng_state(), untouched)


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block=None):
        figures = [_report(pyplot.figure(number)) for number in pyplot.get_fignums()]
        unseeded = _drawn_without_seed()  # Before the checks, which may draw, too.
        report = {"figures": figures, "unseeded": unseeded, "wrong": _wrong(vars(sys.modules["__main__"]))}
        Path(os.environ["FIGURE_REPORT"]).write_text(json.dumps(report), encoding="utf-8")


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
