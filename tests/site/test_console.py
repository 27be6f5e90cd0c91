"""What a build says on the console: where something failed, what is not translated; and what it reads again."""

import io
import re
import time
from types import SimpleNamespace

import pytest
import small
from babel.messages.pofile import read_po
from sphinx.errors import ExtensionError

from _ext.explorer import directive as explorer
from _ext.painting import picture

CELL = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n# Title\n\n"
CELL += "```{code-cell}\nsizes = [3]\nsizes[7]\n```\n"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PICTURE = "# Title\n\n```{picture} A line.\nsizes = [3]\ndef pick(n):\n    return sizes[n]\npick(7)\n```\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (CELL, ["index.md", "line 2", "sizes[7]", "IndexError: list index out of range"]),
        (PICTURE, ["index.md:3", "line 4, in <module>", "pick(7)", "return sizes[n]", "IndexError: list index"]),
    ],
    ids=["a cell", "a picture"],
)
def test_what_raises_on_a_page_shows_its_traceback(tmp_path, body, said):
    small.page(tmp_path, "index.md", body)
    options = [
        "-q",
        "--keep-going",
        "-D",
        "extensions=myst_nb,_ext.painting.picture",
        "-D",
        f"convref_cache={tmp_path}",
    ]
    options += ["-D", f"nb_execution_cache_path={tmp_path / 'cells'}"]
    result = small.build(tmp_path, *options, settings=small.ROOT)
    assert result.returncode != 0
    assert [text for text in said if text not in COLOUR.sub("", result.stderr)] == []


def test_a_picture_that_cannot_be_drawn_says_where(tmp_path):
    code = 'import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.set_title("卷积")\n'
    with pytest.raises(ExtensionError, match=r"page\.md:7: the picture raised UserWarning: Glyph"):
        picture.painted(code, "page.md:7", tmp_path, "")


def test_a_script_that_raises_shows_its_traceback(tmp_path):
    options = 'sphinx_gallery_conf = {"examples_dirs": "../scripts", "gallery_dirs": "auto_gallery",'
    options += ' "abort_on_example_error": True}\nconvref_fingerprint = "one"\n'
    small.conf(tmp_path, "sphinx_gallery.gen_gallery", "_ext.painting.picture", "_ext.gallery.cards", more=options)
    small.page(tmp_path, "index.rst", "Site\n====\n\n.. toctree::\n\n   auto_gallery/index\n")
    small.page(tmp_path, "../scripts/GALLERY_HEADER.rst", "Gallery\n=======\n")
    small.page(tmp_path, "../scripts/plot_one.py", '"""\nTitle\n=====\n\nText.\n"""\n\nsizes = [3]\nsizes[7]\n')
    result = small.build(tmp_path, "-q")
    assert result.returncode != 0
    for text in ("plot_one.py", "line 9", "sizes[7]", "IndexError: list index out of range"):
        assert text in result.stderr, text


PAGE = "Sizes\n=====\n\nThe stride is a number.\n\n``conv2d``\n\n.. image:: a.svg\n   :alt: Two\n"
ENTRY = 'msgid "{english}"\nmsgstr "{chinese}"\n\n'
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def translated(tmp_path):
    """A small Chinese site, and what writes its catalogue."""
    more = "language = 'zh_CN'\nlocale_dirs = ['locale']\ngettext_compact = False\n"
    small.conf(tmp_path, "_ext.painting.picture", "_ext.languages.waiting", more=more)
    small.page(
        tmp_path,
        "index.rst",
        "Sizes\n=====\n\nThe stride is a number.\n\n``conv2d``\n\n.. image:: a.svg\n   :alt: Two\n",
    )
    small.page(tmp_path, "a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')

    def write(*entries):
        text = HEADER + "".join(ENTRY.format(english=english, chinese=chinese) for english, chinese in entries)
        return small.page(tmp_path, "locale/zh_CN/LC_MESSAGES/index.po", text)

    return tmp_path, write


def test_sentences_that_wait_for_their_translation_are_said_in_one_line_a_page(translated):
    folder, write = translated
    write(("Sizes", "尺寸"), ("The stride was a number.", "步长是一个数。"))
    first = small.build(folder)
    assert first.returncode == 0, first.stderr
    assert first.stderr.splitlines() == ["index: 2 not translated, shown in English: “The stride is a number.”"]
    assert small.build(folder).stderr == first.stderr, "a page that is not read again waits all the same"
    time.sleep(0.01)
    write(("Sizes", "尺寸"), ("The stride is a number.", "步长是一个数。"), ("Two", "Two"))
    assert small.build(folder).stderr == "", "a name may stay as it is"


def test_words_of_the_figures_that_wait_are_said_too(tmp_path, capsys):
    name = "docs/locale/zh_CN/LC_MESSAGES/explorer.po"
    text = (small.ROOT / name).read_text(encoding="utf-8")
    config = SimpleNamespace(convref_root=str(tmp_path), language="zh_CN")
    said_by_tools = {str(at): entry.id for at, entry in enumerate(read_po(io.StringIO(text))) if entry.id}
    engine = SimpleNamespace(words={"tools": said_by_tools}, close=lambda: None)
    for changed, said in ((text, ""), (text.replace('msgid "Settings"', '#, fuzzy\nmsgid "Settings"'), "“Settings”")):
        small.page(tmp_path, f"../{name}", changed)
        explorer.finish(SimpleNamespace(config=config, engine=engine), None)
        shown = capsys.readouterr().err
        assert (f"explorer: 1 not translated, shown in English: {said}\n" if said else "") == shown


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> other", "||||||| base"])
def test_the_marks_of_a_merge_in_a_catalogue_stop_the_build_at_once(translated, mark):
    folder, write = translated
    catalogue = write(("Sizes", "尺寸"))
    lines = catalogue.read_text(encoding="utf-8").splitlines()
    catalogue.write_text("\n".join([*lines[:-1], mark, ""]), encoding="utf-8")
    result = small.build(folder)
    assert result.returncode != 0
    assert f"index.po:{len(lines)}: a merge left its conflict here: {mark}" in result.stderr
    assert not (folder / "out" / "index.html").exists()


def test_with_nothing_changed_no_page_with_a_figure_is_read_again(tmp_path):
    small.conf(
        tmp_path, "_ext.painting.picture", "_ext.explorer.directive", more=f"convref_root = {str(small.ROOT)!r}\n"
    )
    small.page(tmp_path, "index.rst", "Sizes\n=====\n\n.. explorer:: sizes\n")
    assert "1 added" in small.build(tmp_path).stdout
    assert "0 added, 0 changed, 0 removed" in small.build(tmp_path).stdout


def test_a_translated_page_is_kept_as_small_as_it_is(translated):
    folder, write = translated
    more = "language = 'zh_CN'\nlocale_dirs = ['locale']\ngettext_compact = False\n"
    small.conf(folder, "myst_parser", "_ext.languages.adopted", more=more)
    (folder / "docs" / "index.rst").unlink()
    small.page(folder, "index.md", "# Sizes\n\nThe *stride* is a number.\n")
    write(("Sizes", "尺寸"), ("The *stride* is a number.", "*步长*是一个数。"))
    result = small.build(folder)
    assert result.returncode == 0, result.stderr
    kept = (folder / "trees" / "index.doctree").read_bytes()
    assert "步长".encode() in kept
    assert b"BuildEnvironment" not in kept, "each page would hold all that is known of all pages"
