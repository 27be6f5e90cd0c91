"""Every script of the gallery and every page that shows the picture takes any photo; the hard ones are tried here."""

import os

import photos
import pytest


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    """Let the kernels that a page shows be learned once; a cache that is named already is taken."""
    with pytest.MonkeyPatch.context() as patch:
        if "CONVREF_CACHE" not in os.environ:
            patch.setenv("CONVREF_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def test_the_programs_are_what_shows_the_picture():
    found = set(photos.programs())
    assert {
        "plot_find_patch",
        "plot_fixes",
        "plot_untrained",
        "plot_conv_after",
        "plot_padding",
        "plot_overlap",
        "plot_strongest_patches",
    } < found
    assert {"kernels-and-feature-maps", "channels", "pictures", "own-picture", "checkerboard, picture 1"} < found
    assert {"plot_matrix", "checkerboard", "matrix", "matrix, picture 1"}.isdisjoint(found)


@pytest.mark.parametrize("photo", photos.HARD)
def test_everything_takes_any_photo_within_2_gigabytes(photo, tmp_path):
    result = photos.run(photo, tmp_path)
    assert result.returncode == 0, result.stdout
    assert result.stdout.count("---- ok") == len(photos.programs())
