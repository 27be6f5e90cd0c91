"""What stands on paper, and what is seen at four times the size, where a desk's width is 320 pixels."""

import pytest
from films import greys, once_still

BUTTONS = slice(-40, -4)  # the rows of a film where its player has them
LESSONS = ["padding", "kernels-and-feature-maps", "transposed-convolution"]
EACH_KIND = [
    "index",
    "404",
    "search",
    "learn/index",
    "learn/conv2d-parameters",
    "learn/transposed-convolution",
    "auto_gallery/index",
    "auto_gallery/basics/plot_channels",
    "tools/convolution",
    "tools/network",
    "tools/photo",
    "howto/index",
    "howto/errors",
    "reference/index",
    "reference/convolution",
    "reference/glossary",
    "about/contributing",
]


@pytest.mark.parametrize("name", LESSONS)
def test_every_picture_of_a_lesson_is_on_paper(opened, name):
    page = opened(f"en/learn/{name}", viewport={"width": 1280, "height": 800})
    paper = page.pdf()
    page.emulate_media(media="print")
    pictures = page.locator("article :is(figure img, figure video):visible").count()
    masks = paper.count(b"/SMask ")  # What is nothing there, where the page shows through, is an image of its own.
    assert paper.count(b"/Subtype /Image") - masks >= pictures > 1


def test_a_film_on_paper_is_its_still_without_the_buttons_of_the_player(opened):
    page = opened("en/learn/what-is-convolution", viewport={"width": 1280, "height": 800}, color_scheme="light")
    film = page.locator("article video:visible")
    film.scroll_into_view_if_needed()
    page.wait_for_function("film => !film.paused", arg=film.element_handle())
    film.evaluate("film => film.pause()")  # A film that runs hides its buttons by itself after a moment.
    once_still(film, lambda seen: seen[BUTTONS].min() < 200)
    page.emulate_media(media="print")
    assert greys(film)[BUTTONS].min() > 240


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_runs_out_of_the_page_at_four_times_the_size(visits, language):
    wide = []
    with visits(f"{language}/index", viewport={"width": 320, "height": 256}) as page:
        address = page.url.removesuffix("index.html")
        for name in EACH_KIND:
            page.goto(f"{address}{name}.html")
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(name)
    assert wide == []
