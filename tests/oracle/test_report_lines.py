"""Layers as a report says them: rows, parameters and products against the layers of torch, and what is refused."""

from __future__ import annotations

import pytest
import torch
from report_lines import FOREIGN, NOT_SAID, REPORTS
from torch import nn
from torch_products import products

import convref as F


@pytest.mark.parametrize("name", REPORTS)
def test_a_line_in_words_is_the_layer_that_it_says(name: str) -> None:
    text, shape, layers = REPORTS[name]
    model = nn.Sequential(*eval(f"[{layers}]", vars(nn))).eval()
    made = F.trace(F.read_network(text), shape, count_cropped=True, rank=len(shape) - 1)
    x, shapes = torch.zeros(1, *shape), []
    for layer in model:
        x = layer(x)
        shapes.append(tuple(x.shape[1:]))
    assert [row.shape for row in made] == shapes
    assert made.parameters == sum(one.numel() for one in model.parameters())
    assert made.macs == products(model, shape)


@pytest.mark.parametrize("text", NOT_SAID)
def test_a_line_that_may_mean_several_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^line 1[:,] "):
        F.trace(F.read_network(text), (3, 32, 32))


def test_what_a_line_in_words_leaves_out_is_noted() -> None:
    assert F.read_network("relu\nReLU()").notes == ()
    default, flat = F.read_network("conv 8 3x3\nmaxpool 2\nfc 10\nfc 5").notes
    assert "stride 1, padding 0" in default
    assert "Flatten" in flat


def test_the_number_of_a_line_is_its_name() -> None:
    made = F.trace(F.read_network("0. conv 3 3x3 p1\n1. relu\n2. add with 0"), (3, 8, 8))
    assert made[-1].inputs == (2, 1)


def test_columns_of_a_table_that_are_not_read_are_noted() -> None:
    table = "| layer | output size | params |\n|---|---|---|\n| Conv2d(3, 8, 3) | 30×30 | 224 |"
    assert F.read_network(table).notes == ("not read of the table: output size, params",)


@pytest.mark.parametrize("name", FOREIGN)
def test_the_text_of_another_program_is_refused_by_its_name(name: str) -> None:
    text, line, word = FOREIGN[name]
    with pytest.raises(ValueError, match=rf"^line {line}: this is .*{word}"):
        F.read_network(text)
