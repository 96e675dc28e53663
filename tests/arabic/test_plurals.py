"""The reviewed plurals: well-formed rows, and the way back from a plural to its noun."""

from importlib.resources import files

import pytest

from arabic.lexicon import load_lexicon
from arabic.plurals import singulars

LEXICON = load_lexicon()


def test_every_row_has_one_noun_that_no_other_row_has():
    lines = (files("arabic") / "data" / "plurals.txt").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    nouns = [row.partition(" =" if " =" in row else ":")[0] for row in rows]
    assert [noun for noun in nouns if len(noun.split()) != 1] == []
    assert sorted(set(nouns)) == sorted(nouns)
    assert [row for row in rows if ("=" in row) is (":" in row) or ",," in row or "، ،" in row] == []


@pytest.mark.parametrize(
    ("plural", "noun"),
    [
        ("أنفاق", "نفق"),
        ("غارات", "غارة"),
        ("مخيمات", "مخيم"),
        ("لاجئين", "لاجئ"),
        ("نازحون", "نازح"),
        ("آبار", "بئر"),
        ("جرحى", "جريح"),
    ],
)
def test_a_plural_names_its_noun_as_it_is_written(plural, noun):
    assert singulars(plural, LEXICON) == [noun]


@pytest.mark.parametrize("word", ["إنفاق", "فلسطين", "نزوح", "حياة", "ملايين", "يقين"])
def test_other_words_are_no_plurals_of_any(word):
    assert singulars(word, LEXICON) == []
