import pytest
from PIL import Image

from convref.datasets import images


@pytest.mark.claim("the-smallest-picture-has-16-pixels")
def test_smallest():
    assert images.SMALLEST == 16
    assert images.MOST_PIXELS == 1024 * 1024 == 1_048_576


@pytest.mark.claim("more-than-178-million-pixels-are-refused")
def test_refused():
    assert 178.9e6 < 2 * Image.MAX_IMAGE_PIXELS < 179e6  # Pillow's own bound
