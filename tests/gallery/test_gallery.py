"""Every script of the gallery runs by itself, from any folder, without a warning."""

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest
import script_values
from skimage import data, io

HERE = Path(__file__).parent
GALLERY = HERE.parents[1] / "gallery"
SCRIPTS = sorted(GALLERY.glob("*/plot_*.py"))
FILM = GALLERY / "basics" / "plot_sliding_kernel.py"
TWO_SEEDS = GALLERY / "kernels" / "plot_two_seeds.py"
FIND_PATCH = GALLERY / "kernels" / "plot_find_patch.py"
CHECKERBOARD = GALLERY / "checkerboard"
MOST_LINES_OF_CODE = 110

# Names of arguments, of their values and of data types: they stay the same in every language.
NEUTRAL = {
    *("seed", "k", "s", "dilation", "groups", "padding_mode"),
    *("zeros", "reflect", "replicate", "circular", "nearest", "bilinear", "PixelShuffle"),
    *("float32", "uint8", "alexnet", "learned", "noise", "random", "digits", "parameters", "MACs"),
    *("interpolate", "ICNR", "MaxPool2d", "AvgPool2d", "PSNR", "SSIM", "dB", "ms"),
}


def name(script):
    return script.stem


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return what runs a script as its reader does, with warnings as errors and without a display."""
    ours = {"DISPLAY", "WAYLAND_DISPLAY", "CONVREF_IMAGE"}
    inherited = {key: value for key, value in os.environ.items() if key not in ours}
    learned = str(tmp_path_factory.mktemp("learned"))

    def start(script, folder, **environment):
        quiet = {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}  # Threads of several scripts would wait for each other.
        environment = {"CONVREF_CACHE": learned, **inherited, **quiet, **environment}
        command = [sys.executable, "-W", os.environ.get("GALLERY_WARNINGS", "error"), str(script)]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)

    return start


def assert_fine(result):
    """Fail on an error, and on a warning that Python could only print; a download may show its progress."""
    assert result.returncode == 0, result.stderr
    assert not re.search(r"Warning|Exception|Traceback", result.stderr), result.stderr


def words(text):
    """Words of a figure's text that would need a translation."""
    plain = re.sub(r"\$[^$]*\$", " ", text)
    formulas = " ".join(re.findall(r"\$[^$]*\$", text))
    return [
        *(word for word in re.findall(r"(?<!\w)[^\W\d_]\w*", plain) if word not in NEUTRAL),
        *re.findall(r"(?<![\\\w])[^\W\d_]{3,}", formulas),
    ]


@pytest.fixture(scope="module")
def reported(run, tmp_path_factory):
    """Return what runs a script once for all tests, and gives its process and what reporting_backend says of it."""

    @cache
    def start(script):
        folder = tmp_path_factory.mktemp(name(script))
        report = folder / "figures.json"
        settings = {"MPLBACKEND": "module://reporting_backend", "PYTHONPATH": str(HERE), "FIGURE_REPORT": str(report)}
        result = run(script, folder, **settings)
        assert_fine(result)
        return result, json.loads(report.read_text(encoding="utf-8"))

    return start


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_script_runs_alone_and_its_figures_need_no_translation(reported, script):
    figures = reported(script)[1]["figures"]
    labels = [figure["label"] for figure in figures]
    assert labels
    assert len(set(labels)) == len(labels)
    for figure in figures:
        assert re.fullmatch(r"[A-Z].{20,}\.", figure["label"]), figure["label"]
        assert not re.search(r"\b[Ll]eft\b.*\bright\b", figure["label"]), "on a phone one stands below the other"
        assert [word for text in figure["texts"] for word in words(text)] == []


@pytest.mark.parametrize("script", [path for path in SCRIPTS if hasattr(script_values, path.stem)], ids=name)
def test_the_numbers_are_what_the_text_says(reported, script):
    assert reported(script)[1]["wrong"] == ""


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_what_a_script_prints_fits_beside_the_margins_of_a_page(reported, script):
    assert [line for line in reported(script)[0].stdout.splitlines() if len(line) > 88] == []


def test_a_script_that_needs_no_seed_prints_the_same_each_time(reported, run, tmp_path):
    """Some make layers whose weights are replaced, or do not matter; all others say a seed."""
    unseeded = [script for script in SCRIPTS if reported(script)[1]["unseeded"]]
    assert {"plot_dilation", "plot_output_size"} <= set(map(name, unseeded))
    for script in unseeded:
        assert run(script, tmp_path).stdout == reported(script)[0].stdout, script


def test_every_check_of_numbers_belongs_to_a_script():
    checks = {check for check in vars(script_values) if check.startswith("plot_")}
    texts = {script.stem for script in SCRIPTS}
    assert checks <= texts
    assert texts - checks == {"plot_fixes", "plot_untrained", "plot_find_patch"}, "those have tests of their own"


def test_in_lena_the_patches_are_found_as_often_as_the_text_says(reported):
    text = " ".join(FIND_PATCH.read_text(encoding="utf-8").replace("\n#", "").split())
    assert "In the photo lena they are 0, 30 and 100." in text
    page = (GALLERY.parent / "docs" / "learn" / "kernels-and-feature-maps.md").read_text(encoding="utf-8")
    assert "Of 100 patches cut from the photo lena, the plain activation finds 30 and the cosine all 100" in page
    assert [row.split()[-1] for row in reported(FIND_PATCH)[0].stdout.splitlines()[-3:]] == ["0", "30", "100"]


