"""Where a build writes, what it leaves there, and that it is alone there."""

import os
import signal
import subprocess
import sys
import time
from types import MappingProxyType

import pytest
import small
from PIL import Image
from sphinx.errors import ExtensionError

from _ext.build import alone, tidy
from _ext.gallery import scripts

INDEX = "Site\n====\n\n{links}\n\n.. toctree::\n   :glob:\n\n   page*\n"
PAGE = "Page\n====\n\nText.\n\n.. image:: {name}\n   :alt: one\n\n:download:`{name}`\n"


@pytest.fixture
def pictures(tmp_path):
    """A small site of two pages, each with a picture that can also be downloaded."""
    small.conf(tmp_path, "_ext.build.tidy")
    small.page(tmp_path, "index.rst", INDEX.format(links="Text."))
    for number in (1, 2):
        small.page(tmp_path, f"图{number}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" id="a{number}"/>')
        small.page(tmp_path, f"page{number}.rst", PAGE.format(name=f"图{number}.svg"))
    return tmp_path


def files(folder):
    return {path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*") if path.is_file()}


def kinds(folder):
    """Names of the pictures and of the downloads of a site."""
    return [
        sorted(name.rsplit("/", 1)[1] for name in files(folder) if name.startswith(start))
        for start in ("_images", "_downloads")
    ]


def test_what_no_page_shows_any_more_is_removed(pictures):
    assert small.build(pictures).returncode == 0
    before = files(pictures)
    assert [len(kind) for kind in kinds(pictures)] == [2, 2]
    time.sleep(0.01)
    small.page(pictures, "other.svg", '<svg xmlns="http://www.w3.org/2000/svg" id="b"/>')
    small.page(pictures, "page1.rst", PAGE.format(name="other.svg"))
    (pictures / "docs" / "page2.rst").unlink()
    result = small.build(pictures)
    assert result.returncode == 0, result.stderr
    assert kinds(pictures) == [["other.svg"], ["other.svg"]]
    assert not [name for name in files(pictures) if "page2" in name and name.endswith(".html")]
    assert not [path for path in (pictures / "out").rglob("*") if path.is_dir() and not any(path.iterdir())]
    kept = {name for name in before if name.startswith("_static") or "/" not in name} - {"page2.html"}
    assert kept <= files(pictures) and {"objects.inv", "searchindex.js", ".buildinfo", "search.html"} <= kept


def test_with_nothing_changed_nothing_is_removed_or_written(pictures):
    small.build(pictures)
    before = files(pictures)
    assert "0 added, 0 changed, 0 removed" in small.build(pictures).stdout
    assert files(pictures) == before


def test_a_picture_shown_by_a_page_that_was_not_written_again_stays(pictures):
    small.build(pictures)
    time.sleep(0.01)
    small.page(pictures, "page1.rst", PAGE.format(name="图1.svg") + "\nMore.\n")
    assert small.build(pictures).returncode == 0
    assert [len(kind) for kind in kinds(pictures)] == [2, 2]


def test_a_photo_that_was_swapped_out_is_gone(tmp_path):
    more = f"from _ext.build import fingerprint\nfrom pathlib import Path\nROOT = Path({str(small.ROOT)!r})\n"
    more += f"convref_fingerprint = fingerprint.results(ROOT, {{}})\nconvref_cache = {str(tmp_path / 'cache')!r}\n"
    small.conf(tmp_path, "_ext.painting.picture", "_ext.build.tidy", more=more)
    body = "import matplotlib.pyplot as plt\n   fig, ax = plt.subplots()\n   _ = ax.imshow(images.lena())\n"
    small.page(tmp_path, "index.rst", f"Site\n====\n\n.. picture:: A photo.\n\n   {body}")
    shown = []
    for name, colour in (("own.png", 50), ("other.png", 200)):
        Image.new("RGB", (300, 300), (colour, 0, 0)).save(tmp_path / name)
        result = small.build(tmp_path, CONVREF_IMAGE=str(tmp_path / name))
        assert result.returncode == 0, result.stderr
        shown.append(kinds(tmp_path)[0])
    assert [len(names) for names in shown] == [2, 2]
    assert not set(shown[0]) & set(shown[1])


def test_the_site_holds_nothing_that_no_page_shows(site):
    for language in ("en", "zh"):
        folder = site / language
        assert not tidy.unreferenced(folder, set(folder.rglob("*.html")))
        assert {"objects.inv", "search.html"} <= {path.name for path in folder.iterdir()}


def test_a_space_in_the_path_is_none_in_a_scripts_name(tmp_path):
    class Application:
        srcdir = tmp_path / "my docs"

    class Config:
        extensions = ("sphinx_gallery.gen_gallery",)
        sphinx_gallery_conf = MappingProxyType({"examples_dirs": "../my scripts"})

    Application.srcdir.mkdir()
    script = tmp_path / "my scripts" / "basics" / "plot_one.py"
    script.parent.mkdir(parents=True)
    script.touch()
    scripts.refuse_spaces(Application, Config)
    script.rename(script.with_name("plot one.py"))
    with pytest.raises(ExtensionError, match="no space in its name or its folder's, got 'basics/plot one"):
        scripts.refuse_spaces(Application, Config)


def test_a_site_in_a_folder_with_a_space_and_chinese_characters_is_built(tmp_path):
    folder = tmp_path / "试 验" / "conv ref"
    options = 'sphinx_gallery_conf = {"examples_dirs": "../scripts", "gallery_dirs": "auto_gallery",'
    options += ' "image_scrapers": "_ext.gallery.figures.scrape", "reset_modules": "_ext.gallery.running.reset"}\n'
    options += 'suppress_warnings = ["sphinx_gallery.space_in_filename"]\nconvref_fingerprint = "one"\n'
    options += 'exclude_patterns = ["auto_gallery/**/*.py"]\n'
    small.conf(
        folder,
        "sphinx_gallery.gen_gallery",
        "_ext.painting.picture",
        "_ext.gallery.cards",
        "_ext.build.tidy",
        more=options,
    )
    small.page(folder, "index.rst", "Site\n====\n\n.. toctree::\n\n   auto_gallery/index\n")
    small.page(folder, "../scripts/GALLERY_HEADER.rst", "Gallery\n=======\n")
    script = '"""\nTitle\n=====\n\nText.\n"""\n\nimport matplotlib.pyplot as plt\n\n_ = plt.subplots(num="A frame.")\n'
    small.page(folder, "../scripts/plot_one.py", script)
    result = small.build(folder)
    assert result.returncode == 0, result.stderr
    assert (folder / "out" / "auto_gallery" / "plot_one.html").read_text(encoding="utf-8").count('alt="A frame."') == 2


HOLDER = "import sys, time\nsys.path.insert(0, {ext!r})\nfrom _ext.build import alone\nfrom pathlib import Path\n"
HOLDER += "alone.hold(Path({folder!r}))\nprint('held', flush=True)\ntime.sleep(100)\n"


@pytest.fixture
def holder(tmp_path):
    """Another process that builds in tmp_path/_build."""
    program = HOLDER.format(ext=str(small.ROOT / "docs"), folder=str(tmp_path / "_build"))
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=small.environment())
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_build_says_so_and_stops_and_the_lock_dies_with_its_holder(tmp_path, holder):
    small.conf(tmp_path, "_ext.painting.picture", "_ext.build.alone")
    small.page(tmp_path, "index.rst", "Site\n====\n")
    second = small.build(tmp_path)
    assert second.returncode != 0
    assert "Another build of this checkout is running" in second.stderr and str(holder.pid) in second.stderr
    assert not (tmp_path / "out").exists() or not (tmp_path / "out" / "index.html").exists()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert small.build(tmp_path).returncode == 0


def test_builds_of_two_folders_do_not_wait_for_each_other(tmp_path, holder):
    assert alone.hold(tmp_path / "elsewhere") is not None


def test_a_guarded_command_keeps_the_lock_and_tells_its_children(tmp_path):
    program = "import sys\nfrom _ext.build import alone\nfrom pathlib import Path\n"
    program += f"alone.ROOT = Path({str(tmp_path)!r})\nalone.main(sys.argv[1:])\n"
    told = "echo $CONVREF_BUILDING $CONVREF_KERNELS; read line"
    environment = small.environment(PYTHONPATH=os.pathsep.join([str(small.ROOT / "docs"), str(small.ROOT)]))
    first = subprocess.Popen(
        [sys.executable, "-c", program, "sh", "-c", told],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert first.stdout.readline() == "1 learned-none\n"
    again = [sys.executable, "-c", program, "true"]
    second = subprocess.run(again, env=environment, capture_output=True, text=True, check=False)
    assert second.returncode == 1 and second.stderr.startswith("Another build of this checkout is running")
    assert len(second.stderr.splitlines()) == 1
    first.communicate("\n")
    assert subprocess.run(again, env=environment, check=False).returncode == 0
