"""Figures hold the numbers of convref, read well on light and dark pages, and refuse what they cannot draw."""

import subprocess
import sys

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

import convref as F
from convref import plotting
from convref.plotting.grids import number_text
from convref.plotting.sliding import sum_line
from convref.plotting.style import DARK_INK

PATCH = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
X = np.arange(16).reshape(4, 4)
K = np.array([[1, 2], [3, 4]])
SIGNAL, TAPS = np.array([1, 2, 3]), np.array([1, 2, 1])

DRAWINGS = {
    "window": lambda: plotting.sliding_window(X, SHARPEN, at=(1, 1), padding=1, label="A window."),
    "signal": lambda: plotting.sliding_window(SIGNAL, TAPS, padding=1),
    "scatter": lambda: plotting.transposed_scatter(K, SHARPEN, at=(1, 0), stride=2, padding=1),
    "gather": lambda: plotting.transposed_gather(K, SHARPEN, at=(1, 0), stride=2, padding=1),
    "maps": lambda: plotting.feature_maps([X - 8, X], ["$s=1$", "$s=2$"]),
    "colour kernels": lambda: plotting.kernel_grid(np.ones((5, 3, 3, 3)), columns=3),
    "grey kernels": lambda: plotting.kernel_grid(np.ones((2, 1, 3, 3)), columns=2),
    "small overlap": lambda: plotting.overlap_map(F.overlap_counts((3, 3), 3, 2)),
    "large overlap": lambda: plotting.overlap_map(F.overlap_counts((12, 12), 3, 2)),
    "small matrix": lambda: plotting.matrix(F.conv_matrix(TAPS[None, None], 5), row=1),
    "large matrix": lambda: plotting.matrix(np.eye(20)),
    "groups": lambda: plotting.groups_diagram(4, 8, 2),
    "field": lambda: plotting.receptive_field_diagram([F.Layer(3), F.Layer(3, stride=2)], 9, 1),
}
WITHOUT_TEXT = {"colour kernels"}


@pytest.fixture(autouse=True)
def close_figures():
    plotting.use_style()
    yield
    plt.close("all")


def texts(figure):
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


def numbers(values):
    return [f"{value:g}".replace("-", "−") for value in np.ravel(values)]


@pytest.mark.parametrize("name", DRAWINGS)
def test_figures_fit_a_page_and_hold_no_words(name):
    figure = DRAWINGS[name]()
    figure.canvas.draw()
    assert figure.get_figwidth() <= 7
    for text in texts(figure):
        assert "$" in text or not any(letter.isalpha() for letter in text), text


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_ink_is_left_on_a_dark_page(name):
    figure = DRAWINGS[name]()
    plotting.dark(figure)
    figure.canvas.draw()
    shown = [text for text in figure.findobj(matplotlib.text.Text) if text.get_text() and text.get_visible()]
    assert bool(shown) == (name not in WITHOUT_TEXT)
    for text in shown:
        assert to_rgb(text.get_color()) == to_rgb(DARK_INK), text.get_text()


@pytest.mark.parametrize("name", ["window", "signal", "scatter", "gather", "small overlap"])
def test_numbers_stay_inside_their_cells_and_readable_on_a_phone(name):
    figure = DRAWINGS[name]()
    assert figure.axes[0].texts
    shrunk = min(1, 360 / (96 * figure.get_figwidth()))
    for text in figure.axes[0].texts:
        assert text.get_fontsize() * 96 / 72 * shrunk >= 9, text.get_text()


def test_a_long_number_is_written_small_enough_for_its_cell():
    figure, ax = plt.subplots()
    plotting.draw_grid(ax, np.array([[-0.333, 1.0]]), "input")
    figure.canvas.draw()
    long = next(text for text in ax.texts if text.get_text() == "−0.333")
    left, right = ax.transData.transform([(0, 0), (1, 0)])[:, 0]
    assert long.get_window_extent().width < right - left


