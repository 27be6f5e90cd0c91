"""Where a module lies whose source is a page: told without importing it."""

import sys

import pytest
from sphinx.ext import viewcode

from _ext.reference import source_pages


def test_a_module_is_found_and_not_imported(tmp_path, monkeypatch):
    path = tmp_path / "stops_when_imported.py"
    path.write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert source_pages.place(None, path.stem) == path
    assert path.stem not in sys.modules


@pytest.mark.parametrize("name", ["convref.gone", "convref.gone.inner", "gone_package.inner"])
def test_a_module_that_is_gone_lies_nowhere(name):
    assert source_pages.place(None, name) is None


def test_sphinx_asks_by_the_name_that_is_replaced():
    assert "get_module_filename" in viewcode.should_generate_module_page.__code__.co_names
