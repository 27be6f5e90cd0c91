"""Figures hold the numbers of convref, read well on light and dark pages, and refuse what they cannot draw."""

import subprocess
import sys
from functools import partial

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.offsetbox import AnnotationBbox
from PIL import Image

import convref as F
from convref import plotting
from convref.padding import PADDING_MODES, pad
from convref.plotting._scene import sum_of
from convref.plotting.grids import number_text
from convref.plotting.sheet import NARROW, WIDE
from convref.plotting.style import GREY, TOKENS

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
    "volumes": lambda: plotting.volumes(F.trace([F.Layer(3, stride=2, out_channels=8)] * 2, (3, 33, 33))),
}
WITHOUT_TEXT = {"colour kernels", "volumes"}


@pytest.fixture(autouse=True)
def close_figures():
    plotting.use_style()
    yield
    plt.close("all")


def texts(figure):
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


def cells(figure):
    """The numbers in the cells, board by board."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_gid() == "cell"]


def sum_below(figure):
    """The sum, whose terms and total are texts of their own, in lines."""
    boxes = [artist for artist in figure.axes[0].artists if isinstance(artist, AnnotationBbox)]
    assert len(boxes) == 1
    return "".join(text.get_text() for text in boxes[0].findobj(matplotlib.text.Text))


def pixels(figure):
    return [96 * inches for inches in figure.get_size_inches()]


def numbers(values):
    return [f"{value:g}".replace("-", "−") for value in np.ravel(values)]


@pytest.fixture(params=DRAWINGS)
def both_versions(request):
    """A figure, and its version for a narrow page where it has one."""
    figure = DRAWINGS[request.param]()
    return figure, plotting.narrow(figure)


def test_figures_fit_a_page_and_a_phone(both_versions):
    wide, narrow = both_versions
    assert pixels(wide)[0] <= WIDE + 1
    assert pixels(narrow if narrow else wide)[0] <= NARROW + 1


def test_figures_hold_no_words(both_versions):
    for figure in filter(None, both_versions):
        figure.canvas.draw()
        for text in texts(figure):
            assert "$" in text or not any(letter.isalpha() for letter in text), text


def test_both_versions_show_the_same_numbers(both_versions):
    wide, narrow = both_versions
    if narrow is not None:
        assert sorted(cells(narrow)) == sorted(cells(wide))


def test_every_colour_of_the_style_has_its_dark_twin(both_versions):
    light = {to_rgb(colour) for colour in TOKENS["light"].values()}
    dark = {to_rgb(colour) for colour in TOKENS["dark"].values()}
    for figure in filter(None, both_versions):
        plotting.dark(figure)
        figure.canvas.draw()
        for text in figure.findobj(matplotlib.text.Text):
            if text.get_text() and text.get_visible():
                assert to_rgb(text.get_color()) in dark, text.get_text()
        for patch in figure.axes[0].patches:
            assert to_rgb(patch.get_facecolor()) not in light - dark or patch.get_facecolor()[3] == 0
        for image in figure.axes[0].images:
            assert image.get_cmap().name.endswith("-dark") or np.ndim(image.get_array()) == 3


@pytest.mark.parametrize("name", ["window", "signal", "scatter", "gather", "small overlap"])
def test_cells_are_as_large_on_a_phone_as_a_finger_reads(name):
    figure = DRAWINGS[name]()
    figure = plotting.narrow(figure) or figure
    assert figure.axes[0].texts
    for text in figure.axes[0].texts:
        if text.get_gid() == "cell" and len(text.get_text()) <= 3:
            assert text.get_fontsize() * 96 / 72 >= 13, text.get_text()
    left, right = figure.axes[0].transData.transform([(0, 0), (1, 0)])[:, 0]
    assert (right - left) * 96 / figure.dpi >= 34


def test_a_long_number_is_written_small_enough_for_its_cell():
    figure, ax = plt.subplots()
    plotting.draw_grid(ax, np.array([[-0.333, 1.0]]), "input")
    figure.canvas.draw()
    long = next(text for text in ax.texts if text.get_text() == "−0.333")
    left, right = ax.transData.transform([(0, 0), (1, 0)])[:, 0]
    assert long.get_window_extent().width < right - left


def test_the_sum_of_the_first_page_is_written_out():
    shown = sum_below(plotting.sliding_window(PATCH, SHARPEN))
    assert shown == "7·0 + 7·(−1) + 6·0 + 7·(−1) + 7·5+ 6·(−1) + 6·0 + 6·(−1) + 4·0 = 9"


def test_a_very_long_sum_leaves_out_its_middle():
    long = sum_of([1] * 16, [2] * 16, 32)
    assert long.lines(5) == ["1·2 + 1·2 + 1·2 + … + 1·2", "+ 1·2"] and long.total == "= 32"


def framed(figure, role):
    """How many frames in the colour of a role stand in a figure."""
    return [
        patch
        for patch in figure.axes[0].patches
        if not patch.get_fill() and to_rgb(patch.get_edgecolor()) == to_rgb(TOKENS["light"][f"{role}-line"])
    ]


def test_a_stride_shows_its_next_window_and_its_length():
    plain = plotting.sliding_window(X, K)
    strided = plotting.sliding_window(X, K, stride=2)
    assert len(framed(plain, "input")) == 1 and len(framed(strided, "input")) == 2
    assert "$s=2$" in texts(strided) and "$s=2$" not in texts(plain)


def test_padding_and_dilation_are_measured():
    shown = texts(plotting.sliding_window(X, K, padding=1, dilation=2))
    assert "$p=1$" in shown and "$d(k-1)+1=3$" in shown
    assert any("4×4 → 6×6" in text for text in shown)


def test_cells_that_no_window_reads_are_crossed_out():
    figure = plotting.sliding_window(np.arange(8), np.ones(3), stride=2)
    assert len(figure.axes[0].lines) == 2  # one cell, two strokes
    gaps = plotting.sliding_window(np.arange(5), np.ones(1), stride=2)
    assert len(gaps.axes[0].lines) == 4


def test_meeting_stamps_show_their_sum():
    assert "3+2\n=5" in cells(plotting.transposed_scatter(np.array([1, 2]), np.array([1, 1, 3]), at=1, stride=2))


def test_inserted_zeros_are_hatched_and_the_ring_is_not():
    figure = plotting.transposed_gather(SIGNAL, TAPS, at=0, stride=2)
    assert sum(bool(patch.get_hatch()) for patch in figure.axes[0].patches) == 2


def test_gradients_wear_the_colour_of_what_they_are_the_gradient_of():
    figure = plotting.transposed_scatter(SIGNAL, TAPS, at=0, stride=2, gradient=True)
    dotted = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(dotted) == 3 + 7
    assert framed(figure, "output") and framed(figure, "input")
    assert any("partial L" in text for text in texts(figure))


def test_padding_of_a_gradient_is_no_gradient():
    figure = plotting.transposed_gather(SIGNAL, TAPS, at=0, gradient=True)
    dotted = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(dotted) == 3 + 5  # of 3 + 4 cells in the padded input, and all of the result


def test_panels_stand_below_each_other_on_a_phone():
    figure = plotting.feature_maps([X - 8] * 3)
    assert len({round(ax.get_position().y0, 6) for ax in figure.axes}) == 1
    narrow = plotting.narrow(figure)
    assert len({round(ax.get_position().y0, 6) for ax in narrow.axes}) == 3
    for version in (figure, narrow):
        for ax in version.axes:
            assert ax.get_position().width * pixels(version)[0] >= 220


def middle(ax):
    place = ax.get_position()
    return (place.y0 + place.y1) / 2


def grid(shape):
    return partial(plotting.draw_grid, values=np.zeros(shape, int), role="input")


def test_panels_of_different_height_stand_with_their_middles_level():
    figure = plotting.panels([grid((4, 4)), grid((9, 4))])
    assert middle(figure.axes[0]) == pytest.approx(middle(figure.axes[1]))
    assert figure.axes[0].get_position().height < figure.axes[1].get_position().height


def test_digits_in_a_high_panel_are_as_large_as_elsewhere():
    figure = plotting.panels([grid((20, 2))] * 3)
    assert {round(text.get_fontsize(), 2) for ax in figure.axes for text in ax.texts} == {15 * 72 / 96}


def test_counts_that_are_compared_have_one_scale():
    draws = [partial(plotting.draw_overlap, counts=np.array([1, most]), limit=4) for most in (2, 4)]
    figure = plotting.panels(draws)
    deepest = [to_rgb(ax.patches[-1].get_facecolor()) for ax in figure.axes]
    assert to_rgb(figure.axes[0].patches[0].get_facecolor()) == to_rgb(figure.axes[1].patches[0].get_facecolor())
    assert deepest[0] != deepest[1] == to_rgb(TOKENS["light"]["output-deep"])
    large = plotting.panels([partial(plotting.draw_overlap, counts=np.ones((20, 20)), limit=4)])
    assert large.axes[0].images[0].get_clim() == (0, 4)


def test_kernels_keep_their_title_on_a_phone():
    figure = plotting.kernel_grid(np.ones((32, 3, 3, 3)), columns=16, title="$w$")
    assert "$w$" in texts(figure) and "$w$" in texts(plotting.narrow(figure))


@pytest.mark.parametrize(("count", "columns"), [(64, 8), (32, 8), (16, 16)])
def test_a_grid_of_kernels_fills_a_phone_and_is_not_very_high_there(count, columns):
    narrow = plotting.narrow(plotting.kernel_grid(np.ones((count, 3, 3, 3)), columns))
    narrow.canvas.draw()
    width = narrow.axes[0].get_window_extent().width
    assert width > 0.95 * narrow.get_figwidth() * narrow.dpi
    assert narrow.get_figheight() < 4 * narrow.get_figwidth()


def test_a_very_tall_picture_makes_no_endless_figure():
    figure = plotting.feature_maps([np.ones((1500, 17)), np.ones((20, 20))])
    assert figure.get_figheight() < 3 * figure.get_figwidth() / 2
    figure.canvas.draw()
    tall = figure.axes[0].get_window_extent()
    assert tall.height / tall.width == pytest.approx(1500 / 17, rel=0.01)


@pytest.mark.parametrize("shape", [(400, 16), (16, 400)])
def test_a_narrow_strip_is_no_mile_high(shape):
    figure = plotting.feature_maps([np.zeros((*shape, 3)), np.ones(shape)])
    for version in (figure, plotting.narrow(figure)):
        place, (width, height) = version.axes[0].get_position(), pixels(version)
        assert height < 1500
        assert place.height * height / (place.width * width) == pytest.approx(shape[0] / shape[1])


def test_a_photo_among_maps_stays_a_photo():
    figure = plotting.feature_maps([np.zeros((4, 4, 3)), X - 8])
    assert not figure.axes[0].child_axes and len(figure.axes[1].child_axes) == 1


def test_a_sum_never_says_equal_to_a_rounded_number():
    def line(values, weights, total):
        (terms,), result = (found := sum_of(values, weights, total)).lines(9), found.total
        return f"{terms} {result}"

    assert line([6.4375], [1], 6.4375) == "6.4375·1 = 6.4375"
    assert line([1234567.891], [1], 1234567.891) == "1234567.891·1 = 1234567.891"
    assert line([0.1, 0.2, -0.3], [1, 1, 1], 0.1 + 0.2 - 0.3) == "0.1·1 + 0.2·1 + (−0.3)·1 = 0"
    assert line([1234567], [1234567], 1234567**2) == "1234567·1234567 ≈ 1524155677490"
    assert line([2.5e-7], [1], 2.5e-7) == "0.00000025·1 = 0.00000025"


def test_integers_are_whole_in_their_cells():
    assert [number_text(value) for value in (1234, -99999.0, 0.5, 1234567, 1 / 3)] == [
        "1234", "−99999", "0.5", "1.23e+06", "0.333",
    ]  # fmt: skip


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_the_window_shows_padding_and_output_as_convref_has_them(mode):
    arguments = {"stride": 2, "padding": 1, "dilation": 1, "padding_mode": mode}
    output = F.conv2d(X[None].astype(float), SHARPEN[None, None].astype(float), **arguments)[0]
    shown = cells(plotting.sliding_window(X, SHARPEN, at=(1, 1), **arguments))
    padded = pad(X, ((1, 1), (1, 1)), mode)
    assert shown[: padded.size] == numbers(padded)
    assert shown[padded.size : padded.size + 9] == numbers(SHARPEN)
    assert shown[padded.size + 9 :] == numbers(output)


def test_the_output_after_the_window_is_still_empty():
    assert len(cells(plotting.sliding_window(X, K, at=0))) == 16 + 4 + 1


def test_both_views_of_a_transposed_convolution_end_with_its_output():
    arguments = {"stride": 2, "padding": 1, "output_padding": 1}
    output = F.conv_transpose1d(SIGNAL[None].astype(float), TAPS[None, None].astype(float), **arguments)[0]
    gathered = cells(plotting.transposed_gather(SIGNAL, TAPS, at=5, **arguments))
    assert gathered[-6:] == numbers(output)
    assert gathered[:8] == numbers([0, 1, 0, 2, 0, 3, 0, 0])
    scattered = cells(plotting.transposed_scatter(SIGNAL, TAPS, at=2, **arguments))
    sums = [text.split("=")[-1] for text in scattered[-7:-1]]
    assert sums == numbers(output)  # before and after these stands a cropped cell


def test_a_kernel_is_flipped_only_where_zeros_are_inserted():
    taps = np.array([1, 2, 4])
    gathered = cells(plotting.transposed_gather(np.array([1]), taps, at=0))
    assert gathered[:5] == numbers([0, 0, 1, 0, 0])
    assert gathered[5:8] == numbers([4, 2, 1])
    assert cells(plotting.transposed_scatter(np.array([1]), taps))[1:4] == numbers(taps)


def test_more_padding_than_the_kernel_reaches_crops_the_input():
    figure = plotting.transposed_gather(SIGNAL, np.array([5]), padding=1)
    assert cells(figure)[0] == "2" and sum_below(figure) == "2·5 = 10"


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


@pytest.mark.parametrize(
    "film",
    [
        lambda: plotting.sliding_animation(X, K),
        lambda: plotting.kernel_film([np.ones((1, 3, 2, 2)), np.zeros((1, 3, 2, 2))]),
    ],
)
def test_every_film_stands_long_enough_at_a_stop_to_read_it(film):
    wide = film()
    versions = [wide, *filter(None, [plotting.narrow(wide)])]
    assert all(1500 <= version._interval <= 2000 for version in versions)
    for version in versions:
        version._draw_was_started = True  # else it warns that it was never shown


def faces(figure):
    """The colours of all cells."""
    return {to_rgb(patch.get_facecolor()) for patch in figure.axes[0].patches if patch.get_fill()}


def test_a_result_below_zero_has_the_colour_of_its_sign():
    token = {name: to_rgb(colour) for name, colour in TOKENS["light"].items()}
    figure = plotting.sliding_window(PATCH, -np.ones((2, 2)), at=(1, 1), label="All results are below zero.")
    shown = faces(figure)
    assert token["minus-deep"] in shown
    assert token["output-deep"] not in shown, "the result at work is no number above zero"
    assert token["kernel-deep"] in shown, "a weight at work stays a weight"
    (total,) = (text for text in figure.findobj(matplotlib.text.Text) if text.get_text().startswith(" ="))
    assert total.get_color() == TOKENS["light"]["signed-minus"]
    plotting.dark(figure)
    assert to_rgb(TOKENS["dark"]["minus-deep"]) in faces(figure)


def test_an_input_below_zero_has_the_colour_of_its_sign_until_it_is_at_work():
    token = {name: to_rgb(colour) for name, colour in TOKENS["light"].items()}
    _, ax = plt.subplots()
    plotting.draw_grid(ax, np.array([[-1, -2]]), "input", highlight=[(0, 1)])
    assert faces(ax.get_figure()) == {token["minus-tint"], token["input-deep"]}


def test_a_feature_map_is_symmetric_about_zero_and_has_its_scale():
    _, ax = plt.subplots()
    plotting.feature_map(ax, np.array([[1.3, -0.2]]))
    assert ax.images[0].get_clim() == (-1.3, 1.3)
    np.testing.assert_array_equal(ax.images[0].get_array(), [[1.3, -0.2]])
    assert [tick.get_text() for tick in ax.child_axes[0].get_xticklabels()] == ["−1.3", "0", "1.3"]


def test_the_label_of_a_figure_is_the_sentence_given():
    assert DRAWINGS["window"]().get_label() == "A window."


def test_a_receptive_field_lights_as_many_cells_as_convref_counts():
    layers = [F.Layer(3), F.Layer(3, stride=2)]
    figure = plotting.receptive_field_diagram(layers, 9, 1)
    assert len(framed(figure, "input")) == F.receptive_field(layers).size


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plotting.sliding_window(X, TAPS), "input and weight must both have 1 axis or both 2"),
        (lambda: plotting.sliding_window(X, K, at=(3, 0)), r"at must be inside the shape \(3, 3\), got at=\(3, 0\)"),
        (lambda: plotting.transposed_scatter(X, TAPS), "input and weight must both have 1 axis or both 2"),
        (lambda: plotting.transposed_animation(X, K, view="top"), "view must be 'scatter' or 'gather', got view='top'"),
        (lambda: plotting.draw_grid(plt.figure().gca(), X, "padding"), "role must be 'input', 'kernel' or 'output'"),
        (lambda: plotting.draw_grid(plt.figure().gca(), X[None], "input"), "values must be an array of 1 or 2 axes"),
        (lambda: plotting.feature_map(plt.figure().gca(), TAPS), "values must be an array of 2 axes"),
        (lambda: plotting.feature_maps([]), "maps and titles must be of one length above 0, got 0 maps"),
        (lambda: plotting.kernel_grid(np.ones((2, 2, 3, 3))), r"weights must have shape \(n, 3, h, w\)"),
        (lambda: plotting.draw_overlap(plt.figure().gca(), X[None]), "counts must be an array of 1 or 2 axes"),
        (lambda: plotting.overlap_map(X, "kernel"), "role must be 'input' or 'output', got role='kernel'"),
        (lambda: plotting.panels([]), "draws and titles must be of one length above 0, got 0 draws"),
        (lambda: plotting.matrix(np.eye(3), row=3), "row must be from 0 to 2, got row=3"),
        (lambda: plotting.matrix(TAPS), "values must be an array of 2 axes"),
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


def test_without_a_display_figures_become_files_that_are_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["/elsewhere/plot_one.py"])
    film = plotting.sliding_animation(X, K, label="A film.")
    plotting.matrix(K, label="A figure.")
    plotting.show(film)
    saved = ["plot_one-1.gif", "plot_one-2.png"]
    assert capsys.readouterr().err.splitlines() == [f"saved {name}" for name in saved]
    with Image.open(tmp_path / saved[0]) as gif:
        assert gif.n_frames == 9
        assert len(gif.convert("RGB").getcolors(10_000)) > 3
    with Image.open(tmp_path / saved[1]) as png:
        assert png.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)


def test_with_a_display_figures_get_windows(tmp_path, monkeypatch):
    opened = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plt, "get_backend", lambda: "qtagg")
    monkeypatch.setattr(plt, "show", lambda: opened.append(plt.get_fignums()))
    plotting.matrix(K, label="A figure.")
    plotting.show()
    assert opened == [plt.get_fignums()]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("numbered", [True, False])
def test_numbers_at_the_ends_of_an_axis_stand_within_the_figure(numbered):
    def chart(ax):
        ax.set_xlim(0, 100)
        ax.set_xticks([0, 100])
        ax.set_yticks([0, 1] if numbered else [])

    wide = plotting.panels([chart] * 2)
    for figure in (wide, plotting.narrow(wide)):
        figure.canvas.draw()
        for ax in figure.axes:
            ends = [text.get_window_extent() for text in ax.get_xticklabels()]
            assert ends[0].x0 >= 0 and ends[-1].x1 <= figure.bbox.width
        room = figure.axes[0].get_window_extent().x0 * 96 / figure.dpi
        assert room == pytest.approx(60 if numbered else 18, abs=1), "a chart without numbers at its side takes no room"


def test_names_of_ranges_read_in_the_dark_and_no_mark_crosses_them():
    numbers = {"k=3": [1.0, 2.0, 4.0], "k=4": [2.0, 3.0, 3.0]}
    figure = plotting.panels([partial(plotting.draw_ranges, groups=[numbers], symbol="$P$", mark=1.0)])
    figure.canvas.draw()
    (ax,) = figure.axes
    (mark,) = ax.collections
    spans = [sorted(ax.transData.transform(path.vertices)[:, 1]) for path in mark.get_paths()]
    for name in ax.texts:
        assert name.get_bbox_patch() is None, "a box would stay white on a dark page"
        box = name.get_window_extent()
        assert not [span for span in spans if span[0] < box.y1 - 1 and span[1] > box.y0 + 1]


def test_convref_alone_imports_no_matplotlib():
    code = "import sys, convref; print('matplotlib' in sys.modules, 'torch' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("count", [1, 4, 5, 9, 12])
@pytest.mark.parametrize("columns", [None, 3])
def test_maps_are_never_smaller_than_220_on_a_phone(count, columns):
    figure = plotting.feature_maps([np.eye(4)] * count, columns=columns)
    narrow = plotting.narrow(figure) or figure
    width, height = pixels(narrow)
    assert min(ax.get_position().width * width for ax in narrow.axes) > 219
    assert height <= 1200


def test_a_map_that_cannot_be_negative_is_grey_from_zero():
    figure = plotting.feature_maps([np.array([[0.0, 3.0], [np.nan, 1.0]])], signed=False)
    (picture,) = figure.axes[0].images
    assert picture.get_cmap().name == GREY.name and picture.get_clim() == (0, 3)
    (bar,) = figure.axes[0].child_axes
    assert [label.get_text() for label in bar.get_xticklabels()] == ["0", "3"]
    with pytest.raises(ValueError, match=r"^values must not be below 0 where signed=False, got -0\.5 among them$"):
        plotting.feature_maps([np.array([[-0.5, 1.0]])], signed=False)


def test_a_tall_stack_of_maps_keeps_its_rows_on_a_phone():
    figure = plotting.narrow(plotting.feature_maps([np.eye(4)] * 5, columns=3))
    assert pixels(figure) == pytest.approx((3 * 220 + 2 * 16, 2 * (220 + 40 + 2) + 16), abs=1)
    assert len({round(ax.get_position().x0, 3) for ax in figure.axes}) == 3
    maps = [np.arange(12.0).reshape(3, 4) + n for n in range(3)]
    low = plotting.narrow(plotting.feature_maps(maps, columns=3))
    assert all(ax.get_position().width > 0.99 for ax in low.axes), "three fit below each other"


def test_a_kernel_takes_no_more_room_beside_its_map_than_its_cells():
    draws = [
        partial(plotting.draw_grid, values=np.ones((3, 3)), role="kernel"),
        partial(plotting.photo, picture=X / 16),
    ]
    figure = plotting.panels(draws * 4, columns=2, side=240)
    assert pixels(figure)[0] == pytest.approx(3 * 38 + 16 + 240, abs=6)


def test_titles_that_would_meet_in_two_columns_stand_below_each_other():
    kernel = partial(plotting.draw_grid, values=np.ones((3, 3)), role="kernel")
    for title, places in (("$s=2$", 2), ('padding_mode="replicate"', 1)):
        narrow = plotting.narrow(plotting.panels([kernel] * 12, [title] * 12, columns=3))
        assert len({round(ax.get_position().x0, 3) for ax in narrow.axes}) == places


@pytest.mark.parametrize("draw", [partial(plotting.draw_grid, values=np.eye(8), role="input"), lambda ax: ax.plot([1])])
def test_digits_are_never_halved(draw):
    narrow = plotting.narrow(plotting.panels([draw] * 6, columns=3))
    assert len({round(ax.get_position().x0, 3) for ax in narrow.axes}) == 1


def test_panels_and_feature_maps_want_one_title_each():
    for function, name in ((plotting.panels, "draws"), (plotting.feature_maps, "maps")):
        for things, titles in (([], None), ([np.eye(2)], ["a", "b"])):
            with pytest.raises(ValueError, match=f"^{name} and titles must be of one length above 0"):
                function(things, titles)


def test_on_a_phone_small_grids_stand_beside_their_maps():
    def tall(cells):
        grid = partial(plotting.draw_grid, values=np.ones((cells, cells)), role="kernel")
        drawn = plotting.panels([grid, partial(plotting.photo, picture=np.ones((9, 9)))] * 4, columns=2)
        return plotting.narrow(drawn).get_size_inches()[1]

    assert tall(3) < 0.7 * tall(5)
