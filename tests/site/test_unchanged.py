"""Nothing is built where nothing has changed; whatever changes, something is."""

import os

import pytest

from _ext.build import unchanged

SOURCE, PAGE = "docs/page.md", "_build/html/en/page.html"
TREE, CATALOGUE = "_build/doctrees/en/p", "docs/locale/zh/p.mo"


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A checkout that has just been built."""
    monkeypatch.delenv(unchanged.STARTED, raising=False)
    for name in (SOURCE, PAGE, TREE, CATALOGUE, "docs/auto_gallery/plot.rst", "conf.py", ".venv/any.py"):
        write(tmp_path / name, "text")
    assert unchanged.begin(tmp_path)
    unchanged.end(tmp_path)
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_where_nothing_has_changed_nothing_is_to_be_built(built):
    write(built / ".venv" / "any.py", "what tools keep is none of the sources")
    write(built / "_build" / "lighthouse.txt", "nor is what other commands leave")
    assert not unchanged.begin(built)
    assert not unchanged.begin(built)


@pytest.mark.parametrize("name", [SOURCE, PAGE, TREE, CATALOGUE, "docs/auto_gallery/plot.rst", "conf.py"])
@pytest.mark.parametrize("change", ["written", "touched", "gone", "joined"])
def test_a_file_that_is_changed_gone_or_new_asks_for_a_build(built, name, change):
    path = built / name
    if change == "written":
        path.write_text("other", encoding="utf-8")
    elif change == "touched":
        os.utime(path, (0, 0))  # As when an older one is put back.
    elif change == "gone":
        path.unlink()
    else:
        write(path.with_name(f"other{path.suffix}"), "text")
    assert unchanged.begin(built)
    assert unchanged.begin(built), "a build that did not come to its end has to be done again"


@pytest.mark.parametrize("name", ["CONVREF_URL", "CONVREF_KERNELS", "SPHINXOPTS", "CONVREF_ANY"])
def test_another_setting_asks_for_a_build(built, monkeypatch, name):
    monkeypatch.setenv(name, "another")
    assert unchanged.begin(built)


def test_another_photo_under_the_same_name_asks_for_a_build(built, tmp_path_factory, monkeypatch):
    photo = tmp_path_factory.mktemp("photos") / "mine.png"
    photo.write_bytes(b"one")
    monkeypatch.setenv("CONVREF_IMAGE", str(photo))
    assert unchanged.begin(built)
    unchanged.end(built)
    assert not unchanged.begin(built)
    photo.write_bytes(b"other")
    assert unchanged.begin(built)


def test_a_package_of_another_version_asks_for_a_build(built, tmp_path_factory, monkeypatch):
    packages = tmp_path_factory.mktemp("packages")
    monkeypatch.setattr(unchanged.sysconfig, "get_path", lambda _name: str(packages))
    assert unchanged.begin(built)
    unchanged.end(built)
    (packages / "numpy-9.dist-info").mkdir()
    assert unchanged.begin(built)


def test_a_source_that_changes_during_the_build_is_built_next_time(built):
    write(built / SOURCE, "second")
    assert unchanged.begin(built)
    write(built / SOURCE, "third one")
    unchanged.end(built)
    assert unchanged.begin(built)
