"""The same sentences in other spellings: what is found stays the same, within a point of F1."""

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

import pytest

from monitor.watches.matcher import TermMatcher, compile_terms
from tests.monitor.watches.test_sentences import SENTENCES
from tests.noise import NOISE

_CONCEPTS = Path(__file__).parents[2] / "arabic" / "concept_sentences"
_MARKED = re.compile("[\u064b-\u0652]")


@cache
def cases() -> list[tuple[str, str, bool]]:
    """Term, sentence, whether it is meant; none whose vowel signs are what tells."""
    found = [(term, text, answer == "1") for term, answer, text in SENTENCES if "?" not in answer and term[0] != "/"]
    for file in sorted(_CONCEPTS.glob("*.toml")):
        rows = tomllib.loads(file.read_text(encoding="utf-8"))
        for answer in ("yes", "no"):
            found += [(f"concept:{file.stem}", text, answer == "yes") for text in rows[answer][:8]]
    return [case for case in found if not _MARKED.search(case[1])]


@cache
def matcher() -> TermMatcher:
    return compile_terms(sorted({term for term, _, _ in cases()}))


def f1(noise: str | None) -> float:
    """In percent."""
    rng = Random(7)
    right = wrong = missed = 0
    for term, text, meant in cases():
        written = NOISE[noise](text, rng) if noise else text
        found = any(match.term == term for match in matcher().find(written))
        right += found and meant
        wrong += found and not meant
        missed += meant and not found
    return 200 * right / (2 * right + wrong + missed)


def test_the_clean_sentences_are_right():
    assert len(cases()) > 350
    assert f1(None) == 100


@pytest.mark.parametrize("noise", NOISE)
def test_what_is_found_does_not_depend_on_how_it_is_spelled(noise):
    assert f1(noise) >= 99
