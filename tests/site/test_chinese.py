"""No English sentence is left on a Chinese page: text, alt texts, labels, tooltips, titles, code and output."""

import re

import pytest
from bs4 import NavigableString, Tag

from _ext.languages import code_words
from _ext.languages.literals import TOKEN
from _ext.languages.markup import NAMES, take_apart

NOT_PROSE = {"cite", "code", "pre", "script", "style", "kbd", "annotation", "math", "textarea"}
ATTRIBUTES = ["alt", "title", "aria-label", "placeholder", "content"]
LATIN = r"[A-Za-zÀ-ſ][A-Za-zÀ-ſ'’-]*"  # a word
RUN = re.compile(rf"{LATIN}(?:[ ,]+{LATIN}){{2,}}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_BY_RIGHT = {
    "katex",
    "other-language",
    "aliases",
    "sig",
    "highlight",
    "formula-name",
    "xref",
    "sourceline",
    "cell_output",
    "name",
    "external",  # A link to a foreign page bears its name.
}


def is_prose(element):
    return not (
        element.name in NOT_PROSE or element.get("lang") == "en" or ENGLISH_BY_RIGHT & {*element.get("class", ())}
    )


def prose(element):
    """Yield the elements and strings within an element, with code and formulas left out."""
    for child in element.children:
        if not isinstance(child, Tag):
            yield child
        elif is_prose(child):
            yield child
            yield from prose(child)


def visible_texts(page):
    """Yield every text that a reader sees or hears, with code and formulas left out."""
    for one in prose(page):
        if type(one) is NavigableString and one.strip():  # A comment is of another type.
            yield one.strip()
        elif isinstance(one, Tag) and (one.name != "meta" or one.get("name") == "description"):
            yield from (one[name] for name in ATTRIBUTES if one.get(name))


def english_runs(text):
    """Return runs of three or more English words, names aside."""
    found = []
    for match in RUN.finditer(text):
        words = [word for word in re.findall(LATIN, match[0]) if len(word) > 1 and word not in NAMES]
        if len(words) > 2:
            found.append(match[0])
    return found


@pytest.fixture(scope="module")
def chinese_pages(site, pages):
    return {path.relative_to(site): page for path, page in pages.items() if path.is_relative_to(site / "zh")}


def test_no_english_sentence_is_left(chinese_pages):
    faults = []
    for path, page in chinese_pages.items():
        for text in visible_texts(page):
            faults += [f"{path}: {run!r}" for run in english_runs(text)]
    assert not faults, "\n".join(faults)


def test_no_asterisk_is_left(chinese_pages):
    """Markdown does not close bold words between a Chinese full stop and a Chinese word."""
    faults = [f"{path}: {text}" for path, page in chinese_pages.items() for text in visible_texts(page) if "**" in text]
    assert not faults, "\n".join(faults)


def test_every_heading_is_chinese(site, pages):
    faults = []
    for path, page in pages.items():
        if not path.is_relative_to(site / "zh"):
            continue
        for heading in page.find_all(["h1", "h2", "h3"]):
            words = re.findall(r"[A-Za-z]{2,}", heading.get_text())
            if words and not re.search(r"[\u4e00-\u9fff]", heading.get_text()) and not heading.find("code"):
                faults += [f"{path.name}: {heading.get_text()}"] if set(words) - NAMES else []
    assert not faults, "\n".join(faults)


def code_of(page):
    """Return the text of every Python block of a page, with its comments as they are shown."""
    blocks = page.select(".highlight-python, .highlight-ipython3, .highlight-Python, .highlight-pycon, .doctest")
    return [(block.get_text(), [span.get_text() for span in block.select(".c1")]) for block in blocks]


def without_words(line):
    """Return a line of code without the words of its strings and without its comment."""
    return TOKEN.sub('""', line).partition("#")[0]


