"""Scripts, notebooks and the package, as a reader takes them home: in his language, and running as they are."""

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import nbformat
import polib
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from small import ROOT
from sphinx.errors import ExtensionError
from test_chinese import english_runs

from _ext.gallery import plain_roles, taken_scripts
from _ext.languages import code_words, literals
from _ext.publishing import wheel

SOURCES = {
    path.relative_to(ROOT / "gallery").as_posix(): path for path in sorted((ROOT / "gallery").glob("*/plot_*.py"))
}
URL = os.environ.get("CONVREF_URL", "").rstrip("/")  # As the site was built.
ROLE = re.compile(r":\w+:`")
CATALOGUES = ROOT / "docs" / "locale" / "zh_CN" / "LC_MESSAGES"


class Code(ast.NodeTransformer):
    """Takes the words from code: docstrings, and the sentences under figures."""

    def visit_Module(self, node):
        node.body = [line for line in node.body if not isinstance(getattr(line, "value", None), ast.Constant)]
        return self.generic_visit(node)

    def visit_FunctionDef(self, node):
        if ast.get_docstring(node):
            node.body[0].value = ast.Constant("")
        return self.generic_visit(node)

    def visit_keyword(self, node):
        if node.arg == "label" and isinstance(node.value, ast.Constant):
            node.value = ast.Constant("")
        return self.generic_visit(node)


def code(text):
    return ast.dump(Code().visit(ast.parse(text)))


def with_words(name, source, language):
    """Return the code of a script with the strings that it prints in a language."""
    if language == "en":
        return source
    catalogue = polib.pofile(str(CATALOGUES / "auto_gallery" / name.replace(".py", ".po")))
    return literals.translate(source, lambda words: getattr(catalogue.find(words), "msgstr", "") or words)


def downloads(site, language):
    folder = site / language / "_downloads" / "gallery"
    return {name: folder / name for name in SOURCES}


def cells(path):
    return json.loads(path.with_suffix(".ipynb").read_text(encoding="utf-8"))["cells"]


