"""The still pictures of the explorer: every state that a page may begin with has one."""

import pytest

import explorer_state
import explorer_still
import picture
from explorer_words import WORDS


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("kernel=3", 1),
        ("size=(4,5) kernel=(3,2) stride=(2,1) padding=(0,1) matrix=1", 2),
        ("padding='same' kernel=4 size=6", 1),
        ("layer=Conv1d size=6 dilation=2 causal=1 at=x.0.0.2", 1),
        ("layer=ConvTranspose1d size=4 stride=3 kernel=5 padding=2 matrix=1 view=scatter at=x.0.0.3", 2),
        ("in_channels=2 out_channels=2 size=4 padding=1 at=y.1.0.3", 1),
        ("in_channels=4 out_channels=2 groups=2 size=4 padding=1 padding_mode=circular", 1),
    ],
)
def test_a_state_has_its_pictures(words, count):
    state = explorer_state.parse(words.split(), explorer_state.DEFAULTS)
    codes = explorer_still.layer_codes(state)
    assert len(codes) == count
    for code in codes:
        assert "fig" in picture.run(code, words)


@pytest.mark.parametrize("word", ["padding_mode=edge", "layer=Conv3d", "layer=conv2d", "view=stamp"])
def test_a_word_that_is_none_of_the_known_ones_stops_the_build(word):
    with pytest.raises(ValueError, match=f"{word.partition('=')[0]} must be one of .*, got "):
        explorer_state.parse([word], explorer_state.DEFAULTS)


def test_a_stack_says_what_its_macs_hold():
    state = explorer_still.DEFAULTS["stack"] | {"layers": "Conv2d,1,3,1,1,0,1,1", "size": "5", "channels": "1"}
    for choice, macs, said in (("1", "225", "counted"), ("", "169", "not counted")):
        nodes = explorer_still.stack(state | {"count_zeros": choice}, WORDS)
        text = "\n".join(node.astext() for node in nodes)
        assert f"products with the padding's zeros {said}, cropped products not counted." in text
        assert macs in text.split()
    with pytest.raises(ValueError, match="a layer must be one of Conv2d, ConvTranspose2d, got 'Conv3d'"):
        explorer_still.layer("Conv3d,1,3,1,1,0,1,1")
