"""The registry of relations: named once, and each function computes what its TeX says for worked numbers."""

import pytest

from convref.formulas import FORMULAS
from convref.symbols import SYMBOLS

WORKED = {
    "conv_size_simple": ((224, 11, 4), 54),
    "conv_size": ((224, 11, 4, 2), 55),
    "dilated_kernel": ((3, 2), 5),
    "pool_size_ceil": ((4, 2, 3, 1), 2),
    "same_total": ((4, 3), 9),
    "conv_transpose_size_simple": ((6, 5, 3), 20),
    "conv_transpose_size": ((6, 5, 3, 2, 2), 18),
    "output_padding_for": ((18, 5, 3, 2), 2),
    "output_padding_range": ((2, 3), 3),
    "gather_padding": ((3, 1, 2), 3),
    "receptive_field": ((7, 2, 3, 2), 15),
    "jump": ((2, 3), 6),
    "conv_parameters": ((3, 64, (11, 11)), 23296),
    "conv_macs": ((3, 64, (11, 11), (55, 55)), 70276800),
    "conv_transpose_macs": ((1, 1, (4, 4), (8, 8)), 1024),
    "phase_length": ((5, 2, 0), 3),
}

# What is left out is a stride of 1, no padding, no dilation, one group and a bias.
PLAIN = {
    "conv_size_simple": ((8, 3), 6),
    "conv_size": ((8, 3), 6),
    "dilated_kernel": ((3,), 3),
    "pool_size_ceil": ((8, 3), 6),
    "same_total": ((4,), 3),
    "conv_transpose_size_simple": ((4, 3), 6),
    "conv_transpose_size": ((4, 3), 6),
    "output_padding_for": ((8, 3), 0),
    "output_padding_range": ((2,), 2),
    "gather_padding": ((3,), 2),
    "receptive_field": ((3, 2, 3), 7),
    "conv_parameters": ((3, 4, (2,)), 28),
    "conv_macs": ((2, 3, (2,), (5,)), 60),
    "conv_transpose_macs": ((2, 3, (2,), (5,)), 60),
}


@pytest.mark.parametrize("name", PLAIN)
def test_arguments_may_be_left_out(name: str) -> None:
    arguments, expected = PLAIN[name]
    assert FORMULAS[name].function(*arguments) == expected


@pytest.mark.parametrize("name", FORMULAS)
def test_worked_numbers(name: str) -> None:
    arguments, expected = WORKED[name]
    assert FORMULAS[name].function(*arguments) == expected


def test_every_formula_says_where_it_comes_from_and_balances_its_braces() -> None:
    for name, formula in FORMULAS.items():
        assert formula.name == name
        assert formula.source
        assert formula.tex.count("{") == formula.tex.count("}")


def test_no_letter_has_two_meanings() -> None:
    letters = [symbol.letter for symbol in SYMBOLS]
    assert len(set(letters)) == len(letters)