def text(cell):
    return "".join(cell["source"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_gallery_page_offers_its_script_and_its_notebook(site, language):
    for name in SOURCES:
        page = site / language / "auto_gallery" / name.replace(".py", ".html")
        links = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("a[download]")
        assert [link["href"].rsplit(".", 1)[1] for link in links] == ["ipynb", "py"], page
        assert all((page.parent / link["href"]).is_file() for link in links)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_code_is_that_of_the_gallery(site, language):
    for name, path in downloads(site, language).items():
        source = code(with_words(name, SOURCES[name].read_text(encoding="utf-8"), language))
        assert code(path.read_text(encoding="utf-8")) == source, name
        joined = "\n".join(text(cell) for cell in cells(path)[1:] if cell["cell_type"] == "code")
        assert code(joined) == source, name


def test_the_chinese_ones_hold_every_translation_and_no_english(site):
    commented = 0
    for name, path in downloads(site, "zh").items():
        script = path.read_text(encoding="utf-8")
        said = [line.lstrip("# ") for line in script.splitlines() if line.startswith("#")][1:]
        said += [sentence for _node, sentence in code_words.labels(script)] + [ast.get_docstring(ast.parse(script))]
        said += [code_words.comment_words(token) for token in code_words.comments(script)
                 if token.start[1]]  # fmt: skip
        said += [text(cell) for cell in cells(path) if cell["cell_type"] == "markdown"]
        source = SOURCES[name].read_text(encoding="utf-8")
        names = [re.escape(title) for title in re.findall(r":title:`([^`]+)`", source)]  # A paper keeps its own.
        names += [r"\$[^$]*\$", "`[^`]*`", r"\S*\(\)"]
        assert [run for sentence in said for run in english_runs(re.sub("|".join(names), "", sentence))] == [], name
        catalogue = polib.pofile(str(CATALOGUES / "auto_gallery" / name.replace(".py", ".po")))
        for token in code_words.comments(source):
            if token.start[1]:
                commented += 1
                assert f"# {catalogue.find(code_words.comment_words(token)).msgstr}" in script
        for _row, docstring in code_words.docstrings(source):
            assert f'"""{catalogue.find(docstring).msgstr}"""' in script
        labels = [sentence for _node, sentence in code_words.labels(source)]
        expected = [catalogue.find(sentence).msgstr for sentence in labels]
        assert [sentence for _node, sentence in code_words.labels(script)] == expected != labels
    assert commented


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_left_that_only_sphinx_reads(site, language):
    for name, path in downloads(site, language).items():
        script = path.read_text(encoding="utf-8")
        assert not ROLE.search(script), name
        assert not [cell for cell in cells(path) if ROLE.search(text(cell))], name
        assert max(map(code_words.width, script.splitlines())) <= code_words.WIDTH, name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_line_says_how_to_install(site, language):
    for name, path in downloads(site, language).items():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# ") and f"pip install {wheel.requirement(URL, 'gallery')}" in first, name
        assert f"%pip install {wheel.requirement(URL, 'gallery')}" in text(cells(path)[0])


def lines(text):
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "kernels/plot_digits_learned.py"),
        ("en", "checkerboard/plot_untrained.py"),
        ("zh", "kernels/plot_two_seeds.py"),
        ("zh", "parameters/plot_padding.py"),
    ],
)
def test_a_downloaded_script_runs_in_an_empty_folder_and_prints_what_its_page_shows(site, language, name, tmp_path):
    """Four of them do, with chance in each: the code of all is that of the gallery, and tests/gallery runs them all."""
    script = tmp_path / "script.py"
    script.write_bytes(downloads(site, language)[name].read_bytes())
    known = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment = {"CONVREF_CACHE": str(ROOT / "_build" / "cache"), **known, "MPLBACKEND": "Agg"}
    done = subprocess.run([sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (site / language / "auto_gallery" / name).with_suffix(".html").read_text(encoding="utf-8")
    shown = [block.get_text() for block in BeautifulSoup(page, "html.parser").select(".sphx-glr-script-out pre")]
    assert lines(done.stdout) == lines("\n".join(shown)) != []


def test_a_downloaded_notebook_runs_elsewhere(site, tmp_path):
    notebook = nbformat.read(downloads(site, "zh")["basics/plot_sliding_kernel.py"].with_suffix(".ipynb"), as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": tmp_path}}).execute()
    assert any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_archive_holds_what_the_pages_offer_and_the_package(site, language):
    index = site / language / "auto_gallery" / "index.html"
    (link,) = BeautifulSoup(index.read_text(encoding="utf-8"), "html.parser").select("a[download]")
    with zipfile.ZipFile(index.parent / link["href"]) as archive:
        held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert held.pop(wheel.NAME) == (site / wheel.NAME).read_bytes()
    files = downloads(site, language)
    expected = {name: path.read_bytes() for name, path in files.items()}
    expected |= {name.replace(".py", ".ipynb"): path.with_suffix(".ipynb").read_bytes() for name, path in files.items()}
    assert held == expected


def application(url):
    objects = {"convref.conv2d": SimpleNamespace(docname="reference/convolution", node_id="convref.conv2d")}
    env = SimpleNamespace(
        titles={"learn/padding": SimpleNamespace(astext=lambda: "填充")},
        domains={"py": SimpleNamespace(objects=objects)},
    )
    return SimpleNamespace(env=env, config=SimpleNamespace(html_baseurl=url))


def test_roles_become_links_where_the_site_has_an_address_and_words_where_not():
    words = "见:doc:`/learn/padding`，:func:`convref.conv2d`给出 :math:`x_1`；`这篇论文 <https://example.org/a>`_。"
    page = "auto_gallery/parameters/plot_padding"
    at_home = application("https://example.org/zh/")
    notebook = plain_roles.resolve(words, at_home, page, plain_roles.markdown)
    assert notebook == (
        "见[填充](https://example.org/zh/learn/padding.html)，"
        "[`convref.conv2d()`](https://example.org/zh/reference/convolution.html#convref.conv2d)给出 $x_1$；"
        "[这篇论文](https://example.org/a)。"
    )
    nowhere = application("")
    script = plain_roles.resolve(words, nowhere, page, plain_roles.in_a_comment)
    assert script == "见“填充”，convref.conv2d() 给出 $x_1$；这篇论文 (https://example.org/a)。"
    for lost in (":doc:`/learn/nowhere`", ":func:`convref.nothing`", ":unknown:`a`"):
        with pytest.raises(ExtensionError, match="leads nowhere"):
            plain_roles.resolve(lost, nowhere, page, plain_roles.markdown)


def test_a_published_site_is_what_is_installed_from():
    address = f"https://example.org/c/{wheel.NAME}"
    assert wheel.requirement("https://example.org/c", "gallery") == f'"convref[gallery] @ {address}"'
    assert wheel.requirement("https://example.org/c") == f'"convref @ {address}"'
    assert wheel.requirement("") == f'"./{wheel.NAME}"'
    published = SimpleNamespace(config=SimpleNamespace(convref_url="https://example.org/c"))
    assert taken_scripts.install_line(published) == f'pip install "convref[gallery] @ {address}"'


def test_a_line_never_begins_with_a_closing_mark_and_nothing_is_lost():
    sentence = "卷积核每一步盖住 3×3 个像素（九个数），相乘再相加；得到特征图的一个像素。" * 3
    for columns in range(12, 60):
        lines = code_words.wrap(sentence, columns)
        assert "".join(lines) == sentence
        assert all(line[0] not in code_words.CLOSING and line[-1] not in code_words.OPENING for line in lines)
        assert max(code_words.width(line.rstrip()) for line in lines) <= columns + 2


def test_the_same_files_make_the_same_wheel(tmp_path):
    first, second = (wheel.build(ROOT, tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = {name for name in archive.namelist() if name.startswith("convref/")}
    assert names == {path.relative_to(ROOT).as_posix() for path in (ROOT / "convref").rglob("*")
                     if path.suffix in (".json", ".py", ".toml", ".txt", ".typed")}  # fmt: skip


def test_no_page_installs_the_bare_name(site):
    bare = re.compile(r"pip install (?:-\S+ )*[\"']?convref(?![\w.\-]*\.whl| @|\[\w+\] @)")
    texts = [path for kind in ("html", "py", "ipynb") for path in site.rglob(f"*.{kind}")]
    assert len(texts) > 100
    assert [path for path in texts if bare.search(path.read_text(encoding="utf-8"))] == []
