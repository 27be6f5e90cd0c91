"""What stands in a page of the gallery is what the script itself prints."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from torch import nn

from _ext.gallery import running
from convref.datasets import _console, alexnet, learned_kernels
from convref.experiments import _kept


@pytest.fixture
def learn(tmp_path, monkeypatch):
    """Return what learns the kernels and trains a network anew, quickly, as two scripts of the gallery do."""
    monkeypatch.setattr(learned_kernels, "learn", lambda: np.ones((64, 3, 11, 11), np.float32))

    def run(folder):
        monkeypatch.setenv("CONVREF_CACHE", str(tmp_path / folder))
        _kept.announce.cache_clear()
        alexnet.learned_layer()
        _kept.learn(nn.Linear(1, 1), lambda _net: None, __file__)

    return run


def test_a_page_names_no_folder_of_this_machine_and_the_builder_sees_it(learn, tmp_path, capsys, monkeypatch):
    console = io.StringIO()
    monkeypatch.setattr(sys, "__stderr__", console)
    running.reset({}, "plot_any.py", "before")
    learn("site")
    running.reset({}, "plot_any.py", "after")
    assert capsys.readouterr().err == ""
    assert [line.split(":")[0] for line in console.getvalue().splitlines()] == [
        "Learning 64 kernels from photos",
        "Training small networks",
    ]
    learn("reader")
    assert capsys.readouterr().err.count(str(tmp_path / "reader")) == 2


def test_all_that_is_told_is_told_in_one_place():
    folders = [Path(_console.__file__).parent, Path(_kept.__file__).parent]
    printing = [file.name for folder in folders for file in folder.glob("*.py") if "stderr" in file.read_text("utf-8")]
    assert printing == ["_console.py"]