def test_comments_in_code_are_chinese_and_the_code_is_the_same(site, pages):
    faults, translated = [], 0
    for path, page in pages.items():
        if not path.is_relative_to(site / "zh") or "_modules" in path.parts:  # The sources are English by right.
            continue
        english = pages[site / "en" / path.relative_to(site / "zh")]
        for (text, comments), (source, _said) in zip(code_of(page), code_of(english), strict=True):
            comments += [docstring for _row, docstring in code_words.docstrings(text)]
            words = [comment.lstrip("# ") for comment in comments if not comment.startswith("# doctest:")]
            faults += [f"{path.name}: {one}" for one in words
                       if take_apart(one, myst=True).needs_translation and not CHINESE.search(one)]  # fmt: skip
            translated += sum(map(bool, map(CHINESE.search, words)))
            if "auto_gallery" not in path.parts:  # A sentence under a figure takes other lines there.
                lines = zip(text.splitlines(), source.splitlines(), strict=True)
                faults += [f"{path.name}: {now}" for now, then in lines
                           if (without_words(now) != without_words(then) and '"""' not in now)
                           or code_words.width(now) > max(code_words.WIDTH, len(then))]  # fmt: skip
    assert translated > 100
    assert not faults, "\n".join(faults)


PRINTED = ".cell_output pre, .sphx-glr-script-out pre, .script-out pre"
WORD = re.compile(r"[A-Za-z][a-z'’-]+")
# What stays in an output: values of Python, arguments and what they take, networks and functions by their names.
PRINTED_NAMES = NAMES | {
    *("Focus", "True", "False", "stride", "padding", "dilation", "groups", "kernel", "unread", "even"),
    *("same", "zeros", "reflect", "replicate", "circular", "nearest", "bilinear", "interpolate", "shuffle", "permute"),
    *(
        "reshape",
        "fold",
        "full",
        "benchmark",
        "learned",
        "alexnet",
        "eegnet",
        "espcn",
        "fsrcnn",
        "hifigan",
        "squeezenet",
        "tcn",
        "unet",
    ),
    *(
        "wavenet",
        "onnx",
        "jax",
        "keras",
        "noise",
        "Conv",
        "Relu",
        "Resize",
        "Gabor",
        "Sobel",
        "op",
        "ms",
        "ns",
        "Cx",
        "Sx",
        "conv",
        "input",
        "total",
    ),
}
# Pages whose cells show what PyTorch, Keras or convref says; the sentences are quoted as they come.
QUOTING = {
    *("conv2d-parameters", "data-layout", "errata", "errors", "find-settings", "from-keras", "plot_output_padding"),
    *("read-a-network", "three-ways", "torch-defects", "transposed-output-size"),
}


def strange_words(line):
    """Return the English words of a printed line that are no names."""
    words = [word.strip(".,:;()[]'\"") for word in line.split()]
    return [word for word in words if WORD.fullmatch(word) and word not in PRINTED_NAMES]


def test_what_code_prints_is_chinese(site, pages):
    faults, translated = [], 0
    for path, page in pages.items():
        if not path.is_relative_to(site / "zh"):
            continue
        for line in (line for block in page.select(PRINTED) for line in block.get_text().splitlines()):
            translated += bool(CHINESE.search(line))
            if (strange := strange_words(line)) and not (path.stem in QUOTING and len(strange) > 1):
                faults.append(f"{path.relative_to(site)}: {line}")
    assert translated > 400
    assert not faults, "\n".join(faults)


def test_a_printed_chinese_character_takes_two_columns(opened):
    page = opened("zh/learn/dilation")
    measured = page.evaluate(
        """() => [...document.querySelectorAll(".wide")].map(part => {
            const probe = part.parentElement.insertBefore(document.createElement("span"), part);
            probe.textContent = "0".repeat(2 * part.textContent.length);
            const widths = [part.getBoundingClientRect().width, probe.getBoundingClientRect().width];
            probe.remove();
            return widths;
        })"""
    )
    assert len(measured) > 20
    assert all(abs(wide - columns) < 1 for wide, columns in measured)
