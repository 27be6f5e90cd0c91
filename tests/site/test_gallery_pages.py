"""The gallery's pages: figures with a sentence and a version for a phone, cards with a picture that can be read."""

import re
import warnings

import imageio_ffmpeg
import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from small import ROOT

from _ext.gallery import figures, outputs, running
from _ext.painting import painter
from convref import plotting
from convref.datasets import images

FITS_A_PHONE = 330  # page pixels
CARD = 387  # page pixels that a card is wide at 1280


@pytest.fixture(params=["en", "zh"])
def gallery(site, pages, request):
    """The built pages of the scripts of one language, by path."""
    return {path: pages[path] for path in (site / request.param / "auto_gallery").glob("*/plot_*.html")}


def test_every_figure_has_a_sentence_and_fits_a_phone(gallery):
    figures = 0
    for path, page in gallery.items():
        for figure in page.select("article figure.picture"):
            caption = figure.select_one("figcaption").get_text(" ", strip=True)
            assert re.search(r"\d+ .{10,}[.。]", caption), (path, caption)
            drawings = figure.select("img, video")
            widths = [int(image["width"]) for image in drawings if "only-wide" in image.get("class", [])]
            narrow = [image for image in drawings if "only-narrow" in image.get("class", [])]
            still = [int(image["width"]) for image in narrow if "sideways" not in image["class"]]
            if widths:
                assert narrow and max(still, default=0) < FITS_A_PHONE, (path, caption)
            else:
                assert max(int(image["width"]) for image in drawings) < FITS_A_PHONE, (path, caption)
            figures += 1
    assert figures > len(gallery) > 0


def test_no_page_says_where_this_machine_keeps_what_was_learned(gallery):
    assert [path.name for path in gallery if str(ROOT) in path.read_text(encoding="utf-8")] == []


def test_every_card_has_a_picture_for_each_theme_that_is_hardly_shrunk(site, pages, gallery):
    language = next(iter(gallery)).relative_to(site).parts[0]
    index = site / language / "auto_gallery" / "index.html"
    cards = pages[index].select(".gallery-card")
    assert len(cards) == len(gallery)
    for card in cards:
        images = card.select("noscript img")
        waiting = [image["data-src"] for image in card.select("img[data-src]")]
        assert waiting == [image["src"] for image in images]
        themes = [name for image in images for name in image["class"] if name.startswith("only-")]
        assert themes == ["only-light", "only-dark"]
        for image in images:
            with Image.open(index.parent / image["src"]) as small:
                assert small.width / 2 * 0.59 < CARD and small.height / 2 * 0.59 < CARD / 1.6, image["src"]
                assert ("fills" in image["class"]) == (abs(small.width / small.height - 1.6) < 0.01)


def test_a_card_leaves_out_the_title_of_a_single_picture():
    single = plotting.panels([lambda ax: plotting.photo(ax, np.eye(4))], ["learned"])
    left, top, right, bottom = figures._without_words(single)
    assert (left, right, bottom) == (0, 1, 1) and 0 < top < 0.2
    pair = plotting.panels([lambda ax: plotting.photo(ax, np.eye(4))] * 2, ["$x$", "$y$"])
    assert figures._without_words(pair) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("size", "place", "kept"),
    [
        ((1224, 634), (0, 0, 1, 1), (1224, 634)),
        ((1400, 634), (0, 0, 1, 1), (960, 600)),
        ((1224, 900), (0, 0, 1, 1), (960, 600)),
        ((1400, 634), (0.5, 0, 1, 1), (700, 634)),
    ],
)
def test_a_card_shows_a_small_picture_whole_and_a_part_of_a_large_one(tmp_path, size, place, kept):
    for name in ("one.webp", "one-dark.webp"):
        Image.new("RGB", size, "white").save(tmp_path / name)
    painter.cut_cards(tmp_path / "one", place)
    assert painter.size(painter.card(tmp_path / "one.webp")) == kept


def test_lines_are_kept_without_losses_and_photos_are_made_small(tmp_path):
    lines = Image.fromarray(np.eye(600, dtype=np.uint8) * 255).convert("RGB")
    photo = Image.fromarray(images.lena()).resize((1000, 1000))
    for name, picture in (("lines", lines), ("photo", photo)):
        painter._write_still(picture, tmp_path / f"{name}.webp")
    with Image.open(tmp_path / "lines.webp") as kept:
        assert np.array_equal(np.asarray(kept.convert("RGB")), np.asarray(lines))
    assert (tmp_path / "photo.webp").stat().st_size < 2 * painter.MOST_BYTES
    with Image.open(tmp_path / "photo.webp") as kept:
        assert np.abs(np.asarray(kept.convert("RGB"), float) - np.asarray(photo)).mean() < 4


def test_a_film_that_would_be_heavy_is_halved(tmp_path):
    rng = np.random.default_rng(0)
    noise, even = (rng.integers(low, 256, (12, 400, 400, 3)).astype(np.uint8) for low in (0, 255))
    for name, frames, side in (("noise", noise, 200), ("even", even, 400)):
        painter._write_film(list(frames), 1.0, tmp_path / f"{name}.mp4")
        read = imageio_ffmpeg.read_frames(str(tmp_path / f"{name}.mp4"))
        assert next(read)["size"] == (side, side)
        read.close()


def test_a_script_leaves_nothing_behind():
    """What is put aside while a script runs is described in the reference, and read after it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        show, filters = plotting.show, warnings.filters[:]
        running.reset({}, "plot_one.py", "before")
        assert plotting.show is not show and warnings.filters != filters
        running.reset({}, "plot_two.py", "before")
        running.reset({}, "plot_two.py", "after")
        assert plotting.show is show and warnings.filters == filters


def test_what_a_script_printed_is_found_on_its_page():
    head = ".. rst-class:: sphx-glr-script-out\n\n .. code-block:: none\n\n"
    page = f"Words.\n\n{head}    rule    wrong\n    ----  -------\n\n    s        14\n\n\n\nMore.\n\n{head}    7\n\n"
    assert outputs.outputs(page) == ["rule    wrong\n----  -------\n\ns        14", "7"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("page", "script", "words"),
    [
        ("learn/checkerboard", "plot_fixes", {"en": "×2, the original", "zh": "×2，原图"}),
        ("howto/which-upsampler", "plot_fixes", {"en": "×4, the original", "zh": "×4，原图"}),
        ("howto/which-upsampler", "plot_costs", {"en": "million products", "zh": "百万次乘法"}),
        ("howto/remove-checkerboards", "plot_conv_after", {"en": "best weights", "zh": "最佳权重"}),
    ],
)
def test_a_page_shows_the_table_that_the_script_printed(site, language, page, script, words):
    shown, printed = (
        [block.get_text().strip() for block in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")("pre")]
        for path in (site / language / f"{page}.html", site / language / f"auto_gallery/checkerboard/{script}.html")
    )
    (table,) = (text for text in shown if words[language] in text)
    assert table in printed