def table(text, columns):
    """Return the rows of a printed table by the words that begin them; the heads of its columns stand in one line."""
    (begin,) = (place for place, line in enumerate(text) if line.split() == columns.split())
    rows = takewhile(re.compile(r".*\d\s*$").match, text[begin + 2 :])
    return {tuple(words): numbers for words, numbers in map(cells, rows)}


def cells(line):
    words = [word for word in line.split() if not re.fullmatch(r"[\d.,]+", word)]
    return words, [float(word.replace(",", "")) for word in line.split()[len(words) :]]


EVEN = (("nearest",), ("bilinear",))
UNEVEN = (("k=3",), ("k=4",), ("PixelShuffle",))
EVEN_AT_FIRST = (("k=4", "bilinear"), ("PixelShuffle", "ICNR"))


def test_before_training_four_of_seven_are_even_as_the_text_says(reported):
    lines = reported(CHECKERBOARD / "plot_untrained.py")[0].stdout.splitlines()
    counts = table(lines, "channels parameters with conv after")
    assert len(counts) == 7
    assert max(row[1] for row in counts.values()) - min(row[1] for row in counts.values()) <= 2
    rows = table(lines, "after imbalance smallest largest peak")
    assert len(rows) == 14
    for conv in ((), ("conv",)):
        for name in (*EVEN, *EVEN_AT_FIRST):
            assert rows[name + conv][:3] == [0, 0, 0]
        for name in UNEVEN:
            assert rows[name + conv][0] > 0.1
            assert rows[name + conv][3] > 1000 > 100 > rows[("nearest", *conv)][3]
    assert abs(rows["k=3",][0] - rows["k=4",][0]) < 0.15


@pytest.fixture
def after_training(reported):
    """Return what gives the rows that were printed for a factor, and the peak of the original."""
    text = reported(CHECKERBOARD / "plot_fixes.py")[0].stdout

    def of(factor):
        (part,) = (part for part in text.split("\n\n") if part.startswith(f"×{factor},"))
        original = float(re.search(r"the original has P = ([\d.]+)", part)[1])
        rows = table(part.splitlines(), "after Δ before P before Δ P PSNR SSIM")
        assert len(rows) == 15
        return rows, original

    return of


DELTA, PEAK, PSNR = 2, 3, 4  # columns of that table


@pytest.mark.parametrize("factor", [2, 4])
def test_after_training_only_resize_convolutions_are_even_as_the_text_says(after_training, factor):
    learned, original = after_training(factor)
    for conv in ((), ("conv",)):
        for name in EVEN:
            assert learned[name + conv][DELTA] == 0
        assert min(learned[name + conv][PEAK] for name in EVEN) < 4 * original
        for name in (*UNEVEN, *EVEN_AT_FIRST):
            assert 0.0002 < learned[name + conv][DELTA] < 0.05
            assert learned[name + conv][PEAK] > original
    uneven = (*UNEVEN, *EVEN_AT_FIRST)
    assert sum(learned[(*name, "conv")][DELTA] > learned[name][DELTA] for name in uneven) >= 3
    assert sum(learned[(*name, "conv")][PSNR] < learned[name][PSNR] for name in (*uneven, *EVEN)) >= 4


def test_four_times_as_large_is_further_from_even_as_the_text_says(after_training):
    twice, four_times = (after_training(factor)[0] for factor in (2, 4))
    for name in (*UNEVEN, *EVEN_AT_FIRST):
        assert four_times[name][DELTA] > twice[name][DELTA]


def test_a_relative_path_means_the_folder_of_the_command(run, tmp_path):
    io.imsave(tmp_path / "cat.png", data.chelsea()[:200, 100:341])
    result = run(TWO_SEEDS, tmp_path, CONVREF_IMAGE="cat.png")
    assert_fine(result)
    assert "(198, 239)" in result.stdout


def test_without_a_display_a_script_says_where_its_figures_are(run, tmp_path):
    result = run(FILM, tmp_path)
    assert_fine(result)
    assert result.stderr == "saved plot_sliding_kernel-1.gif\n"
    assert [path.name for path in tmp_path.iterdir()] == ["plot_sliding_kernel-1.gif"]


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_script_fits_beside_the_margins_of_a_page(script):
    assert [line for line in script.read_text(encoding="utf-8").splitlines() if len(line) > 88] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_has_little_code(script):
    text = script.read_text(encoding="utf-8")
    written = text.removeprefix(f'"""{ast.parse(text).body[0].value.value}"""').splitlines()
    assert sum(bool(re.match(r"\s*[^\s#]", line)) for line in written) <= MOST_LINES_OF_CODE


@pytest.mark.parametrize("content", [None, b"not a picture"], ids=["missing", "damaged"])
def test_picture_that_cannot_be_read_is_named(run, content, tmp_path):
    picture = tmp_path / "cat.png"
    if content:
        picture.write_bytes(content)
    result = run(TWO_SEEDS, tmp_path, CONVREF_IMAGE=str(picture))
    assert result.returncode != 0
    assert str(picture) in result.stderr
    assert "CONVREF_IMAGE" in result.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_script_begins_with_a_title_and_one_paragraph(script):
    docstring = compile(script.read_text(encoding="utf-8"), script.name, "exec").co_consts[0]
    title, underline, empty, *paragraph = docstring.strip().splitlines()
    assert underline == "=" * len(title)
    assert empty == ""
    assert "" not in paragraph


def test_words_finds_what_needs_a_translation():
    assert words("$s=2$ dilation=4") == []
    assert words(r"$\sum_c x_c$") == []
    assert words("the output") == ["the", "output"]
    assert words("$output$") == ["output"]
