"""The notebook behind a gallery page's download link runs in a folder of its own."""

import shutil
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
PAGE = "auto_gallery/basics/plot_sliding_kernel.html"


def downloads(page):
    """Return the addresses of the files that a page offers."""
    html = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return {link["href"].rsplit(".", 1)[1]: link["href"] for link in html.select("a[download]")}


def test_each_gallery_page_offers_its_script_and_its_notebook(site):
    gallery = list((site / "zh" / "auto_gallery").glob("*/plot_*.html"))
    assert len(gallery) == len(list((ROOT / "gallery").glob("*/plot_*.py")))
    for page in gallery:
        found = downloads(page)
        assert sorted(found) == ["ipynb", "py"], page
        assert all((page.parent / address).is_file() for address in found.values())


def test_a_downloaded_notebook_runs_elsewhere(site, tmp_path):
    page = site / "en" / PAGE
    copy = shutil.copy(page.parent / downloads(page)["ipynb"], tmp_path)
    notebook = nbformat.read(copy, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": tmp_path}}).execute()
    assert any(cell.get("outputs") for cell in notebook.cells)