def test_the_sum_of_the_notes_is_written_out():
    line = "7·0 + 7·(−1) + 6·0 + 7·(−1) + 7·5\n+ 6·(−1) + 6·0 + 6·(−1) + 4·0 = 9"
    assert line in texts(plotting.sliding_window(PATCH, SHARPEN))


def test_a_very_long_sum_leaves_out_its_middle():
    assert sum_line([1] * 16, [2] * 16, 32) == "1·2 + 1·2 + 1·2 + … + 1·2\n+ 1·2 = 32"


def test_a_sum_never_says_equal_to_a_rounded_number():
    assert sum_line([6.4375], [1], 6.4375) == "6.4375·1 = 6.4375"
    assert sum_line([1234567.891], [1], 1234567.891) == "1234567.891·1 = 1234567.891"
    assert sum_line([0.1, 0.2, -0.3], [1, 1, 1], 0.1 + 0.2 - 0.3) == "0.1·1 + 0.2·1 + (−0.3)·1 = 0"
    assert sum_line([1234567], [1234567], 1234567**2) == "1234567·1234567 ≈ 1524155677490"
    assert sum_line([2.5e-7], [1], 2.5e-7) == "0.00000025·1 = 0.00000025"


def test_integers_are_whole_in_their_cells():
    assert [number_text(value) for value in (1234, -99999.0, 0.5, 1234567, 1 / 3)] == [
        "1234", "−99999", "0.5", "1.23e+06", "0.333",
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
def test_the_window_shows_padding_and_output_as_convref_has_them(mode):
    arguments = {"stride": 2, "padding": 1, "dilation": 1, "padding_mode": mode}
    output = F.conv2d(X[None].astype(float), SHARPEN[None, None].astype(float), **arguments)[0]
    shown = texts(plotting.sliding_window(X, SHARPEN, at=(1, 1), **arguments))
    padded = np.pad(X, 1, {"zeros": "constant", "replicate": "edge", "circular": "wrap"}.get(mode, mode))
    assert shown[: padded.size] == numbers(padded)
    assert shown[padded.size : padded.size + 9] == numbers(SHARPEN)
    assert shown[padded.size + 9 : -1] == numbers(output)


def test_the_output_after_the_window_is_still_empty():
    shown = texts(plotting.sliding_window(X, K, at=0))
    assert len(shown) == 16 + 4 + 1 + 1


def test_both_views_of_a_transposed_convolution_end_with_its_output():
    arguments = {"stride": 2, "padding": 1, "output_padding": 1}
    output = F.conv_transpose1d(SIGNAL[None].astype(float), TAPS[None, None].astype(float), **arguments)[0]
    gathered = texts(plotting.transposed_gather(SIGNAL, TAPS, at=5, **arguments))
    assert gathered[-7:-1] == numbers(output)
    assert gathered[:8] == numbers([0, 1, 0, 2, 0, 3, 0, 0])
    scattered = texts(plotting.transposed_scatter(SIGNAL, TAPS, at=2, **arguments))
    assert scattered[-7:-1] == numbers(output)  # before and after these stands a cropped cell


def test_a_kernel_is_flipped_only_where_zeros_are_inserted():
    taps = np.array([1, 2, 4])
    gathered = texts(plotting.transposed_gather(np.array([1]), taps, at=0))
    assert gathered[:5] == numbers([0, 0, 1, 0, 0])
    assert gathered[5:8] == numbers([4, 2, 1])
    assert texts(plotting.transposed_scatter(np.array([1]), taps))[1:4] == numbers(taps)


def test_more_padding_than_the_kernel_reaches_crops_the_input():
    gathered = texts(plotting.transposed_gather(SIGNAL, np.array([5]), padding=1))
    assert gathered[0] == "2" and gathered[-1] == "2·5 = 10"


@pytest.mark.parametrize(
    ("film", "stops"),
    [
        (lambda: plotting.sliding_animation(X, K, stride=2, label="A film."), 4),
        (lambda: plotting.transposed_animation(SIGNAL, TAPS, view="scatter", stride=2), 3),
        (lambda: plotting.transposed_animation(SIGNAL, TAPS, view="gather", stride=2), 7),
    ],
)
def test_a_film_stops_at_each_cell(film, stops, tmp_path):
    file = tmp_path / "film.gif"
    film().save(file, writer="pillow", dpi=40)
    with Image.open(file) as image:
        assert image.n_frames == stops


def test_a_feature_map_is_symmetric_about_zero_and_has_its_scale():
    figure, ax = plt.subplots()
    plotting.feature_map(ax, np.array([[1.3, -0.2]]))
    assert ax.images[0].get_clim() == (-1.3, 1.3)
    np.testing.assert_array_equal(ax.images[0].get_array(), [[1.3, -0.2]])
    assert [tick.get_text() for tick in figure.axes[1].get_yticklabels()] == ["−1.3", "0", "1.3"]


def test_the_label_of_a_figure_is_the_sentence_given():
    assert DRAWINGS["window"]().get_label() == "A window."


def test_a_receptive_field_lights_as_many_cells_as_convref_counts():
    layers = [F.Layer(3), F.Layer(3, stride=2)]
    figure = plotting.receptive_field_diagram(layers, 9, 1)
    lit = [
        patch
        for patch in figure.axes[0].patches
        if to_rgb(patch.get_edgecolor()) == to_rgb(plotting.INPUT) and not patch.get_fill()
    ]
    assert len(lit) == F.receptive_field(layers).size


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plotting.sliding_window(X, TAPS), "input and weight must both have 1 axis or both 2"),
        (lambda: plotting.sliding_window(X, K, at=(3, 0)), r"at must be inside the shape \(3, 3\), got at=\(3, 0\)"),
        (lambda: plotting.transposed_scatter(X, TAPS), "input and weight must both have 1 axis or both 2"),
        (lambda: plotting.transposed_animation(X, K, view="top"), "view must be 'scatter' or 'gather', got view='top'"),
        (lambda: plotting.draw_grid(plt.figure().gca(), X, "padding"), "role must be 'input', 'kernel' or 'output'"),
        (lambda: plotting.draw_grid(plt.figure().gca(), X[None], "input"), "a grid needs an array of 1 or 2 axes"),
        (lambda: plotting.feature_map(plt.figure().gca(), TAPS), "a feature map needs an array of 2 axes"),
        (lambda: plotting.feature_maps([]), "maps and titles must be of one length above 0, got 0 maps"),
        (lambda: plotting.kernel_grid(np.ones((2, 2, 3, 3))), r"weights must have shape \(n, 3, h, w\)"),
        (lambda: plotting.matrix(np.eye(3), row=3), "row must be from 0 to 2, got row=3"),
        (lambda: plotting.matrix(TAPS), "a matrix needs an array of 2 axes"),
        (lambda: plotting.groups_diagram(4, 6, 4), "out_channels must be divisible by groups"),
        (lambda: plotting.groups_diagram(4, 4, "2"), "groups must be an integer, got groups='2'"),
        (lambda: plotting.receptive_field_diagram([F.Layer(3)], 5, 3), "at must be from 0 to 2, got at=3"),
        (lambda: plotting.receptive_field_diagram([F.Layer(3, padding="same")], 9, 1), "padding must be an integer"),
        (lambda: plotting.transposed_animation(X, K, view=["gather"]), "view must be 'scatter' or 'gather', got"),
        (lambda: plotting.draw_grid(plt.figure().gca(), X, "Input"), "role must be 'input', 'kernel' or 'output'"),
        *(
            (lambda fmt=fmt: plotting.draw_grid(plt.figure().gca(), X, "input", fmt=fmt), "fmt must have one place for")
            for fmt in ("%d", "{:q}", "{}{}", "{x}", None)
        ),
        (lambda: plotting.feature_map(plt.figure().gca(), X, colorbar="no"), "colorbar must be True or False, got"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises((TypeError, ValueError), match=message):
        draw()


def test_convref_alone_imports_no_matplotlib():
    code = "import sys, convref; print('matplotlib' in sys.modules, 'torch' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "False"]
