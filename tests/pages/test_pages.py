"""What the sources of the pages say, held against PyTorch without building the site."""

import ast
import builtins
import inspect
import re
from pathlib import Path

import pytest
from torch import nn

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.glob("*/*.md"))
CELL = re.compile(r"^```\{code-cell\}\n((?::[^\n]*\n)*)(.*?)^```$", re.MULTILINE | re.DOTALL)


def rows(page):
    """Return the cells of the first table whose rows are about arguments, row by row."""
    lines = iter((DOCS / page).read_text(encoding="utf-8").splitlines())
    head = next(line for line in lines if line.startswith("| argument"))
    assert set(next(lines)) <= set("|-")
    width = head.count("|") - 1
    table = []
    for line in lines:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
        assert len(table[-1]) == width, line
    return table


def signature(layer):
    """Return the arguments of a layer with their defaults as text, in order."""
    parameters = list(inspect.signature(layer).parameters.values())
    return [(one.name, "" if one.default is one.empty else repr(one.default)) for one in parameters]


def test_the_table_of_conv2d_has_every_argument_with_its_default():
    listed = [cells[0].strip("`").partition("=") for cells in rows("learn/conv2d-parameters.md")]
    assert [(name, default) for name, _, default in listed] == signature(nn.Conv2d)


def test_the_table_of_conv_transpose2d_has_every_argument_with_its_default():
    listed = [(cells[0].strip("`"), cells[1].strip("`")) for cells in rows("learn/transposed-convolution.md")]
    assert [(name, default.replace("required", "")) for name, default in listed] == signature(nn.ConvTranspose2d)


def test_each_argument_of_conv_transpose2d_is_explained_below_its_table():
    text = (DOCS / "learn/transposed-convolution.md").read_text(encoding="utf-8")
    explained = re.findall(r"`(\w+)`", " ".join(re.findall(r"^- (`[^:]*):", text, re.MULTILINE)))
    assert explained == [name for name, _ in signature(nn.ConvTranspose2d)]


def course():
    """Return the lessons in the order of the course's index."""
    text = (DOCS / "learn/index.md").read_text(encoding="utf-8")
    return [
        name
        for part in re.findall(r"^```\{toctree\}\n(.*?)^```$", text, re.M | re.S)
        for name in part.split("\n\n")[1].split()
    ]


@pytest.mark.parametrize("lesson", course())
def test_a_lesson_needs_only_lessons_before_it(lesson):
    head = re.search(r"^needs: (.*)$", (DOCS / f"learn/{lesson}.md").read_text(encoding="utf-8"), re.MULTILINE)
    before = course()[: course().index(lesson)]
    assert set(head[1].split(", ") if head else ()) <= set(before)


def claims(page):
    """Return the asserts of a page's cells."""
    for _, source in CELL.findall(page.read_text(encoding="utf-8")):
        yield from (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert))


def is_about_something(test):
    """Tell whether a condition names anything that the page computed, imported or defined."""
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    return bool(names - set(dir(builtins)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_assert_of_a_page_is_about_numbers_alone(page):
    for claim in claims(page):
        parts = claim.test.values if isinstance(claim.test, ast.BoolOp) else [claim.test]
        assert all(map(is_about_something, parts)), ast.unparse(claim)


def test_there_are_asserts_to_look_at():
    assert sum(1 for page in PAGES for _ in claims(page)) > 5


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.parent.name == "learn"],
    ids=lambda page: page.stem,
)
def test_no_lesson_hides_what_it_asserts(page):
    hidden = [source for options, source in CELL.findall(page.read_text(encoding="utf-8")) if "remove-cell" in options]
    assert not [source for source in hidden if "assert" in source], "a claim, or a test, holds it instead"


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.parent.name == "learn" and page.stem != "index"],
    ids=lambda page: page.stem,
)
def test_each_lesson_has_five_exercises(page):
    text = page.read_text(encoding="utf-8")
    assert text.count(":::{exercise}") + text.count(":::{task}") >= 5
    assert "Find the bug" in text or ":::{task}" in text


FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
BOXES = re.compile(r"^:::.*?^:::$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("lesson", course())
def test_a_lesson_gives_its_reasons(lesson):
    text = (DOCS / f"learn/{lesson}.md").read_text(encoding="utf-8").split("---\n", 2)[-1]
    told = BOXES.sub("", FENCED.sub("", text))
    assert len(re.findall(r"[A-Za-z][\w'-]*", re.sub(r"\{claim\}`.*?`", "", told))) >= 400


def test_the_papers_that_pages_name_stand_among_the_sources():
    papers = re.compile(r"arxiv\.org/abs/[\d.]+\d")
    named = {paper for page in PAGES for paper in papers.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 20
    assert not named - set(papers.findall((DOCS / "about/sources.md").read_text(encoding="utf-8")))
