"""What goes wrong says so and stops the build; each case is made here in the smallest form that shows it."""

import os
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from PIL import Image
from sphinx.errors import ConfigError, ExtensionError

from _ext.build import chosen_paths
from _ext.gallery import scripts
from _ext.math import katex as katex_math
from _ext.painting import picture
from _tools import check_catalogues

ROOT = Path(__file__).parents[2]
CONF = f"""
import sys
sys.path[:0] = [{str(ROOT / "docs")!r}]
extensions = ["sphinx_gallery.gen_gallery", "_ext.painting.picture", "_ext.gallery.cards"]
exclude_patterns = ["auto_gallery/**/*.py", "scripts"]
convref_fingerprint = "test"
sphinx_gallery_conf = {{
    "examples_dirs": "scripts", "gallery_dirs": "auto_gallery", "abort_on_example_error": True,
    "image_scrapers": "_ext.gallery.figures.scrape", "reset_modules": "_ext.gallery.running.reset",
    "reset_modules_order": "both",
}}
"""
SCRIPT = '"""\nTitle\n=====\n\nText.\n"""\n\nimport matplotlib.pyplot as plt\n\n'


def build(folder, body):
    """Build a site of one gallery script and return what became of it."""
    (folder / "scripts").mkdir()
    (folder / "scripts" / "GALLERY_HEADER.rst").write_text("Gallery\n=======\n")
    (folder / "scripts" / "plot_one.py").write_text(SCRIPT + body)
    (folder / "index.rst").write_text("Index\n=====\n\n.. toctree::\n\n   auto_gallery/index\n")
    (folder / "conf.py").write_text(CONF)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", folder, folder / "out"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('raise ValueError("no such layer")\n', "no such layer"),
        ("fig, ax = plt.subplots()\nax.plot([1, 2])\n", "has no label"),
        ('fig, ax = plt.subplots(num="A line.")\nax.set_title("卷积")\n', "missing from font"),
    ],
    ids=["a script that raises", "a figure without alt text", "a character the font lacks"],
)
def test_a_faulty_script_stops_the_build(tmp_path, body, message):
    result = build(tmp_path, body)
    assert result.returncode != 0
    assert message in result.stderr


def test_a_sound_script_is_built(tmp_path):
    result = build(tmp_path, 'fig, ax = plt.subplots(num="A line that rises.")\nax.plot([1, 2])\n')
    assert result.returncode == 0, result.stderr
    html = (tmp_path / "out" / "auto_gallery" / "plot_one.html").read_text(encoding="utf-8")
    assert html.count('alt="A line that rises."') == 2


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("fig = undefined_name", "undefined_name"),
        ("import warnings; warnings.warn('odd')", "odd"),
        ("x = np.float64(1) / 0", "divide by zero"),
    ],
)
def test_a_picture_that_raises_names_its_place(code, message):
    with pytest.raises(ExtensionError, match=message) as caught:
        picture.run(code, "page.md:7")
    assert "page.md:7" in str(caught.value)


def test_a_picture_without_a_figure_stops_the_build(tmp_path):
    with pytest.raises(ExtensionError, match="`fig`"):
        picture.painted("x = 1", "page.md:7", tmp_path, "")


def test_katex_missing_says_how_to_get_it(tmp_path):
    with pytest.raises(ExtensionError, match="make site"):
        katex_math.Renderer(tmp_path, tmp_path)


def test_a_formula_katex_cannot_read_stops_the_build(tmp_path):
    renderer = katex_math.Renderer(ROOT, tmp_path)
    assert "katex-mathml" in renderer.render("o = i - k + 1", True, "page")
    with pytest.raises(ExtensionError, match="page: KaTeX cannot read"):
        renderer.render(r"\frac{1", True, "page")
    renderer.close()


def test_a_changed_package_makes_all_results_stale(tmp_path):
    class Application:
        srcdir = tmp_path

    class Config:
        convref_fingerprint = "one"
        extensions = ("sphinx_gallery.gen_gallery",)

    scripts.forget_stale(Application, Config)
    (tmp_path / "auto_gallery" / "plot_one.rst").write_text("old")
    scripts.forget_stale(Application, Config)
    assert (tmp_path / "auto_gallery" / "plot_one.rst").is_file()
    Config.convref_fingerprint = "two"
    scripts.forget_stale(Application, Config)
    assert not (tmp_path / "auto_gallery" / "plot_one.rst").exists()


