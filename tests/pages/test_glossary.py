"""What other Chinese texts call a term is found by the search, and this site writes one name alone."""

import tomllib
from pathlib import Path

from _ext.reference.terms_elsewhere import TEXTS

GLOSSARY = tomllib.loads((Path(__file__).parents[2] / "docs" / "glossary.toml").read_text(encoding="utf-8"))
NAMED = [term for term in GLOSSARY["term"] if "elsewhere" in term]


def test_the_table_names_the_terms_of_a_layer():
    wanted = {"stride", "padding", "dilation", "kernel", "channel", "bias", "pooling", "feature map"}
    assert wanted <= {term["en"] for term in NAMED}
    assert all(term["elsewhere"].keys() <= TEXTS.keys() for term in NAMED)


def test_a_name_that_differs_is_an_alias_of_the_term():
    missing = [
        (term["en"], name)
        for term in NAMED
        for name in term["elsewhere"].values()
        if name != term["zh"] and name not in [*term["aliases_zh"], *term.get("related_zh", [])]
    ]
    assert missing == []


def test_no_two_terms_share_a_name():
    lists = ("aliases_zh", "related_zh")
    names = [
        (name, term["en"])
        for term in GLOSSARY["term"]
        for name in {term["zh"], *(name for one in lists for name in term.get(one, []))}
    ]
    of = {}
    for name, term in names:
        of.setdefault(name, set()).add(term)
    assert {name: found for name, found in of.items() if len(found) > 1} == {}


def test_what_belongs_to_a_term_is_not_one_of_its_names():
    for term in GLOSSARY["term"]:
        names = {*term["aliases_en"], *term["aliases_zh"], term["en"], term["zh"]}
        assert not names & {*term.get("related_en", []), *term.get("related_zh", [])}, term["en"]


def test_weight_sharing_is_no_name_of_equivariance():
    terms = {term["en"]: term for term in GLOSSARY["term"]}
    assert terms["translation equivariance"]["aliases_zh"] == []
    assert "weight sharing" in terms["translation equivariance"]["related_en"]
