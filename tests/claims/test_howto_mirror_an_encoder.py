import pytest

import convref as F


@pytest.mark.claim("the-sizes-come-back-in-reverse")
def test_reverse():
    encoder = [F.Layer(7, stride=2, padding=3), F.Layer(3, stride=2, padding=1), F.Layer(5, stride=3, padding=2)]
    for size in range(40, 230):
        down = [size]
        for layer in encoder:
            down.append(layer.output_size(down[-1]))
        back = [down[-1]]
        for layer in F.mirror(encoder, size):
            back.append(layer.output_size(back[-1]))
        assert back == down[::-1]


@pytest.mark.claim("225-and-226-need-other-output-paddings")
def test_others():
    encoder = [F.Layer(7, stride=2, padding=3), F.Layer(3, stride=2, padding=1), F.Layer(5, stride=3, padding=2)]
    paddings = [tuple(layer.output_padding for layer in F.mirror(encoder, size)) for size in (225, 226)]
    assert paddings[0] != paddings[1]