SOURCE = "The stride $s$ of `conv2d` is explained in [its page](stride.md) and in {term}`stride`."
RIGHT = "`conv2d` 的步长 $s$ 见[专页](stride.md)和{term}`步长 <stride>`。"


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        (RIGHT, ""),
        (RIGHT.replace("$s$", "$t$"), "lost math 's'"),
        (RIGHT.replace("{term}`步长 <stride>`", "步长"), "lost term 'stride'"),
        (RIGHT.replace("stride.md", "padding.md"), "lost link 'stride.md'"),
        (RIGHT.replace("`conv2d`", "`conv3d`"), "lost code 'conv2d'"),
        ("", "untranslated"),
        (SOURCE, "no Chinese"),
        (RIGHT + " It is explained in another place.", "English left"),
        (RIGHT + "步幅也是它。", "'步幅' should be '步长'"),
        (RIGHT + "是的,就是它。", "half-width punctuation"),
        (RIGHT + "输出(特征图)变小。", "half-width punctuation"),
        (RIGHT.replace("见[", "见 ["), "a stray space at a link"),
        (RIGHT.replace(")和", ") 和"), "a stray space at a link"),
        (RIGHT.replace("和{", "和 {"), "a stray space at a link"),
        (RIGHT.replace(">`。", ">` 一页。"), "a stray space at a link"),
        (RIGHT + "见 {doc}`/learn/checkerboard`。", "a stray space at a link"),
        (RIGHT + "一层线性层。", "'线性层' should be '全连接层'"),
        (RIGHT + "成立。{claim}`it-holds` 再看。", "a stray space behind a claim"),
        (RIGHT + "函数`conv2d` 是它。", "a space is missing between Chinese and code"),
        (RIGHT + "{func}`convref.conv2d`是它。", "a space is missing between Chinese and code"),
        (RIGHT + "少 28 %。", "a space before a percent sign"),
        (RIGHT + "少 28%。", ""),
    ],
)
def test_the_gate_sees_what_a_translation_lost(translation, fault):
    faults = check_catalogues.check_entry(polib.POEntry(msgid=SOURCE, msgstr=translation), myst=True)
    assert (fault in " ".join(faults)) if fault else not faults


@pytest.mark.parametrize(("name", "is_right"), [("*Kept*", False), ("*保留*\\ ", True), ("$a*kept*b$", True)])
def test_the_gate_sees_a_column_that_the_page_heads_otherwise(name, is_right):
    entries = [polib.POEntry(msgid="*Kept* is the memory.", msgstr=f"{name}是内存。"),
               polib.POEntry(msgid="kept in MB", msgstr="保留 (MB)")]  # fmt: skip
    faults = check_catalogues.check_page("a-page", entries, {entry.msgid: entry for entry in entries})
    assert ("is headed" in " ".join(faults)) != is_right


def test_the_gate_sees_an_edited_message():
    entry = polib.POEntry(msgid=SOURCE, msgstr=RIGHT, flags=["fuzzy"])
    assert check_catalogues.check_entry(entry, myst=True)


def test_the_gate_reads_rest_markup():
    source = "Returns :math:`o` as :func:`convref.conv2d` does; see `the paper <https://arxiv.org/abs/1603.07285>`_."
    right = "与 :func:`convref.conv2d` 一样返回 :math:`o`；见 `论文 <https://arxiv.org/abs/1603.07285>`_。"
    assert not check_catalogues.check_entry(polib.POEntry(msgid=source, msgstr=right), myst=False)
    wrong = right.replace(":math:`o`", "o")
    assert check_catalogues.check_entry(polib.POEntry(msgid=source, msgstr=wrong), myst=False)


@pytest.mark.parametrize("text", [":doc:`/auto_gallery/basics/plot_channels`", "``conv2d``", "PyTorch", "3 × 3"])
def test_messages_without_words_may_stay_empty(text):
    assert not check_catalogues.check_entry(polib.POEntry(msgid=text), myst=False)


def test_paths_that_the_reader_names_are_made_absolute_before_a_build(monkeypatch, tmp_path):
    Image.new("RGB", (20, 20)).save(tmp_path / "cat.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CONVREF_IMAGE", "cat.png")
    monkeypatch.setenv("CONVREF_CACHE", "~/results")
    chosen_paths.settle()
    assert os.environ["CONVREF_IMAGE"] == str(tmp_path / "cat.png")
    assert os.environ["CONVREF_CACHE"] == str(tmp_path / "results")


@pytest.mark.parametrize(("name", "message"), [("none.png", "no such file"), ("icon.png", "at least 16 pixels")])
def test_a_picture_that_does_not_do_stops_the_build_at_once(monkeypatch, tmp_path, name, message):
    Image.new("RGB", (8, 8)).save(tmp_path / "icon.png")
    monkeypatch.setenv("CONVREF_IMAGE", str(tmp_path / name))
    with pytest.raises(ConfigError, match=message):
        chosen_paths.settle()
