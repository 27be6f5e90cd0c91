"""The convolution explorer says which cells no window reads."""

import pytest


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("size=6 stride=2", "No window reads 11 of the 36 input cells: along each axis, 1 at the end."),
        (
            "size=8 kernel_size=1 stride=2",
            "No window reads 48 of the 64 input cells: along each axis, 3 in gaps and 1 at the end.",
        ),
        (
            "size=(6,5) stride=2",
            "No window reads 5 of the 30 input cells: vertically 1 at the end, horizontally none.",
        ),
        ("layer=Conv1d size=6 stride=2", "No window reads 1 of the 6 input cells: 1 at the end."),
        ("layer=Conv1d size=6 stride=2 padding=1", ""),
        ("size=224 kernel_size=7 stride=2 padding=3", ""),
        ("layer=ConvTranspose1d size=6 kernel_size=1 stride=2", ""),
    ],
)
def test_the_explorer_says_where_the_unread_cells_lie(show, fields, sentence):
    said = show(f"conv {fields}").locator(".ex-unread").all_inner_texts()
    assert "".join(said).strip() == sentence
