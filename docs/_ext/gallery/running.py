"""The conditions under which each script of the gallery runs, the same for all of them."""

import random
import sys
import warnings
from contextlib import ExitStack
from typing import Any
from unittest import mock

_guard = ExitStack()  # What a script runs under, until it ends.


def reset(gallery_conf: dict[str, Any], script: str | None, when: str) -> None:
    """Give each script the same start: our style, fixed seeds, every Python warning an error until it ends."""
    _guard.close()
    if when == "after" or script is None:
        return
    import matplotlib.pyplot as plt
    import numpy as np

    from convref import plotting
    from convref.datasets import _console

    plt.close("all")
    plt.rcdefaults()
    plt.switch_backend("agg")
    plotting.use_style()
    # The figures stand in the page: nothing is to be opened or saved. The reference describes the function as it was.
    _guard.enter_context(mock.patch.object(plotting, "show", lambda *_films: None))
    # What is learned, and where it is kept, is told to who builds: on the page it would name folders of this machine.
    _guard.enter_context(mock.patch.object(_console, "tell", lambda line: print(line, file=sys.__stderr__, flush=True)))
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 - torch's data helpers and scikit-learn still read the global state.
    _guard.enter_context(warnings.catch_warnings())
    warnings.simplefilter("error")
