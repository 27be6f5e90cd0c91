"""Every figure of every page: it has a sentence beneath, and one that is too wide for a phone has a version for it."""

import pytest

PHONE = 330  # page pixels that a phone of 360 has, at most
DRAWN = "figure.picture"


@pytest.fixture(scope="module")
def figures(pages):
    """Each figure that was painted at build, with the page it stands on."""
    found = [
        (path, figure) for path, page in pages.items() for figure in page.select(DRAWN) if figure.select("img, video")
    ]
    assert len(found) > 60
    return found


def test_every_figure_has_a_number_and_a_sentence(figures):
    for path, figure in figures:
        number, text = figure.select_one(".figure-number"), figure.select_one(".caption-text")
        assert number and text, (path, str(figure)[:200])
        words = text.get_text().replace(number.get_text(), "").strip()
        assert len(words) > 10 and words[-1] in ".?!。？！", (path, words)


def test_a_figure_wider_than_a_phone_has_a_version_for_it(figures):
    for path, figure in figures:
        for kind in ("only-light", "only-dark"):
            for picture in figure.select(f".{kind}:not(.only-narrow)"):
                if int(picture["width"]) > PHONE:
                    twin = figure.select_one(f".{kind}.only-narrow")
                    assert twin, (path, picture.get("alt") or picture.get("aria-label"))
                    assert int(twin["width"]) <= PHONE, (path, twin["width"])


def test_light_and_dark_pictures_come_in_pairs(figures):
    for path, figure in figures:
        assert len(figure.select(".only-light")) == len(figure.select(".only-dark")) > 0, path
