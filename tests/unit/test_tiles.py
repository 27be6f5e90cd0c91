"""Many small pictures in one, and the film of kernels that change."""

import sys

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from convref import plotting


def test_each_tile_is_where_it_belongs_and_gaps_are_empty():
    maps = np.arange(1, 6)[:, None, None] * np.ones((5, 8, 16))
    laid = plotting.tiles(maps, columns=3)
    assert laid.shape == (8 + 1 + 8, 3 * 16 + 2)
    assert [laid[0, 0], laid[0, 17], laid[0, 34], laid[9, 0], laid[9, 17]] == [1, 2, 3, 4, 5]
    assert np.isnan(laid[8]).all() and np.isnan(laid[:, 16]).all() and np.isnan(laid[9:, 34:]).all()
    assert np.nansum(laid) == maps.sum()


def test_gaps_between_colours_are_transparent():
    laid = plotting.tiles(np.ones((2, 3, 3, 3)), columns=2)
    assert laid.shape == (3, 7, 4)
    assert (laid[..., 3] == [1, 1, 1, 0, 1, 1, 1]).all()


def test_kernels_are_stretched_about_grey():
    kernels = np.zeros((2, 3, 2, 2))
    kernels[0, 2, 0, 1] = -4
    shown = plotting.colours(kernels)
    assert shown.shape == (2, 2, 2, 3) and shown[0, 0, 1, 2] == 0
    assert (shown == 0.5).sum() == shown.size - 1


def film(stages=3):
    made = [np.full((4, 3, 5, 5), 1.0 - number) for number in range(stages)]
    return plotting.kernel_film(made, [f"$t={number}$" for number in range(stages)], columns=2, label="A film.")


def test_a_film_shows_each_stage_under_its_title():
    made = film()
    for version in (made, plotting.narrow(made) or made):
        seen = []
        for state in version.new_frame_seq():
            version._draw_frame(state)
            (ax,) = version._fig.axes
            titles = {text.get_text() for text in version._fig.findobj(Text)} & {"$t=0$", "$t=1$", "$t=2$"}
            seen.append((float(ax.images[0].get_array()[0, 0, 0]), *titles))
        assert seen == [(1.0, "$t=0$"), (0.5, "$t=1$"), (0.0, "$t=2$")]
    made._draw_was_started = True


def test_a_film_fits_a_phone():
    made = plotting.kernel_film([np.ones((64, 3, 11, 11))] * 2, label="A film.")
    narrow = plotting.narrow(made)
    assert narrow._fig.get_figwidth() * 96 <= 316
    made._draw_was_started = narrow._draw_was_started = True


def saved_last_frame(titles, folder, monkeypatch):
    """Save a film without a display, and return the pixels of its last frame."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["plot_film.py"])
    with matplotlib.rc_context():
        plotting.use_style()
        made = plotting.kernel_film([np.ones((4, 3, 5, 5))] * len(titles), titles, columns=2, label="A film.")
        plotting.show(made)
    plt.close("all")
    with Image.open(folder / "plot_film-1.gif") as gif:
        gif.seek(gif.n_frames - 1)
        return np.asarray(gif.convert("L"), int)


def test_a_saved_frame_shows_nothing_of_those_before_it(tmp_path, monkeypatch):
    plt.close("all")
    alone = saved_last_frame(["$t=1$"], tmp_path, monkeypatch)
    after = saved_last_frame(["$t=888888$", "$t=1$"], tmp_path, monkeypatch)
    assert abs(alone - after).max() < 100


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plotting.tiles(np.ones((2, 2)), 1), r"must have shape \(n, h, w\) or \(n, h, w, 3\), got \(2, 2\)"),
        (lambda: plotting.tiles(np.ones((1, 2, 2, 4)), 1), r"got \(1, 2, 2, 4\)"),
        (lambda: plotting.tiles(np.ones((0, 2, 2)), 1), r"got \(0, 2, 2\)"),
        (lambda: plotting.tiles(np.ones((1, 2, 2)), 0), "columns must be at least 1, got columns=0"),
        (lambda: plotting.colours(np.ones((1, 2, 2))), r"must have shape \(\.\.\., 3, h, w\), got \(1, 2, 2\)"),
        (lambda: plotting.kernel_film([]), "stages and titles must be of one length above 0"),
        (lambda: plotting.kernel_film([np.ones((1, 3, 2, 2))], ["a", "b"]), "stages and titles must be of one length"),
    ],
)
def test_what_cannot_be_laid_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
