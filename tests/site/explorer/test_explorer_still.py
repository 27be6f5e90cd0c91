"""The still pictures of the explorer: every state that a page may begin with has one."""

import pytest

import explorer_state
import explorer_still
import picture


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
