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
                    assert int(twin["width"]) <= PHONE or "sideways" in twin["class"], (path, twin["width"])


def test_light_and_dark_pictures_come_in_pairs(figures):
    for path, figure in figures:
        assert len(figure.select(".only-light")) == len(figure.select(".only-dark")) > 0, path


@pytest.mark.parametrize("theme", ["light", "dark", None])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_one_version_of_each_picture_is_seen(browser, site, width, scheme, theme):
    """By the system's theme and by the reader's, on a phone and on a desk."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    if theme:
        page.add_init_script(f"localStorage.setItem('convref-theme', '{theme}')")
    for name in ("learn/padding", "auto_gallery/kernels/plot_two_seeds", "auto_gallery/index"):
        page.goto(f"{site.as_uri()}/en/{name}.html")
        stages = page.locator("figure.picture .stage, .gallery-card").all()
        assert stages
        for stage in stages:
            seen = stage.locator("img:visible, video:visible").all()
            assert len(seen) == 1, name
            assert f"only-{theme or scheme}" in seen[0].get_attribute("class").split()
    context.close()
