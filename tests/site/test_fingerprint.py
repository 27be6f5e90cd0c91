"""What makes results stale, and what does not."""

import os

import pytest

from _ext.build import fingerprint
from convref.datasets import _cache, alexnet, images

PACKAGE = {
    "sizes.py": '"""Sizes."""\n\n\ndef half(x):\n    """Return half."""\n    return x / 2\n',
    "__main__.py": "print(__doc__)",
    "networks/small.txt": "ReLU\n",
    "reading/blocks.json": "[]",
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A checkout with a package of two modules, a text and data, and the painters."""
    for name, text in PACKAGE.items():
        (tmp_path / "convref" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "convref" / name).write_text(text)
    for name in (*fingerprint.PAINTERS, "explorer/engine.py"):
        path = tmp_path / "docs" / "_ext" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    monkeypatch.setenv(alexnet.VARIABLE, "learned-1")
    monkeypatch.delenv(images.VARIABLE, raising=False)
    return tmp_path


def both(root, **settings):
    return fingerprint.results(root, settings), fingerprint.extensions(root)


def edit(root, name, old, new):
    path = root / name
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("convref/sizes.py", "\n\n\ndef", "\n\n# Half of it.\ndef"),
        ("convref/sizes.py", "Return half.", "Return the half, rounded."),
        ("convref/sizes.py", '"""Sizes."""', ""),
        ("convref/sizes.py", "return x / 2", "return (\n        x / 2\n    )"),
        ("docs/_ext/painting/painter.py", "x = 1", "x = 1  # one"),
    ],
)
def test_comments_docstrings_and_layout_change_nothing(root, name, old, new):
    before = both(root)
    edit(root, name, old, new)
    assert both(root) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "stale"),
    [
        ("convref/sizes.py", "x / 2", "x / 3", (True, False)),
        ("convref/__main__.py", "print(__doc__)", '"""Help."""\nprint(__doc__)', (True, False)),
        *((f"docs/_ext/{name}", "x = 1", "x = 2", (True, True)) for name in fingerprint.PAINTERS),
        ("docs/_ext/explorer/engine.py", "x = 1", "x = 2", (False, True)),
        ("convref/networks/small.txt", "ReLU", "Tanh", (True, False)),
        ("convref/reading/blocks.json", "[]", "{}", (True, False)),
    ],
)
def test_code_changes_what_depends_on_it(root, name, old, new, stale):
    before = both(root)
    edit(root, name, old, new)
    assert tuple(a != b for a, b in zip(both(root), before, strict=True)) == stale


def test_a_source_is_parsed_once_however_often_it_is_asked_about(root, monkeypatch):
    parsed = []
    code = _cache.code
    monkeypatch.setattr(_cache, "code", lambda path: parsed.append(path.name) or code(path))
    monkeypatch.setattr(fingerprint.inspect, "getsource", lambda _rule: "the rule")
    first = both(root)
    assert "sizes.py" in parsed
    parsed.clear()
    assert both(root) == first and parsed == []
    edit(root, "convref/sizes.py", "x / 2", "x / 3")
    assert both(root) != first and parsed == ["sizes.py"]
    edit(root, "convref/sizes.py", "x / 3", "x / 2")
    assert both(root) == first
    monkeypatch.setattr(fingerprint.inspect, "getsource", lambda _rule: "another rule")
    parsed.clear()
    both(root)
    assert "sizes.py" in parsed


def test_kernels_pictures_libraries_and_settings_change_the_results(root, monkeypatch):
    seen = {fingerprint.results(root, {})}
    seen.add(fingerprint.results(root, {"capture_repr": ()}))
    monkeypatch.setenv(alexnet.VARIABLE, "alexnet-7be5be79")
    seen.add(fingerprint.results(root, {}))
    picture = root / "cat.png"
    monkeypatch.setenv(images.VARIABLE, str(picture))
    for content in (b"one", b"two"):
        picture.write_bytes(content)
        seen.add(fingerprint.results(root, {}))
    monkeypatch.setattr(fingerprint, "version", lambda package: "0")
    seen.add(fingerprint.results(root, {}))
    assert len(seen) == 6


def test_whose_kernels_are_shown_is_decided_once(root, monkeypatch):
    asked = []
    monkeypatch.setattr(alexnet, "provenance", lambda: asked.append(1) or "learned-2")
    monkeypatch.setenv(alexnet.VARIABLE, "learned")
    for _ in range(2):
        fingerprint.settle()
    assert os.environ[alexnet.VARIABLE] == "learned-2" and asked == [1]
